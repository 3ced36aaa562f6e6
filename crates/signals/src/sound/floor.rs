//! What is always there: the least of the last moments (minimum statistics, R. Martin 2001, in its plainest form).
//!
//! While somebody speaks, moments are forgotten more slowly. Otherwise the quietest sound of a long sentence would
//! become the room.

use super::frame::FRAMES_PER_SECOND;

/// Remembered are so many stretches ...
const STRETCHES: usize = 6;
/// ... of this length, in seconds: 1.5 s together, longer than the words of a sentence hang together.
const STRETCH_S: f32 = 0.25;
/// How much slower time passes while somebody speaks: 9 s, longer than most speak without taking a breath.
const SLOWER_IN_SPEECH: f32 = 1.0 / 6.0;
/// What a new frame adds to the average from which the least is taken: about 60 ms.
const NEW: f32 = 0.4;

/// Follows one power.
#[derive(Clone, Debug)]
pub struct Floor {
    smooth: Option<f32>,
    least: f32,
    past: [f32; STRETCHES],
    age: f32,
}

impl Floor {
    pub fn new() -> Self {
        Self { smooth: None, least: f32::INFINITY, past: [f32::INFINITY; STRETCHES], age: 0.0 }
    }

    /// Takes in the power of a frame.
    pub fn hear(&mut self, power: f32, speech: bool) {
        let smooth = self.smooth.map_or(power, |smooth| smooth + NEW * (power - smooth));
        self.smooth = Some(smooth);
        self.least = self.least.min(smooth);
        self.age += if speech { SLOWER_IN_SPEECH } else { 1.0 };
        if self.age >= STRETCH_S * FRAMES_PER_SECOND {
            self.age = 0.0;
            self.past.rotate_right(1);
            if let Some(newest) = self.past.first_mut() {
                *newest = self.least;
            }
            self.least = smooth;
        }
    }

    /// The power that is always there; 0 before anything was heard.
    pub fn power(&self) -> f32 {
        let least = self.past.iter().fold(self.least, |least, past| least.min(*past));
        if least.is_finite() { least } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(story: &[(f32, u32, bool)]) -> f32 {
        let mut floor = Floor::new();
        for (power, frames, speech) in story {
            (0..*frames).for_each(|_| floor.hear(*power, *speech));
        }
        floor.power()
    }

    #[test]
    fn what_is_always_there_is_the_floor() {
        assert_eq!(after(&[]), 0.0);
        assert!((after(&[(0.01, 100, false)]) - 0.01).abs() < 1e-6);
    }

    #[test]
    fn a_word_is_not_the_floor_but_a_fan_that_stays_is_within_two_seconds() {
        assert!(after(&[(0.001, 50, false), (0.1, 50, false)]) < 0.002);
        assert!(after(&[(0.001, 50, false), (0.1, 100, false)]) > 0.09);
    }

    #[test]
    fn a_long_sentence_does_not_become_the_floor() {
        assert!(after(&[(0.001, 50, false), (0.1, 400, true)]) < 0.002);
    }

    #[test]
    fn quiet_is_believed_quickly() {
        assert!(after(&[(0.1, 200, false), (0.001, 15, false)]) < 0.002);
    }
}
