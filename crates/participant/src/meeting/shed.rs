//! What is given up by itself while the device is too slow: first the largest size of the member's own picture, then the
//! next, then the size of the others' pictures. One step at a time, since each takes a moment to show; and back one at a
//! time after a longer while, since what was too much once is so again.

use crate::Millis;

/// How long a step has to show before the next one, in milliseconds: three readings of the statistics.
const STEP_MS: Millis = 6_000;

/// How long the device has to keep up before a step is taken back, in milliseconds; longer each time that it was too
/// early.
const CALM_MS: Millis = 20_000;

/// The longest that becomes, in milliseconds.
const MOST_CALM_MS: Millis = 160_000;

/// The steps that concern the sizes of the member's own picture.
const SIZES: u8 = 2;

/// All steps.
const STEPS: u8 = SIZES + 1;

/// How much is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shed {
    steps: u8,
    changed: Option<Millis>,
    calm_since: Option<Millis>,
    patience: Millis,
    /// Whether the last step was one back.
    trying: bool,
}

impl Default for Shed {
    fn default() -> Self {
        Self { steps: 0, changed: None, calm_since: None, patience: CALM_MS, trying: false }
    }
}

impl Shed {
    /// The device keeps up at `now`, or does not. Returns whether something else is given up than before.
    pub fn follow(&mut self, now: Millis, too_slow: bool) -> bool {
        let shows = self.changed.is_none_or(|changed| now.saturating_sub(changed) >= STEP_MS);
        if too_slow {
            self.calm_since = None;
            if self.steps == STEPS || !shows {
                return false;
            }
            if std::mem::take(&mut self.trying) {
                self.patience = (self.patience * 2).min(MOST_CALM_MS);
            }
            self.steps += 1;
            self.changed = Some(now);
            return true;
        }
        let since = *self.calm_since.get_or_insert(now);
        if self.steps == 0 || now.saturating_sub(since) < self.patience {
            return false;
        }
        self.steps -= 1;
        self.trying = true;
        (self.changed, self.calm_since) = (Some(now), Some(now));
        true
    }

    /// Whether anything is given up.
    pub fn is_any(&self) -> bool {
        self.steps > 0
    }

    /// So many of the largest sizes of the member's own picture.
    pub fn own_sizes(&self) -> u8 {
        self.steps.min(SIZES)
    }

    /// Whether the others' pictures are to be small.
    pub fn others_small(&self) -> bool {
        self.steps > SIZES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After so many readings of two seconds each.
    fn after(shed: &mut Shed, now: &mut Millis, readings: usize, too_slow: bool) -> (u8, bool) {
        for _ in 0..readings {
            *now += 2_000;
            shed.follow(*now, too_slow);
        }
        (shed.own_sizes(), shed.others_small())
    }

    #[test]
    fn the_own_picture_goes_first_and_one_step_at_a_time() {
        let (mut shed, mut now) = (Shed::default(), 0);
        assert_eq!(after(&mut shed, &mut now, 1, true), (1, false));
        assert_eq!(after(&mut shed, &mut now, 2, true), (1, false), "it has yet to show");
        assert_eq!(after(&mut shed, &mut now, 1, true), (2, false));
        assert_eq!(after(&mut shed, &mut now, 3, true), (2, true));
        assert_eq!(after(&mut shed, &mut now, 9, true), (2, true), "there is nothing more to give up");
    }

    #[test]
    fn it_comes_back_step_by_step_when_the_device_keeps_up_for_a_while() {
        let (mut shed, mut now) = (Shed::default(), 0);
        after(&mut shed, &mut now, 7, true);
        assert_eq!(after(&mut shed, &mut now, 10, false), (2, true));
        assert_eq!(after(&mut shed, &mut now, 1, false), (2, false));
        assert_eq!(after(&mut shed, &mut now, 10, false), (1, false));
        assert_eq!(after(&mut shed, &mut now, 10, false), (0, false));
        assert!(!shed.is_any());
    }

    #[test]
    fn what_came_back_too_early_waits_twice_as_long() {
        let (mut shed, mut now) = (Shed::default(), 0);
        after(&mut shed, &mut now, 1, true);
        assert_eq!(after(&mut shed, &mut now, 11, false), (0, false));
        assert_eq!(after(&mut shed, &mut now, 3, true), (1, false));
        assert_eq!(after(&mut shed, &mut now, 20, false), (1, false));
        assert_eq!(after(&mut shed, &mut now, 1, false), (0, false));
    }
}
