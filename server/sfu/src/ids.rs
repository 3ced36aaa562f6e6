//! Identifiers in LiveKit's manner: a prefix that tells the kind, and random characters. They are names, not secrets.

use std::sync::atomic::{AtomicU64, Ordering};

/// A new participant id, `PA_…`.
pub(crate) fn participant() -> String {
    with_prefix("PA_")
}

/// A new track id, `TR_…`.
pub(crate) fn track() -> String {
    with_prefix("TR_")
}

/// A new room id, `RM_…`.
pub(crate) fn room() -> String {
    with_prefix("RM_")
}

/// A number never given before in this process.
pub(crate) fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn with_prefix(prefix: &str) -> String {
    prefix.chars().chain(std::iter::repeat_with(fastrand::alphanumeric).take(12)).collect()
}
