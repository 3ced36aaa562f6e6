//! Where a session can be, each state with what it needs and nothing else.

use livekit_protocol::ParticipantPermission;

use crate::{
    Attempt, LeaveReason, Millis, ParticipantSid, PeerState, PeersId, VideoCodec, address::Access,
    data::Data, publisher::Publisher, pulse::Pulse, slot::Way, subscriber::Subscriber,
};

/// The state of a session.
#[derive(Debug)]
pub(super) enum State {
    /// No meeting was asked for.
    Idle,
    /// The socket is being opened, or the server's first message is awaited.
    Connecting { access: Access, socket: Attempt },
    /// In the room; the peer connections are coming up.
    Joining { link: Box<Link> },
    /// In the meeting, since then, after so many tries to come back.
    Connected { link: Box<Link>, since: Millis, tries: u32 },
    /// The stay broke and is being picked up again; the peer connections are kept.
    Resuming { link: Box<Link>, loss: Loss, step: Resume },
    /// The stay is over; another one is being begun.
    Rejoining { access: Access, loss: Loss, step: Rejoin },
    /// Out.
    Left { reason: LeaveReason },
}

/// A connection that broke, or never came about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loss {
    pub(super) since: Millis,
    /// How many attempts were made.
    pub(super) tries: u32,
    pub(super) renewal: Renewal,
}

/// Whether there is a fresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Renewal {
    /// None was asked for.
    None,
    /// It was asked for.
    Asked(Attempt),
    /// It came: whoever gives it can be reached again.
    Fresh,
}

/// How far picking up is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Resume {
    /// Until the timer of this attempt.
    Pausing { pause: Attempt },
    /// The socket is being opened, or the server's first message is awaited.
    Opening { socket: Attempt },
    /// The server knows us; the peer connections are being mended.
    Mending { socket: Attempt },
}

/// How far joining anew is.
#[derive(Debug)]
pub(super) enum Rejoin {
    /// Until the timer of this attempt. The server asked for patience, or it is only us.
    Pausing { pause: Attempt, patient: bool },
    /// The socket is being opened, or the server's first message is awaited.
    Opening { socket: Attempt },
    /// In the room; the peer connections are coming up.
    Joining { link: Box<Link> },
}

/// One stay in the room: what lives from the server's `JoinResponse` on.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) access: Access,
    pub(super) socket: Attempt,
    /// This stay of ours.
    pub(super) sid: ParticipantSid,
    pub(super) peers: PeersId,
    pub(super) relay_only: bool,
    pub(super) primary: Primary,
    /// Whether tracks are offered together with the question for them.
    pub(super) at_once: bool,
    /// Who comes in hears and sees the others first; what they send themselves waits so long.
    pub(super) held: Option<Held>,
    /// Whether the server takes H.264.
    pub(super) h264: bool,
    pub(super) publisher: Publisher,
    pub(super) subscriber: Subscriber,
    pub(super) data: Data,
    pub(super) pulse: Pulse,
    /// The timer of the peer connections.
    pub(super) settle: Attempt,
    /// The timer of a peer connection that may come back by itself.
    pub(super) grace: Attempt,
}

/// What waits until it is time to send.
#[derive(Debug)]
pub(super) struct Held {
    /// What may be sent, as the server said last.
    pub(super) permission: Option<ParticipantPermission>,
    /// The timer after which it is time in any case.
    pub(super) limit: Attempt,
}

/// Which connection says whether we are in: the server's choice.
#[derive(Clone, Copy, Debug)]
pub(super) enum Primary {
    Publisher,
    Subscriber,
}

impl Link {
    /// The way of what is published.
    pub(super) fn way(&self, preferred: VideoCodec) -> Way {
        let codec = match preferred {
            VideoCodec::H264 if self.h264 => VideoCodec::H264,
            VideoCodec::H264 | VideoCodec::Vp8 => VideoCodec::Vp8,
        };
        Way { peers: self.peers, at_once: self.at_once, codec }
    }

    pub(super) fn primary_connected(&self) -> bool {
        match self.primary {
            Primary::Publisher => self.publisher.state == PeerState::Connected,
            Primary::Subscriber => self.subscriber.state == PeerState::Connected,
        }
    }

    /// Whether both connections work, as far as they were ever used.
    pub(super) fn all_connected(&self) -> bool {
        let works = |state| match state {
            PeerState::New | PeerState::Connecting | PeerState::Connected => true,
            PeerState::Disconnected | PeerState::Failed | PeerState::Closed => false,
        };
        self.primary_connected() && works(self.publisher.state) && works(self.subscriber.state)
    }
}

impl State {
    /// The socket whose first message is awaited.
    pub(super) fn expected_socket(&self) -> Option<Attempt> {
        match self {
            Self::Connecting { socket, .. }
            | Self::Resuming { step: Resume::Opening { socket }, .. }
            | Self::Rejoining { step: Rejoin::Opening { socket }, .. } => Some(*socket),
            Self::Idle
            | Self::Joining { .. }
            | Self::Connected { .. }
            | Self::Resuming { .. }
            | Self::Rejoining { .. }
            | Self::Left { .. } => None,
        }
    }

    /// The socket on which the server listens to us.
    pub(super) fn live_socket(&self) -> Option<Attempt> {
        match self {
            Self::Joining { link }
            | Self::Connected { link, .. }
            | Self::Rejoining { step: Rejoin::Joining { link }, .. } => Some(link.socket),
            Self::Resuming { step: Resume::Mending { socket }, .. } => Some(*socket),
            Self::Idle
            | Self::Connecting { .. }
            | Self::Resuming { .. }
            | Self::Rejoining { .. }
            | Self::Left { .. } => None,
        }
    }

    /// Either of the two.
    pub(super) fn socket(&self) -> Option<Attempt> {
        self.expected_socket().or(self.live_socket())
    }

    /// The stay, whether or not the server listens.
    pub(super) fn link(&self) -> Option<&Link> {
        match self {
            Self::Joining { link }
            | Self::Connected { link, .. }
            | Self::Resuming { link, .. }
            | Self::Rejoining { step: Rejoin::Joining { link }, .. } => Some(link),
            Self::Idle | Self::Connecting { .. } | Self::Rejoining { .. } | Self::Left { .. } => None,
        }
    }

    pub(super) fn link_mut(&mut self) -> Option<&mut Link> {
        match self {
            Self::Joining { link }
            | Self::Connected { link, .. }
            | Self::Resuming { link, .. }
            | Self::Rejoining { step: Rejoin::Joining { link }, .. } => Some(&mut **link),
            Self::Idle | Self::Connecting { .. } | Self::Rejoining { .. } | Self::Left { .. } => None,
        }
    }

    /// The stay to which a pair of peer connections belongs.
    pub(super) fn link_of(&mut self, peers: PeersId) -> Option<&mut Link> {
        self.link_mut().filter(|link| link.peers == peers)
    }

    /// The stay, while the server listens.
    pub(super) fn live_link_mut(&mut self) -> Option<&mut Link> {
        self.live_socket()?;
        self.link_mut()
    }

    /// What broke, while we are on the way back.
    pub(super) fn loss_mut(&mut self) -> Option<&mut Loss> {
        match self {
            Self::Resuming { loss, .. } | Self::Rejoining { loss, .. } => Some(loss),
            Self::Idle
            | Self::Connecting { .. }
            | Self::Joining { .. }
            | Self::Connected { .. }
            | Self::Left { .. } => None,
        }
    }

    pub(super) fn peers(&self) -> Option<PeersId> {
        self.link().map(|link| link.peers)
    }
}
