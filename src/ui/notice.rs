//! What is said to the member while a screen stays: a live region that is always there and whose words change, so
//! that a screen reader notices (WCAG 4.1.3).

use wire::FindingCode;
use yew::prelude::*;

use super::icon::Icon;

/// The tone of a notice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Plain,
    /// It went well.
    Good,
    /// Something needs attention.
    Warning,
}

/// A live region with at most one notice in it.
pub fn notice(said: Option<(Tone, AttrValue)>) -> Html {
    notice_of(None, said)
}

/// The same, of a finding that has its place here (`data-finding`).
pub fn notice_of(finding: Option<FindingCode>, said: Option<(Tone, AttrValue)>) -> Html {
    html! {
        <div class="notices" role="status" data-finding={finding.map(FindingCode::name)}>
            { said.map(|(tone, words)| block(tone, words)).unwrap_or_default() }
        </div>
    }
}

/// The notice itself, where a live region is already around it or none is wanted.
pub fn block(tone: Tone, words: AttrValue) -> Html {
    let (class, icon) = match tone {
        Tone::Plain => ("notice", Icon::Message),
        Tone::Good => ("notice good", Icon::Check),
        Tone::Warning => ("notice warning", Icon::Attention),
    };
    html! { <p {class}>{ icon.show() }<span>{ words }</span></p> }
}
