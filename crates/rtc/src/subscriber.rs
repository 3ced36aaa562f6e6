//! The negotiation of the subscriber's connection: the server offers, this side answers, one offer at a time.

use std::collections::BTreeMap;

use livekit_protocol::{SessionDescription, signal_request::Message};

use crate::{
    Attempt, Candidate, Effect, Peer, PeerState, PeersId, Sdp, TrackSid, candidates::Gate,
    publisher::send_candidate, turn::Turn,
};

/// What this device receives.
#[derive(Debug)]
pub(crate) struct Subscriber {
    peers: PeersId,
    pub(crate) state: PeerState,
    work: Work,
    /// Which track comes in which media section, by the last offer that said so.
    tracks: BTreeMap<String, TrackSid>,
    /// What was agreed last: told to the server when the connection is picked up again.
    agreed: Option<Agreed>,
    /// Candidates of the server, until its offer is set.
    remote: Gate,
    /// Candidates of this side, until the answer is sent.
    local: Gate,
}

#[derive(Debug)]
enum Work {
    Idle,
    /// The browser sets the offer and makes the answer.
    Answering {
        attempt: Attempt,
        /// Where the offer came from: the answer goes there or nowhere.
        socket: Option<Attempt>,
        offer: Offer,
        /// The newest offer that came meanwhile.
        next: Option<(Option<Attempt>, Offer)>,
    },
}

#[derive(Clone, Debug)]
struct Offer {
    id: u32,
    sdp: Sdp,
}

#[derive(Clone, Debug)]
struct Agreed {
    offer: Offer,
    answer: Sdp,
}

impl Subscriber {
    pub(crate) fn new(peers: PeersId) -> Self {
        Self {
            peers,
            state: PeerState::New,
            work: Work::Idle,
            tracks: BTreeMap::new(),
            agreed: None,
            remote: Gate::default(),
            local: Gate::default(),
        }
    }

    /// The server offers.
    pub(crate) fn offered(&mut self, offer: SessionDescription, turn: &mut Turn) {
        for (mid, sid) in offer.mid_to_track_id {
            self.tracks.insert(mid, TrackSid(sid));
        }
        let offer = Offer { id: offer.id, sdp: Sdp::new(offer.sdp) };
        match &mut self.work {
            Work::Idle => self.begin(turn.socket, offer, turn),
            // Only the newest matters: it says everything that the ones before it said.
            Work::Answering { next, .. } => *next = Some((turn.socket, offer)),
        }
    }

    /// The browser made the answer. `false` when nobody asked for it.
    pub(crate) fn answer_ready(&mut self, attempt: Attempt, sdp: &Sdp, turn: &mut Turn) -> bool {
        match &self.work {
            Work::Answering { attempt: current, .. } if *current == attempt => {}
            Work::Answering { .. } | Work::Idle => return false,
        }
        let Work::Answering { socket, offer, next, .. } = std::mem::replace(&mut self.work, Work::Idle)
        else {
            return false;
        };
        if socket.is_some() && socket == turn.socket {
            turn.send(Message::Answer(description("answer", &Offer { id: offer.id, sdp: sdp.clone() })));
            for candidate in self.local.open() {
                send_candidate(Peer::Subscriber, &candidate, turn);
            }
        }
        self.agreed = Some(Agreed { offer, answer: sdp.clone() });
        for candidate in self.remote.open() {
            turn.push(Effect::AddCandidate { peers: self.peers, peer: Peer::Subscriber, candidate });
        }
        if let Some((socket, offer)) = next {
            self.begin(socket, offer, turn);
        }
        true
    }

    /// Whether what failed is what is under way.
    pub(crate) fn is_working_on(&self, attempt: Attempt) -> bool {
        matches!(self.work, Work::Answering { attempt: current, .. } if current == attempt)
    }

    pub(crate) fn remote_candidate(&mut self, candidate: Candidate, turn: &mut Turn) {
        if let Some(candidate) = self.remote.pass(candidate) {
            turn.push(Effect::AddCandidate { peers: self.peers, peer: Peer::Subscriber, candidate });
        }
    }

    pub(crate) fn local_candidate(&mut self, candidate: Candidate, turn: &mut Turn) {
        if let Some(candidate) = self.local.pass(candidate) {
            send_candidate(Peer::Subscriber, &candidate, turn);
        }
    }

    /// The last answer and the offer it was for.
    pub(crate) fn agreed(&self) -> Option<(SessionDescription, SessionDescription)> {
        let agreed = self.agreed.as_ref()?;
        let answer = Offer { id: agreed.offer.id, sdp: agreed.answer.clone() };
        Some((description("answer", &answer), description("offer", &agreed.offer)))
    }

    /// The server's name of a track that arrived. What the server says of the media section goes before the id of the
    /// stream (`PA_x|TR_y`), and that before the track's own id: a section that is used again keeps its first track
    /// in some browsers, and some give tracks ids of their own.
    pub(crate) fn name_of(&self, stream_id: &str, track_id: &str, mid: &str) -> TrackSid {
        if let Some(sid) = self.tracks.get(mid) {
            return sid.clone();
        }
        let in_stream =
            stream_id.split_once('|').map(|(_, track)| track).filter(|track| track.starts_with("TR_"));
        TrackSid(in_stream.unwrap_or(track_id).to_owned())
    }

    fn begin(&mut self, socket: Option<Attempt>, offer: Offer, turn: &mut Turn) {
        let attempt = turn.attempt();
        self.remote.close();
        self.local.close();
        turn.push(Effect::ApplyRemoteOffer { peers: self.peers, attempt, sdp: offer.sdp.clone() });
        self.work = Work::Answering { attempt, socket, offer, next: None };
    }
}

fn description(kind: &str, offer: &Offer) -> SessionDescription {
    SessionDescription {
        r#type: kind.to_owned(),
        sdp: offer.sdp.reveal().to_owned(),
        id: offer.id,
        ..Default::default()
    }
}
