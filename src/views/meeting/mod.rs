//! In the meeting: the people, and a few large buttons. What needs a word stands between the two.

mod controls;
mod tile;
mod turning;

use participant::{
    Event,
    devices::CaptureKind,
    view::{Arrangement, Link, Meeting, Side, Sound, Switch},
};
use texts::Texts;
use wire::{
    FindingCode, ParticipantId,
    names::{Action, Screen},
};
use yew::prelude::*;

use super::{Frame, findings::finding, noticed::noticed, waiting::now::messages};
use crate::ui::{
    Look,
    notice::{Tone, notice},
    sound::Sound as PlayedSound,
    tiles::Tiles,
};

/// The screen.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn meeting(frame: &Frame, view: &Meeting, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let said = match view.link {
        Link::Coming => Some((Tone::Plain, texts.meeting_coming().into())),
        Link::Returning => Some((Tone::Warning, texts.link_returning().into())),
        Link::Back => Some((Tone::Good, texts.link_back().into())),
        Link::Live if view.screen.is_some_and(|screen| screen.on) => {
            Some((Tone::Plain, texts.meeting_sharing().into()))
        }
        Link::Live if view.people == 1 => Some((Tone::Plain, texts.meeting_alone().into())),
        Link::Live => None,
    };
    let (layout, count) = match view.arrangement {
        Arrangement::Equal { columns, .. } => ("equal", columns),
        Arrangement::Large { side: Side::Right, strip } => ("right", strip),
        Arrangement::Large { side: Side::Below, strip } => ("below", strip),
    };
    let label = texts.meeting_people(view.people);
    let content = html! {
        <>
            { notice(said) }
            <Tiles {label} link={view.link.name()} {layout} {count}>{ for tiles(texts, view) }</Tiles>
            <div class="sounds" hidden=true>{ for view.sounds.iter().map(heard) }</div>
            <div class="words">
                { messages(texts.waiting_messages(), &view.messages) }
                { noticed(texts, &view.notices) }
                <div class="word" role="status">{ found(texts, view, dispatch).unwrap_or_default() }</div>
            </div>
            { turning::turning(texts, view, dispatch) }
            { controls::controls(texts, view, dispatch) }
        </>
    };
    frame.screen(Screen::Meeting, frame.about().to_owned(), content)
}

/// All tiles, each with its key, so that none is made anew when others come or go.
fn tiles(texts: Texts, view: &Meeting) -> Vec<Html> {
    let starts = |at: usize| match view.arrangement {
        Arrangement::Large { .. } => None,
        Arrangement::Equal { columns, .. } => {
            // The last row stands in the middle. Every tile spans two columns.
            let (columns, tiles) = (columns as usize, view.others.len() + 1);
            let last = tiles % columns;
            let begins = last != 0 && at == tiles - last;
            begins.then_some(columns - last + 1).and_then(|column| u32::try_from(column).ok())
        }
    };
    let mut tiles: Vec<Html> = view.share.iter().map(|share| tile::share(texts, share)).collect();
    tiles.extend(
        view.others.iter().enumerate().map(|(at, other)| tile::tile(texts, other, false, starts(at))),
    );
    tiles.push(tile::tile(texts, &view.me, true, starts(view.others.len())));
    tiles
}

/// Somebody's sound. It stays where it is when tiles come and go.
fn heard((id, sound): &(ParticipantId, Sound)) -> Html {
    html! { <span key={id.0.clone()} data-sound={id.0.clone()}><PlayedSound sound={sound.clone()} /></span> }
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
