//! The page is embedded without `allow=`: an operator's mistake, which no member can mend.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicBlockedByPolicy,
    severity: Severity::Blocker,
    explains: &[Code::MicPermissionDenied],
    remedies: &[Action::CopyLink, Action::TellStaff, Action::Telephone],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraBlockedByPolicy,
    severity: Severity::Problem,
    explains: &[Code::CameraPermissionDenied],
    remedies: &[Action::CopyLink, Action::TellStaff, Action::GoWithoutCamera],
    when: |known| when(known, CaptureKind::Camera),
};

fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let refusal = known.refusal(kind)?;
    (refusal.value == Refusal::ByPolicy).then_some(Evidence::Since(refusal.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, refused};

    #[test]
    fn a_frame_that_may_not_is_not_taken_for_a_member_who_will_not() {
        let given = [(1, refused(CaptureKind::Microphone, Refusal::ByPolicy))];
        assert!(check(&MICROPHONE, given.clone(), 1).is_some());
        assert!(check(&super::super::denied::MICROPHONE, given, 1).is_none());
    }
}
