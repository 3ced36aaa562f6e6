//! Loudness over time: one number per hundredth of a second, from which no word can be made again.

use crate::{
    Millis, SampleRate,
    sound::{DcBlocker, LowPass},
};

/// So many numbers are kept: twelve seconds, a sentence and its way there and back.
pub const KEPT: usize = 1_200;
/// Numbers per second.
const PER_SECOND: u32 = 100;
/// Milliseconds per number.
pub const STEP_MS: i64 = 10;
/// What is below (hum) and above (hiss) the voice does not count, in Hz.
const VOICE_HZ: [f64; 2] = [150.0, 3_400.0];
/// The quietest there is, as mean square: -100 dBFS.
const NOTHING: f64 = 1e-10;

/// The loudness of the last twelve seconds. Its size is fixed (about 5 KB). It cannot be printed.
#[derive(Clone)]
pub struct Envelope {
    rate: u32,
    begun: Millis,
    above: DcBlocker,
    below: LowPass,
    energy: f64,
    samples: u32,
    /// What is over of a second's samples, in hundredths of a sample.
    over: u32,
    /// In dBFS, oldest first.
    levels: [f32; KEPT],
    known: usize,
    forgotten: u64,
}

impl Envelope {
    /// Of sound that begins at a moment.
    #[must_use]
    pub fn new(rate: SampleRate, begun: Millis) -> Self {
        let [lowest, highest] = VOICE_HZ;
        let hz = f64::from(rate.hz());
        Self {
            rate: rate.hz(),
            begun,
            above: DcBlocker::new(hz, lowest),
            below: LowPass::new(hz, highest, 1.0),
            energy: 0.0,
            samples: 0,
            over: 0,
            levels: [0.0; KEPT],
            known: 0,
            forgotten: 0,
        }
    }

    /// Hears samples between -1 and 1, of one channel, that follow without a gap upon those before. What is no number is
    /// heard as zero.
    pub fn hear(&mut self, block: &[f32]) {
        for sample in block {
            let sample = if sample.is_finite() { f64::from(*sample) } else { 0.0 };
            let voice = self.below.next(self.above.next(sample));
            self.energy += voice * voice;
            self.samples += 1;
            // Exact in the long run also where a hundredth of a second is no whole number of samples.
            self.over += PER_SECOND;
            if self.over >= self.rate {
                self.over -= self.rate;
                let power = self.energy / f64::from(self.samples);
                self.keep((10.0 * power.max(NOTHING).log10()) as f32);
                (self.energy, self.samples) = (0.0, 0);
                self.above.settle();
                self.below.settle();
            }
        }
    }

    fn keep(&mut self, level: f32) {
        if self.known == KEPT {
            self.levels.rotate_left(1);
            self.known -= 1;
            self.forgotten += 1;
        }
        if let Some(place) = self.levels.get_mut(self.known) {
            *place = level;
            self.known += 1;
        }
    }

    /// In dBFS, oldest first, one per 10 ms.
    pub(crate) fn levels(&self) -> &[f32] {
        self.levels.split_at(self.known).0
    }

    /// When the oldest of them began.
    pub(crate) fn since(&self) -> Millis {
        self.begun + self.forgotten * STEP_MS.unsigned_abs()
    }
}

impl std::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Envelope").field("known", &self.known).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::{rate, sine};

    fn heard(hz: u32, seconds: usize) -> Envelope {
        let mut envelope = Envelope::new(rate(hz), 5_000);
        (0..seconds).for_each(|_| envelope.hear(&sine(hz, 1000.0, 0.1)));
        envelope
    }

    #[test]
    fn there_are_a_hundred_levels_per_second_at_every_rate() {
        for hz in [8_000, 16_000, 22_050, 44_100, 48_000] {
            let envelope = heard(hz, 3);
            assert_eq!(envelope.levels().len(), 300, "{hz}");
            assert!((envelope.levels()[200] + 23.0).abs() < 0.3, "{}", envelope.levels()[200]);
        }
    }

    #[test]
    fn what_is_older_than_twelve_seconds_is_forgotten() {
        let envelope = heard(8_000, 15);
        assert_eq!((envelope.levels().len(), envelope.since()), (1_200, 8_000));
    }

    #[test]
    fn hum_does_not_count() {
        let mut envelope = Envelope::new(rate(8_000), 0);
        envelope.hear(&sine(8_000, 50.0, 0.1));
        assert!(envelope.levels()[50] < -32.0, "{}", envelope.levels()[50]);
    }
}
