//! The page is open inside a mail or social app: such windows lend a page no camera.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::CaptureKind};

pub(crate) const RULE: Rule = Rule {
    code: Code::InAppBrowser,
    severity: Severity::Blocker,
    explains: &[
        Code::BrowserUnsupported,
        Code::StorageBlocked,
        Code::MicPermissionPending,
        Code::MicPermissionDismissed,
        Code::MicBlockedBySystem,
        Code::CameraPermissionPending,
        Code::CameraPermissionDismissed,
        Code::CameraBlockedBySystem,
    ],
    remedies: &[Action::CopyLink, Action::ShowSteps, Action::Telephone],
    when,
};

// Some apps do lend devices, and an app on the home screen looks like one on iOS: what works is not complained of.
fn when(known: Known<'_>) -> Option<Evidence> {
    let app = known.platform()?.app?;
    let heard = known.live(CaptureKind::Microphone).is_some();
    let seen = known.refusal(CaptureKind::Camera).is_none();
    (!(heard && seen)).then_some(Evidence::In(app))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        App, Browser, Fact, Platform, System,
        fact::Refusal,
        testing::{check, live, refused},
    };

    fn open_in(app: Option<App>) -> (u64, Fact) {
        (0, Fact::Platform(Platform { browser: Browser::Other, system: System::Android, app }))
    }

    #[test]
    fn a_link_opened_in_a_mail_app_is_to_be_opened_elsewhere() {
        assert_eq!(check(&RULE, [open_in(Some(App::Outlook))], 0), Some(Evidence::In(App::Outlook)));
        assert_eq!(check(&RULE, [open_in(None)], 0), None);
    }

    #[test]
    fn an_app_that_lends_its_devices_is_left_alone() {
        let mut given = vec![open_in(Some(App::IosWebView)), (1, live(CaptureKind::Microphone))];
        assert_eq!(check(&RULE, given.clone(), 1), None);
        given.push((2, refused(CaptureKind::Camera, Refusal::Denied)));
        assert_eq!(check(&RULE, given, 2), Some(Evidence::In(App::IosWebView)));
    }
}
