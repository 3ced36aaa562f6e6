//! The negotiation of the publisher's connection: one offer at a time, and another one behind it.

use livekit_protocol::{SessionDescription, SignalTarget, TrickleRequest, signal_request::Message};

use crate::{
    Attempt, Candidate, Effect, Millis, Peer, PeerState, PeersId, Sdp, Timer, candidates::Gate,
    dtx::without_silence, turn::Turn,
};

/// How long the server may take to answer an offer.
pub(crate) const ANSWER_LIMIT: Millis = Millis(10_000);

/// What this device sends.
#[derive(Debug)]
pub(crate) struct Publisher {
    peers: PeersId,
    pub(crate) state: PeerState,
    negotiation: Negotiation,
    offers: u32,
    /// Candidates of the server, until its answer is set.
    remote: Gate,
    /// Candidates of this side, until the offer is sent.
    local: Gate,
}

#[derive(Debug)]
enum Negotiation {
    /// Nothing was ever offered.
    Fresh,
    Stable,
    /// The browser makes the offer.
    Offering {
        attempt: Attempt,
        next: Next,
    },
    /// The server has it.
    Awaiting {
        offer: u32,
        timer: Attempt,
        next: Next,
    },
    /// The browser sets the answer.
    Applying {
        attempt: Attempt,
        next: Next,
    },
}

/// What is to be offered after what is under way; the greater wish wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Next {
    Nothing,
    Offer,
    Restart,
}

impl Publisher {
    pub(crate) fn new(peers: PeersId) -> Self {
        Self {
            peers,
            state: PeerState::New,
            negotiation: Negotiation::Fresh,
            offers: 0,
            remote: Gate::default(),
            local: Gate::default(),
        }
    }

    /// Whether anything was ever offered.
    pub(crate) fn fresh(&self) -> bool {
        matches!(self.negotiation, Negotiation::Fresh)
    }

    /// Offers now, or after what is under way.
    pub(crate) fn offer(&mut self, wish: Next, turn: &mut Turn) {
        match &mut self.negotiation {
            Negotiation::Fresh | Negotiation::Stable => self.begin(wish, turn),
            Negotiation::Offering { next, .. }
            | Negotiation::Awaiting { next, .. }
            | Negotiation::Applying { next, .. } => *next = wish.max(*next),
        }
    }

    /// The connection is picked up again on another socket: what the server was told before may be lost.
    pub(crate) fn resumed(&mut self, turn: &mut Turn) {
        match self.negotiation {
            Negotiation::Fresh => {}
            Negotiation::Awaiting { .. } => self.begin(Next::Restart, turn),
            Negotiation::Stable | Negotiation::Offering { .. } | Negotiation::Applying { .. } => {
                self.offer(Next::Restart, turn);
            }
        }
    }

    /// The browser made the offer. `false` when nobody asked for it (any more).
    pub(crate) fn offer_ready(&mut self, attempt: Attempt, sdp: &Sdp, turn: &mut Turn) -> bool {
        let Negotiation::Offering { attempt: current, next } = self.negotiation else { return false };
        if current != attempt {
            return false;
        }
        if turn.socket.is_none() {
            // The connection broke meanwhile. `resumed` will offer anew.
            self.negotiation = Negotiation::Stable;
            return true;
        }
        self.offers += 1;
        turn.send(Message::Offer(SessionDescription {
            r#type: "offer".to_owned(),
            sdp: sdp.reveal().to_owned(),
            id: self.offers,
            ..Default::default()
        }));
        let timer = turn.timer(Timer::Answer, ANSWER_LIMIT);
        self.negotiation = Negotiation::Awaiting { offer: self.offers, timer, next };
        for candidate in self.local.open() {
            send_candidate(Peer::Publisher, &candidate, turn);
        }
        true
    }

    /// The server answered. An answer to another offer than the last one is ignored; older servers do not say to
    /// which one it is.
    pub(crate) fn answered(&mut self, answer: SessionDescription, turn: &mut Turn) {
        let Negotiation::Awaiting { offer, next, .. } = self.negotiation else { return };
        if answer.id != 0 && answer.id != offer {
            return;
        }
        let attempt = turn.attempt();
        self.remote.close();
        self.negotiation = Negotiation::Applying { attempt, next };
        turn.push(Effect::ApplyRemoteAnswer {
            peers: self.peers,
            attempt,
            sdp: without_silence(&Sdp::new(answer.sdp)),
        });
    }

    /// The browser set the answer.
    pub(crate) fn answer_applied(&mut self, attempt: Attempt, turn: &mut Turn) {
        let Negotiation::Applying { attempt: current, next } = self.negotiation else { return };
        if current != attempt {
            return;
        }
        for candidate in self.remote.open() {
            turn.push(Effect::AddCandidate { peers: self.peers, peer: Peer::Publisher, candidate });
        }
        match next {
            Next::Nothing => self.negotiation = Negotiation::Stable,
            Next::Offer | Next::Restart => self.begin(next, turn),
        }
    }

    /// Whether what failed is what is under way.
    pub(crate) fn is_working_on(&self, attempt: Attempt) -> bool {
        match self.negotiation {
            Negotiation::Offering { attempt: current, .. }
            | Negotiation::Applying { attempt: current, .. } => current == attempt,
            Negotiation::Fresh | Negotiation::Stable | Negotiation::Awaiting { .. } => false,
        }
    }

    /// Whether the server still owes the answer that this timer waits for.
    pub(crate) fn is_overdue(&self, attempt: Attempt) -> bool {
        matches!(self.negotiation, Negotiation::Awaiting { timer, .. } if timer == attempt)
    }

    pub(crate) fn remote_candidate(&mut self, candidate: Candidate, turn: &mut Turn) {
        if let Some(candidate) = self.remote.pass(candidate) {
            turn.push(Effect::AddCandidate { peers: self.peers, peer: Peer::Publisher, candidate });
        }
    }

    pub(crate) fn local_candidate(&mut self, candidate: Candidate, turn: &mut Turn) {
        if let Some(candidate) = self.local.pass(candidate) {
            send_candidate(Peer::Publisher, &candidate, turn);
        }
    }

    fn begin(&mut self, wish: Next, turn: &mut Turn) {
        let attempt = turn.attempt();
        self.local.close();
        self.negotiation = Negotiation::Offering { attempt, next: Next::Nothing };
        let ice_restart = wish == Next::Restart;
        turn.push(Effect::CreateOffer { peers: self.peers, attempt, ice_restart });
    }
}

/// Tells the server where this side can be reached.
pub(crate) fn send_candidate(peer: Peer, candidate: &Candidate, turn: &mut Turn) {
    let target = match peer {
        Peer::Publisher => SignalTarget::Publisher,
        Peer::Subscriber => SignalTarget::Subscriber,
    };
    turn.send(Message::Trickle(TrickleRequest {
        candidate_init: candidate.reveal().to_owned(),
        target: target.into(),
        ..Default::default()
    }));
}
