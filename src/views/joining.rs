//! Admitted, and on the way in.

use wire::names::Screen;
use yew::prelude::*;

use super::Frame;
use crate::ui::notice::{Tone, notice};

/// The screen.
pub fn joining(frame: &Frame) -> Html {
    let texts = frame.texts;
    let content = html! {
        <div class="card">
            { notice(Some((Tone::Good, texts.joining_sentence().into()))) }
            <p>{ texts.joining_muted() }</p>
        </div>
    };
    frame.screen(Screen::Joining, texts.joining_title(), content)
}
