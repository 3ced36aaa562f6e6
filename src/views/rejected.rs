//! Not let in, with the sentence that staff wrote.

use wire::{FindingCode, names::Screen};
use yew::prelude::*;

use super::Frame;
use crate::ui::header::phone;

/// The screen.
pub fn rejected(frame: &Frame, sentence: &str) -> Html {
    let texts = frame.texts;
    let words = if sentence.is_empty() {
        html! { <p>{ texts.rejected_without_words() }</p> }
    } else {
        html! {
            <figure class="said">
                <figcaption>{ texts.rejected_from_staff() }</figcaption>
                <blockquote>{ sentence }</blockquote>
            </figure>
        }
    };
    let content = html! {
        <div class="card" data-finding={FindingCode::Rejected.name()}>
            { words }
            <p class="hint">{ texts.rejected_stay() }</p>
            { phone(texts, &frame.page.house) }
        </div>
    };
    frame.screen(Screen::Rejected, texts.rejected_title(), content)
}
