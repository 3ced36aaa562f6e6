//! What is given up by itself while the device is too slow: first the largest size of the member's own picture, then the
//! next, then the size of the others' pictures. One step at a time, since each takes a moment to show; and back one at a
//! time after a longer while, since what was too much once is so again.

use diagnosis::{
    Fact,
    fact::{Encoder, QualityLimit},
};

use crate::Millis;

/// How long a step has to show before the next one, in milliseconds: three readings of the statistics.
const STEP_MS: Millis = 6_000;

/// How long the device has to keep up before a step is taken back, in milliseconds; longer each time that it was too
/// early.
const CALM_MS: Millis = 20_000;

/// The longest that becomes, in milliseconds.
const MOST_CALM_MS: Millis = 160_000;

/// The beginning of a meeting, in milliseconds, in which a device has more to do than afterwards: programs are compiled,
/// every picture begins, and the browser's own estimates climb. It is spared then as ever, but the member is told only
/// what outlasts it.
const STARTS_MS: Millis = 20_000;

/// The steps that concern the sizes of the member's own picture.
const SIZES: u8 = 2;

/// All steps.
const STEPS: u8 = SIZES + 1;

/// A picture that takes longer than this to be encoded, in milliseconds, leaves fewer than ten a second, and that shows,
/// however many the camera gives: on a slow device those are fewer, too.
const SHOWS_MS: u64 = 100;

/// How much is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shed {
    steps: u8,
    began: Option<Millis>,
    changed: Option<Millis>,
    calm_since: Option<Millis>,
    /// How long the device has to keep up before each step is taken back.
    patience: [Millis; STEPS as usize],
    /// Whether the last step was one back.
    trying: bool,
    /// Whether the member has been told, and is until the first step is taken back.
    told: bool,
}

/// How the device keeps up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// It does.
    KeepsUp,
    /// It does not, and some pictures are left out. Nobody sees that unless it gets worse.
    Lags,
    /// It does not, and it shows.
    TooSlow,
}

impl Pace {
    fn of(encoder: &Encoder, says_limits: bool) -> Self {
        if encoder.limit == QualityLimit::Cpu || encoder.per_frame.0 > SHOWS_MS {
            Self::TooSlow
        } else if encoder.per_frame <= encoder.interval {
            Self::KeepsUp
        } else if says_limits {
            Self::TooSlow
        } else {
            Self::Lags
        }
    }
}

impl Shed {
    /// Nothing is. No function, so that it is there before the meeting's part of the program is (docs/adr/0010).
    pub const NOTHING: Self = Self {
        steps: 0,
        began: None,
        changed: None,
        calm_since: None,
        patience: [CALM_MS; STEPS as usize],
        trying: false,
        told: false,
    };

    /// Follows what is known of the encoder, and leaves of it in the facts what the member is to be told. `says_limits`:
    /// whether the browser says what limits a picture; the encoder of one that does not, Firefox, needs so long on a
    /// healthy device that it lags at the largest size. Returns whether something else is given up than before.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn judge(&mut self, now: Millis, facts: &mut [Fact], says_limits: bool) -> bool {
        let encoder = facts.iter_mut().find_map(|fact| match fact {
            Fact::Encoder(encoder) => Some(encoder),
            _ => None,
        });
        let pace = encoder.as_deref().map_or(Pace::KeepsUp, |encoder| Pace::of(encoder, says_limits));
        let changes = self.follow(now, pace);
        match encoder {
            // What was given up is limited by the processor, though the rest is not.
            Some(encoder) if self.told => encoder.limit = QualityLimit::Cpu,
            // What the first step may mend, or the end of the beginning, is not told before.
            Some(encoder) => {
                encoder.per_frame = encoder.per_frame.min(encoder.interval);
                if encoder.limit == QualityLimit::Cpu {
                    encoder.limit = QualityLimit::None;
                }
            }
            None => {}
        }
        changes
    }

    /// The device's pace at `now`. Returns whether something else is given up than before.
    fn follow(&mut self, now: Millis, pace: Pace) -> bool {
        let changes = self.step(now, pace);
        let starts = now.saturating_sub(*self.began.get_or_insert(now)) < STARTS_MS;
        // The largest size alone is missed by nobody. What is not mended by giving it up is another matter.
        let shows = pace == Pace::TooSlow || pace == Pace::Lags && self.steps > 1;
        self.told |= shows && !starts;
        changes
    }

    /// One step on or back, if it is time for one.
    fn step(&mut self, now: Millis, pace: Pace) -> bool {
        let too_slow = pace != Pace::KeepsUp;
        let shows = self.changed.is_none_or(|changed| now.saturating_sub(changed) >= STEP_MS);
        if too_slow {
            self.calm_since = None;
            if self.steps == STEPS || !shows {
                return false;
            }
            if std::mem::take(&mut self.trying) {
                // What was too much once says nothing of the other steps.
                let patience = &mut self.patience[usize::from(self.steps)];
                *patience = (*patience * 2).min(MOST_CALM_MS);
            }
            self.steps += 1;
            self.changed = Some(now);
            return true;
        }
        let since = *self.calm_since.get_or_insert(now);
        let Some(last) = self.steps.checked_sub(1) else {
            self.told = false;
            return false;
        };
        if now.saturating_sub(since) < self.patience[usize::from(last)] {
            return false;
        }
        self.steps = last;
        // It has kept up for long. Should that be too early, it is told again.
        self.told = false;
        self.trying = true;
        (self.changed, self.calm_since) = (Some(now), Some(now));
        true
    }

    /// So many of the largest sizes of the member's own picture.
    #[inline]
    pub fn own_sizes(&self) -> u8 {
        self.steps.min(SIZES)
    }

    /// Whether the others' pictures are to be small.
    #[inline]
    pub fn others_small(&self) -> bool {
        self.steps > SIZES
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Pace::{KeepsUp, Lags, TooSlow},
        *,
    };

    /// After so many readings of two seconds each.
    fn after(shed: &mut Shed, now: &mut Millis, readings: usize, pace: Pace) -> (u8, bool) {
        for _ in 0..readings {
            *now += 2_000;
            shed.follow(*now, pace);
        }
        (shed.own_sizes(), shed.others_small())
    }

    #[test]
    fn the_own_picture_goes_first_and_one_step_at_a_time() {
        let (mut shed, mut now) = (Shed::NOTHING, 0);
        assert_eq!(after(&mut shed, &mut now, 1, Lags), (1, false));
        assert_eq!(after(&mut shed, &mut now, 2, Lags), (1, false), "it has yet to show");
        assert_eq!(after(&mut shed, &mut now, 1, Lags), (2, false));
        assert_eq!(after(&mut shed, &mut now, 3, Lags), (2, true));
        assert_eq!(after(&mut shed, &mut now, 9, Lags), (2, true), "there is nothing more to give up");
    }

    #[test]
    fn it_comes_back_step_by_step_when_the_device_keeps_up_for_a_while() {
        let (mut shed, mut now) = (Shed::NOTHING, 0);
        after(&mut shed, &mut now, 7, Lags);
        assert_eq!(after(&mut shed, &mut now, 10, KeepsUp), (2, true));
        assert_eq!(after(&mut shed, &mut now, 1, KeepsUp), (2, false));
        assert_eq!(after(&mut shed, &mut now, 10, KeepsUp), (1, false));
        assert_eq!(after(&mut shed, &mut now, 10, KeepsUp), (0, false));
        assert!(!shed.told);
    }

    #[test]
    fn what_came_back_too_early_waits_twice_as_long() {
        let (mut shed, mut now) = (Shed::NOTHING, 0);
        after(&mut shed, &mut now, 1, Lags);
        assert_eq!(after(&mut shed, &mut now, 11, KeepsUp), (0, false));
        assert_eq!(after(&mut shed, &mut now, 3, Lags), (1, false));
        assert_eq!(after(&mut shed, &mut now, 20, KeepsUp), (1, false));
        assert_eq!(after(&mut shed, &mut now, 1, KeepsUp), (0, false));
        assert_eq!(after(&mut shed, &mut now, 9, Lags), (2, true));
        assert_eq!(after(&mut shed, &mut now, 21, KeepsUp), (1, false), "the others do not");
    }

    #[test]
    fn the_member_is_told_of_what_shows_and_of_what_one_step_does_not_mend_until_it_keeps_up() {
        let (mut shed, mut now) = started();
        assert_eq!(after(&mut shed, &mut now, 3, Lags), (1, false));
        assert!(!shed.told);
        after(&mut shed, &mut now, 8, KeepsUp);
        assert!(!shed.told, "one step was enough");
        assert_eq!(after(&mut shed, &mut now, 3, Lags), (2, false));
        assert!(shed.told);
        assert_eq!(after(&mut shed, &mut now, 10, KeepsUp), (2, false));
        assert!(shed.told, "not long enough");
        assert_eq!(after(&mut shed, &mut now, 1, KeepsUp), (1, false));
        assert!(!shed.told);
        after(&mut shed, &mut now, 1, TooSlow);
        assert!(shed.told);
    }

    /// A meeting whose beginning is over.
    fn started() -> (Shed, Millis) {
        let (mut shed, mut now) = (Shed::NOTHING, 0);
        after(&mut shed, &mut now, 12, KeepsUp);
        (shed, now)
    }

    #[test]
    fn a_beginning_that_is_too_much_is_spared_and_told_only_when_it_lasts() {
        let (mut shed, mut now) = (Shed::NOTHING, 0);
        assert_eq!(after(&mut shed, &mut now, 10, TooSlow), (2, true));
        assert!(!shed.told);
        let (mut better, mut later) = (shed, now);
        after(&mut better, &mut later, 9, KeepsUp);
        assert!(!better.told, "it was the beginning");
        after(&mut shed, &mut now, 1, Lags);
        assert!(shed.told, "two steps were not enough");
        let mut facts = [Fact::Encoder(Encoder {
            limit: QualityLimit::Cpu,
            per_frame: diagnosis::Millis(200),
            interval: diagnosis::Millis(40),
        })];
        { Shed::NOTHING }.judge(0, &mut facts, true);
        let [Fact::Encoder(encoder)] = &facts else { panic!("{facts:?}") };
        assert_eq!((encoder.limit, encoder.per_frame), (QualityLimit::None, encoder.interval));
    }

    #[test]
    fn who_keeps_up_with_everything_is_told_nothing() {
        let (mut shed, mut now) = started();
        after(&mut shed, &mut now, 1, TooSlow);
        assert_eq!(after(&mut shed, &mut now, 11, KeepsUp), (0, false));
        // Too soon after the step back for another one.
        assert_eq!(after(&mut shed, &mut now, 1, TooSlow), (0, false));
        assert!(shed.told);
        after(&mut shed, &mut now, 1, KeepsUp);
        assert!(!shed.told);
    }
}
