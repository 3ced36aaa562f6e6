//! How many bits per second a stream takes, from its packets.

use std::time::{Duration, Instant};

/// What is counted together.
const PERIOD: Duration = Duration::from_millis(500);

/// How many periods are remembered: a key frame weighs on some seconds, not on one moment.
const PERIODS: usize = 6;

/// Measures one stream.
#[derive(Debug)]
pub(crate) struct Rate {
    began: Instant,
    bytes: u64,
    periods: [u64; PERIODS],
    filled: usize,
    next: usize,
}

impl Rate {
    /// A stream that begins.
    pub(crate) fn new(now: Instant) -> Self {
        Self { began: now, bytes: 0, periods: [0; PERIODS], filled: 0, next: 0 }
    }

    /// A packet of so many bytes came.
    pub(crate) fn add(&mut self, bytes: usize, now: Instant) {
        self.advance(now);
        self.bytes += bytes as u64;
    }

    /// Bits per second, over the last seconds; nothing before the first period is over.
    pub(crate) fn bits_per_second(&self) -> Option<u64> {
        let count = u64::try_from(self.filled).ok().filter(|count| *count > 0)?;
        let bytes: u64 = self.periods.iter().take(self.filled).sum();
        Some(bytes * 8 * 1000 / (count * PERIOD.as_millis() as u64))
    }

    fn advance(&mut self, now: Instant) {
        let mut passed = now.saturating_duration_since(self.began);
        if passed > PERIOD * PERIODS as u32 {
            // It was interrupted: what was before says nothing any more.
            *self = Self::new(now);
            return;
        }
        while passed >= PERIOD {
            self.periods[self.next] = self.bytes;
            self.next = (self.next + 1) % PERIODS;
            self.filled = (self.filled + 1).min(PERIODS);
            self.bytes = 0;
            self.began += PERIOD;
            passed -= PERIOD;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_steady_stream_is_measured_after_half_a_second() {
        let start = Instant::now();
        let mut rate = Rate::new(start);
        assert_eq!(rate.bits_per_second(), None);
        for millisecond in 0..=2000 {
            rate.add(125, after(start, millisecond));
        }
        assert_eq!(rate.bits_per_second(), Some(1_000_000));
    }

    #[test]
    fn one_large_picture_does_not_look_like_a_large_stream_for_long() {
        let start = Instant::now();
        let mut rate = Rate::new(start);
        for millisecond in (0..6000).step_by(10) {
            let bytes = if millisecond == 0 { 50_000 } else { 125 };
            rate.add(bytes, after(start, millisecond));
        }
        assert_eq!(rate.bits_per_second(), Some(100_000));
    }

    #[test]
    fn a_stream_that_was_interrupted_is_measured_anew() {
        let start = Instant::now();
        let mut rate = Rate::new(start);
        (0..2000).for_each(|millisecond| rate.add(125, after(start, millisecond)));
        rate.add(125, after(start, 60_000));
        assert_eq!(rate.bits_per_second(), None);
    }
}
