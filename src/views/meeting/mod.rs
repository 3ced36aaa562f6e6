//! In the meeting: the people, and three large buttons. What needs a word stands between the two.

mod controls;
mod tile;

use participant::{
    Event,
    devices::CaptureKind,
    view::{Link, Meeting, Switch},
};
use texts::Texts;
use wire::{
    FindingCode,
    names::{Action, Screen},
};
use yew::prelude::*;

use super::{Frame, findings::finding, waiting::now::messages};
use crate::ui::{
    Look,
    notice::{Tone, notice},
};

/// The screen.
pub fn meeting(frame: &Frame, view: &Meeting, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let said = match view.link {
        Link::Returning => Some((Tone::Warning, texts.link_returning().into())),
        Link::Back => Some((Tone::Good, texts.link_back().into())),
        Link::Live if view.others.is_empty() => Some((Tone::Plain, texts.meeting_alone().into())),
        Link::Live => None,
    };
    let people = view.others.len() + 1;
    let content = html! {
        <>
            { notice(said) }
            <ul class="tiles" data-link={view.link.name()} data-count={people.min(13).to_string()} aria-label={texts.meeting_people()}>
                { for view.others.iter().map(|other| tile::tile(texts, other, false)) }
                { tile::tile(texts, &view.me, true) }
            </ul>
            <div class="words">
                { messages(texts.waiting_messages(), &view.messages) }
                <div class="word" role="status">{ found(texts, view, dispatch).unwrap_or_default() }</div>
            </div>
            { controls::controls(texts, view, dispatch) }
        </>
    };
    frame.screen(Screen::Meeting, frame.about().to_owned(), content)
}

/// One finding at a time, the one that blocks most first: not to hear, not to be heard, not to be seen.
fn found(texts: Texts, view: &Meeting, dispatch: &Callback<Event>) -> Option<Html> {
    if view.sound_locked {
        let (code, action) = (FindingCode::SoundLocked, Action::UnlockSound);
        return Some(finding(texts, code, Look::Primary, action, dispatch, || Event::UnlockPressed));
    }
    let one = |found: Switch, action, kind| {
        let open = move || Event::CapturePressed(kind);
        found.finding.map(|code| finding(texts, code, Look::Plain, action, dispatch, open))
    };
    one(view.microphone, Action::StartMicrophone, CaptureKind::Microphone)
        .or_else(|| one(view.camera, Action::StartCamera, CaptureKind::Camera))
}
