//! How far a member's checks are: what the member's page reports and the desk shows.

use serde::{Deserialize, Serialize};

use crate::names::{FindingCode, Step};

/// How far one check is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Not begun.
    #[default]
    Idle,
    /// Listening, looking or waiting for the browser.
    Running,
    /// The member goes without.
    Skipped,
    /// Proven to work.
    Success,
    /// Proven not to work; the finding says why.
    Failed,
}

/// One check and, when it failed, what was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Check {
    /// How far it is.
    pub status: CheckStatus,
    /// Why it failed. Only ever present beside [`CheckStatus::Failed`] or, for a prompt left open, `Running`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingCode>,
}

/// All of a member's checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Checks {
    /// The loudspeaker: the member heard the chime.
    pub hear: Check,
    /// The microphone: a voice was heard.
    pub speak: Check,
    /// The camera: a picture came.
    pub see: Check,
    /// The connection to the server.
    pub connection: Check,
    /// The member's voice went through the meeting's engine and came back as it was spoken. More than `speak` proves, and
    /// nobody has to prove it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub heard: bool,
}

// Serde asks by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(heard: &bool) -> bool {
    !heard
}

impl Checks {
    /// The check of one step.
    pub fn of(&self, step: Step) -> Check {
        match step {
            Step::Hear => self.hear,
            Step::Speak => self.speak,
            Step::See => self.see,
            Step::Connection => self.connection,
        }
    }

    /// Whether hearing, speaking and being seen are proven.
    pub fn ready(&self) -> bool {
        [self.hear, self.speak, self.see].iter().all(|check| check.status == CheckStatus::Success)
    }
}
