//! Filters of the first and second order. In `f64`: at 48 kHz the low ones need it, and it costs nothing.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

/// What is smaller than this is nothing, or it would go on as numbers that processors are a hundred times slower with.
const NOTHING: f64 = 1e-15;

/// Takes away what stands still: cheap microphones add a constant.
#[derive(Clone, Debug)]
pub struct DcBlocker {
    keep: f64,
    last: f64,
    out: f64,
}

impl DcBlocker {
    /// Lets through what is above a frequency.
    pub fn new(rate_hz: f64, cutoff_hz: f64) -> Self {
        Self { keep: (-TAU * cutoff_hz / rate_hz).exp(), last: 0.0, out: 0.0 }
    }

    pub fn next(&mut self, sample: f64) -> f64 {
        self.out = (sample - self.last) * (1.0 + self.keep) / 2.0 + self.keep * self.out;
        self.last = sample;
        self.out
    }

    /// To be called now and then.
    pub fn settle(&mut self) {
        if self.out.abs() < NOTHING {
            self.out = 0.0;
        }
    }
}

/// A low-pass of the second order (R. Bristow-Johnson's "Audio EQ Cookbook", LPF; transposed direct form II).
#[derive(Clone, Debug)]
pub struct LowPass {
    b0: f64,
    a1: f64,
    a2: f64,
    first: f64,
    second: f64,
}

impl LowPass {
    /// `q` in units of Butterworth's: 1 has no peak.
    pub fn new(rate_hz: f64, cutoff_hz: f64, q: f64) -> Self {
        let w = TAU * cutoff_hz / rate_hz;
        let alpha = w.sin() / (2.0 * q * FRAC_1_SQRT_2);
        let a0 = 1.0 + alpha;
        Self {
            b0: (1.0 - w.cos()) / 2.0 / a0,
            a1: -2.0 * w.cos() / a0,
            a2: (1.0 - alpha) / a0,
            first: 0.0,
            second: 0.0,
        }
    }

    pub fn next(&mut self, sample: f64) -> f64 {
        let out = self.b0 * sample + self.first;
        self.first = 2.0 * self.b0 * sample - self.a1 * out + self.second;
        self.second = self.b0 * sample - self.a2 * out;
        out
    }

    /// To be called now and then.
    pub fn settle(&mut self) {
        if self.first.abs() < NOTHING && self.second.abs() < NOTHING {
            (self.first, self.second) = (0.0, 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The loudest that comes out, once settled, of a sine of amplitude 1.
    fn through(hz: f64, mut filter: impl FnMut(f64) -> f64) -> f64 {
        let sine = (0..48_000).map(|at| (TAU * hz * f64::from(at) / 48_000.0).sin());
        sine.map(&mut filter).skip(24_000).fold(0.0, |peak, out| peak.max(out.abs()))
    }

    #[test]
    fn a_low_pass_lets_low_tones_through_and_high_ones_not() {
        let mut filter = LowPass::new(48_000.0, 3_400.0, 1.0);
        assert!((through(200.0, |sample| filter.next(sample)) - 1.0).abs() < 0.01);
        assert!((through(3_400.0, |sample| filter.next(sample)) - FRAC_1_SQRT_2).abs() < 0.01);
        assert!(through(12_000.0, |sample| filter.next(sample)) < 0.06);
    }

    #[test]
    fn a_constant_is_taken_away_and_a_tone_is_not() {
        let mut filter = DcBlocker::new(48_000.0, 10.0);
        assert!((through(200.0, |sample| filter.next(sample + 0.5)) - 1.0).abs() < 0.01);
        let mut filter = DcBlocker::new(48_000.0, 10.0);
        assert!(through(0.0, |_| filter.next(0.5)) < 0.001);
    }

    #[test]
    fn a_filter_comes_to_rest() {
        let mut filter = LowPass::new(48_000.0, 3_400.0, 1.0);
        filter.next(1.0);
        for _ in 0..48_000 {
            filter.next(0.0);
            filter.settle();
        }
        assert_eq!((filter.first, filter.second), (0.0, 0.0));
    }
}
