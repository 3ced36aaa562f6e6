//! Admitted, and on the way in.

use participant::{
    Event,
    view::{Help, Link},
};
use wire::names::Screen;
use yew::prelude::*;

use super::{Frame, help::Steps, helping::helping};
use crate::ui::notice::{Tone, notice};

/// The screen.
pub fn joining(
    frame: &Frame,
    link: Link,
    no_meeting: bool,
    help: Option<&Help>,
    dispatch: &Callback<Event>,
) -> Html {
    let texts = frame.texts;
    let (tone, said) = match link {
        Link::Coming | Link::Live | Link::Back if no_meeting => (Tone::Warning, texts.joining_no_meeting()),
        Link::Coming | Link::Live | Link::Back => (Tone::Good, texts.joining_sentence()),
        Link::Returning => (Tone::Warning, texts.link_returning()),
    };
    let content = html! {
        <>
            { helping(texts, help, Steps::Open, dispatch) }
            <div class="card" data-link={link.name()}>
                { notice(Some((tone, said.into()))) }
                <p>{ texts.joining_muted() }</p>
            </div>
        </>
    };
    frame.screen(Screen::Joining, texts.joining_title(), content)
}
