//! What comes out of a camera.

use super::{Lasting, Validity};
use crate::{units::Millis, validity::Timed};

/// What one camera gave in a stretch of time that ends at the fact's time. Luma is 0 (black) to 255 (white).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Picture {
    /// How long the stretch is.
    pub over: Millis,
    /// How many new frames came in it.
    pub frames: u32,
    /// The mean luma of the newest frame.
    pub luma: u8,
    /// The standard deviation of its luma.
    pub spread: u8,
    /// The mean luma of its centre, where the face is.
    pub centre: u8,
    /// The mean luma of its border beside and above the face.
    pub border: u8,
    /// For how long up to now not one pixel has changed: a sensor's noise changes some in every frame, however still who
    /// sits before it.
    pub same: Millis,
}

impl Lasting for Picture {
    const VALIDITY: Validity = Validity::MEASUREMENT;
}

impl Timed<Picture> {
    /// When the stretch began.
    pub fn began(&self) -> Millis {
        self.at.since(self.value.over)
    }
}
