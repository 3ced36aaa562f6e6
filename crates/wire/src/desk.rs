//! The page of the Sitzungsdienst and the server. One WebSocket at [`crate::DESK_PATH`]. Several desks of one meeting
//! may be open at once and all see the same.

use serde::{Deserialize, Serialize};

use crate::{
    AttemptId, Checks, InvitationToken, ParticipantId, UnixMillis, page::MeetingInfo,
    participant::InvitationProblem,
};

/// From the desk to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromDesk {
    /// The first message of every connection; answered `Board` or `Refused`.
    Arrive {
        /// [`crate::PROTOCOL`] of the page.
        protocol: u16,
        /// The secret of the personal link of somebody with [`crate::page::Role::Staff`].
        invitation: InvitationToken,
    },
    /// Something to do; answered `Done` or `Failed` with the same attempt, after it is stored.
    Do {
        /// Ties the answer to the request.
        attempt: AttemptId,
        /// What to do.
        order: Order,
    },
    /// Every [`crate::KEEP_ALIVE_EVERY_MS`]; answered `StillHere`.
    KeepAlive,
}

/// What the Sitzungsdienst can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Let one person in, waiting or rejected. Opens the meeting if it is not open yet.
    Admit {
        /// Who.
        participant: ParticipantId,
    },
    /// Let everybody in who waits. Opens the meeting if it is not open yet.
    AdmitAll,
    /// Do not let one person in, or remove them from the meeting.
    Reject {
        /// Who.
        participant: ParticipantId,
        /// What they will read, at most [`crate::SENTENCE_LIMIT`] characters; may be empty.
        sentence: String,
    },
    /// Write to one person, or to everybody who waits.
    Write {
        /// Who; everybody who waits when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant: Option<ParticipantId>,
        /// The text, 1 to [`crate::SENTENCE_LIMIT`] characters.
        text: String,
    },
    /// Switch the microphone of one person in the meeting off. They alone can switch it on again.
    Mute {
        /// Who.
        participant: ParticipantId,
    },
    /// Open the meeting: who waits is told that admission may come at any moment.
    OpenMeeting,
    /// End the meeting for everybody.
    EndMeeting,
}

/// From the server to the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToDesk {
    /// Everything, in answer to `Arrive`.
    Board {
        /// The server's clock.
        server_time: UnixMillis,
        /// The meeting.
        meeting: MeetingInfo,
        /// How far the meeting is.
        phase: MeetingPhase,
        /// Everybody invited but the Sitzungsdienst, in the order of the invitation list.
        people: Vec<Person>,
    },
    /// One person changed.
    PersonChanged {
        /// As they are now.
        person: Person,
    },
    /// The meeting was opened or ended.
    PhaseChanged {
        /// How far it is now.
        phase: MeetingPhase,
    },
    /// An order was carried out.
    Done {
        /// Which.
        attempt: AttemptId,
    },
    /// An order was not carried out.
    Failed {
        /// Which.
        attempt: AttemptId,
        /// Why.
        reason: OrderProblem,
    },
    /// The link does not open the desk. The server closes the connection after it.
    Refused {
        /// Why.
        problem: InvitationProblem,
    },
    /// The page and the server speak different versions: the page must be loaded anew.
    Outdated,
    /// The answer to `KeepAlive`.
    StillHere,
}

/// How far a meeting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingPhase {
    /// Not opened yet; the waiting room is.
    Scheduled,
    /// Open.
    Open,
    /// Over.
    Over,
}

/// One invited person as the desk sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub participant: ParticipantId,
    /// Their name.
    pub name: String,
    /// Their group (a party, a committee); may be empty.
    pub group: String,
    /// Where they are.
    pub whereabouts: Whereabouts,
    /// Whether their page is connected at this moment.
    pub connected: bool,
    /// Their checks, as last reported.
    pub checks: Checks,
}

/// Where an invited person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    /// Has not knocked yet.
    Absent,
    /// Waits.
    Waiting {
        /// Since when: the first knock.
        since: UnixMillis,
        /// Place in the order of first arrival, from 1.
        place: u32,
    },
    /// May join.
    Admitted {
        /// Whether they are in the meeting at this moment, by the meeting's own word.
        in_meeting: bool,
    },
    /// Not let in.
    Rejected {
        /// What they read.
        sentence: String,
    },
}

/// Why an order was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderProblem {
    /// Nobody of that id is invited to this meeting.
    NoSuchPerson,
    /// Not possible as things are: for example, admitting somebody who never knocked.
    NotNow,
    /// The text is empty or too long.
    BadText,
    /// The meeting is over.
    MeetingOver,
    /// The server could not store it.
    NotStored,
    /// The meeting engine did not answer.
    EngineSilent,
}
