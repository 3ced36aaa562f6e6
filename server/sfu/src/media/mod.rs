//! What is done to media on its way through: numbers rewritten, one layer chosen, key frames asked for, loudness
//! watched. Pure: no socket, no clock, no task.

pub(crate) mod codec;
pub(crate) mod keyframes;
pub(crate) mod layers;
pub(crate) mod picture_id;
pub(crate) mod rewrite;
pub(crate) mod speakers;
