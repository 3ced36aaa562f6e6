//! How much a frame repeats itself with the period of a voice: near 1 in a vowel, under a half in noise.
//!
//! The autocorrelation of a windowed frame, divided by that of its window (P. Boersma 1993, "Accurate short-term
//! analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound"). A tone repeats itself
//! too: that a voice has more than one harmonic and does not stand still is for others to see.

use super::{
    fourier::{BINS, Complex, Fourier, POINTS},
    frame::{FRAME, hann},
};

/// The deepest voice, in Hz.
const LOWEST_HZ: f32 = 70.0;
/// The highest voice, in Hz.
const HIGHEST_HZ: f32 = 400.0;
/// Beyond this lag too little of the window is left to divide by.
const LAGS: usize = FRAME / 2;

/// What is known beforehand.
#[derive(Clone, Debug)]
pub struct Pitch {
    shortest: usize,
    longest: usize,
    /// The window's own autocorrelation, 1 at lag 0.
    window: [f32; LAGS],
}

impl Pitch {
    pub fn new(thin_hz: f32) -> Self {
        let shape = hann();
        let mut window = [0.0; LAGS];
        for (lag, value) in window.iter_mut().enumerate() {
            *value = shape.iter().zip(shape.iter().skip(lag)).map(|(a, b)| a * b).sum();
        }
        let all = window.first().copied().unwrap_or(1.0);
        window.iter_mut().for_each(|value| *value /= all);
        Self {
            shortest: (thin_hz / HIGHEST_HZ) as usize,
            longest: ((thin_hz / LOWEST_HZ) as usize).min(LAGS - 1),
            window,
        }
    }

    /// The likeness of a frame with itself one period later, 0 to 1, from its spectrum.
    pub fn strength(&self, fourier: &Fourier, spectrum: &[f32; BINS]) -> f32 {
        // The autocorrelation is the transform of the powers (Wiener and Khinchin), which mirror at the middle.
        let mut points = [Complex::default(); POINTS];
        let (front, back) = points.split_at_mut(BINS);
        for (point, power) in front.iter_mut().zip(spectrum) {
            point.re = *power;
        }
        for (point, power) in back.iter_mut().rev().zip(spectrum.iter().skip(1)) {
            point.re = *power;
        }
        fourier.transform(&mut points);
        let all = points.first().map_or(0.0, |point| point.re);
        if all <= 0.0 {
            return 0.0;
        }
        let lags = points.iter().zip(&self.window).map(|(point, window)| point.re / all / window);
        let periods = lags.skip(self.shortest).take(self.longest - self.shortest + 1);
        periods.fold(0.0, f32::max).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sound::{
            bands::{BANDS, Bands},
            frame::Frames,
        },
        synthetic::{noise, pulses},
    };

    fn strength(samples: &[f32]) -> f32 {
        let (mut frames, fourier) = (Frames::new(8000.0), Fourier::new());
        for sample in samples.iter().take(640) {
            frames.push(*sample);
        }
        let mut spectrum = frames.spectrum(&fourier);
        Bands::new(8000.0).weigh(&mut spectrum, &[1.0; BANDS]);
        Pitch::new(8000.0).strength(&fourier, &spectrum)
    }

    #[test]
    fn deep_and_high_voices_repeat_themselves() {
        for hz in [80.0, 120.0, 210.0, 350.0] {
            assert!(strength(&pulses(8000, hz)) > 0.7, "{hz}");
        }
    }

    #[test]
    fn noise_and_silence_do_not() {
        assert!(strength(&noise(640, 0.5)) < 0.45);
        assert_eq!(strength(&[0.0; 640]), 0.0);
    }
}
