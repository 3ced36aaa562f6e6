//! Whether the page may use a device, and how far opening it is.

use super::{DeviceId, Lasting, Validity};

/// What `navigator.permissions` says. Not told where the browser has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PermissionState {
    /// The member would be asked.
    Prompt,
    /// Allowed.
    Granted,
    /// Refused, without a question.
    Denied,
}

impl Lasting for PermissionState {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// How far a microphone or camera is, and since when (the fact's time).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaptureState {
    /// Not wanted, or closed by the member.
    Off,
    /// The browser was asked and has not answered. It may never do so.
    Asking,
    /// Open.
    Live(DeviceId),
    /// Not opened.
    Refused(Refusal),
    /// It was open, and its track ended by itself.
    Ended(DeviceId),
}

impl Lasting for CaptureState {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// Why it was not opened: the names and messages of `DOMException`, told apart at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// `NotAllowedError`.
    Denied,
    /// `NotAllowedError` after the prompt was closed without an answer.
    Dismissed,
    /// `NotAllowedError` whose message names the system.
    BySystem,
    /// `NotAllowedError` in a frame without `allow=`.
    ByPolicy,
    /// `NotFoundError`.
    NotFound,
    /// `NotFoundError` after there had been one.
    Gone,
    /// `NotReadableError`, `AbortError`.
    InUse,
    /// Anything else.
    Other,
}
