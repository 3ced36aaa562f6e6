//! How loud somebody speaks: the mean over the time in which somebody does speak (the active speech level of ITU-T
//! P.56, with our own decision on what is speech), without the noise that is there all the time.

use super::frame::FRAMES_PER_SECOND;
use crate::level::Dbfs;

/// So much speech is remembered, in seconds. Who comes nearer to the microphone sees it within a sentence.
const REMEMBERED_S: f32 = 3.0;
/// Nothing is said before so much speech was heard, in seconds: about two syllables.
const ENOUGH_S: f32 = 0.4;

/// Averages over speech.
#[derive(Clone, Debug, Default)]
pub struct SpeechLevel {
    power: f32,
    frames: f32,
}

impl SpeechLevel {
    /// Takes in a frame of speech.
    pub fn hear(&mut self, power: f32, floor: f32) {
        self.frames = (self.frames + 1.0).min(REMEMBERED_S * FRAMES_PER_SECOND);
        self.power += ((power - floor).max(0.0) - self.power) / self.frames;
    }

    pub fn level(&self) -> Option<Dbfs> {
        (self.frames >= ENOUGH_S * FRAMES_PER_SECOND).then(|| Dbfs::of_power(self.power))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(story: &[(f32, u32)]) -> Option<f32> {
        let mut speech = SpeechLevel::default();
        for (power, frames) in story {
            (0..*frames).for_each(|_| speech.hear(*power, 0.001));
        }
        speech.level().map(|level| level.0)
    }

    #[test]
    fn the_level_is_that_of_speech_without_the_noise() {
        assert!(after(&[(0.011, 50)]).is_some_and(|level| (level + 20.0).abs() < 0.01));
    }

    #[test]
    fn one_syllable_is_not_enough() {
        assert_eq!(after(&[(0.011, 19)]), None);
    }

    #[test]
    fn speaking_louder_is_seen_within_a_few_seconds() {
        assert!(after(&[(0.001_1, 500), (0.101, 200)]).is_some_and(|level| level > -12.0));
    }
}
