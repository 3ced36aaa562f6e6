//! The browser's question was closed without an answer: it may be asked again.

use super::has_changed_since;
use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicPermissionDismissed,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::AskAgain(CaptureKind::Microphone), Action::ShowSteps],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraPermissionDismissed,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::AskAgain(CaptureKind::Camera), Action::GoWithoutCamera],
    when: |known| when(known, CaptureKind::Camera),
};

fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let refusal = known.refusal(kind)?;
    let holds = refusal.value == Refusal::Dismissed && !has_changed_since(known, kind, refusal.at);
    holds.then_some(Evidence::Since(refusal.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact, Millis,
        fact::PermissionState,
        testing::{check, refused},
    };

    #[test]
    fn who_closed_the_question_is_asked_again() {
        let closed = (2, refused(CaptureKind::Camera, Refusal::Dismissed));
        let prompt = (1, Fact::Permission(CaptureKind::Camera, PermissionState::Prompt));
        assert_eq!(check(&CAMERA, [closed, prompt], 2), Some(Evidence::Since(Millis(2))));
    }

    #[test]
    fn who_allowed_it_in_the_settings_since_then_is_left_alone() {
        let closed = (2, refused(CaptureKind::Camera, Refusal::Dismissed));
        let granted = (3, Fact::Permission(CaptureKind::Camera, PermissionState::Granted));
        assert_eq!(check(&CAMERA, [closed, granted], 3), None);
    }
}
