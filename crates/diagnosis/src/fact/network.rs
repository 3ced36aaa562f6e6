//! Whether the server is reached, and by which ways. Tried out, not estimated.

use super::{Lasting, Validity};

/// What `navigator.onLine` says. It errs towards "yes".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Online {
    /// There is some network.
    Yes,
    /// There is none.
    No,
}

impl Lasting for Online {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// What came back when the server was asked how it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// Our own answer.
    Ours,
    /// An answer of another shape.
    Foreign,
    /// No answer.
    None,
}

impl Lasting for Health {
    const VALIDITY: Validity = Validity::PROBE;
}

/// Whether something gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// It was tried and works.
    Works,
    /// It was tried and fails.
    Fails,
}

impl Lasting for Reach {
    const VALIDITY: Validity = Validity::PROBE;
}

/// Whether a WebSocket opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebSocketReach(pub Reach);

impl Lasting for WebSocketReach {
    const VALIDITY: Validity = Validity::PROBE;
}

/// A way for sound and picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaPath {
    /// UDP, direct or by a relay.
    Udp,
    /// TCP or TLS, direct or by a relay.
    Tcp,
}
