//! There is no such device.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicMissing,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::AskAgain(CaptureKind::Microphone), Action::ShowSteps, Action::Telephone],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraMissing,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::AskAgain(CaptureKind::Camera), Action::GoWithoutCamera],
    when: |known| when(known, CaptureKind::Camera),
};

fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let list = known.devices();
    let listed =
        |kind: CaptureKind| list.is_some_and(|list| list.value.of(kind.device_kind()).next().is_some());
    if list.is_some() && !listed(kind) && known.is_wanting(kind) {
        return Some(Evidence::Seen);
    }
    // Whatever the list says: it may have one that the browser does not give. One that came since then is asked for at
    // once, and while it is asked for nothing is refused.
    let refusal = known.refusal(kind)?;
    (refusal.value == Refusal::NotFound).then_some(Evidence::Since(refusal.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        fact::{CaptureState, DeviceKind},
        testing::{check, device, list, live, refused},
    };

    const KIND: CaptureKind = CaptureKind::Camera;

    #[test]
    fn a_list_without_one_and_a_browser_that_finds_none_are_proof() {
        assert!(check(&CAMERA, [(1, list([]))], 1).is_some());
        assert!(check(&CAMERA, [(1, refused(KIND, Refusal::NotFound))], 1).is_some());
    }

    #[test]
    fn one_that_is_plugged_in_is_missing_until_it_is_asked_for() {
        let camera = || device(DeviceKind::VideoInput, "cam", "", "");
        let given = || vec![(1, refused(KIND, Refusal::NotFound)), (1, list([])), (2, list([camera()]))];
        assert!(check(&CAMERA, given(), 2).is_some());
        let asked = (3, Fact::Capture(KIND, CaptureState::Asking));
        assert!(check(&CAMERA, given().into_iter().chain([asked]), 3).is_none());
    }

    #[test]
    fn who_goes_without_a_camera_and_who_has_one_misses_none() {
        assert!(check(&CAMERA, [(1, list([])), (2, Fact::Capture(KIND, CaptureState::Off))], 2).is_none());
        assert!(check(&CAMERA, [(1, list([])), (2, live(KIND))], 2).is_none());
    }
}
