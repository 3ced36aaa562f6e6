//! Our own tone came back through the microphone: the others will hear themselves.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{DeviceKind, TestTone},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::EchoRisk,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::Choose(DeviceKind::AudioOutput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    match known.test_tone()? {
        TestTone::Found => Some(Evidence::Seen),
        TestTone::Absent => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        fact::{CaptureKind, Speaker},
        testing::{check, live},
    };

    #[test]
    fn a_tone_that_comes_back_is_a_risk_until_devices_are_changed() {
        let found = vec![(0, live(CaptureKind::Microphone)), (1, Fact::TestTone(TestTone::Found))];
        let and = |fact| found.iter().cloned().chain([(2, fact)]);
        assert!(check(&RULE, found.clone(), 1).is_some());
        assert!(check(&RULE, and(Fact::TestTone(TestTone::Absent)), 2).is_none());
        assert!(check(&RULE, and(live(CaptureKind::Microphone)), 2).is_none());
        assert!(check(&RULE, and(Fact::Speaker(Speaker::Default)), 2).is_none());
    }
}
