//! One person on the board.

use ::desk::{Event, view::Row};
use texts::Texts;
use wire::{
    FindingCode,
    checks::{Check, CheckStatus},
    desk::{Person, Whereabouts},
    names::{Action, Step},
};
use yew::prelude::*;

use super::super::{Frame, named::named};
use crate::ui::{Button, Look, on, step};

/// The person. Once the meeting is over there is nothing left to do about anybody.
pub fn row(frame: &Frame, row: &Row, over: bool, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let person = &row.person;
    let state = match &person.whereabouts {
        Whereabouts::Absent => None,
        Whereabouts::Waiting { since, .. } => Some(texts.desk_since(frame.moment(*since).time(texts))),
        Whereabouts::Admitted { in_meeting: true } => Some(texts.desk_in_meeting().to_owned()),
        Whereabouts::Admitted { in_meeting: false } => Some(texts.desk_not_in_meeting().to_owned()),
        Whereabouts::Rejected { sentence } if sentence.is_empty() => None,
        Whereabouts::Rejected { sentence } => Some(texts.desk_read(sentence)),
    };
    let absent = person.whereabouts == Whereabouts::Absent;
    html! {
        <li key={person.participant.0.clone()} class="person" data-participant={person.participant.0.clone()}>
            <div class="who">
                <h3>{ &person.name }</h3>
                <p>
                    if !person.group.is_empty() { <span>{ &person.group }</span> }
                    { state.map(|words| html! { <span>{ words }</span> }).unwrap_or_default() }
                    if !person.connected && !absent { <span class="gone">{ texts.desk_disconnected() }</span> }
                </p>
            </div>
            if let Whereabouts::Waiting { .. } = person.whereabouts { { readiness(texts, person) } }
            if !over && !absent { { actions(texts, row, dispatch) } }
        </li>
    }
}

fn readiness(texts: Texts, person: &Person) -> Html {
    let heard = person.checks.heard;
    let one = |which: Step, label: &'static str| {
        let Check { status, finding } = person.checks.of(which);
        // The names come late: until then it is told which step it is.
        let found = finding.map(|code| named(texts, code)).filter(|name| !name.is_empty());
        let name = texts.desk_check(label, found.unwrap_or_else(|| words(texts, status)));
        html! {
            <li
                data-step={which.name()}
                data-status={step::name(status)}
                data-finding={finding.map(FindingCode::name)}
                data-heard={(heard && which == Step::Speak).then_some("true")}
            >
                { step::icon(status).show() }
                if let (Some(code), Some(found)) = (finding, found) {
                    <a href={format!("/help/{}", code.name())} target="_blank" aria-label={name}>{ found }</a>
                } else {
                    <span aria-hidden="true">{ label }</span>
                    <span class="hidden">{ name }</span>
                }
            </li>
        }
    };
    html! {
        <ul class="readiness" aria-label={texts.desk_readiness()}>
            { one(Step::Hear, texts.desk_hear()) }
            { one(Step::Speak, if heard { texts.desk_heard() } else { texts.desk_speak() }) }
            { one(Step::See, texts.desk_see()) }
        </ul>
    }
}

fn words(texts: Texts, status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Idle => texts.desk_check_idle(),
        CheckStatus::Running => texts.desk_check_running(),
        CheckStatus::Skipped => texts.desk_check_skipped(),
        CheckStatus::Success => texts.desk_check_success(),
        CheckStatus::Failed => texts.desk_check_failed(),
    }
}

fn actions(texts: Texts, row: &Row, dispatch: &Callback<Event>) -> Html {
    let Person { participant, name, whereabouts, .. } = &row.person;
    let button =
        |action, label: &'static str, full: String, look, event: fn(wire::ParticipantId) -> Event| {
            let who = participant.clone();
            Button::new(action, label)
                .name(full)
                .look(look)
                .busy(row.busy)
                .show(on(dispatch, move || event(who.clone())))
        };
    let admit = || {
        button(
            Action::Admit,
            texts.desk_admit(),
            texts.desk_admit_who(name),
            Look::Plain,
            Event::AdmitPressed,
        )
    };
    let write = || {
        let event = |who| Event::WritePressed(Some(who));
        button(Action::Write, texts.desk_write(), texts.desk_write_who(name), Look::Quiet, event)
    };
    let mute = || {
        let (label, full) = (texts.desk_mute(), texts.desk_mute_who(name));
        button(Action::MutePerson, label, full, Look::Quiet, Event::MutePressed)
    };
    let reject = |label, full| button(Action::Reject, label, full, Look::Quiet, Event::RejectPressed);
    let buttons = match whereabouts {
        Whereabouts::Absent => Html::default(),
        Whereabouts::Waiting { .. } => html! {
            <>{ admit() }{ reject(texts.desk_reject(), texts.desk_reject_who(name)) }{ write() }</>
        },
        Whereabouts::Admitted { in_meeting } => html! {
            <>
                if *in_meeting { { mute() } }
                { write() }
                { reject(texts.desk_remove(), texts.desk_remove_who(name)) }
            </>
        },
        Whereabouts::Rejected { .. } => html! { <>{ admit() }{ write() }</> },
    };
    html! { <p class="actions" data-busy={row.busy.then_some("true")}>{ buttons }</p> }
}
