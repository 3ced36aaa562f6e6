//! Between the words there is noise, or the mains hum.

use crate::{Action, Code, Dbfs, Evidence, Known, Millis, Rule, Severity, Unit, fact::DeviceKind};

/// Noise or hum above this between the words is heard by everybody. Source: fault catalogue.
const NOISE: Dbfs = Dbfs::whole(-50);
/// How long to listen. Source: Jitsi (voice below 0.2 with a level above 0.04 over 1.5 s).
const FOR: Millis = Millis(1_500);

pub(crate) const RULE: Rule = Rule {
    code: Code::MicNoisy,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::Choose(DeviceKind::AudioInput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let sound = known.sound()?.value;
    let loudest = sound.floor.max(sound.hum);
    (sound.over >= FOR && loudest > NOISE).then(|| Evidence::crossed(loudest.0, NOISE.0, Unit::TenthsOfDbfs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::CaptureKind,
        testing::{check, heard, live, sound},
    };

    fn between_the_words(over: u64, floor: Dbfs, hum: Dbfs) -> Option<Evidence> {
        let spoken = sound(|sound| (sound.over, sound.floor, sound.hum) = (Millis(over), floor, hum));
        check(&RULE, [(0, live(CaptureKind::Microphone)), (9_000, heard(spoken))], 9_000)
    }

    #[test]
    fn noise_and_hum_are_told_when_they_last() {
        let (loud, quiet) = (Dbfs(-499), Dbfs::whole(-50));
        assert!(between_the_words(1_500, loud, quiet).is_some());
        assert!(between_the_words(1_500, quiet, loud).is_some());
        assert!(between_the_words(1_499, loud, loud).is_none());
        assert!(between_the_words(1_500, quiet, quiet).is_none());
    }
}
