//! The board: counts, orders to all, and the lists of people.

use ::desk::{
    Event,
    view::{Board, Row},
};
use texts::Texts;
use wire::{
    desk::MeetingPhase,
    names::{Action, Screen},
    page::Invited,
};
use yew::prelude::*;

use super::{super::Frame, dialogs, notices, row};
use crate::ui::{Button, Icon, Look, on};

/// The screen.
pub fn board(frame: &Frame, board: &Board, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let over = board.phase == MeetingPhase::Over;
    let phase = match board.phase {
        MeetingPhase::Scheduled => ("scheduled", texts.desk_phase_scheduled()),
        MeetingPhase::Open => ("open", texts.desk_phase_open()),
        MeetingPhase::Over => ("over", texts.desk_phase_over()),
    };
    let list = |id: &'static str, title, rows: &[Row], empty: Option<&'static str>| {
        if rows.is_empty() && empty.is_none() {
            return Html::default();
        }
        html! {
            <section class="people card" aria-labelledby={id} data-section={id}>
                <h2 {id}>{ title }<span class="tally">{ rows.len() }</span></h2>
                if let Some(words) = empty.filter(|_| rows.is_empty()) {
                    <p class="hint">{ words }</p>
                }
                <ul>{ for rows.iter().map(|one| row::row(frame, one, over, dispatch)) }</ul>
            </section>
        }
    };
    let starts = |invited: &Invited| frame.moment(invited.meeting.starts_at).in_full(texts);
    let when = frame.invited().map(|invited| html! { <span>{ starts(invited) }</span> });
    let dialog = board.dialog.as_ref().map(|dialog| dialogs::dialog(texts, dialog, dispatch));
    let content = html! {
        <>
            <p class="when">
                { frame.about().to_owned() }
                { when.unwrap_or_default() }
                <span class="badge" data-status={phase.0}>{ phase.1 }</span>
            </p>
            { counts(texts, board) }
            if !over {
                { orders(texts, board, dispatch) }
            }
            { notices::notices(texts, board) }
            { list("waiting", texts.desk_waiting(), &board.waiting, Some(texts.desk_nobody_waits())) }
            { list("admitted", texts.desk_admitted(), &board.admitted, None) }
            { list("rejected", texts.desk_rejected(), &board.rejected, None) }
            { list("absent", texts.desk_absent(), &board.absent, None) }
            { dialog.unwrap_or_default() }
        </>
    };
    frame.screen(Screen::Desk, texts.desk_title(), content)
}

fn counts(texts: Texts, board: &Board) -> Html {
    let one = |name: &'static str, count: usize, words: AttrValue| {
        html! { <li data-count={name}><strong>{ count }</strong>{ " " }<span>{ words }</span></li> }
    };
    let waiting = board.waiting.len();
    html! {
        <div role="status">
            <ul class="counts">
                { one("waiting", waiting, texts.desk_waiting_count(waiting).into()) }
                { one("ready", board.ready, texts.desk_ready_count().into()) }
                { one("admitted", board.admitted.len(), texts.desk_admitted_count().into()) }
                { one("absent", board.absent.len(), texts.desk_absent_count().into()) }
            </ul>
        </div>
    }
}

fn orders(texts: Texts, board: &Board, dispatch: &Callback<Event>) -> Html {
    let some = !board.waiting.is_empty();
    let admit = Button::new(Action::AdmitAll, texts.desk_admit_all()).icon(Icon::Check).look(Look::Primary);
    let write = Button::new(Action::Write, texts.desk_write_all()).icon(Icon::Message);
    let open = Button::new(Action::OpenMeeting, texts.desk_open()).icon(Icon::Door);
    let end = Button::new(Action::EndMeeting, texts.desk_end()).look(Look::Danger);
    let busy = board.busy || !board.live;
    html! {
        <p class="actions orders">
            { admit.busy(busy || !some).show(on(dispatch, || Event::AdmitAllPressed)) }
            if board.phase == MeetingPhase::Scheduled {
                { open.busy(busy).show(on(dispatch, || Event::OpenPressed)) }
            }
            if some {
                { write.busy(busy).show(on(dispatch, || Event::WritePressed(None))) }
            }
            if board.phase == MeetingPhase::Open {
                { end.busy(busy).show(on(dispatch, || Event::EndPressed)) }
            }
        </p>
    }
}
