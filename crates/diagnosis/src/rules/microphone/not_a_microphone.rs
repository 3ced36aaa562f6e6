//! What was chosen records the device's own sound, and no voice.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::DeviceKind, labels::is_loopback};

pub(crate) const RULE: Rule = Rule {
    code: Code::NotAMicrophone,
    severity: Severity::Problem,
    explains: &[Code::MicSilent, Code::MicTooQuiet, Code::MicNoisy, Code::EchoRisk],
    remedies: &[Action::Choose(DeviceKind::AudioInput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    is_loopback(&known.microphone()?.label).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::CaptureKind,
        testing::{check, device, list, live},
    };

    fn chosen(label: &str) -> Option<Evidence> {
        let microphone = device(DeviceKind::AudioInput, "mic", "", label);
        check(&RULE, [(0, live(CaptureKind::Microphone)), (0, list([microphone]))], 0)
    }

    #[test]
    fn a_recorder_of_the_computer_itself_is_no_microphone() {
        assert!(chosen("Stereomix (Realtek High Definition Audio)").is_some());
        assert!(chosen("Mikrofonarray (Realtek High Definition Audio)").is_none());
    }

    #[test]
    fn one_that_is_only_listed_does_no_harm() {
        let listed = device(DeviceKind::AudioInput, "mix", "", "Stereo Mix");
        assert!(check(&RULE, [(0, live(CaptureKind::Microphone)), (0, list([listed]))], 0).is_none());
    }
}
