//! What comes out of a camera.

use super::{Lasting, Validity};
use crate::{
    units::{Millis, Permille},
    validity::Timed,
};

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
    /// The mean luma of its middle, where the face is.
    pub middle: u8,
    /// The mean luma of its rim.
    pub rim: u8,
    /// How alike its frames are (SSIM), at their least.
    pub likeness: Permille,
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
