//! What is done to media on its way through: numbers rewritten, layers chosen by what a connection carries, key
//! frames asked for, loudness and quality watched. Pure: no socket, no clock, no task.

pub(crate) mod allocation;
pub(crate) mod codec;
pub(crate) mod demand;
pub(crate) mod keyframes;
pub(crate) mod layers;
pub(crate) mod picture_id;
pub(crate) mod probing;
pub(crate) mod quality;
pub(crate) mod rate;
pub(crate) mod rewrite;
pub(crate) mod speakers;
