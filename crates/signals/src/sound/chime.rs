//! The page's own chime, listened for: what of it comes back through the microphone the others will hear of themselves.
//!
//! Goertzel's algorithm at its two notes over each tenth of a second. Which of them is there, and when, is told; whether
//! that is the chime is for others to say.

use super::hum::Goertzel;
use crate::level::Dbfs;

/// The notes, in Hz: a falling third.
pub const CHIME_HZ: [f32; 2] = [659.26, 523.25];

/// How loud the notes of the chime were in a tenth of a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chime {
    /// The first one, which is the higher.
    pub first: Dbfs,
    /// The second one.
    pub second: Dbfs,
}

/// Listens for them.
#[derive(Clone, Debug)]
pub struct ChimeFinder {
    notes: [Goertzel; 2],
    heard: u32,
}

impl ChimeFinder {
    pub fn new(thin_hz: f32) -> Self {
        Self { notes: CHIME_HZ.map(|hz| Goertzel::new(f64::from(hz) / f64::from(thin_hz))), heard: 0 }
    }

    pub fn push(&mut self, sample: f32) {
        self.notes.iter_mut().for_each(|note| note.push(sample.into()));
        self.heard += 1;
    }

    /// Since the last time.
    pub fn take(&mut self) -> Chime {
        let heard = f64::from(std::mem::take(&mut self.heard).max(1));
        let [first, second] = self.notes.each_mut().map(|note| Dbfs::of_power(note.take(heard)));
        Chime { first, second }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::{mix, noise, sine};

    fn chime_of(samples: &[f32]) -> Chime {
        let mut finder = ChimeFinder::new(8000.0);
        samples.iter().take(800).for_each(|sample| finder.push(*sample));
        finder.take()
    }

    #[test]
    fn each_note_is_measured_and_not_the_other() {
        for (hz, is_first) in [(CHIME_HZ[0], true), (CHIME_HZ[1], false)] {
            let chime = chime_of(&sine(8000, hz, 0.1));
            let (loud, quiet) =
                if is_first { (chime.first, chime.second) } else { (chime.second, chime.first) };
            assert!((loud.0 + 23.0).abs() < 0.3, "{chime:?}");
            assert!(quiet.0 < -43.0, "{chime:?}");
        }
    }

    #[test]
    fn noise_has_little_of_either() {
        let chime = chime_of(&mix(&noise(8000, 0.1), &[0.0; 8000]));
        assert!(chime.first.0 < -28.0 && chime.second.0 < -28.0, "{chime:?}");
    }
}
