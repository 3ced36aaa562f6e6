//! What the two peer connections say. What a pair says that was closed already is ignored.

use super::{
    Session,
    coming_back::Demand,
    state::{Rejoin, Resume, State},
};
use crate::{
    Attempt, Candidate, DataChannel, Millis, Peer, PeerState, PeersId, RemoteTrackId, Sdp, Timer, turn::Turn,
};

/// How long a disconnected peer connection may come back by itself, as short losses of a radio network do. Browsers say
/// so only after about five seconds without a sign of life.
const GRACE: Millis = Millis(2_500);

/// How long sending waits at most for something of the others. LiveKit's server tells what they send 150 ms after it
/// welcomed us, and what they have switched off never arrives.
const LISTENING_LIMIT: Millis = Millis(500);

impl Session {
    pub(super) fn peer_changed(&mut self, peers: PeersId, peer: Peer, state: PeerState, turn: &mut Turn) {
        let Some(link) = self.state.link_of(peers) else { return };
        match peer {
            Peer::Publisher => link.publisher.state = state,
            Peer::Subscriber => link.subscriber.state = state,
        }
        match (&mut self.state, state) {
            (State::Connected { .. }, PeerState::Failed) => self.come_back(Demand::Resume, turn),
            (State::Connected { link, .. }, PeerState::Disconnected) => {
                link.grace = turn.timer(Timer::Grace, GRACE);
                // Is it the media's way alone, or everything? If everything, nothing is waited for.
                link.pulse.probe(turn);
            }
            (
                State::Joining { .. }
                | State::Resuming { step: Resume::Mending { .. }, .. }
                | State::Rejoining { step: Rejoin::Joining { .. }, .. },
                PeerState::Failed,
            ) => self.come_back(Demand::Rejoin, turn),
            _ => self.settle(turn),
        }
    }

    pub(super) fn description_ready(&mut self, peers: PeersId, attempt: Attempt, sdp: &Sdp, turn: &mut Turn) {
        let Some(link) = self.state.link_of(peers) else { return };
        // Attempts are never used twice: it is the one's, the other's, or nobody's any more.
        if !link.publisher.offer_ready(attempt, sdp, turn) {
            link.subscriber.answer_ready(attempt, sdp, turn);
        }
    }

    pub(super) fn answer_applied(&mut self, peers: PeersId, attempt: Attempt, turn: &mut Turn) {
        if let Some(link) = self.state.link_of(peers) {
            link.publisher.answer_applied(attempt, turn);
        }
    }

    pub(super) fn description_failed(&mut self, peers: PeersId, attempt: Attempt, turn: &mut Turn) {
        let Some(link) = self.state.link_of(peers) else { return };
        if link.publisher.is_working_on(attempt) || link.subscriber.is_working_on(attempt) {
            self.come_back(Demand::Rejoin, turn);
        }
    }

    pub(super) fn candidate_gathered(
        &mut self,
        peers: PeersId,
        peer: Peer,
        candidate: Candidate,
        turn: &mut Turn,
    ) {
        let Some(link) = self.state.link_of(peers) else { return };
        match peer {
            Peer::Publisher => link.publisher.local_candidate(candidate, turn),
            Peer::Subscriber => link.subscriber.local_candidate(candidate, turn),
        }
    }

    pub(super) fn remote_track_ended(&mut self, peers: PeersId, track: RemoteTrackId, turn: &mut Turn) {
        if self.state.link_of(peers).is_some() {
            self.roster.track_ended(track, turn);
        }
    }

    pub(super) fn channel_opened(
        &mut self,
        peers: PeersId,
        peer: Peer,
        channel: DataChannel,
        id: u16,
        turn: &mut Turn,
    ) {
        if let Some(link) = self.state.link_of(peers) {
            link.data.opened(peers, peer, channel, id, turn);
        }
    }

    pub(super) fn data_arrived(&mut self, peers: PeersId, bytes: &[u8], turn: &mut Turn) {
        let Some(link) = self.state.link_of(peers) else { return };
        if let Some(report) = link.data.received(bytes, |sid| self.roster.identity_of(sid)) {
            turn.push(report);
        }
    }

    /// Says that we are in, or back, once media can flow.
    pub(super) fn settle(&mut self, turn: &mut Turn) {
        let (link, tries) = match std::mem::replace(&mut self.state, State::Idle) {
            State::Joining { link } if link.primary_connected() => (link, 0),
            State::Resuming { link, loss, step: Resume::Mending { .. } } if link.all_connected() => {
                (link, loss.tries + 1)
            }
            State::Rejoining { loss, step: Rejoin::Joining { link }, .. } if link.primary_connected() => {
                (link, loss.tries + 1)
            }
            state => return self.state = state,
        };
        self.state = State::Connected { link, since: turn.now, tries };
        self.send_if_due(turn);
        if let Some(held) = self.state.link_mut().and_then(|link| link.held.as_mut()) {
            held.limit = turn.timer(Timer::Listening, LISTENING_LIMIT);
        }
        turn.push(self.presence.report());
    }

    /// Sends what waited, once we are in and something of the others has arrived.
    pub(super) fn send_if_due(&mut self, turn: &mut Turn) {
        if self.roster.has_arrived() {
            self.send_what_waited(turn);
        }
    }

    pub(super) fn listened_long_enough(&mut self, limit: Attempt, turn: &mut Turn) {
        if self.state.link().and_then(|link| link.held.as_ref()).is_some_and(|held| held.limit == limit) {
            self.send_what_waited(turn);
        }
    }

    fn send_what_waited(&mut self, turn: &mut Turn) {
        let State::Connected { link, .. } = &mut self.state else { return };
        let Some(held) = link.held.take() else { return };
        turn.offer = true;
        let way = link.way(self.local.codec);
        for slot in self.local.slots() {
            slot.permitted(held.permission.as_ref(), turn, way);
        }
    }
}
