//! What the desk shows: plain data, made anew after every event.

use wire::{
    ParticipantId,
    desk::{MeetingPhase, OrderProblem, Person},
    participant::InvitationProblem,
};

/// The whole page of the Sitzungsdienst.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// Until the server's first answer.
    Arriving {
        /// Whether the server could not be reached yet. The page keeps trying by itself.
        unreachable: bool,
    },
    /// The link does not open the desk.
    Refused {
        /// Why.
        problem: InvitationProblem,
    },
    /// The board.
    Board(Board),
}

/// The board.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// Whether the page hears the server at this moment. What is shown may be old while it does not.
    pub live: bool,
    /// How far the meeting is.
    pub phase: MeetingPhase,
    /// Who waits, longest first.
    pub waiting: Vec<Row>,
    /// Who may be in the meeting.
    pub admitted: Vec<Row>,
    /// Who was not let in.
    pub rejected: Vec<Row>,
    /// Who has not knocked yet.
    pub absent: Vec<Row>,
    /// How many of those who wait are ready (heard, were heard, were seen).
    pub ready: usize,
    /// The dialog that is open, if any.
    pub dialog: Option<Dialog>,
    /// Whether an order to all (admit all, open, end, write) is under way.
    pub busy: bool,
    /// What the last order came to, until the next one.
    pub notice: Option<Notice>,
}

/// One person.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The person, as the server knows them.
    pub person: Person,
    /// Whether an order about them is under way.
    pub busy: bool,
}

/// A dialog. What is typed into it stays in the view until it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Reject one person with a sentence.
    Reject {
        /// Who.
        participant: ParticipantId,
        /// Their name.
        name: String,
    },
    /// Write to one person, or to everybody who waits.
    Write {
        /// Who, with their name; everybody when absent.
        to: Option<(ParticipantId, String)>,
    },
    /// End the meeting for everybody.
    End,
}

/// What an order came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It was carried out.
    Done(OrderKind),
    /// It was not.
    Failed(OrderProblem),
    /// The connection broke before the answer came: nobody knows. The board shows what is so once it is back.
    Unknown,
}

/// Which kind of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderKind {
    /// One person was admitted.
    Admitted,
    /// All who waited were admitted.
    AllAdmitted,
    /// One person was rejected.
    Rejected,
    /// A message was sent.
    Written,
    /// A microphone was switched off.
    Muted,
    /// The meeting was opened.
    Opened,
    /// The meeting was ended.
    Ended,
}
