//! Where sound is played, and whether it is heard.

use super::{DeviceId, Lasting, Validity};

/// Whether the browser lets sound play: the state of the `AudioContext`, the answer of `play()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Output {
    /// It does.
    Running,
    /// Suspended, or refused until the page is pressed.
    Locked,
}

impl Lasting for Output {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// The device that plays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// The system's choice; the browser may not even say which.
    Default,
    /// A chosen one.
    Chosen(DeviceId),
    /// A chosen one that is gone.
    Gone(DeviceId),
}

impl Lasting for Speaker {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// The member's answer to the chime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chime {
    /// Played, and not answered.
    Played,
    /// Heard.
    Heard,
    /// Not heard.
    NotHeard,
}

impl Lasting for Chime {
    const VALIDITY: Validity = Validity::UntilChanged;
}
