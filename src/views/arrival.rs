//! The first screen: what this is, what happens next, and one button. `index.html` draws the same before the
//! program is there, so that nothing jumps.

use participant::Event;
use wire::{
    names::{Action, Screen},
    page::Role,
};
use yew::prelude::*;

use super::Frame;
use crate::ui::{
    Button, Icon, Look,
    notice::{Tone, notice},
    on,
};

/// The screen. Without `dispatch` there is nothing to press: the desk opens by itself.
pub fn arrival(frame: &Frame, entering: bool, unreachable: bool, dispatch: Option<&Callback<Event>>) -> Html {
    let texts = frame.texts;
    let Some(invited) = frame.invited() else { return Html::default() };
    let staff = invited.role == Role::Staff;
    let said = if unreachable {
        Some((Tone::Warning, texts.arrival_unreachable().into()))
    } else if staff {
        Some((Tone::Plain, texts.desk_arriving().into()))
    } else {
        entering.then(|| (Tone::Plain, texts.arrival_entering().into()))
    };
    let button = dispatch.filter(|_| !staff).map(|dispatch| {
        let label = if entering { texts.loading() } else { texts.arrival_enter() };
        Button::new(Action::Enter, label)
            .look(Look::Primary)
            .busy(entering)
            .show(on(dispatch, || Event::EnterPressed))
    });
    let steps = (!staff).then(|| {
        html! {
            <>
                <p>{ texts.arrival_invited() }</p>
                <h2>{ texts.arrival_next() }</h2>
                <ol class="outlook">
                    <li>{ Icon::Microphone.show() }<span>{ texts.arrival_step_check() }</span></li>
                    <li>{ Icon::Door.show() }<span>{ texts.arrival_step_admitted() }</span></li>
                    <li>{ Icon::Camera.show() }<span>{ texts.arrival_step_meeting() }</span></li>
                </ol>
            </>
        }
    });
    let content = html! {
        <>
            <p class="when">{ frame.moment(invited.meeting.starts_at).in_full(texts) }</p>
            <div class="card">
                <p class="greeting">{ texts.arrival_greeting(&invited.name) }</p>
                { steps.unwrap_or_default() }
                { notice(said) }
                { button.unwrap_or_default() }
                if !staff {
                    <p class="hint">{ texts.arrival_nothing_needed() }</p>
                }
            </div>
        </>
    };
    frame.screen(Screen::Arrival, invited.meeting.title.clone(), content)
}
