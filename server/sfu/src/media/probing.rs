//! When a connection that carried too little is asked whether it carries more by now.
//!
//! A sender that keeps within its estimate learns nothing of a network that became wide again: the estimate follows what
//! is sent. So it sends more than that for a moment, soon at first and ever more rarely while the answer is no, since each
//! such moment may cost a packet.

use std::time::{Duration, Instant};

/// How long after a shortage began, or ended in part, the first question is asked.
const FIRST: Duration = Duration::from_secs(3);

/// How much longer each pause is than the one before, in per cent.
const GROWTH_PERCENT: u32 = 50;

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(30);

/// What counts as another answer than before, in per cent of the budget.
const NEWS_PERCENT: u64 = 20;

/// How long after one connection was asked the next one of its room may be. All receivers share our own line and processor:
/// those that are asked at once measure each other, find little, and take the time in which sound is to be passed on.
const APART: Duration = Duration::from_millis(500);

/// Whose turn it is to be asked, in a room.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Turns {
    free: Option<Instant>,
    /// Since when the one waits that has waited longest, as far as that was seen since the last turn.
    waits_since: Option<Instant>,
}

impl Turns {
    /// Whether a connection may be asked now that was to be at `due`: one at a time, who has waited longest first.
    pub(crate) fn take(&mut self, due: Instant, now: Instant) -> bool {
        let is_first = self.waits_since.is_none_or(|since| due <= since);
        let is_free = self.free.is_none_or(|free| now >= free);
        // Who waited longest may be gone meanwhile, or lack nothing any more.
        let is_left = self.free.is_some_and(|free| now >= free + APART);
        if is_free && (is_first || is_left) {
            *self = Self { free: Some(now + APART), waits_since: None };
            return true;
        }
        if is_first {
            self.waits_since = Some(due);
        }
        false
    }
}

/// The questions to one connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Probing {
    shortage: Option<Shortage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shortage {
    due: Instant,
    pause: Duration,
    /// What the connection carried when the last question was asked, in bits per second.
    budget: u64,
}

impl Probing {
    /// Whether to ask now, where something is missing or not, the connection carries so many bits per second, and it is its
    /// turn.
    pub(crate) fn is_due(&mut self, scarce: bool, budget: u64, now: Instant, turns: &mut Turns) -> bool {
        if !scarce {
            self.shortage = None;
            return false;
        }
        let begun = Shortage { due: now + FIRST, pause: FIRST, budget };
        let shortage = self.shortage.get_or_insert(begun);
        if budget * 100 > shortage.budget * (100 + NEWS_PERCENT) {
            *shortage = begun;
        }
        let due = now >= shortage.due && turns.take(shortage.due, now);
        if due {
            shortage.pause = (shortage.pause * (100 + GROWTH_PERCENT) / 100).min(LONGEST);
            shortage.due = now + shortage.pause;
            shortage.budget = budget;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When it was asked within five minutes, in seconds.
    fn asked(mut budget_at: impl FnMut(u64) -> Option<u64>) -> Vec<u64> {
        let (mut probing, start) = (Probing::default(), Instant::now());
        let mut due = |second: &u64| {
            let budget = budget_at(*second);
            let (scarce, budget) = (budget.is_some(), budget.unwrap_or_default());
            probing.is_due(scarce, budget, start + Duration::from_secs(*second), &mut Turns::default())
        };
        (0..300).filter(|second| due(second)).collect()
    }

    #[test]
    fn it_asks_soon_and_then_ever_more_rarely() {
        assert_eq!(asked(|_| Some(500_000)), [3, 8, 15, 26, 42, 65, 95, 125, 155, 185, 215, 245, 275]);
    }

    #[test]
    fn of_many_in_a_room_one_is_asked_at_a_time_and_each_gets_a_turn() {
        let (mut turns, mut room, start) = (Turns::default(), [Probing::default(); 40], Instant::now());
        let mut asked = [0; 40];
        for tick in 0..300 {
            let now = start + Duration::from_millis(100) * tick;
            let due: Vec<_> = (0..40).filter(|at| room[*at].is_due(true, 500_000, now, &mut turns)).collect();
            assert!(due.len() <= 1, "{due:?} at once");
            due.into_iter().for_each(|at| asked[at] += 1);
        }
        // Within half a minute, of which the first three seconds are nobody's.
        assert!(asked.iter().all(|times| (1..=3).contains(times)), "{asked:?}");
    }

    #[test]
    fn nothing_missing_asks_nothing_and_a_new_shortage_begins_anew() {
        assert!(asked(|_| None).is_empty());
        assert_eq!(
            asked(|second| (second < 10 || (20..30).contains(&second)).then_some(500_000)),
            [3, 8, 23, 28]
        );
    }

    #[test]
    fn a_better_answer_is_followed_up_soon_and_a_little_more_is_none() {
        let better = |then| asked(move |second| Some(if second < 70 { 500_000 } else { then }));
        assert_eq!(&better(600_000), &asked(|_| Some(500_000)));
        assert_eq!(&better(610_000)[5..9], [65, 73, 78, 85]);
        // Better than when it was asked last, though not than when the shortage began.
        let fell = asked(|second| Some([1_000_000, 500_000, 610_000][(second / 35).min(2) as usize]));
        assert_eq!(fell[4..8], [42, 65, 73, 78]);
    }
}
