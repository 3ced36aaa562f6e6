//! Whether the member hears.

pub(super) mod sound_locked;
pub(super) mod speaker_not_heard;
pub(super) mod speaker_unplugged;
