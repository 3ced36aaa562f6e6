//! Instructions fit the browser and the system for which they are given.

use std::collections::BTreeSet;

use super::*;
use crate::{advice::Action, rules};

fn everywhere() -> impl Iterator<Item = (Browser, System)> {
    Browser::ALL.into_iter().flat_map(|browser| System::ALL.into_iter().map(move |system| (browser, system)))
}

#[test]
fn a_button_that_shows_steps_has_steps_to_show_everywhere() {
    for rule in rules::ALL.iter().filter(|rule| rule.remedies.contains(&Action::ShowSteps)) {
        for (browser, system) in everywhere() {
            assert!(!steps(rule.code, browser, system).is_empty(), "{:?} {browser:?} {system:?}", rule.code);
        }
    }
}

#[test]
fn every_step_is_somebodys() {
    let used: BTreeSet<_> = Code::ALL
        .iter()
        .flat_map(|code| everywhere().flat_map(|(browser, system)| steps(*code, browser, system)))
        .copied()
        .collect();
    assert_eq!(used, StepId::ALL.iter().copied().collect());
}

#[test]
fn no_step_is_taken_twice() {
    for (code, (browser, system)) in Code::ALL.iter().flat_map(|code| everywhere().map(move |at| (code, at)))
    {
        let steps = steps(*code, browser, system);
        assert_eq!(
            steps.iter().collect::<BTreeSet<_>>().len(),
            steps.len(),
            "{code:?} {browser:?} {system:?}"
        );
    }
}

#[test]
fn who_refused_the_microphone_is_not_sent_to_the_cameras_settings() {
    for (browser, system) in everywhere() {
        for code in [Code::MicPermissionDenied, Code::MicBlockedBySystem] {
            let steps = steps(code, browser, system);
            assert!(!steps.contains(&AllowCamera) && !steps.contains(&OpenCameraPrivacy));
        }
        for code in [Code::CameraPermissionDenied, Code::CameraBlockedBySystem] {
            let steps = steps(code, browser, system);
            assert!(!steps.contains(&AllowMicrophone) && !steps.contains(&OpenMicrophonePrivacy));
        }
    }
}

#[test]
fn a_refusal_is_taken_back_where_each_browser_keeps_it() {
    let first = |browser, system| steps(Code::MicPermissionDenied, browser, system)[0];
    for system in [System::Windows, System::MacOs, System::Linux] {
        assert_eq!(first(Browser::Chrome, system), PressSignBesideAddress);
        assert_eq!(first(Browser::Edge, system), PressSignBesideAddress);
        assert_eq!(first(Browser::Firefox, system), PressCrossedOutDevice);
    }
    assert_eq!(first(Browser::Safari, System::MacOs), OpenSafariWebsiteSettings);
    assert_eq!(first(Browser::Safari, System::IpadOs), PressPageMenu);
    // On an iPad, Chrome is an app like any other.
    assert_eq!(first(Browser::Chrome, System::IpadOs), OpenSettings);
    assert_eq!(first(Browser::SamsungInternet, System::Android), PressSignBesideAddress);
}
