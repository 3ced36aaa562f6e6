//! The hum of the mains: 50 Hz in Europe, 60 Hz in America, and twice that from rectifiers.
//!
//! Goertzel's algorithm over 100 ms, in which 50 and 60 Hz have a whole number of periods and so do not see each other.
//! The least of two seconds counts: hum never stops, while a deep voice at 100 Hz does.

use std::f64::consts::TAU;

use crate::level::Dbfs;

/// Periods per second of what is listened for: the mains and twice the mains, in Europe and in America.
const TONES_HZ: [f64; 4] = [50.0, 100.0, 60.0, 120.0];
/// One measurement per tenth of a second.
const PER_SECOND: f32 = 10.0;
/// Two seconds are remembered. Nobody holds a vowel that long in a sentence.
const REMEMBERED: usize = 20;
/// Nothing is said before one second was heard.
const ENOUGH: usize = 10;

/// How loud the mains hum. Noise has a little at these frequencies too: a hum that counts is not far below
/// the noise floor. Noise of one colour or another is 16 dB above it, and more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hum {
    /// At 50 and 100 Hz together.
    pub fifty: Dbfs,
    /// At 60 and 120 Hz together.
    pub sixty: Dbfs,
}

/// Listens for hum.
#[derive(Clone, Debug)]
pub struct HumFinder {
    tones: [Goertzel; TONES_HZ.len()],
    heard: u32,
    enough: u32,
    /// Powers of the last measurements at 50 and 60 Hz, newest first.
    past: [[f32; 2]; REMEMBERED],
    measured: usize,
}

impl HumFinder {
    pub fn new(thin_hz: f32) -> Self {
        Self {
            tones: TONES_HZ.map(|hz| Goertzel::new(hz / f64::from(thin_hz))),
            heard: 0,
            enough: (thin_hz / PER_SECOND) as u32,
            past: [[0.0; 2]; REMEMBERED],
            measured: 0,
        }
    }

    pub fn push(&mut self, sample: f32) {
        self.tones.iter_mut().for_each(|tone| tone.push(sample.into()));
        self.heard += 1;
        if self.heard >= self.enough {
            let heard = f64::from(self.heard);
            let [fifty, hundred, sixty, hundred_twenty] = self.tones.each_mut().map(|tone| tone.take(heard));
            self.past.rotate_right(1);
            if let Some(newest) = self.past.first_mut() {
                *newest = [fifty + hundred, sixty + hundred_twenty];
            }
            self.measured = (self.measured + 1).min(REMEMBERED);
            self.heard = 0;
        }
    }

    pub fn hum(&self) -> Hum {
        if self.measured < ENOUGH {
            return Hum { fifty: Dbfs::SILENCE, sixty: Dbfs::SILENCE };
        }
        let known = self.past.iter().take(self.measured);
        let [fifty, sixty] =
            known.fold([f32::INFINITY; 2], |[a, b], [fifty, sixty]| [a.min(*fifty), b.min(*sixty)]);
        Hum { fifty: Dbfs::of_power(fifty), sixty: Dbfs::of_power(sixty) }
    }
}

/// One tone (G. Goertzel 1958).
#[derive(Clone, Debug)]
pub(super) struct Goertzel {
    coefficient: f64,
    last: f64,
    before: f64,
}

impl Goertzel {
    pub(super) fn new(periods_per_sample: f64) -> Self {
        Self { coefficient: 2.0 * (TAU * periods_per_sample).cos(), last: 0.0, before: 0.0 }
    }

    pub(super) fn push(&mut self, sample: f64) {
        let next = sample + self.coefficient * self.last - self.before;
        (self.before, self.last) = (self.last, next);
    }

    /// The mean square of the tone in so many samples. Begins anew.
    pub(super) fn take(&mut self, samples: f64) -> f32 {
        let (last, before) = (std::mem::take(&mut self.last), std::mem::take(&mut self.before));
        let square = last * last + before * before - self.coefficient * last * before;
        (2.0 * square / (samples * samples)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::{mix, noise, pulses, sine};

    fn hum_of(samples: &[f32]) -> Hum {
        let mut finder = HumFinder::new(8000.0);
        samples.iter().for_each(|sample| finder.push(*sample));
        finder.hum()
    }

    #[test]
    fn the_mains_are_told_apart_and_measured() {
        for hz in [50.0, 100.0] {
            let hum = hum_of(&sine(8000, hz, 0.01).repeat(2));
            assert!((hum.fifty.0 + 43.0).abs() < 0.1, "{hum:?}");
            assert!(hum.sixty.0 < -80.0, "{hum:?}");
        }
        let hum = hum_of(&sine(8000, 60.0, 0.01).repeat(2));
        assert!(hum.fifty.0 < -80.0 && hum.sixty.0 > -43.1, "{hum:?}");
    }

    #[test]
    fn hum_is_found_in_noise_that_is_as_loud() {
        let hum = hum_of(&mix(&sine(8000, 50.0, 0.01).repeat(2), &noise(16_000, 0.012)));
        assert!((hum.fifty.0 + 43.0).abs() < 3.0, "{hum:?}");
        assert!(hum.sixty.0 < -65.0, "{hum:?}");
    }

    #[test]
    fn a_deep_voice_that_pauses_is_no_hum() {
        let voice = pulses(8000, 100.0);
        let paused: Vec<f32> = voice.iter().copied().chain([0.0; 2000]).collect();
        assert_eq!(hum_of(&paused).fifty, Dbfs::SILENCE);
    }

    #[test]
    fn nothing_is_said_before_a_second_was_heard() {
        assert_eq!(hum_of(&sine(8000, 50.0, 0.5)[..7000]).fifty, Dbfs::SILENCE);
    }
}
