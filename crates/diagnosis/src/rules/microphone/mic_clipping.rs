//! The voice is so loud that its peaks are cut off.

use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit, fact::DeviceKind};

/// So many samples at full scale may be in [`PER_MS`]. Source: testrtc.
const MOST_SAMPLES: i64 = 6;
/// The time for which [`MOST_SAMPLES`] counts, in milliseconds. Source: testrtc.
const PER_MS: i64 = 2_000;

pub(crate) const RULE: Rule = Rule {
    code: Code::MicClipping,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::Choose(DeviceKind::AudioInput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let sound = known.sound()?.value;
    let allowed = MOST_SAMPLES * (sound.over.signed() / PER_MS).max(1);
    let clipped = i64::from(sound.full_scale);
    (clipped > allowed).then(|| Evidence::crossed(clipped, allowed, Unit::Samples))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Millis,
        fact::CaptureKind,
        testing::{check, heard, live, sound},
    };

    fn loud(over: u64, full_scale: u32) -> Option<Evidence> {
        let spoken = sound(|sound| (sound.over, sound.full_scale) = (Millis(over), full_scale));
        check(&RULE, [(0, live(CaptureKind::Microphone)), (9_000, heard(spoken))], 9_000)
    }

    #[test]
    fn a_single_bang_is_no_distortion() {
        assert!(loud(2_000, 6).is_none());
        assert!(loud(2_000, 7).is_some());
        assert!(loud(100, 6).is_none());
        assert!(loud(3_999, 7).is_some());
        assert!(loud(4_000, 12).is_none());
        assert!(loud(4_000, 13).is_some());
    }
}
