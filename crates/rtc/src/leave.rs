//! What the server's `Leave` means: out, or come back.

use livekit_protocol::{DisconnectReason, LeaveRequest, leave_request::Action};

use crate::LeaveReason;

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aftermath {
    /// For good.
    Out(LeaveReason),
    /// Pick the stay up again, at once.
    Resume,
    /// Join anew, at once.
    Rejoin,
    /// Join anew after a while: the server goes down, or something is wrong with it.
    RejoinLater,
}

/// Only what somebody decided ends the session. A server that stops or stumbles is come back to.
pub(crate) fn aftermath(leave: &LeaveRequest) -> Aftermath {
    match leave.action() {
        Action::Resume => Aftermath::Resume,
        Action::Reconnect => Aftermath::Rejoin,
        // Before protocol 13 the action was this flag.
        Action::Disconnect if leave.can_reconnect => Aftermath::Rejoin,
        Action::Disconnect => match leave.reason() {
            DisconnectReason::ClientInitiated => Aftermath::Out(LeaveReason::Asked),
            DisconnectReason::DuplicateIdentity => Aftermath::Out(LeaveReason::JoinedElsewhere),
            DisconnectReason::ParticipantRemoved => Aftermath::Out(LeaveReason::Removed),
            DisconnectReason::RoomDeleted | DisconnectReason::RoomClosed => {
                Aftermath::Out(LeaveReason::MeetingEnded)
            }
            DisconnectReason::ServerShutdown
            | DisconnectReason::UnknownReason
            | DisconnectReason::StateMismatch
            | DisconnectReason::JoinFailure
            | DisconnectReason::Migration
            | DisconnectReason::SignalClose
            | DisconnectReason::UserUnavailable
            | DisconnectReason::UserRejected
            | DisconnectReason::SipTrunkFailure
            | DisconnectReason::ConnectionTimeout
            | DisconnectReason::MediaFailure
            | DisconnectReason::AgentError => Aftermath::RejoinLater,
        },
    }
}
