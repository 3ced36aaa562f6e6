//! How far a member has come.

use wire::participant::InvitationProblem;

/// One of these at a time. What goes on beside it (connection, devices, meeting) has machines of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The page is not there yet.
    Blank,
    /// No personal link.
    Stranger,
    /// A link that lets nobody in.
    Refused(InvitationProblem),
    /// Reads the greeting.
    Arrival,
    /// On the way into the waiting room; where the member stands is the server's to say.
    Entering,
    /// Waits.
    Waiting { place: u32, meeting_open: bool },
    /// Was not let in; may still be.
    Rejected { sentence: String },
    /// The same link is live elsewhere.
    Elsewhere,
    /// Admitted, on the way into the meeting.
    Joining,
    /// Has been in the meeting, and is, or is being brought back.
    Meeting,
    /// Left on purpose.
    Left,
    /// The meeting is over.
    Over,
}

impl Stage {
    /// Whether a reload of this tab must lead straight back.
    pub fn is_inside(&self) -> bool {
        match self {
            Self::Entering | Self::Waiting { .. } | Self::Rejected { .. } | Self::Joining | Self::Meeting => {
                true
            }
            Self::Blank
            | Self::Stranger
            | Self::Refused(_)
            | Self::Arrival
            | Self::Elsewhere
            | Self::Left
            | Self::Over => false,
        }
    }
}
