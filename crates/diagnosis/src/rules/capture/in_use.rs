//! Another program holds the device, or an older track of our own does.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, DeviceKind, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicInUse,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[
        Action::AskAgain(CaptureKind::Microphone),
        Action::Choose(DeviceKind::AudioInput),
        Action::ShowSteps,
    ],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraInUse,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[
        Action::AskAgain(CaptureKind::Camera),
        Action::Choose(DeviceKind::VideoInput),
        Action::GoWithoutCamera,
    ],
    when: |known| when(known, CaptureKind::Camera),
};

// Firefox says the same ("Concurrent mic process limit") when an old track was not released: asking again releases it.
fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let refusal = known.refusal(kind)?;
    (refusal.value == Refusal::InUse).then_some(Evidence::Since(refusal.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, live, refused};

    #[test]
    fn a_device_that_is_set_free_is_no_longer_in_use() {
        let kind = CaptureKind::Microphone;
        let held = (1, refused(kind, Refusal::InUse));
        assert!(check(&MICROPHONE, [held.clone()], 1).is_some());
        assert!(check(&MICROPHONE, [held, (2, live(kind))], 2).is_none());
    }
}
