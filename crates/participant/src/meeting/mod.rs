//! The meeting as the member's page shows it, made from what the signalling session knows.

mod arrange;
pub mod gallery;
pub mod line;
pub mod screen;
mod seats;
pub mod shed;

use rtc::{
    ConnectionState, LocalSource, LocalTrackId, Media, MeetingView, ParticipantView, Publishing, Source,
};
use wire::{AttemptId, ParticipantId};

use crate::{
    capture::Capture,
    devices::CaptureKind,
    view::{Link, Picture, Share, Sound, Switch, Tile},
};

/// The source that a device feeds.
pub fn source(kind: CaptureKind) -> LocalSource {
    match kind {
        CaptureKind::Microphone => LocalSource::Microphone,
        CaptureKind::Camera => LocalSource::Camera,
    }
}

/// The device that feeds a source; a shared screen has none.
pub fn kind(source: LocalSource) -> Option<CaptureKind> {
    match source {
        LocalSource::Microphone => Some(CaptureKind::Microphone),
        LocalSource::Camera => Some(CaptureKind::Camera),
        LocalSource::Screen => None,
    }
}

/// The number of an open device's track: one for each opening of each device.
pub fn local_track(kind: CaptureKind, attempt: AttemptId) -> LocalTrackId {
    numbered(source(kind), attempt)
}

/// The number of the track of a shared screen.
pub fn screen_track(attempt: AttemptId) -> LocalTrackId {
    numbered(LocalSource::Screen, attempt)
}

/// The number of the copy of the microphone's track with which the voice is tried out.
pub fn echo_track(attempt: AttemptId) -> LocalTrackId {
    in_lane(3, attempt)
}

fn numbered(source: LocalSource, attempt: AttemptId) -> LocalTrackId {
    let lane = match source {
        LocalSource::Microphone => 0,
        LocalSource::Camera => 1,
        LocalSource::Screen => 2,
    };
    in_lane(lane, attempt)
}

fn in_lane(lane: u32, attempt: AttemptId) -> LocalTrackId {
    LocalTrackId(attempt.0.wrapping_mul(4).wrapping_add(lane))
}

/// Whether the meeting is heard at this moment.
pub fn is_live(view: &MeetingView) -> bool {
    match view.connection {
        // On the first way in nothing was lost yet.
        ConnectionState::Connected | ConnectionState::Joining => true,
        ConnectionState::Idle
        | ConnectionState::Connecting
        | ConnectionState::Resuming { .. }
        | ConnectionState::Rejoining { .. }
        | ConnectionState::Left { .. } => false,
    }
}

/// The link as it is said to the member.
pub fn link(live: bool, just_back: bool) -> Link {
    match (live, just_back) {
        (true, true) => Link::Back,
        (true, false) => Link::Live,
        (false, _) => Link::Returning,
    }
}

/// The member's own tile.
pub fn own_tile(id: ParticipantId, name: &str, meeting: &MeetingView, camera: &Capture) -> Tile {
    Tile {
        id,
        name: name.to_owned(),
        speaking: meeting.me.speaking,
        muted: meeting.me.microphone.muted || meeting.me.microphone.track.is_none(),
        picture: mirror(camera),
        paused: false,
        quality: meeting.me.quality,
        large: false,
    }
}

/// The mirror picture, while the camera is open.
pub fn mirror(camera: &Capture) -> Option<Picture> {
    camera.is_live().then(|| Picture::Own(camera.attempt().0))
}

/// Somebody else's tile.
pub fn tile(other: &ParticipantView, large: bool) -> Tile {
    Tile {
        id: ParticipantId(other.identity.0.clone()),
        name: other.name.reveal().to_owned(),
        speaking: other.speaking,
        muted: other.silent(),
        picture: here(other, Source::Camera).map(Picture::Remote),
        paused: other.track(Source::Camera).is_some_and(|track| track.paused && !track.muted),
        quality: other.quality,
        large,
    }
}

/// Somebody else's sound.
pub fn sound(other: &ParticipantView) -> Option<(ParticipantId, Sound)> {
    let sound = here(other, Source::Microphone).map(Sound)?;
    Some((ParticipantId(other.identity.0.clone()), sound))
}

/// The screen that somebody shares.
pub fn share(other: &ParticipantView) -> Share {
    Share {
        id: ParticipantId(other.identity.0.clone()),
        name: other.name.reveal().to_owned(),
        picture: here(other, Source::Screen).map(Picture::Remote),
    }
}

fn here(other: &ParticipantView, source: Source) -> Option<rtc::RemoteTrackId> {
    let track = other.track(source).filter(|track| !track.muted)?;
    match track.media {
        Media::Here(id) => Some(id),
        Media::Awaited | Media::Unwanted | Media::Refused => None,
    }
}

/// The state of a button that switches a device. What the server does not take is not on; what it has yet to take is,
/// so that a press at any moment means what the label says.
pub fn switch(capture: &Capture, local: rtc::LocalTrackView) -> Switch {
    let refused = match local.publishing {
        Publishing::Refused => true,
        Publishing::Off | Publishing::Asked | Publishing::On => false,
    };
    Switch { on: capture.is_live() && !local.muted && !refused, busy: capture.is_asking() && !local.muted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_microphone_that_is_on_stays_on_while_the_connection_comes_back_and_off_when_it_is_refused() {
        let mut capture = Capture::new(CaptureKind::Microphone, None);
        capture.ask();
        capture.opened(capture.attempt(), None);
        let on = |publishing| {
            let local = rtc::LocalTrackView { publishing, muted: false, ..rtc::LocalTrackView::default() };
            switch(&capture, local).on
        };
        assert!(on(Publishing::On) && on(Publishing::Asked) && on(Publishing::Off));
        assert!(!on(Publishing::Refused));
    }
}
