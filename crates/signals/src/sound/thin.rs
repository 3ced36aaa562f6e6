//! Of many samples few: a low-pass, and then one sample of `step`.

use super::{biquad::LowPass, rate::SampleRate};

/// A bit below half of what stays, in Hz. What folds over from above is weak in voices, and does no harm to a decision.
const CUTOFF_HZ: f64 = 3_400.0;
/// The two sections of a Butterworth filter of the fourth order, in units of the second order's Q.
const SECTIONS: [f64; 2] = [0.765_37, 1.847_76];

/// Thins out a stream to about 8000 samples per second.
#[derive(Clone, Debug)]
pub struct Thinner {
    sections: [LowPass; 2],
    step: u32,
    passed: u32,
}

impl Thinner {
    pub fn new(rate: SampleRate) -> Self {
        let hz = f64::from(rate.hz());
        Self { sections: SECTIONS.map(|q| LowPass::new(hz, CUTOFF_HZ, q)), step: rate.step(), passed: 0 }
    }

    pub fn next(&mut self, sample: f64) -> Option<f32> {
        let low = self.sections.iter_mut().fold(sample, |sample, section| section.next(sample));
        self.passed += 1;
        (self.passed >= self.step).then(|| {
            self.passed = 0;
            low as f32
        })
    }

    /// To be called now and then.
    pub fn settle(&mut self) {
        self.sections.iter_mut().for_each(LowPass::settle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::{rate, sine};

    fn peak_of(hz: f32) -> f32 {
        let mut thinner = Thinner::new(rate(48_000));
        let thin = sine(48_000, hz, 0.5).into_iter().filter_map(|sample| thinner.next(sample.into()));
        thin.skip(500).fold(0.0, |peak: f32, sample| peak.max(sample.abs()))
    }

    #[test]
    fn one_of_six_samples_stays_at_48_kilohertz() {
        let mut thinner = Thinner::new(rate(48_000));
        assert_eq!((0..48_000).filter_map(|_| thinner.next(0.1)).count(), 8_000);
    }

    #[test]
    fn the_voice_stays_and_what_is_above_goes() {
        assert!((peak_of(1_000.0) - 0.5).abs() < 0.02);
        assert!(peak_of(9_000.0) < 0.02);
    }
}
