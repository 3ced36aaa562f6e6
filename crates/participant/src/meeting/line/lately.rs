//! The last few measurements of one thing. What is only bad for a second is not told: it takes three bad ones of five.

use std::collections::VecDeque;

use crate::Millis;

/// So many measurements are looked at.
const KEPT: usize = 5;
/// So many of them must be bad. A second that is bad falls into two readings at the most.
const ENOUGH: usize = 3;
/// What is older says nothing of now, in milliseconds: reports about sound alone may come only every five seconds (RFC 3550,
/// 6.2), and three of them must fit.
const OLDEST_MS: Millis = 16_000;

/// The last few measurements, the newest last.
#[derive(Debug, Default)]
pub struct Lately(VecDeque<(Millis, u64)>);

impl Lately {
    /// Takes in what was measured at `now`.
    pub fn measured(&mut self, now: Millis, value: u64) -> &Self {
        self.0.retain(|(at, _)| now.saturating_sub(*at) <= OLDEST_MS);
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((now, value));
        self
    }

    // Five are compared with each other: sorting them would take more code than this whole part.
    /// At least three of the last five were as high as this; nothing before there are three.
    pub fn high(&self) -> Option<u64> {
        let is_lasting = |value: &u64| self.values().filter(|other| other >= value).count() >= ENOUGH;
        self.values().filter(is_lasting).max()
    }

    /// At least three of the last five were as low as this; nothing before there are three.
    pub fn low(&self) -> Option<u64> {
        let is_lasting = |value: &u64| self.values().filter(|other| other <= value).count() >= ENOUGH;
        self.values().filter(is_lasting).min()
    }

    fn values(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl IntoIterator<Item = u64>) -> Lately {
        let mut lately = Lately::default();
        for (at, value) in values.into_iter().enumerate() {
            lately.measured(at as u64 * 2_000, value);
        }
        lately
    }

    #[test]
    fn two_bad_ones_are_none_and_three_are_one() {
        assert_eq!(of([9, 9]).high(), None, "two are too few to say anything");
        assert_eq!(of([0, 9, 9, 0, 0]).high(), Some(0));
        assert_eq!(of([0, 9, 7, 0, 8]).high(), Some(7));
        assert_eq!(of([5, 1, 2, 5, 5]).low(), Some(5));
        assert_eq!(of([5, 1, 2, 3, 5]).low(), Some(3));
    }

    #[test]
    fn only_the_last_five_count_and_nothing_that_is_old() {
        assert_eq!(of([9, 9, 9, 0, 0, 0]).high(), Some(0));
        let mut lately = of([9, 9, 9]);
        assert_eq!(lately.measured(4_000 + OLDEST_MS + 1, 9).high(), None);
    }
}
