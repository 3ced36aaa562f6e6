//! What is always there: the least of the last moments (minimum statistics, R. Martin 2001, in its plainest form).
//!
//! While somebody speaks, moments are forgotten more slowly. Otherwise the quietest sound of a long sentence would
//! become the room. [`RoomFloor`] makes an exception for what is the same between all words: that is the room.

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

    /// It is known to be no less than this by now.
    fn rise_to(&mut self, power: f32) {
        self.least = self.least.max(power);
        for past in &mut self.past {
            *past = past.max(power);
        }
    }

    /// The power that is always there; 0 before anything was heard.
    pub fn power(&self) -> f32 {
        let least = self.past.iter().fold(self.least, |least, past| least.min(*past));
        if least.is_finite() { least } else { 0.0 }
    }
}

/// What is remembered beside that are so many spans ...
const SPANS: usize = 5;
/// ... of this length, in frames: half a second, so 2.5 s together, in which even a quick speaker leaves some gaps.
const SPAN_FRAMES: u32 = 25;
/// A gap is flat when so many frames in it (80 ms) ...
const FLAT_FRAMES: usize = 4;
/// ... differ by less than this factor (3 dB): noise fills it. Clear gaps sink and rise again.
const FLAT: f32 = 2.0;
/// In so many spans there must be a flat gap, and none lower: a hiss of the tongue is flat, too, but above other gaps.
const FLAT_SPANS: usize = 2;

/// The noise floor of a room in which somebody speaks: a [`Floor`] that also believes what came while somebody speaks
/// without a breath, such as a vacuum cleaner, within three seconds instead of nine.
///
/// Only frames that are no voice by themselves count for that, so that a vowel held long is no noise.
#[derive(Clone, Debug)]
pub struct RoomFloor {
    floor: Floor,
    /// The powers of the newest frames since the last voice.
    newest: [f32; FLAT_FRAMES],
    span: Span,
    /// How old the span that is going on is, in frames.
    age: u32,
    past: [Span; SPANS],
}

/// What was between the words; infinite where nothing was.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// The least power.
    least: f32,
    /// The power of the lowest flat gap.
    flat: f32,
}

impl Span {
    const NOTHING: Self = Self { least: f32::INFINITY, flat: f32::INFINITY };
}

impl RoomFloor {
    pub fn new() -> Self {
        Self {
            floor: Floor::new(),
            newest: [f32::INFINITY; FLAT_FRAMES],
            span: Span::NOTHING,
            age: 0,
            past: [Span::NOTHING; SPANS],
        }
    }

    /// Takes in the power of a frame. `speech`: somebody speaks; `voiced`: the frame by itself is like a voice.
    pub fn hear(&mut self, power: f32, speech: bool, voiced: bool) {
        self.floor.hear(power, speech);
        self.newest.rotate_right(1);
        if let Some(newest) = self.newest.first_mut() {
            *newest = if voiced { f32::INFINITY } else { power };
        }
        if !voiced {
            // Not the average, in which the stop before a "t" is not as quiet as the room.
            self.span.least = self.span.least.min(power);
            self.span.flat = self.span.flat.min(self.flat());
        }
        self.age += 1;
        if self.age >= SPAN_FRAMES {
            self.age = 0;
            self.past.rotate_right(1);
            if let Some(newest) = self.past.first_mut() {
                *newest = std::mem::replace(&mut self.span, Span::NOTHING);
            }
            self.believe();
        }
    }

    /// The power that is always there; 0 before anything was heard.
    pub fn power(&self) -> f32 {
        self.floor.power()
    }

    /// The power of the newest frames if they are alike.
    fn flat(&self) -> f32 {
        let start = [f32::INFINITY, 0.0];
        let [least, most] =
            self.newest.iter().fold(start, |[least, most], power| [least.min(*power), most.max(*power)]);
        if most < least * FLAT { most } else { f32::INFINITY }
    }

    /// Believes the least of all spans when it was seen often enough.
    fn believe(&mut self) {
        let least = self.past.iter().fold(f32::INFINITY, |least, span| least.min(span.least));
        let flat = self.past.iter().filter(|span| span.flat < least * FLAT).count();
        if flat >= FLAT_SPANS {
            self.floor.rise_to(least);
        }
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

    /// Words over a room: a quarter of a second each, with a gap as long behind it.
    fn talk(mut room: RoomFloor, frames: u32, noise: f32, gap: impl Fn(u32) -> f32) -> RoomFloor {
        for frame in 0..frames {
            let in_gap = frame % 24 < 12;
            let speech = if in_gap { gap(frame / 24) } else { 0.1 };
            room.hear(speech + noise, true, !in_gap);
        }
        room
    }

    #[test]
    fn noise_that_fills_every_gap_is_the_room_while_somebody_goes_on_speaking() {
        let gap = |number: u32| if number.is_multiple_of(4) { 0.0 } else { 0.002 };
        let clear = talk(RoomFloor::new(), 200, 1e-7, gap);
        assert!(clear.power() < 0.001, "{}", clear.power());
        let soon = talk(clear.clone(), 75, 0.02, gap);
        assert!(soon.power() < 0.001, "{}", soon.power());
        let then = talk(clear, 150, 0.02, gap);
        assert!((0.015..0.03).contains(&then.power()), "{}", then.power());
        let gone = talk(then, 25, 1e-7, |_| 0.0);
        assert!(gone.power() < 0.001, "{}", gone.power());
    }

    #[test]
    fn gaps_that_differ_and_vowels_that_are_held_are_no_noise() {
        let uneven = |number: u32| [0.02, 0.003, 0.000_5, 0.01][number as usize % 4];
        assert!(talk(RoomFloor::new(), 400, 1e-7, uneven).power() < 0.001);
        let mut room = talk(RoomFloor::new(), 100, 1e-7, |_| 0.0);
        (0..200).for_each(|_| room.hear(0.1, true, true));
        assert!(room.power() < 0.001, "{}", room.power());
    }

    #[test]
    fn quiet_is_believed_quickly() {
        assert!(after(&[(0.1, 200, false), (0.001, 15, false)]) < 0.002);
    }
}
