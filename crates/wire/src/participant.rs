//! A member's page and the server. One WebSocket at [`crate::WAITING_ROOM_PATH`], from the first knock to the end
//! of the meeting. The page speaks first, with [`FromParticipant::Arrive`].

use serde::{Deserialize, Serialize};

use crate::{AttemptId, Checks, InvitationToken, MeetingToken, ParticipantId, UnixMillis, page::MeetingInfo};

/// From a member's page to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromParticipant {
    /// The first message of every connection: the knock, and just as well the return of somebody known.
    /// The server answers `Arrived` or `Refused`.
    Arrive {
        /// [`crate::PROTOCOL`] of the page.
        protocol: u16,
        /// The secret of the personal link.
        invitation: InvitationToken,
        /// Take the place over from another tab or device. Without it an older live connection keeps the place
        /// and this one is answered `Elsewhere`, unless `tab` names the same tab.
        take_over: bool,
        /// A random name of this browser tab, kept over a reload, so that a tab coming back is not taken for a second one.
        tab: String,
    },
    /// The state of the checks, whenever it changed.
    ReportChecks {
        /// All of them.
        checks: Checks,
    },
    /// Asks for a fresh meeting token; answered by `AccessGranted` with the same attempt, or by `Standing` when
    /// the person is not (or no longer) admitted.
    RequestAccess {
        /// Ties the answer to the request.
        attempt: AttemptId,
    },
    /// Asks for a room of one's own in which the member's voice can be tried out; answered by `EchoRoomGranted` or
    /// `EchoRoomUnavailable`.
    RequestEchoRoom {
        /// Ties the answer to the request.
        attempt: AttemptId,
    },
    /// The person left on purpose. Their admission stays: they may come back.
    Leave,
    /// Every [`crate::KEEP_ALIVE_EVERY_MS`]; answered `StillHere`.
    KeepAlive,
}

/// From the server to a member's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToParticipant {
    /// The answer to `Arrive`, once the place is stored.
    Arrived {
        /// Who the person is in this meeting.
        participant: ParticipantId,
        /// The server's clock.
        server_time: UnixMillis,
        /// The meeting.
        meeting: MeetingInfo,
        /// Where the person stands.
        standing: Standing,
    },
    /// The invitation does not let anybody in. The server closes the connection after it.
    Refused {
        /// Why.
        problem: InvitationProblem,
    },
    /// The same invitation is live in another tab or on another device. The server closes the connection after it.
    Elsewhere,
    /// Where the person stands now.
    Standing {
        /// The new standing.
        standing: Standing,
    },
    /// Staff wrote something.
    Message {
        /// Counted upwards per person; a message seen again after a reconnection carries the same number.
        number: u32,
        /// The text, at most [`crate::SENTENCE_LIMIT`] characters.
        text: String,
    },
    /// The key to the meeting, for who is admitted. Nobody else ever gets this message.
    AccessGranted {
        /// The attempt of the `RequestAccess` that is answered.
        attempt: AttemptId,
        /// Where and with what to join.
        access: MeetingAccess,
    },
    /// The same key unasked, right after the word that the person is admitted, so that nobody waits for an answer to a
    /// question. It may fail to come.
    AccessOffered {
        /// Where and with what to join.
        access: MeetingAccess,
    },
    /// There is no key: the meeting engine cannot be had at the moment. The admission stays; the page asks again.
    MeetingUnavailable {
        /// The attempt of the `RequestAccess` that is answered.
        attempt: AttemptId,
    },
    /// The keys to a room in which nobody is but this page, twice: on the engine of its meeting, by the same ways. They hold
    /// for a minute.
    EchoRoomGranted {
        /// Of the request.
        attempt: AttemptId,
        /// For the side that sends.
        speaker: MeetingAccess,
        /// For the side that receives.
        listener: MeetingAccess,
    },
    /// There is no such room: it cannot be had at the moment, or was asked for too often.
    EchoRoomUnavailable {
        /// Of the request.
        attempt: AttemptId,
    },
    /// The page and the server speak different versions: the page must be loaded anew.
    Outdated,
    /// The answer to `KeepAlive`.
    StillHere {
        /// The server's clock: a device's own may be wrong, and tokens look out of date by it.
        server_time: UnixMillis,
    },
}

/// Where a person stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In the waiting room.
    Waiting {
        /// Place in the order of first arrival, from 1.
        place: u32,
        /// Whether the meeting is open already, so that admission may come at any moment.
        meeting_open: bool,
    },
    /// May join the meeting.
    Admitted,
    /// Not let in.
    Rejected {
        /// What staff wrote; may be empty.
        sentence: String,
    },
    /// The meeting is over.
    Over,
}

/// Why an invitation lets nobody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationProblem {
    /// No such invitation.
    Unknown,
    /// Its meeting is long past.
    Expired,
    /// It was taken back.
    Revoked,
}

impl InvitationProblem {
    /// The name in the page (`data-finding`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "invitation-unknown",
            Self::Expired => "invitation-expired",
            Self::Revoked => "invitation-revoked",
        }
    }
}

/// How to join the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingAccess {
    /// The WebSocket address of a LiveKit server (`wss://host` or `ws://host`), without `/rtc`; empty for the
    /// page's own origin.
    pub url: String,
    /// The token.
    pub token: MeetingToken,
}

/// The waiting room over plain HTTP: what a page asks, and what it is answered.
///
/// The first question names no line and is answered with one. Every other says something, waits for something to be said,
/// or both. An answer with the status 410 is the end of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Polled {
    /// Which line; empty to open one. Known to its page alone.
    pub line: String,
    /// Messages as JSON: [`FromParticipant`] in a question, [`ToParticipant`] in an answer.
    #[serde(default)]
    pub texts: Vec<String>,
    /// Whether the answer may wait, for some seconds, until there is something to say.
    #[serde(default)]
    pub waits: bool,
}
