//! What a device remembers from one meeting to the next. Kept in the browser alone, nothing personal in it.

use serde::{Deserialize, Serialize};

/// The devices used last time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// The microphone's `deviceId`.
    #[serde(default)]
    pub microphone: Option<String>,
    /// The camera's `deviceId`.
    #[serde(default)]
    pub camera: Option<String>,
    /// The loudspeaker's `deviceId`.
    #[serde(default)]
    pub speaker: Option<String>,
}
