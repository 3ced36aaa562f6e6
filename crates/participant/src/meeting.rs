//! The meeting as the member's page shows it, made from what the signalling session knows.

use rtc::{ConnectionState, LocalSource, LocalTrackId, Media, MeetingView, ParticipantView, Source};
use wire::{AttemptId, ParticipantId};

use crate::{
    capture::Capture,
    devices::CaptureKind,
    view::{Link, Picture, Sound, Switch, Tile},
};

/// The source that a device feeds.
pub fn source(kind: CaptureKind) -> LocalSource {
    match kind {
        CaptureKind::Microphone => LocalSource::Microphone,
        CaptureKind::Camera => LocalSource::Camera,
    }
}

/// The device that feeds a source.
pub fn kind(source: LocalSource) -> CaptureKind {
    match source {
        LocalSource::Microphone => CaptureKind::Microphone,
        LocalSource::Camera => CaptureKind::Camera,
    }
}

/// The number of an open device's track: one for each opening of each device.
pub fn local_track(kind: CaptureKind, attempt: AttemptId) -> LocalTrackId {
    let lane = match kind {
        CaptureKind::Microphone => 0,
        CaptureKind::Camera => 1,
    };
    LocalTrackId(attempt.0.wrapping_mul(2).wrapping_add(lane))
}

/// Whether the meeting is heard at this moment.
pub fn is_live(view: &MeetingView) -> bool {
    match view.connection {
        ConnectionState::Connected => true,
        ConnectionState::Idle
        | ConnectionState::Connecting
        | ConnectionState::Joining
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
        sound: None,
    }
}

/// The mirror picture, while the camera is open.
pub fn mirror(camera: &Capture) -> Option<Picture> {
    camera.is_live().then(|| Picture::Own(camera.attempt().0))
}

/// Somebody else's tile.
pub fn tile(other: &ParticipantView) -> Tile {
    let here = |source| {
        other.track(source).filter(|track| !track.muted).and_then(|track| match track.media {
            Media::Here(id) => Some(id),
            Media::Awaited | Media::Unwanted | Media::Refused => None,
        })
    };
    Tile {
        id: ParticipantId(other.identity.0.clone()),
        name: other.name.reveal().to_owned(),
        speaking: other.speaking,
        muted: other.silent(),
        picture: here(Source::Camera).map(Picture::Remote),
        sound: here(Source::Microphone).map(Sound),
    }
}

/// The state of a button that switches a device.
pub fn switch(capture: &Capture, muted: bool) -> Switch {
    Switch {
        on: capture.is_live() && !muted,
        busy: capture.is_asking() && !muted,
        finding: capture.check().finding,
    }
}
