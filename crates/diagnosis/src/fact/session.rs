//! What the server says of the invitation, the meeting and the member's place.

use super::{Lasting, Validity};
use crate::units::Millis;

/// The server's newest answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The member waits in an open meeting's waiting room.
    Waiting,
    /// The member is let in.
    Admitted,
    /// No invitation has this link.
    InvitationUnknown,
    /// The invitation is out of date.
    InvitationExpired,
    /// The invitation was withdrawn.
    InvitationRevoked,
    /// The meeting has not been opened.
    MeetingNotOpen,
    /// The meeting is over.
    MeetingOver,
    /// Not let in.
    Rejected,
    /// Let in before, and taken out.
    Removed,
}

impl Lasting for Answer {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// Whether this page holds the member's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// It does.
    Here,
    /// Another tab or device does.
    Elsewhere,
}

impl Lasting for Seat {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// The connection to the waiting room was away and is back, and the place was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceKept;

impl Lasting for PlaceKept {
    /// Good news is read once.
    const VALIDITY: Validity = Validity::For(Millis(30_000));
}
