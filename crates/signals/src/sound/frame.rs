//! The last 40 milliseconds, as a spectrum, fifty times a second. It is all that is kept of what was said.

use std::f64::consts::TAU;

use super::fourier::{BINS, Complex, Fourier, POINTS};

/// Samples of a frame: 40 ms at 8 kHz, two periods of the deepest voice.
pub const FRAME: usize = 320;
/// Frames per second. Speech changes at 2 to 10 Hz, so this is often enough.
pub const FRAMES_PER_SECOND: f32 = 50.0;

/// Gathers samples, and every 20 ms has a frame. It cannot be printed.
#[derive(Clone)]
pub struct Frames {
    last: [f32; FRAME],
    /// Samples since the last frame, and how many make the next one.
    fresh: usize,
    hop: usize,
    window: [f32; FRAME],
}

impl Frames {
    pub fn new(thin_hz: f32) -> Self {
        let hop = ((thin_hz / FRAMES_PER_SECOND) as usize).clamp(1, FRAME);
        Self { last: [0.0; FRAME], fresh: 0, hop, window: hann() }
    }

    /// True when a frame is complete.
    pub fn push(&mut self, sample: f32) -> bool {
        // Fresh samples go behind the old ones, where the next shift makes room for them.
        if self.fresh >= self.hop {
            self.fresh = 0;
        }
        if self.fresh == 0 {
            self.last.copy_within(self.hop.., 0);
        }
        let at = FRAME - self.hop + self.fresh;
        if let Some(place) = self.last.get_mut(at) {
            *place = sample;
        }
        self.fresh += 1;
        self.fresh == self.hop
    }

    /// The power at each frequency, such that they add up to about the mean square.
    pub fn spectrum(&self, fourier: &Fourier) -> [f32; BINS] {
        let mut points = [Complex::default(); POINTS];
        for ((point, sample), weight) in points.iter_mut().zip(&self.last).zip(&self.window) {
            point.re = sample * weight;
        }
        fourier.transform(&mut points);
        let energy: f32 = self.window.iter().map(|weight| weight * weight).sum();
        let scale = 2.0 / (energy * POINTS as f32);
        let mut powers = [0.0; BINS];
        for (power, point) in powers.iter_mut().zip(&points) {
            *power = point.power() * scale;
        }
        powers
    }
}

impl std::fmt::Debug for Frames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frames").field("hop", &self.hop).finish_non_exhaustive()
    }
}

/// Raised cosine (von Hann): a loud hum does not spill into the voice's frequencies.
pub fn hann() -> [f32; FRAME] {
    let mut window = [0.0; FRAME];
    for (at, weight) in window.iter_mut().enumerate() {
        *weight = (0.5 - 0.5 * (TAU * (at as f64 + 0.5) / FRAME as f64).cos()) as f32;
    }
    window
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::{noise, sine};

    fn spectra(samples: &[f32]) -> Vec<[f32; BINS]> {
        let (mut frames, fourier) = (Frames::new(8000.0), Fourier::new());
        let mut spectra = Vec::new();
        for sample in samples {
            if frames.push(*sample) {
                spectra.push(frames.spectrum(&fourier));
            }
        }
        spectra
    }

    #[test]
    fn there_are_fifty_frames_per_second() {
        assert_eq!(spectra(&noise(8000, 0.1)).len(), 50);
    }

    #[test]
    fn the_powers_add_up_to_the_mean_square() {
        let spectra = spectra(&sine(8000, 1000.0, 0.5));
        let sum: f32 = spectra[10].iter().sum();
        assert!((sum - 0.125).abs() < 0.002, "{sum}");
        assert!(spectra[10][64] > 0.03, "bin 64 of 512 is 1000 Hz at 8000 Hz");
    }

    #[test]
    fn what_was_said_cannot_be_printed() {
        let mut frames = Frames::new(8000.0);
        for _ in 0..500 {
            frames.push(0.123);
        }
        assert!(!format!("{frames:?}").contains("0.123"));
    }

    #[test]
    fn the_newest_sample_is_the_last_of_the_frame() {
        let mut frames = Frames::new(8000.0);
        for at in 1..=480 {
            frames.push(at as f32);
        }
        assert_eq!(frames.last, std::array::from_fn(|at| (at + 161) as f32));
    }
}
