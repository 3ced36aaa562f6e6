//! How long to wait before the next attempt to come back. No clock and no chance: the seed is given.

use crate::Millis;

/// Before the first, the second, ... attempt, in milliseconds. Shorter than in LiveKit's own clients: a meeting is
/// sixty people, and one socket each in a second is nothing to a server.
const PAUSES: [u64; 10] = [0, 300, 500, 1000, 1000, 1500, 2000, 2000, 3000, 3000];
/// Before every further attempt, for as long as the page lives.
const LATER: u64 = 5_000;
/// Up to so much is added from the third attempt on, so that a whole meeting does not come back in one moment.
const SPREAD: u64 = 500;

/// Deals the pauses.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    random: u64,
}

impl Backoff {
    pub(crate) fn new(seed: u64) -> Self {
        // The generator below never leaves zero.
        Self { random: seed | 1 }
    }

    /// The pause before an attempt, when `tries` were made before it.
    pub(crate) fn pause(&mut self, tries: u32) -> Millis {
        let base = PAUSES.get(tries as usize).copied().unwrap_or(LATER);
        let spread = if tries < 2 { 0 } else { self.roll() % SPREAD };
        Millis(base + spread)
    }

    /// Marsaglia's xorshift: enough to spread, and nothing more is asked of it.
    fn roll(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_never_end() {
        let mut backoff = Backoff::new(7);
        let pauses: Vec<u64> = (0..12).map(|tries| backoff.pause(tries).0).collect();
        assert_eq!(backoff.pause(0), Millis(0));
        assert_eq!(backoff.pause(1), Millis(300));
        assert!(pauses.last().is_some_and(|pause| (5_000..5_500).contains(pause)), "{pauses:?}");
        assert!((5_000..5_500).contains(&backoff.pause(1_000_000).0));
    }

    #[test]
    fn two_clients_do_not_come_back_in_the_same_moment() {
        assert_ne!(Backoff::new(1).pause(3), Backoff::new(2_000_000_011).pause(3));
    }
}
