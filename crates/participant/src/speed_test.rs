//! When it is tried out what the line gives while the member waits, and which of the results counts. How it is tried out
//! is the edge's business, and what is too little the diagnosis's.

use diagnosis::{KilobitsPerSecond, fact::SpeedTest};
use wire::AttemptId;

use crate::{Millis, effect::Effect};

/// How long the member has waited before it is tried out, in milliseconds: by then the page, its parts and the devices no
/// longer need the line.
const FIRST_AFTER_MS: Millis = 4_000;

/// How soon it is tried out once more where the result is not plenty, in milliseconds. Anything may have been on the line
/// for a moment, so the better one of two counts.
const AGAIN_AFTER_MS: Millis = 1_000;

/// How often, in milliseconds, as long as the result is not plenty: often enough that a line that is better again is
/// found, and that what is said does not lapse meanwhile.
const POOR_EVERY_MS: Millis = 10_000;

/// How often where it is, in milliseconds. Members wait for an hour at times.
const PLENTY_EVERY_MS: Millis = 300_000;

/// After how long, in milliseconds, a test is given up that says nothing: longer than the edge tries.
const GIVEN_UP_MS: Millis = 60_000;

/// What carries this both ways, in kbit/s, is enough by any rule. Source: Twilio calls 1000 good.
const PLENTY: KilobitsPerSecond = KilobitsPerSecond(1_000);

/// As is what takes no longer than this, in milliseconds. Source: Twilio calls 250 bad.
const SHORT_MS: Millis = 200;

/// The tests of one page.
#[derive(Debug)]
pub struct SpeedTesting {
    attempt: AttemptId,
    state: State,
    /// The result that is still doubted.
    doubted: Option<SpeedTest>,
}

#[derive(Debug)]
enum State {
    /// The next one is due then.
    Due(Millis),
    /// One runs since then.
    Running(Millis),
}

/// Goes on with it: `ready` says whether the member waits and nothing else needs the line.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn follow(testing: &mut Option<Box<SpeedTesting>>, now: Millis, ready: bool) -> Vec<Effect> {
    let first = State::Due(now.saturating_add(FIRST_AFTER_MS));
    let testing = testing.get_or_insert_with(|| {
        Box::new(SpeedTesting { attempt: AttemptId::default(), state: first, doubted: None })
    });
    testing.follow(now, ready)
}

/// The edge is done with one. Returns what counts, if anything does by now.
// Likewise.
#[inline(never)]
pub fn done(
    testing: &mut SpeedTesting,
    now: Millis,
    attempt: AttemptId,
    result: Option<SpeedTest>,
) -> Option<SpeedTest> {
    testing.done(now, attempt, result)
}

/// The device is in another network: what was known of the line is of no use.
// Likewise.
#[inline(never)]
pub fn network_changed(testing: &mut SpeedTesting, now: Millis) {
    (testing.doubted, testing.state) = (None, State::Due(now + FIRST_AFTER_MS));
}

impl SpeedTesting {
    fn follow(&mut self, now: Millis, ready: bool) -> Vec<Effect> {
        if !ready {
            // A result from a line that something else was on counts for nothing.
            let since = match self.state {
                State::Due(due) => due,
                State::Running(_) => now,
            };
            let earliest = now.saturating_add(FIRST_AFTER_MS);
            self.state = State::Due(since.max(earliest));
            return vec![];
        }
        match self.state {
            State::Due(due) if now >= due => {
                self.state = State::Running(now);
                vec![Effect::TestSpeed { attempt: self.attempt.advance() }]
            }
            State::Running(since) if now.saturating_sub(since) > GIVEN_UP_MS => {
                self.state = State::Due(now);
                vec![]
            }
            State::Due(_) | State::Running(_) => vec![],
        }
    }

    fn done(&mut self, now: Millis, attempt: AttemptId, result: Option<SpeedTest>) -> Option<SpeedTest> {
        if attempt != self.attempt || !matches!(self.state, State::Running(_)) {
            return None;
        }
        let Some(result) = result else {
            // That the server does not answer is found out elsewhere.
            self.state = State::Due(now + POOR_EVERY_MS);
            return None;
        };
        if is_plenty(&result) {
            self.doubted = None;
            self.state = State::Due(now + PLENTY_EVERY_MS);
            return Some(result);
        }
        let Some(before) = self.doubted.take() else {
            self.doubted = Some(result);
            self.state = State::Due(now + AGAIN_AFTER_MS);
            return None;
        };
        self.state = State::Due(now + POOR_EVERY_MS);
        Some(SpeedTest {
            round_trip: result.round_trip.min(before.round_trip),
            up: result.up.max(before.up),
            down: result.down.max(before.down),
        })
    }
}

fn is_plenty(test: &SpeedTest) -> bool {
    test.up >= PLENTY && test.down >= PLENTY && test.round_trip.0 <= SHORT_MS
}

#[cfg(test)]
mod tests {
    use diagnosis::Millis as Span;

    use super::*;

    fn test(round_trip: Millis, up: u32, down: u32) -> SpeedTest {
        SpeedTest { round_trip: Span(round_trip), up: KilobitsPerSecond(up), down: KilobitsPerSecond(down) }
    }

    const GOOD: (Millis, u32, u32) = (20, 9_000, 30_000);
    const THIN: (Millis, u32, u32) = (40, 200, 5_000);

    fn of((round_trip, up, down): (Millis, u32, u32)) -> Option<SpeedTest> {
        Some(test(round_trip, up, down))
    }

    /// Waits in the waiting room second by second, and says when a test begins and which.
    fn begins(
        testing: &mut Option<Box<SpeedTesting>>,
        now: &mut Millis,
        within: Millis,
    ) -> Option<AttemptId> {
        let until = *now + within;
        while *now < until {
            *now += 1_000;
            if let Some(Effect::TestSpeed { attempt }) = follow(testing, *now, true).pop() {
                return Some(attempt);
            }
        }
        None
    }

    #[test]
    fn a_good_line_is_tried_out_once_in_a_while() {
        let (mut testing, mut now) = (None, 10_000);
        let first = begins(&mut testing, &mut now, 10_000).unwrap();
        assert_eq!(now, 15_000, "four seconds after it was first looked at");
        assert_eq!(done(testing.as_mut().unwrap(), now, first, of(GOOD)), of(GOOD));
        assert_eq!(begins(&mut testing, &mut now, 299_000), None);
        assert!(begins(&mut testing, &mut now, 2_000).is_some());
    }

    #[test]
    fn a_poor_result_counts_with_the_second_one_and_the_better_half_of_each() {
        let (mut testing, mut now) = (None, 0);
        let first = begins(&mut testing, &mut now, 10_000).unwrap();
        assert_eq!(done(testing.as_mut().unwrap(), now, first, of(THIN)), None);
        let second = begins(&mut testing, &mut now, 3_000).unwrap();
        assert_eq!(done(testing.as_mut().unwrap(), now, second, of((300, 100, 9_000))), of((40, 200, 9_000)));
        let third = begins(&mut testing, &mut now, 16_000).unwrap();
        assert_eq!(
            done(testing.as_mut().unwrap(), now, third, of(GOOD)),
            of(GOOD),
            "it is well again at once"
        );
    }

    #[test]
    fn a_test_that_was_disturbed_counts_for_nothing() {
        let (mut testing, mut now) = (None, 0);
        let first = begins(&mut testing, &mut now, 10_000).unwrap();
        assert!(follow(&mut testing, now, false).is_empty());
        assert_eq!(done(testing.as_mut().unwrap(), now, first, of(THIN)), None);
        let second = begins(&mut testing, &mut now, 5_000).unwrap();
        network_changed(testing.as_mut().unwrap(), now);
        assert_eq!(done(testing.as_mut().unwrap(), now, second, of(GOOD)), None);
        assert!(begins(&mut testing, &mut now, 5_000).is_some());
    }

    #[test]
    fn what_does_not_answer_is_tried_again() {
        let (mut testing, mut now) = (None, 0);
        let first = begins(&mut testing, &mut now, 10_000).unwrap();
        assert_eq!(done(testing.as_mut().unwrap(), now, first, None), None);
        assert!(begins(&mut testing, &mut now, 16_000).is_some());
        now += 60_000;
        assert!(begins(&mut testing, &mut now, 3_000).is_some(), "nor what says nothing at all");
    }
}
