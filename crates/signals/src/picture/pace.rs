//! How often a new picture comes.

use crate::Millis;

/// Pictures are counted over two seconds, in which a camera that is given up as frozen sends none.
const WINDOW_MS: Millis = 2_000;
/// At most so many are remembered: 60 a second for two seconds.
const REMEMBERED: usize = 120;

/// How often, and how lately.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Over the last two seconds, or since the first picture if that is less long ago; nothing in the first half second.
    pub frames_per_second: Option<f32>,
    /// Since the last picture came, in milliseconds; nothing before the first.
    pub last_ms_ago: Option<Millis>,
}

/// When pictures came, newest first.
#[derive(Clone, Debug)]
pub struct Times {
    first: Option<Millis>,
    at: [Millis; REMEMBERED],
    known: usize,
}

/// Before so much time has passed, nothing is said.
const ENOUGH_MS: Millis = 500;

impl Times {
    pub fn new() -> Self {
        Self { first: None, at: [0; REMEMBERED], known: 0 }
    }

    /// Notes pictures that came since the last ones, the newest of them just now. When the others came nobody knows; most
    /// likely one after the other.
    pub fn note(&mut self, now: Millis, came: u32) {
        let since = if self.known > 0 { self.at[0].min(now) } else { now };
        self.first.get_or_insert(now);
        let came = u64::from(came);
        // More would push each other out.
        for number in came.saturating_sub(REMEMBERED as u64)..came {
            self.at.rotate_right(1);
            if let Some(newest) = self.at.first_mut() {
                *newest = since + (now - since) * (number + 1) / came;
            }
            self.known = (self.known + 1).min(REMEMBERED);
        }
    }

    pub fn pace(&self, now: Millis) -> Pace {
        let ago = |at: Millis| now.saturating_sub(at);
        let seen_ms = self.first.map_or(0, ago).min(WINDOW_MS);
        // The first picture ends no interval.
        let since_first = self.first.filter(|first| ago(*first) < WINDOW_MS).map_or(0, |_| 1);
        let known = self.at.iter().take(self.known);
        let lately = known.clone().filter(|at| ago(**at) < WINDOW_MS).count().saturating_sub(since_first);
        Pace {
            frames_per_second: (seen_ms >= ENOUGH_MS).then(|| lately as f32 * 1000.0 / seen_ms as f32),
            last_ms_ago: known.copied().next().map(ago),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pace at a moment, after pictures at regular times up to another.
    fn pace(every: usize, until: Millis, now: Millis) -> Pace {
        let mut times = Times::new();
        (0..=until).step_by(every).for_each(|at| times.note(7_000 + at, 1));
        times.pace(7_000 + now)
    }

    #[test]
    fn a_camera_at_its_pace_is_measured_from_half_a_second_on() {
        assert_eq!(pace(40, 400, 400).frames_per_second, None);
        for until in [600, 1_000, 4_000, 60_000] {
            let measured = pace(40, until, until).frames_per_second.unwrap();
            assert!((measured - 25.0).abs() <= 0.5, "{measured} after {until} ms");
        }
        let slow = pace(250, 8_000, 8_100).frames_per_second.unwrap();
        assert!((slow - 4.0).abs() <= 0.5, "{slow}");
        assert!(pace(16, 8_000, 8_000).frames_per_second.unwrap() >= 59.0);
    }

    #[test]
    fn who_looks_less_often_than_pictures_come_measures_the_same_pace() {
        let mut times = Times::new();
        times.note(7_000, 1);
        for at in (7_200..=11_000).step_by(200) {
            times.note(at, 5);
        }
        let pace = times.pace(11_000);
        assert!((pace.frames_per_second.unwrap() - 25.0).abs() <= 0.5, "{pace:?}");
        times.note(11_200, 0);
        assert_eq!(times.pace(11_200).last_ms_ago, Some(200));
        times.note(11_400, u32::MAX);
        assert_eq!(times.pace(11_400).last_ms_ago, Some(0));
    }

    #[test]
    fn a_camera_that_stopped_gets_slower_and_then_stands() {
        assert!(pace(40, 4_000, 5_000).frames_per_second.unwrap() < 13.0);
        let stopped = pace(40, 4_000, 6_000);
        assert_eq!(stopped, Pace { frames_per_second: Some(0.0), last_ms_ago: Some(2_000) });
    }

    #[test]
    fn nothing_is_known_before_the_first_picture() {
        let pace = Times::new().pace(5_000);
        assert_eq!(pace, Pace { frames_per_second: None, last_ms_ago: None });
    }
}
