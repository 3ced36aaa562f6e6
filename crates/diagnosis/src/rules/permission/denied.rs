//! Refused in the browser: by the member, now or long ago. Only the settings of the browser undo it.

use super::has_changed_since;
use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, PermissionState, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicPermissionDenied,
    severity: Severity::Blocker,
    explains: &[Code::MicUnplugged],
    remedies: &[Action::ShowSteps, Action::AskAgain(CaptureKind::Microphone), Action::Telephone],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraPermissionDenied,
    severity: Severity::Problem,
    explains: &[Code::CameraUnplugged],
    remedies: &[Action::ShowSteps, Action::AskAgain(CaptureKind::Camera), Action::GoWithoutCamera],
    when: |known| when(known, CaptureKind::Camera),
};

fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let state = known.permission(kind);
    if state.is_some_and(|state| state.value == PermissionState::Denied) && known.is_wanting(kind) {
        return Some(Evidence::Seen);
    }
    let refusal = known.refusal(kind)?;
    // Granted, and refused all the same: that was the system.
    let granted = state.is_some_and(|state| state.value == PermissionState::Granted);
    let holds = refusal.value == Refusal::Denied && !granted && !has_changed_since(known, kind, refusal.at);
    holds.then_some(Evidence::Since(refusal.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        fact::CaptureState,
        testing::{check, live, refused},
    };

    const KIND: CaptureKind = CaptureKind::Microphone;

    fn state(state: PermissionState) -> Fact {
        Fact::Permission(KIND, state)
    }

    #[test]
    fn a_refusal_is_found_whether_or_not_the_browser_tells_its_state() {
        assert!(check(&MICROPHONE, [(1, refused(KIND, Refusal::Denied))], 1).is_some());
        assert!(check(&MICROPHONE, [(1, state(PermissionState::Denied))], 1).is_some());
        // Firefox refuses for this time only, and goes on saying that it would ask.
        let firefox = [(1, state(PermissionState::Prompt)), (2, refused(KIND, Refusal::Denied))];
        assert!(check(&MICROPHONE, firefox, 2).is_some());
    }

    #[test]
    fn what_is_allowed_or_works_or_is_not_wanted_is_not_refused_by_the_browser() {
        let refusal = (1, refused(KIND, Refusal::Denied));
        for since in [PermissionState::Prompt, PermissionState::Granted] {
            assert!(check(&MICROPHONE, [refusal.clone(), (2, state(since))], 2).is_none());
        }
        // Granted before, and refused all the same: the system did it.
        assert!(check(&MICROPHONE, [(0, state(PermissionState::Granted)), refusal], 2).is_none());
        let denied = (1, state(PermissionState::Denied));
        assert!(check(&MICROPHONE, [denied.clone(), (2, live(KIND))], 2).is_none());
        assert!(check(&MICROPHONE, [denied, (2, Fact::Capture(KIND, CaptureState::Off))], 2).is_none());
    }
}
