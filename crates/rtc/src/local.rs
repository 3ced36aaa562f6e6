//! The local sources: what the member has and wants, and how far the server is with it. Outlives connections: after
//! a rejoin the same tracks are published again.

use livekit_protocol::TrackPublishedResponse;

use crate::{LocalSource, LocalTrackView, PeersId, VideoCodec, slot::Slot, turn::Turn};

/// The local sources.
#[derive(Debug)]
pub(crate) struct Local {
    microphone: Slot,
    camera: Slot,
    screen: Slot,
    /// What this device likes to send.
    pub(crate) codec: VideoCodec,
}

impl Default for Local {
    /// Everybody comes in silent, and with the camera that they checked.
    fn default() -> Self {
        Self {
            microphone: Slot::new(LocalSource::Microphone, true),
            camera: Slot::new(LocalSource::Camera, false),
            screen: Slot::new(LocalSource::Screen, true),
            codec: VideoCodec::default(),
        }
    }
}

impl Local {
    pub(crate) fn slot(&mut self, source: LocalSource) -> &mut Slot {
        match source {
            LocalSource::Microphone => &mut self.microphone,
            LocalSource::Camera => &mut self.camera,
            LocalSource::Screen => &mut self.screen,
        }
    }

    pub(crate) fn slots(&mut self) -> [&mut Slot; 3] {
        [&mut self.microphone, &mut self.camera, &mut self.screen]
    }

    pub(crate) fn published(&mut self, response: TrackPublishedResponse, turn: &mut Turn, peers: PeersId) {
        let Some(info) = response.track else { return };
        for slot in self.slots() {
            slot.published(&response.cid, &info, turn, peers);
        }
    }

    /// The slot of a track that the server names.
    pub(crate) fn by_sid(&mut self, sid: &str) -> Option<&mut Slot> {
        self.slots().into_iter().find(|slot| slot.is(sid))
    }

    pub(crate) fn view(&self) -> [LocalTrackView; 3] {
        [self.microphone.view(), self.camera.view(), self.screen.view()]
    }

    /// What is published, for a server that the connection is picked up with.
    pub(crate) fn sync(&mut self) -> Vec<TrackPublishedResponse> {
        self.slots().into_iter().filter_map(|slot| slot.sync()).collect()
    }
}
