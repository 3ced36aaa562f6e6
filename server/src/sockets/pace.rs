//! How fast one page may talk.

use std::time::{Duration, Instant};

/// How many messages a page may send at once.
const BURST: u32 = 60;

/// How often it may send one after that. A page at its busiest (a member pressing through the device check)
/// sends a few messages a second.
const ONE_EVERY: Duration = Duration::from_millis(50);

/// Counts one page's messages.
#[derive(Debug)]
pub struct Pace {
    /// When everything sent so far is paid for at one message every [`ONE_EVERY`].
    paid_for: Instant,
}

impl Pace {
    /// Nothing was sent yet.
    pub fn new(now: Instant) -> Self {
        Self { paid_for: now }
    }

    /// Counts one message; whether it is one too many.
    pub fn is_exceeded(&mut self, now: Instant) -> bool {
        self.paid_for = self.paid_for.max(now) + ONE_EVERY;
        self.paid_for.duration_since(now) > ONE_EVERY * BURST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let now = Instant::now();
        let mut pace = Pace::new(now);
        assert!((0..BURST).all(|_| !pace.is_exceeded(now)));
        assert!(pace.is_exceeded(now));
    }

    #[test]
    fn a_steady_page_may_talk_for_ever() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        for _ in 0..10_000 {
            assert!(!pace.is_exceeded(now));
            now += ONE_EVERY;
        }
    }
}
