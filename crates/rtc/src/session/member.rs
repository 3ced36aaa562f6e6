//! What the member does: the microphone, the camera, bytes for the others. Before and after a meeting only the wishes
//! are remembered.

use super::{Session, state::State};
use crate::{DataChannel, Identity, LocalSource, data, publisher::Next, turn::Turn};

impl Session {
    pub(super) fn mute_wanted(&mut self, source: LocalSource, muted: bool, turn: &mut Turn) {
        let (out, peers) = (self.is_out(), self.state.peers());
        let slot = self.local.slot(source);
        if out { slot.wish(muted) } else { slot.mute_wanted(muted, turn, peers) }
    }

    pub(super) fn sizes_spared(&mut self, spared: u8, turn: &mut Turn) {
        let peers = self.state.peers();
        self.local.slot(LocalSource::Camera).spare(spared, turn, peers);
    }

    pub(super) fn local_track_opened(&mut self, source: LocalSource, turn: &mut Turn) {
        if !self.is_out() {
            let way = self.way();
            self.local.slot(source).opened(turn, way);
        }
    }

    pub(super) fn local_track_closed(&mut self, source: LocalSource, turn: &mut Turn) {
        let (out, peers) = (self.is_out(), self.state.peers());
        let slot = self.local.slot(source);
        if out { slot.let_go() } else { slot.closed(turn, peers) }
    }

    pub(super) fn send_data(
        &mut self,
        channel: DataChannel,
        topic: String,
        payload: Vec<u8>,
        to: Vec<Identity>,
        turn: &mut Turn,
    ) {
        let Some(link) = self.state.link_mut().filter(|_| payload.len() <= Self::DATA_LIMIT) else { return };
        if link.publisher.fresh() {
            link.publisher.offer(Next::Offer, turn);
        }
        link.data.send(link.peers, channel, data::packet(topic, payload, to), turn);
    }

    fn is_out(&self) -> bool {
        match self.state {
            State::Idle | State::Left { .. } => true,
            State::Connecting { .. }
            | State::Joining { .. }
            | State::Connected { .. }
            | State::Resuming { .. }
            | State::Rejoining { .. } => false,
        }
    }
}
