//! The browser's question is still open. Its promise may never settle, so nothing but time tells.

use crate::{
    Action, Code, Evidence, Known, Millis, Rule, Severity,
    fact::{CaptureKind, CaptureState},
};

/// How long a question may stay open. Source: fault catalogue; a page that says nothing looks as if it hung (meet#533).
const AFTER: Millis = Millis(4_000);

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicPermissionPending,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::AskAgain(CaptureKind::Microphone)],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraPermissionPending,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::AskAgain(CaptureKind::Camera), Action::GoWithoutCamera],
    when: |known| when(known, CaptureKind::Camera),
};

fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let capture = known.capture(kind)?;
    let long = capture.value == CaptureState::Asking && known.now().since(capture.at) >= AFTER;
    long.then_some(Evidence::Since(capture.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        testing::{check, live},
    };

    #[test]
    fn a_question_left_open_is_pointed_to_after_four_seconds() {
        let asked = (1_000, Fact::Capture(CaptureKind::Microphone, CaptureState::Asking));
        assert_eq!(check(&MICROPHONE, [asked.clone()], 4_999), None);
        assert_eq!(check(&MICROPHONE, [asked.clone()], 5_000), Some(Evidence::Since(Millis(1_000))));
        assert_eq!(check(&CAMERA, [asked.clone()], 9_000), None);
        assert_eq!(check(&MICROPHONE, [asked, (6_000, live(CaptureKind::Microphone))], 6_000), None);
    }
}
