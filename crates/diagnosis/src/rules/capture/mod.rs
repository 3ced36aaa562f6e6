//! Whether a microphone and a camera open, and stay. The same for both.

pub(super) mod failed;
pub(super) mod in_use;
pub(super) mod missing;
pub(super) mod unplugged;
