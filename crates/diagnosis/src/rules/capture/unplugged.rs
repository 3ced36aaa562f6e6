//! The device was there and is gone.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{CaptureKind, CaptureState, DeviceKind, Refusal},
};

pub(crate) const MICROPHONE: Rule = Rule {
    code: Code::MicUnplugged,
    severity: Severity::Blocker,
    explains: &[Code::MicMissing, Code::MicMutedBySystem],
    remedies: &[
        Action::Choose(DeviceKind::AudioInput),
        Action::AskAgain(CaptureKind::Microphone),
        Action::Telephone,
    ],
    when: |known| when(known, CaptureKind::Microphone),
};

pub(crate) const CAMERA: Rule = Rule {
    code: Code::CameraUnplugged,
    severity: Severity::Problem,
    explains: &[Code::CameraMissing, Code::CameraBlack],
    remedies: &[
        Action::Choose(DeviceKind::VideoInput),
        Action::AskAgain(CaptureKind::Camera),
        Action::GoWithoutCamera,
    ],
    when: |known| when(known, CaptureKind::Camera),
};

// Either sign is enough. The list may stay as it was when AirPods go (spreed#7026), and a track may outlive its device.
fn when(known: Known<'_>, kind: CaptureKind) -> Option<Evidence> {
    let capture = known.capture(kind)?;
    let newer_list = known.devices().filter(|list| list.at > capture.at);
    let gone = match &capture.value {
        CaptureState::Ended(_) => true,
        CaptureState::Live(device) => {
            newer_list.is_some_and(|list| list.value.lacks(kind.device_kind(), device))
        }
        CaptureState::Refused(Refusal::Gone) => {
            newer_list.is_none_or(|list| list.value.of(kind.device_kind()).next().is_none())
        }
        CaptureState::Off
        | CaptureState::Asking
        | CaptureState::Refused(
            Refusal::Denied
            | Refusal::Dismissed
            | Refusal::BySystem
            | Refusal::ByPolicy
            | Refusal::NotFound
            | Refusal::InUse
            | Refusal::Other,
        ) => false,
    };
    gone.then_some(Evidence::Since(capture.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        testing::{check, device, id, list, live, refused},
    };

    const KIND: CaptureKind = CaptureKind::Microphone;

    fn listed(name: &str) -> Fact {
        list([device(DeviceKind::AudioInput, name, "", "")])
    }

    #[test]
    fn a_track_that_ended_is_enough_even_if_the_list_still_has_it() {
        let ended = (2, Fact::Capture(KIND, CaptureState::Ended(id("mic"))));
        assert!(check(&MICROPHONE, [ended.clone(), (3, listed("mic"))], 3).is_some());
        assert!(check(&MICROPHONE, [ended, (4, live(KIND))], 4).is_none());
    }

    #[test]
    fn a_newer_list_without_it_is_enough_even_if_the_track_goes_on() {
        assert!(check(&MICROPHONE, [(2, live(KIND)), (3, listed("other"))], 3).is_some());
        assert!(check(&MICROPHONE, [(2, live(KIND)), (3, list([]))], 3).is_some());
        assert!(check(&MICROPHONE, [(2, live(KIND)), (3, listed("mic"))], 3).is_none());
        // Before permission devices have no ids, and an older list says nothing of what was opened since.
        assert!(check(&MICROPHONE, [(2, live(KIND)), (3, listed(""))], 3).is_none());
        assert!(check(&MICROPHONE, [(2, live(KIND)), (1, listed("other"))], 3).is_none());
    }

    #[test]
    fn one_that_was_not_found_again_is_gone_until_something_is_plugged_in() {
        let gone = (2, refused(KIND, Refusal::Gone));
        assert!(check(&MICROPHONE, [gone.clone()], 2).is_some());
        assert!(check(&MICROPHONE, [gone, (3, listed("mic"))], 3).is_none());
    }
}
