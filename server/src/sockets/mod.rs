//! What all connections of pages have in common, over WebSockets and over plain HTTP: JSON text frames, a limit on size, speed and silence, and a reason to end.

mod crowd;
mod line;
mod pace;
mod polled;

pub use crowd::{Crowd, Crowded, Limits};
pub use line::{Ended, FRAME_LIMIT, Line};
pub use polled::{NoLine, Polls};

/// How many messages may wait for one page before it is taken for dead.
pub const OUTBOX: usize = 256;
