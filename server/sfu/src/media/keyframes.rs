//! How often a publisher is asked for a key frame: at once, then not again for a while, however many receivers ask.

use std::time::{Duration, Instant};

/// A key frame is large: more of them than this would cost the picture more than they repair.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(500);

/// Holds back requests for one stream.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    asked: Option<Instant>,
    held_back: bool,
}

impl Throttle {
    /// A receiver asks. True when the request is to be sent now.
    pub(crate) fn ask(&mut self, now: Instant) -> bool {
        self.held_back = true;
        self.due(now)
    }

    /// True when a request that was held back is to be sent now.
    pub(crate) fn due(&mut self, now: Instant) -> bool {
        let rested = self.asked.is_none_or(|asked| now.saturating_duration_since(asked) >= SHORTEST_INTERVAL);
        let due = self.held_back && rested;
        if due {
            *self = Self { asked: Some(now), held_back: false };
        }
        due
    }

    /// A key frame came: nobody waits any longer.
    pub(crate) fn satisfied(&mut self) {
        self.held_back = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_receivers_asking_at_once_are_one_request() {
        let (mut throttle, now) = (Throttle::default(), Instant::now());
        assert!(throttle.ask(now));
        assert!(!(0..9).any(|_| throttle.ask(now)));
        assert!(!throttle.due(now + Duration::from_millis(499)));
        assert!(throttle.due(now + Duration::from_millis(500)), "what was held back is not forgotten");
        assert!(!throttle.due(now + Duration::from_secs(5)), "but asked once");
    }

    #[test]
    fn a_key_frame_ends_the_waiting() {
        let (mut throttle, now) = (Throttle::default(), Instant::now());
        throttle.ask(now);
        throttle.ask(now);
        throttle.satisfied();
        assert!(!throttle.due(now + Duration::from_secs(1)));
        assert!(throttle.ask(now + Duration::from_secs(1)));
    }
}
