//! What can happen in a waiting room, and what can be done about it.

use wire::{
    AttemptId, Checks, ParticipantId,
    desk::{Order, ToDesk},
    participant::ToParticipant,
};

use super::room::ConnectionId;
use crate::store::Change;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A member's page said who it is.
    MemberArrived {
        /// The page.
        connection: ConnectionId,
        /// Who.
        participant: ParticipantId,
        /// The name of the browser tab.
        tab: String,
        /// Whether it may take the place over from another tab.
        take_over: bool,
    },
    /// A member's page reported its checks.
    ChecksReported {
        /// The page.
        connection: ConnectionId,
        /// All of them.
        checks: Checks,
    },
    /// A member's page asked for the key to the meeting.
    AccessRequested {
        /// The page.
        connection: ConnectionId,
        /// Which request.
        attempt: AttemptId,
    },
    /// A member's page asked for a room in which to try out the voice.
    EchoRoomRequested {
        /// The page.
        connection: ConnectionId,
        /// Which request.
        attempt: AttemptId,
    },
    /// A member left on purpose.
    MemberLeft {
        /// The page.
        connection: ConnectionId,
    },
    /// A desk was opened.
    DeskArrived {
        /// The page.
        connection: ConnectionId,
        /// Whose link opened it.
        staff: ParticipantId,
    },
    /// The desk ordered something.
    Ordered {
        /// The page.
        connection: ConnectionId,
        /// Which order.
        attempt: AttemptId,
        /// What.
        order: Order,
    },
    /// A page is gone, for whatever reason.
    ConnectionClosed {
        /// Which.
        connection: ConnectionId,
    },
    /// The meeting engine saw somebody join.
    EnteredMeeting {
        /// Who.
        participant: ParticipantId,
    },
    /// The meeting engine saw somebody go.
    LeftMeeting {
        /// Who.
        participant: ParticipantId,
    },
    /// The meeting engine was asked who is there.
    MeetingCounted {
        /// Everybody.
        participants: Vec<ParticipantId>,
    },
    /// Links were taken back: everybody's so far.
    InvitationsRevoked {
        /// Whose.
        participants: Vec<ParticipantId>,
    },
    /// The invitations of this meeting have expired.
    Expired,
}

impl Event {
    /// Whether a key to the meeting may follow from it.
    pub fn may_hand_out_a_key(&self) -> bool {
        match self {
            Self::AccessRequested { .. }
            | Self::EchoRoomRequested { .. }
            | Self::MemberArrived { .. }
            | Self::Ordered { .. } => true,
            Self::ChecksReported { .. }
            | Self::MemberLeft { .. }
            | Self::DeskArrived { .. }
            | Self::ConnectionClosed { .. }
            | Self::EnteredMeeting { .. }
            | Self::LeftMeeting { .. }
            | Self::MeetingCounted { .. }
            | Self::InvitationsRevoked { .. }
            | Self::Expired => false,
        }
    }
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Store this before anything else is done.
    Keep(Change),
    /// Send to a member's page.
    TellMember(ConnectionId, ToParticipant),
    /// Send to a desk.
    TellDesk(ConnectionId, ToDesk),
    /// Close a page's connection once everything told to it is sent.
    Close(ConnectionId),
    /// Make a meeting token and send it.
    Grant {
        /// To which page.
        connection: ConnectionId,
        /// In answer to which request; none when it is offered.
        attempt: Option<AttemptId>,
        /// For whom.
        participant: ParticipantId,
        /// Under which name.
        name: String,
    },
    /// Make the keys to a room in which one member tries out the voice, and send them.
    OpenEchoRoom {
        /// To which page.
        connection: ConnectionId,
        /// In answer to which request.
        attempt: AttemptId,
    },
    /// Switch somebody's microphone in the meeting off, and tell the desk what came of it.
    Silence {
        /// Whose order it is.
        desk: ConnectionId,
        /// Which.
        attempt: AttemptId,
        /// Whom.
        participant: ParticipantId,
    },
    /// Remove somebody from the meeting, if they are in it; their keys open it no more.
    Expel(ParticipantId),
    /// Remove somebody who left from the meeting, should their page not have said so there. They may come back with the key
    /// in hand.
    Detach(ParticipantId),
    /// End the meeting in the meeting engine.
    CloseMeeting,
}
