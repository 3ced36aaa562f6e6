//! The same link is live in another window or on another device.

use participant::Event;
use wire::{
    FindingCode,
    names::{Action, Screen},
};
use yew::prelude::*;

use super::Frame;
use crate::ui::{Button, Look, on};

/// The screen.
pub fn elsewhere(frame: &Frame, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let button = Button::new(Action::ContinueHere, texts.elsewhere_continue())
        .look(Look::Primary)
        .show(on(dispatch, || Event::ContinueHerePressed));
    let content = html! {
        <div class="card" data-finding={FindingCode::JoinedElsewhere.name()}>
            <p>{ texts.elsewhere_sentence() }</p>
            <p>{ texts.elsewhere_note() }</p>
            { button }
        </div>
    };
    frame.screen(Screen::Elsewhere, texts.elsewhere_title(), content)
}
