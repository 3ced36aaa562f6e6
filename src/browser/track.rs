//! Handles of media: a track, and a stream of tracks. They keep nothing alive and stop nothing; what was opened with
//! a device is stopped by [`super::media::Capture`].

use web_sys::{MediaStream, MediaStreamTrack, MediaStreamTrackState};

/// One `MediaStreamTrack`. Cheap to clone; equal when it is the same track.
#[derive(Clone, Debug, PartialEq)]
pub struct Track(pub(super) MediaStreamTrack);

impl Track {
    /// `MediaStreamTrack.id`.
    pub fn id(&self) -> String {
        self.0.id()
    }

    /// Lets sound or picture through, or silence and darkness.
    pub fn set_enabled(&self, enabled: bool) {
        self.0.set_enabled(enabled);
    }

    /// Whether it is over for good.
    pub fn ended(&self) -> bool {
        self.0.ready_state() == MediaStreamTrackState::Ended
    }

    /// Whether its source gives nothing at this moment.
    pub fn muted(&self) -> bool {
        self.0.muted()
    }
}

/// One `MediaStream`. Cheap to clone; equal when it is the same stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream(pub(super) MediaStream);

impl Stream {
    /// A stream of these tracks.
    pub fn of(tracks: &[&Track]) -> Self {
        let stream = MediaStream::new().expect("an empty stream needs no device or permission");
        for track in tracks {
            stream.add_track(&track.0);
        }
        Self(stream)
    }
}
