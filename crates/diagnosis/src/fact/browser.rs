//! What the browser has, and how its clock stands.

use super::{Lasting, Validity};

/// Something a meeting needs of a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// `isSecureContext`.
    SecureContext,
    /// `navigator.mediaDevices`.
    MediaDevices,
    /// `RTCPeerConnection`.
    PeerConnection,
    /// `WebAssembly`.
    WebAssembly,
    /// `AudioContext`.
    AudioContext,
    /// `sessionStorage`, tried out and not only named: its getter may throw.
    SessionStorage,
}

/// Whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// It is.
    Present,
    /// It is not, or it throws.
    Absent,
}

impl Lasting for Presence {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// How far the device's clock is ahead of the server's, in milliseconds; negative when it is behind. Half the round
/// trip is already taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockOffset(pub i64);

impl Lasting for ClockOffset {
    /// It comes with every answer to a heartbeat, and nobody but the member sets the clock.
    const VALIDITY: Validity = Validity::UntilChanged;
}
