//! In the meeting: the people, and a few large buttons. What needs a word stands between the two, and moves nothing that
//! is to be pressed.

mod controls;
mod tile;
mod turning;

use participant::{
    Event,
    view::{Arrangement, Link, Meeting, Notice, Side, Sound},
};
use texts::Texts;
use wire::{
    FindingCode, ParticipantId,
    names::{Action, NoticeCode, Screen},
};
use yew::prelude::*;

use super::{
    Frame,
    help::Steps,
    helping::helping,
    noticed::{noticed, of_device},
    waiting::now::messages,
};
use crate::ui::{
    Button,
    notice::{Tone, block, notice_of},
    on,
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
            { notice_of((view.link == Link::Back).then_some(FindingCode::PlaceKept), said) }
            <Tiles {label} link={view.link.name()} {layout} {count}>{ for tiles(texts, view) }</Tiles>
            <div class="sounds" hidden=true>{ for view.sounds.iter().map(heard) }</div>
            { turning::turning(texts, view, dispatch) }
            <div class="words">
                { helping(texts, view.help.as_ref(), Steps::Folded, dispatch) }
                { less(texts, view.less, dispatch) }
                { noticed(texts, &view.notices, said_of) }
                { messages(texts.waiting_messages(), &view.messages) }
            </div>
            { controls::controls(texts, view, dispatch) }
        </>
    };
    frame.screen(Screen::Meeting, frame.about().to_owned(), content)
}

/// What is said of somebody else's doing, and of a device.
fn said_of(texts: Texts, notice: &Notice) -> Option<String> {
    let words = match notice.code {
        NoticeCode::MutedByStaff => texts.meeting_silenced(),
        NoticeCode::MicRefused => texts.meeting_mic_refused(),
        NoticeCode::CameraRefused => texts.meeting_camera_refused(),
        NoticeCode::MicReplaced
        | NoticeCode::MicReturned
        | NoticeCode::CameraReplaced
        | NoticeCode::CameraReturned
        | NoticeCode::SpeakerReplaced
        | NoticeCode::SpeakerReturned => return of_device(texts, notice),
    };
    Some(words.to_owned())
}

/// That fewer pictures are sent and shown, and the way back.
fn less(texts: Texts, less: bool, dispatch: &Callback<Event>) -> Html {
    html! {
        <div class="help">
            <div role="status">{ less.then(|| block(Tone::Plain, texts.meeting_less().into())) }</div>
            if less {
                { Button::new(Action::UseAll, texts.meeting_use_all()).show(on(dispatch, || Event::UseAllPressed)) }
            }
        </div>
    }
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
