//! One participant, as the server describes them.

use livekit_protocol::{ParticipantInfo, TrackInfo, TrackSource};

use crate::{ConnectionQuality, Identity, Name, ParticipantSid, Source, TrackSid};

/// One participant.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) sid: ParticipantSid,
    pub(crate) identity: Identity,
    pub(crate) name: Name,
    pub(crate) metadata: String,
    version: u32,
    /// When they came, and their id: a stable order.
    pub(crate) place: (i64, ParticipantSid),
    pub(crate) speaking: bool,
    pub(crate) quality: ConnectionQuality,
    pub(crate) tracks: Vec<Track>,
}

/// One track of theirs.
#[derive(Debug)]
pub(crate) struct Track {
    pub(crate) sid: TrackSid,
    pub(crate) source: Source,
    pub(crate) muted: bool,
    pub(crate) paused: bool,
    pub(crate) refused: bool,
}

impl Person {
    pub(crate) fn new(info: &ParticipantInfo) -> Self {
        let sid = ParticipantSid(info.sid.clone());
        // Servers before the milliseconds only have the seconds.
        let came = if info.joined_at_ms == 0 { info.joined_at * 1000 } else { info.joined_at_ms };
        let mut person = Self {
            sid: sid.clone(),
            identity: Identity(info.identity.clone()),
            name: Name::default(),
            metadata: String::new(),
            version: 0,
            place: (came, sid),
            speaking: false,
            quality: ConnectionQuality::default(),
            tracks: Vec::new(),
        };
        person.update(info);
        person
    }

    /// An update that is older than the last one is ignored.
    pub(crate) fn update(&mut self, info: &ParticipantInfo) {
        if info.version < self.version {
            return;
        }
        self.version = info.version;
        self.name = Name::new(info.name.clone());
        self.metadata = info.metadata.clone();
        let before = std::mem::take(&mut self.tracks);
        for info in &info.tracks {
            let known = before.iter().find(|track| track.sid.0 == info.sid);
            let track = Track {
                sid: TrackSid(info.sid.clone()),
                source: source(info),
                muted: info.muted,
                paused: known.is_some_and(|track| track.paused),
                refused: known.is_some_and(|track| track.refused),
            };
            // Put in order one by one: a general sort is much code for a browser to load.
            let at = self.tracks.partition_point(|t| (t.source, &t.sid) < (track.source, &track.sid));
            self.tracks.insert(at, track);
        }
    }
}

fn source(info: &TrackInfo) -> Source {
    match info.source() {
        TrackSource::Microphone => Source::Microphone,
        TrackSource::Camera => Source::Camera,
        TrackSource::ScreenShare => Source::Screen,
        TrackSource::ScreenShareAudio => Source::ScreenSound,
        TrackSource::Unknown => Source::Unknown,
    }
}
