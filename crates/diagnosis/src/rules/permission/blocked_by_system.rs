//! The system refuses the browser the device: the privacy settings of macOS or Windows, of a telephone.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, PermissionState, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicBlockedBySystem,
    severity: Severity::Blocker,
    explains: &[Code::MicPermissionDenied],
    remedies: &[Action::ShowSteps, Action::AskAgain(CaptureKind::Microphone), Action::Telephone],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraBlockedBySystem,
    severity: Severity::Problem,
    explains: &[Code::CameraPermissionDenied],
    remedies: &[Action::ShowSteps, Action::AskAgain(CaptureKind::Camera), Action::GoWithoutCamera],
    when: |known| when(known, CaptureKind::Camera),
};

fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let refusal = known.refusal(kind)?;
    let granted_before = known
        .permission(kind)
        .is_some_and(|state| state.value == PermissionState::Granted && state.at <= refusal.at);
    let holds = match refusal.value {
        Refusal::BySystem => true,
        // Safari and Firefox do not name the system: granted, yet refused.
        Refusal::Denied => granted_before,
        Refusal::Dismissed
        | Refusal::ByPolicy
        | Refusal::NotFound
        | Refusal::Gone
        | Refusal::InUse
        | Refusal::Other => false,
    };
    holds.then_some(Evidence::Since(refusal.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        testing::{check, refused},
    };

    const KIND: CaptureKind = CaptureKind::Camera;

    #[test]
    fn a_message_that_names_the_system_is_believed() {
        assert!(check(&CAMERA, [(1, refused(KIND, Refusal::BySystem))], 1).is_some());
        assert!(check(&MICROPHONE, [(1, refused(KIND, Refusal::BySystem))], 1).is_none());
    }

    #[test]
    fn granted_yet_refused_is_the_system_and_granted_since_then_is_not() {
        let granted = |at| (at, Fact::Permission(KIND, PermissionState::Granted));
        let refusal = (2, refused(KIND, Refusal::Denied));
        assert!(check(&CAMERA, [granted(1), refusal.clone()], 3).is_some());
        assert!(check(&CAMERA, [granted(3), refusal.clone()], 3).is_none());
        assert!(check(&CAMERA, [refusal], 3).is_none());
    }
}
