//! What the server writes into `index.html` for one person: a data block, no script.

use serde::{Deserialize, Serialize};

use crate::{InvitationToken, UnixMillis, participant::InvitationProblem};

/// The `id` of the `<script type="application/json">` element that holds a [`Page`].
pub const PAGE_ELEMENT_ID: &str = "page";

/// Everything the first screen needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// [`crate::PROTOCOL`] of the server.
    pub protocol: u16,
    /// The server's clock when it wrote the page.
    pub server_time: UnixMillis,
    /// Who invites, and who helps.
    pub house: House,
    /// Whose page it is.
    pub visitor: Visitor,
}

/// The city, and its helper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct House {
    /// For example "Stadt Musterstadt".
    pub name: String,
    /// The helper's telephone number as it is to be read; empty when there is none.
    pub helper_phone: String,
    /// By how many minutes the city's clocks are ahead of UTC when the meeting starts. Times are shown by these
    /// clocks, wherever the device is.
    pub utc_offset_minutes: i16,
}

/// Who opened the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visitor {
    /// Somebody without a personal link.
    Stranger,
    /// Somebody whose personal link leads nowhere.
    Refused {
        /// Why.
        problem: InvitationProblem,
    },
    /// Somebody invited.
    Invited(Invited),
}

/// Somebody invited, with their meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The secret of the personal link.
    pub invitation: InvitationToken,
    /// The person's name as the meeting shows it.
    pub name: String,
    /// What the person came for.
    pub role: Role,
    /// The meeting.
    pub meeting: MeetingInfo,
    /// How to take part by telephone, where that is possible. Boxed: few have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dial_in: Option<Box<DialIn>>,
}

/// How somebody takes part by telephone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialIn {
    /// The number, as it is to be read.
    pub number: String,
    /// The person's own number, by which the telephone bridge knows who calls; digits.
    pub pin: String,
}

impl DialIn {
    /// What a telephone dials when its link is pressed (RFC 3966): the number, a pause, and the PIN.
    #[must_use]
    pub fn link(&self) -> String {
        let dialled =
            |text: &str| -> String { text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect() };
        format!("tel:{},,{}%23", dialled(&self.number), self.pin)
    }
}

/// What a person does in a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A member of the council, or a guest with a personal link.
    Member,
    /// The Sitzungsdienst: runs the meeting at the desk.
    Staff,
}

/// What everybody invited may know of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingInfo {
    /// For example "Sitzung des Stadtrates".
    pub title: String,
    /// When it is to start.
    pub starts_at: UnixMillis,
}
