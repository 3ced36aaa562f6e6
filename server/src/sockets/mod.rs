//! What all WebSockets have in common: JSON text frames, a limit on size, speed and silence, and a reason to end.

mod crowd;
mod line;
mod pace;

pub use crowd::{Crowd, Crowded, Limits};
pub use line::{Ended, FRAME_LIMIT, Line};

/// How many messages may wait for one page before it is taken for dead.
pub const OUTBOX: usize = 256;
