//! Which layers of a track anybody wants, told to who sends it, so that nothing is encoded for nobody.

use std::time::{Duration, Instant};

use crate::media::layers::Rank;

/// How long less must be wanted before the publisher is told: who scrolls past a tile and back finds it as it was.
/// LiveKit's own interval.
const LESS_AFTER: Duration = Duration::from_secs(5);

/// The best layer that somebody wants; none when nobody wants any.
pub(crate) type Wanted = Option<Rank>;

/// What the publisher of one track knows.
#[derive(Debug)]
pub(crate) struct Demand {
    told: Wanted,
    less_since: Option<Instant>,
}

impl Default for Demand {
    fn default() -> Self {
        // Who publishes sends everything until told otherwise.
        Self { told: Some(Rank::MAX), less_since: None }
    }
}

impl Demand {
    /// So much is wanted now. What the publisher is to be told, if anything.
    pub(crate) fn is(&mut self, wanted: Wanted, now: Instant) -> Option<Wanted> {
        if wanted == self.told {
            self.less_since = None;
            return None;
        }
        if wanted < self.told {
            let since = *self.less_since.get_or_insert(now);
            if now.saturating_duration_since(since) < LESS_AFTER {
                return None;
            }
        }
        *self = Self { told: wanted, less_since: None };
        Some(wanted)
    }

    /// What the publisher was told; nothing while it is to send everything.
    pub(crate) fn told(&self) -> Option<Wanted> {
        (self.told != Self::default().told).then_some(self.told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    #[test]
    fn more_is_told_at_once_and_less_only_when_it_lasts() {
        let (mut demand, start) = (Demand::default(), Instant::now());
        assert_eq!(demand.is(None, start), None);
        assert_eq!(demand.is(None, at(start, 4)), None);
        assert_eq!(demand.is(None, at(start, 5)), Some(None));
        assert_eq!(demand.is(Some(0), at(start, 5)), Some(Some(0)));
        assert_eq!(demand.is(Some(1), at(start, 5)), Some(Some(1)));
        assert_eq!(demand.is(Some(1), at(start, 9)), None, "nothing is said twice");
    }

    #[test]
    fn a_wish_that_comes_back_in_time_was_never_gone() {
        let (mut demand, start) = (Demand::default(), Instant::now());
        demand.is(Some(0), start);
        demand.is(Some(Rank::MAX), at(start, 3));
        assert_eq!(demand.is(Some(0), at(start, 6)), None);
        assert_eq!(demand.is(Some(0), at(start, 10)), None);
        assert_eq!(demand.is(Some(0), at(start, 11)), Some(Some(0)));
    }

    #[test]
    fn who_comes_back_is_told_again_unless_everything_is_wanted() {
        let (mut demand, start) = (Demand::default(), Instant::now());
        assert_eq!(demand.told(), None);
        demand.is(None, start);
        demand.is(None, at(start, 5));
        assert_eq!(demand.told(), Some(None));
    }
}
