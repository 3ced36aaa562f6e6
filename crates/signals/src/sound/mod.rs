//! Sound, heard in blocks and told ten times a second.

mod bands;
mod biquad;
mod chime;
mod ear;
mod floor;
mod fourier;
mod frame;
mod hum;
mod pitch;
mod rate;
mod speech;
mod tally;
mod thin;
mod tone;
mod voice;

pub(crate) use biquad::{DcBlocker, LowPass};
pub use chime::{CHIME_HZ, Chime};
pub use ear::{Ear, Sound};
pub use hum::Hum;
pub use rate::{SampleRate, UnknownRate};
pub use tally::FULL_SCALE;
pub use voice::Voice;

#[cfg(test)]
mod stories;
