//! What sound and picture say, as numbers: how loud, whether somebody speaks, how noisy, how bright, whether it moves,
//! and whether what came back is what was sent.
//!
//! Numbers go out, never samples or pixels: an [`Ear`] keeps 40 milliseconds of thinned-out sound, an [`Eye`] two
//! small pictures, an [`Envelope`] a hundred loudnesses per second. All of it is of constant size; nothing is allocated
//! after a thing was made. There is no clock: samples count the time of sound, and the time of a picture comes with it.
//! What follows from a number (too quiet, too dark) is not said here.

mod echo;
mod level;
mod numbers;
mod picture;
mod sound;

pub use echo::{ALIKE, Envelope, Likeness, compare};
pub use level::{Db, Dbfs};
pub use picture::{Eye, FROZEN, Frame, Light, MAX_PIXELS, Pace, Sight, Size, WrongFrame};
pub use sound::{CHIME_HZ, Chime, Ear, FULL_SCALE, Hum, SampleRate, Sound, UnknownRate, Voice};

/// Milliseconds of a clock that never goes back (`performance.now()`), counted from anywhere.
pub type Millis = u64;

#[cfg(test)]
mod synthetic;
