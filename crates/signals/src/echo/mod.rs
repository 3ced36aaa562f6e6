//! Whether what came back is what was sent: loudness over time, and the comparison of two of them.

mod envelope;
mod likeness;

pub use envelope::Envelope;
pub use likeness::{ALIKE, Likeness, compare};
