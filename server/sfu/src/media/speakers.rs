//! Who speaks, by the loudness that the publishers' packets carry (RFC 6464).
//!
//! A voice must be there for a good part of a moment to count, and be gone for two to end: no flicker between words.

/// How long one moment of observation is, in milliseconds. LiveKit reports at this rate.
pub(crate) const MOMENT_MS: u64 = 400;

/// What counts as loud, in dBov. LiveKit's default.
const LOUD: i8 = -35;

/// Which part of a moment must be loud for a speaker to begin: two fifths, as in LiveKit.
const BEGIN_PERCENT: u32 = 40;

/// Which part is enough to go on.
const GO_ON_PERCENT: u32 = 15;

/// After so many quiet moments a speaker has ended.
const QUIET_MOMENTS: u8 = 2;

/// How many packets of 20 ms a moment has. Who sends none while silent (DTX) is silent for the rest of it.
const PACKETS_PER_MOMENT: u32 = MOMENT_MS as u32 / 20;

/// A change of loudness smaller than this is not worth a message.
const STEP: f32 = 0.1;

/// Watches one microphone.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    packets: u32,
    loud: u32,
    loudest: i8,
    state: State,
    told: f32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Silent,
    Speaking {
        quiet_moments: u8,
    },
}

/// What the others are to be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Change {
    /// Whether the person speaks.
    pub active: bool,
    /// How loud, from 0 to 1.
    pub level: f32,
}

impl Meter {
    /// A packet came, with its loudness in dBov, from -127 (silence) to 0.
    pub(crate) fn heard(&mut self, level: i8) {
        if self.packets == 0 || level > self.loudest {
            self.loudest = level;
        }
        self.packets += 1;
        self.loud += u32::from(level >= LOUD);
    }

    /// A moment has passed; what changed in it.
    pub(crate) fn moment(&mut self) -> Option<Change> {
        let percent = self.loud * 100 / self.packets.max(PACKETS_PER_MOMENT);
        let level =
            if self.loud == 0 { 0.0 } else { 10f32.powf(f32::from(self.loudest) / 20.0).clamp(0.0, 1.0) };
        (self.packets, self.loud) = (0, 0);
        let before = self.state;
        self.state = match before {
            State::Silent if percent >= BEGIN_PERCENT => State::Speaking { quiet_moments: 0 },
            State::Silent => State::Silent,
            State::Speaking { .. } if percent >= GO_ON_PERCENT => State::Speaking { quiet_moments: 0 },
            State::Speaking { quiet_moments } if quiet_moments + 1 < QUIET_MOMENTS => {
                State::Speaking { quiet_moments: quiet_moments + 1 }
            }
            State::Speaking { .. } => State::Silent,
        };
        let (was_active, active) = (before != State::Silent, self.state != State::Silent);
        let level = if active { level } else { 0.0 };
        if was_active == active && (!active || (level - self.told).abs() < STEP) {
            return None;
        }
        self.told = level;
        Some(Change { active, level })
    }

    /// Whether the person speaks, and how loud the others know it.
    pub(crate) fn current(&self) -> Option<Change> {
        (self.state != State::Silent).then_some(Change { active: true, level: self.told })
    }

    /// The microphone was switched off: whoever spoke has ended.
    pub(crate) fn muted(&mut self) -> Option<Change> {
        let was_active = self.state != State::Silent;
        *self = Self::default();
        was_active.then_some(Change { active: false, level: 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One moment with so many loud packets out of twenty.
    fn moment(meter: &mut Meter, loud: u32) -> Option<bool> {
        for packet in 0..PACKETS_PER_MOMENT {
            meter.heard(if packet < loud { -20 } else { -80 });
        }
        meter.moment().map(|change| change.active)
    }

    #[test]
    fn a_voice_begins_once_and_ends_after_two_quiet_moments() {
        let mut meter = Meter::default();
        assert_eq!(moment(&mut meter, 0), None);
        assert_eq!(moment(&mut meter, 12), Some(true));
        assert_eq!(moment(&mut meter, 20), None);
        assert_eq!(moment(&mut meter, 0), Some(true), "still speaking, but no longer loud");
        assert_eq!(moment(&mut meter, 0), Some(false));
        assert_eq!(moment(&mut meter, 0), None);
    }

    #[test]
    fn a_cough_does_not_make_a_speaker() {
        let mut meter = Meter::default();
        assert_eq!(moment(&mut meter, 7), None);
        assert_eq!(meter.current(), None);
    }

    #[test]
    fn the_pause_between_two_words_does_not_end_a_speaker() {
        let mut meter = Meter::default();
        moment(&mut meter, 20);
        for loud in [3, 0, 4, 0, 20] {
            assert_ne!(moment(&mut meter, loud), Some(false));
        }
        assert!(meter.current().is_some());
    }

    #[test]
    fn who_sends_nothing_while_silent_is_silent() {
        let mut meter = Meter::default();
        moment(&mut meter, 20);
        meter.moment();
        assert_eq!(meter.moment(), Some(Change { active: false, level: 0.0 }));
    }

    #[test]
    fn switching_the_microphone_off_ends_a_speaker_at_once() {
        let mut meter = Meter::default();
        moment(&mut meter, 20);
        assert_eq!(meter.muted(), Some(Change { active: false, level: 0.0 }));
        assert_eq!(meter.muted(), None);
    }

    #[test]
    fn the_level_runs_from_nothing_to_one() {
        let mut meter = Meter::default();
        (0..20).for_each(|_| meter.heard(0));
        assert_eq!(meter.moment(), Some(Change { active: true, level: 1.0 }));
        (0..20).for_each(|_| meter.heard(-20));
        let level = meter.moment().unwrap().level;
        assert!((level - 0.1).abs() < 0.001, "{level}");
    }
}
