//! How much of a spectrum is one tone. A voice has harmonics; what beeps has none.

use super::fourier::BINS;

/// A windowed tone is this wide to either side, in bins: 60 Hz at 8 kHz.
const WIDTH: usize = 4;

/// The share of the strongest tone in all there is, 0 to 1.
pub fn share(spectrum: &[f32; BINS]) -> f32 {
    let all: f32 = spectrum.iter().sum();
    let strongest = spectrum.windows(2 * WIDTH + 1).map(|around| around.iter().sum()).fold(0.0, f32::max);
    if all > 0.0 { (strongest / all).min(1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sound::{fourier::Fourier, frame::Frames},
        synthetic::{noise, pulses, sine},
    };

    fn share_in(samples: &[f32]) -> f32 {
        let mut frames = Frames::new(8000.0);
        for sample in samples.iter().take(640) {
            frames.push(*sample);
        }
        share(&frames.spectrum(&Fourier::new()))
    }

    #[test]
    fn a_tone_is_one_and_a_voice_and_noise_are_many() {
        for hz in [250.0, 440.0, 1000.0] {
            assert!(share_in(&sine(8000, hz, 0.1)) > 0.99, "{hz}");
        }
        assert!(share_in(&pulses(8000, 120.0)) < 0.6);
        assert!(share_in(&noise(640, 0.1)) < 0.3);
        assert_eq!(share_in(&[0.0; 640]), 0.0);
    }
}
