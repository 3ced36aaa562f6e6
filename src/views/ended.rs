//! The member left, or the meeting is over.

use participant::{Event, view::Ending};
use wire::{
    FindingCode,
    names::{Action, Screen},
};
use yew::prelude::*;

use super::Frame;
use crate::ui::{Button, Look, on};

/// The screen.
pub fn ended(frame: &Frame, how: Ending, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let (title, finding, content) = match how {
        Ending::Left => {
            let button = Button::new(Action::Rejoin, texts.ended_rejoin())
                .look(Look::Primary)
                .show(on(dispatch, || Event::RejoinPressed));
            (texts.ended_left_title(), None, html! { <><p>{ texts.ended_left_sentence() }</p>{ button }</> })
        }
        Ending::MeetingOver => (
            texts.ended_over_title(),
            Some(FindingCode::MeetingOver.name()),
            html! { <p>{ texts.ended_over_sentence() }</p> },
        ),
    };
    frame.screen(Screen::Ended, title, html! { <div class="card" data-finding={finding}>{ content }</div> })
}
