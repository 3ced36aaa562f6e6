//! What comes out of a camera that is open.

pub(super) mod camera_black;
pub(super) mod camera_dark;
pub(super) mod camera_frozen;
pub(super) mod camera_slow;
