//! Whether the page may use the microphone and the camera.

pub(super) mod blocked_by_policy;
pub(super) mod blocked_by_system;
pub(super) mod denied;
pub(super) mod dismissed;
pub(super) mod pending;

use crate::{Known, Millis, fact::CaptureKind};

/// Whether the browser's setting was changed after `at`: then a refusal from before it proves nothing any more.
fn has_changed_since(known: Known<'_>, kind: CaptureKind, at: Millis) -> bool {
    known.permission(kind).is_some_and(|state| state.at > at)
}
