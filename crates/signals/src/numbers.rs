//! Sound and sight as a row of numbers and back: so they travel from where they are heard and seen (a worklet, a worker)
//! to where they are read. What is not known is NaN there. Times in milliseconds are exact for longer than any meeting.

use crate::{Chime, Db, Dbfs, Hum, Light, Likeness, Millis, Pace, Sight, Sound, Voice};

impl Sound {
    /// So many numbers are one sound.
    pub const NUMBERS: usize = 12;

    /// As numbers, in the order of the fields.
    #[must_use]
    pub fn to_numbers(&self) -> [f64; Self::NUMBERS] {
        [
            self.rms.0.into(),
            self.peak.0.into(),
            self.full_scale.into(),
            self.zeros_ms.into(),
            self.voice.probability.into(),
            u32::from(self.voice.active).into(),
            self.noise_floor.0.into(),
            self.speech.map_or(f64::NAN, |speech| speech.0.into()),
            self.hum.fifty.0.into(),
            self.hum.sixty.0.into(),
            self.chime.first.0.into(),
            self.chime.second.0.into(),
        ]
    }

    /// Of numbers; nothing when there are more or less of them than [`Self::NUMBERS`].
    #[must_use]
    pub fn of_numbers(numbers: &[f64]) -> Option<Self> {
        let &[rms, peak, full, zeros, probability, active, floor, speech, fifty, sixty, first, second] =
            numbers
        else {
            return None;
        };
        let level = |number: f64| Dbfs(number as f32);
        Some(Self {
            rms: level(rms),
            peak: level(peak),
            full_scale: full as u32,
            zeros_ms: zeros as u32,
            voice: Voice { probability: probability as f32, active: active > 0.0 },
            noise_floor: level(floor),
            speech: known(speech).map(level),
            hum: Hum { fifty: level(fifty), sixty: level(sixty) },
            chime: Chime { first: level(first), second: level(second) },
        })
    }
}

impl Sight {
    /// So many numbers are one sight.
    pub const NUMBERS: usize = 10;

    /// As numbers, in the order of the fields.
    #[must_use]
    pub fn to_numbers(&self) -> [f64; Self::NUMBERS] {
        [
            self.light.mean.into(),
            self.light.variance.into(),
            self.light.centre.into(),
            self.light.border.into(),
            self.motion.into(),
            self.likeness.into(),
            self.same_ms as f64,
            self.alike_ms as f64,
            self.pace.frames_per_second.map_or(f64::NAN, f64::from),
            self.pace.last_ms_ago.map_or(f64::NAN, |ms| ms as f64),
        ]
    }

    /// Of numbers; nothing when there are more or less of them than [`Self::NUMBERS`].
    #[must_use]
    pub fn of_numbers(numbers: &[f64]) -> Option<Self> {
        let &[mean, variance, centre, border, motion, likeness, same, alike, per_second, last] = numbers
        else {
            return None;
        };
        Some(Self {
            light: Light {
                mean: mean as f32,
                variance: variance as f32,
                centre: centre as f32,
                border: border as f32,
            },
            motion: motion as f32,
            likeness: likeness as f32,
            same_ms: same as Millis,
            alike_ms: alike as Millis,
            pace: Pace {
                frames_per_second: known(per_second).map(|number| number as f32),
                last_ms_ago: known(last).map(|number| number as Millis),
            },
        })
    }
}

impl Likeness {
    /// So many numbers are one likeness.
    pub const NUMBERS: usize = 4;

    /// As numbers, in the order of the fields.
    #[must_use]
    pub fn to_numbers(&self) -> [f64; Self::NUMBERS] {
        [self.delay_ms.into(), self.correlation.into(), self.level_difference.0.into(), self.loss.into()]
    }

    /// Of numbers; nothing when there are more or less of them than [`Self::NUMBERS`].
    #[must_use]
    pub fn of_numbers(numbers: &[f64]) -> Option<Self> {
        let &[delay, correlation, difference, loss] = numbers else { return None };
        Some(Self {
            delay_ms: delay as f32,
            correlation: correlation as f32,
            level_difference: Db(difference as f32),
            loss: loss as f32,
        })
    }
}

fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_comes_back_as_it_went() {
        let sound = Sound {
            rms: Dbfs(-31.25),
            peak: Dbfs(-3.5),
            full_scale: 7,
            zeros_ms: u32::MAX,
            voice: Voice { probability: 0.75, active: true },
            noise_floor: Dbfs(-62.5),
            speech: Some(Dbfs(-28.5)),
            hum: Hum { fifty: Dbfs(-70.5), sixty: Dbfs::SILENCE },
            chime: Chime { first: Dbfs(-31.0), second: Dbfs(-47.5) },
        };
        let silent = Sound { speech: None, voice: Voice::default(), ..sound };
        for sound in [sound, silent] {
            assert_eq!(Sound::of_numbers(&sound.to_numbers()), Some(sound));
        }
    }

    #[test]
    fn a_sight_comes_back_as_it_went() {
        let sight = Sight {
            light: Light { mean: 101.5, variance: 900.25, centre: 90.5, border: 120.75 },
            motion: 1.5,
            likeness: 0.875,
            same_ms: 40,
            alike_ms: 86_400_000,
            pace: Pace { frames_per_second: Some(24.5), last_ms_ago: Some(3) },
        };
        let first = Sight { pace: Pace { frames_per_second: None, last_ms_ago: None }, ..sight };
        for sight in [sight, first] {
            assert_eq!(Sight::of_numbers(&sight.to_numbers()), Some(sight));
        }
    }

    #[test]
    fn a_likeness_comes_back_as_it_went() {
        let likeness =
            Likeness { delay_ms: 82.5, correlation: 0.875, level_difference: Db(-1.5), loss: 0.125 };
        assert_eq!(Likeness::of_numbers(&likeness.to_numbers()), Some(likeness));
    }

    #[test]
    fn too_few_numbers_are_nothing() {
        assert_eq!(Sound::of_numbers(&[0.0; Sound::NUMBERS - 1]), None);
        assert_eq!(Sight::of_numbers(&[0.0; Sight::NUMBERS + 1]), None);
    }
}
