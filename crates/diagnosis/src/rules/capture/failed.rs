//! The device did not open, for a reason that the browser did not name.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, DeviceKind, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicFailed,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[
        Action::AskAgain(CaptureKind::Microphone),
        Action::Choose(DeviceKind::AudioInput),
        Action::Telephone,
    ],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraFailed,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[
        Action::AskAgain(CaptureKind::Camera),
        Action::Choose(DeviceKind::VideoInput),
        Action::GoWithoutCamera,
    ],
    when: |known| when(known, CaptureKind::Camera),
};

fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let refusal = known.refusal(kind)?;
    (refusal.value == Refusal::Other).then_some(Evidence::Since(refusal.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, refused};

    #[test]
    fn a_failure_without_a_name_is_still_told() {
        let kind = CaptureKind::Camera;
        assert!(check(&CAMERA, [(1, refused(kind, Refusal::Other))], 1).is_some());
        assert!(check(&CAMERA, [(1, refused(kind, Refusal::InUse))], 1).is_none());
    }
}
