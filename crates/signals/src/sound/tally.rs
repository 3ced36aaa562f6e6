//! What is counted over a tenth of a second, sample by sample: power, peak, full scale; and exact zeros in a row.

use crate::level::Dbfs;

/// From this amplitude on a sample is at full scale: a hair below 1, for 32767 of 32768 is the highest that a sound
/// card gives. Peaks above 1 come from resampling what was clipped.
pub const FULL_SCALE: f32 = 0.999;
/// Samples at full scale are counted over two seconds (testrtc warns above six in its two).
const TENTHS: usize = 20;

/// Counts.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    energy: f64,
    peak: f32,
    samples: u32,
    full: u32,
    full_before: [u32; TENTHS - 1],
    zeros: u32,
}

/// What was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    pub rms: Dbfs,
    pub peak: Dbfs,
    pub full_scale: u32,
    /// Samples that were exactly zero in a row, up to now.
    pub zeros: u32,
}

impl Tally {
    /// A sample as it came, and without its constant part.
    pub fn add(&mut self, raw: f32, moving: f64) {
        self.energy += moving * moving;
        self.peak = self.peak.max(raw.abs());
        self.samples += 1;
        self.full += u32::from(raw.abs() >= FULL_SCALE);
        self.zeros = if raw == 0.0 { self.zeros.saturating_add(1) } else { 0 };
    }

    pub fn samples(&self) -> u32 {
        self.samples
    }

    /// Tells, and begins the next tenth of a second.
    pub fn take(&mut self) -> Counted {
        let counted = Counted {
            rms: Dbfs::of_power((self.energy / f64::from(self.samples.max(1))) as f32),
            peak: Dbfs::of_amplitude(self.peak),
            full_scale: self.full_before.iter().fold(self.full, |sum, full| sum.saturating_add(*full)),
            zeros: self.zeros,
        };
        self.full_before.rotate_right(1);
        if let Some(newest) = self.full_before.first_mut() {
            *newest = self.full;
        }
        (self.energy, self.peak, self.samples, self.full) = (0.0, 0.0, 0, 0);
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(samples: &[f32]) -> Counted {
        let mut tally = Tally::default();
        samples.iter().for_each(|sample| tally.add(*sample, f64::from(*sample)));
        tally.take()
    }

    #[test]
    fn power_peak_and_full_scale_are_counted() {
        let counted = tally(&[0.1, -0.1, 0.1, -0.1]);
        assert!((counted.rms.0 + 20.0).abs() < 0.001 && (counted.peak.0 + 20.0).abs() < 0.001);
        assert_eq!(counted.full_scale, 0);
        assert_eq!(tally(&[1.0, -1.0, 0.998, 32_767.0 / 32_768.0, 1.2]).full_scale, 4);
    }

    #[test]
    fn full_scale_is_remembered_for_two_seconds() {
        let mut tally = Tally::default();
        tally.add(1.0, 1.0);
        assert_eq!([(); 22].map(|()| tally.take().full_scale).iter().sum::<u32>(), 20);
    }

    #[test]
    fn only_zeros_in_a_row_up_to_now_count() {
        assert_eq!(tally(&[0.0, 0.0, 0.1, 0.0, -0.0, 0.0]).zeros, 3);
        assert_eq!(tally(&[0.0, 1e-9]).zeros, 0);
    }
}
