//! User agent strings as browsers and apps send them.

use super::*;

const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const IPHONE: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const WINDOWS_CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                              Chrome/140.0.0.0 Safari/537.36";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)";
const ANDROID_WEB_VIEW: &str = "Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv) \
                                AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.7339.51 Mobile \
                                Safari/537.36";

fn check(user_agent: &str, max_touch_points: u32, browser: Browser, system: System, app: Option<App>) {
    let expected = Platform { browser, system, app };
    assert_eq!(Platform::of(user_agent, max_touch_points), expected, "{user_agent}");
}

#[test]
fn the_browsers_of_a_computer_are_told_apart() {
    check(WINDOWS_CHROME, 0, Browser::Chrome, System::Windows, None);
    // A laptop with a touch screen is still no tablet.
    check(WINDOWS_CHROME, 10, Browser::Chrome, System::Windows, None);
    check(&format!("{WINDOWS_CHROME} Edg/140.0.0.0"), 0, Browser::Edge, System::Windows, None);
    check(&format!("{WINDOWS_CHROME} OPR/121.0.0.0"), 0, Browser::Other, System::Windows, None);
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    check(firefox, 0, Browser::Firefox, System::Linux, None);
    let chromebook = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/140.0.0.0 Safari/537.36";
    check(chromebook, 0, Browser::Chrome, System::Linux, None);
    check(&format!("{MAC} Version/18.5 Safari/605.1.15"), 0, Browser::Safari, System::MacOs, None);
}

#[test]
fn an_ipad_that_says_it_is_a_mac_is_an_ipad() {
    check(&format!("{MAC} Version/18.5 Safari/605.1.15"), 5, Browser::Safari, System::IpadOs, None);
    let honest = "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                  CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1";
    check(honest, 5, Browser::Chrome, System::IpadOs, None);
}

#[test]
fn the_browsers_of_a_telephone_are_told_apart() {
    check(
        &format!("{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1"),
        5,
        Browser::Safari,
        System::Ios,
        None,
    );
    check(&format!("{IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1"), 5, Browser::Chrome, System::Ios, None);
    check(
        &format!("{IPHONE} FxiOS/143.0 Mobile/15E148 Safari/605.1.15"),
        5,
        Browser::Firefox,
        System::Ios,
        None,
    );
    let edge = format!("{IPHONE} Version/18.0 EdgiOS/140.0 Mobile/15E148 Safari/604.1");
    check(&edge, 5, Browser::Edge, System::Ios, None);
    let chrome = format!("{ANDROID} Chrome/140.0.0.0 Mobile Safari/537.36");
    check(&chrome, 5, Browser::Chrome, System::Android, None);
    check(&format!("{chrome} EdgA/140.0.0.0"), 5, Browser::Edge, System::Android, None);
    let samsung = format!("{ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36");
    check(&samsung, 5, Browser::SamsungInternet, System::Android, None);
    let firefox = "Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0";
    check(firefox, 5, Browser::Firefox, System::Android, None);
}

#[test]
fn an_app_that_shows_the_page_is_recognised() {
    let app = |user_agent: &str| Platform::of(user_agent, 5).app;
    assert_eq!(app(ANDROID_WEB_VIEW), Some(App::AndroidWebView));
    assert_eq!(app(&format!("{ANDROID_WEB_VIEW} [FB_IAB/FB4A;FBAV/480.0.0.0;]")), Some(App::Facebook));
    assert_eq!(app(&format!("{ANDROID_WEB_VIEW} Instagram 390.0.0 Android")), Some(App::Instagram));
    assert_eq!(app(&format!("{ANDROID_WEB_VIEW} [LinkedInApp]/4.1.1")), Some(App::LinkedIn));
    assert_eq!(app(&format!("{IPHONE} Mobile/15E148")), Some(App::IosWebView));
    assert_eq!(app(&format!("{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0;]")), Some(App::Facebook));
    assert_eq!(app(&format!("{IPHONE} Mobile/15E148 Instagram 390.0 (iPhone)")), Some(App::Instagram));
    assert_eq!(app(&format!("{IPHONE} Mobile/15E148 [LinkedInApp]/9.30")), Some(App::LinkedIn));
    assert_eq!(app(&format!("{IPHONE} GSA/380.0 Mobile/15E148 Safari/604.1")), Some(App::Google));
    assert_eq!(app(&format!("{IPHONE} Mobile/15E148 Outlook-iOS/711.2.prod")), Some(App::Outlook));
    // An iPad's app says it is a Mac, too.
    assert_eq!(app(MAC), Some(App::IosWebView));
}
