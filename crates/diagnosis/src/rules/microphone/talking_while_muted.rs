//! The member talks, and has switched the microphone off in the page.

use crate::{Action, Code, Evidence, Known, Millis, Rule, Severity, fact::OwnSwitch};

/// How much voice it takes. Source: Jitsi (a score of 0.6 over 700 ms); a cough is shorter.
const VOICE: Millis = Millis(700);

pub(crate) const RULE: Rule = Rule {
    code: Code::TalkingWhileMuted,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::SwitchMicrophoneOn],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let (switch, sound) = (known.own_switch()?, known.sound()?);
    // Words from before the switch were meant to be heard, and were.
    let all_since = sound.began() >= switch.at;
    let talks = switch.value == OwnSwitch::Off && all_since && sound.value.voiced >= VOICE;
    talks.then_some(Evidence::Since(switch.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        fact::CaptureKind,
        testing::{check, heard, live, sound},
    };

    fn talking(switch: OwnSwitch, since: u64, voiced: u64) -> Option<Evidence> {
        let voice = sound(|sound| sound.voiced = Millis(voiced));
        let switch = (since, Fact::OwnSwitch(switch));
        check(&RULE, [(0, live(CaptureKind::Microphone)), switch, (9_000, heard(voice))], 9_000)
    }

    #[test]
    fn who_talks_into_a_microphone_that_is_off_is_told() {
        assert!(talking(OwnSwitch::Off, 6_000, 700).is_some());
        assert!(talking(OwnSwitch::Off, 6_000, 699).is_none());
        assert!(talking(OwnSwitch::On, 6_000, 700).is_none());
    }

    #[test]
    fn the_last_words_before_switching_off_are_not_held_against_anybody() {
        assert!(talking(OwnSwitch::Off, 6_001, 700).is_none());
    }
}
