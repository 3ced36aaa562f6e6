//! Which browser on which system, read from the user agent string: for instructions, never for what the page tries.

use crate::validity::{Lasting, Validity};

/// A browser, as far as instructions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Browser {
    /// Google Chrome, and what cannot be told from it.
    Chrome,
    /// Microsoft Edge.
    Edge,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
    /// Samsung Internet.
    SamsungInternet,
    /// Another one.
    Other,
}

impl Browser {
    /// Every one of them.
    pub const ALL: [Self; 6] =
        [Self::Chrome, Self::Edge, Self::Firefox, Self::Safari, Self::SamsungInternet, Self::Other];
}

/// An operating system, as far as instructions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// Windows.
    Windows,
    /// macOS.
    MacOs,
    /// An iPad, which says it is a Mac.
    IpadOs,
    /// An iPhone.
    Ios,
    /// Android.
    Android,
    /// Linux, and ChromeOS.
    Linux,
    /// Another one.
    Other,
}

impl System {
    /// Every one of them.
    pub const ALL: [Self; 7] =
        [Self::Windows, Self::MacOs, Self::IpadOs, Self::Ios, Self::Android, Self::Linux, Self::Other];
}

/// An app that shows pages inside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum App {
    /// Outlook.
    Outlook,
    /// Google's search app, in which links of Gmail open on an iPhone.
    Google,
    /// Facebook and its Messenger.
    Facebook,
    /// Instagram.
    Instagram,
    /// LinkedIn.
    LinkedIn,
    /// An app on Android that does not say its name.
    AndroidWebView,
    /// An app on an iPhone or iPad that does not say its name.
    IosWebView,
}

/// Which browser on which system, and in which app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Platform {
    /// The browser.
    pub browser: Browser,
    /// The system.
    pub system: System,
    /// The app whose window it is, if it is not the browser's own.
    pub app: Option<App>,
}

impl Lasting for Platform {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// What an app adds to the user agent string.
const APPS: &[(&str, App)] = &[
    ("Outlook-", App::Outlook),
    ("GSA/", App::Google),
    // Before Facebook's: Instagram bears some of the same marks.
    ("Instagram", App::Instagram),
    ("FBAN/", App::Facebook),
    ("FBAV/", App::Facebook),
    ("FB_IAB/", App::Facebook),
    ("LinkedInApp", App::LinkedIn),
];

/// What a browser adds to it, those first whose string bears the mark of another one as well.
const BROWSERS: &[(&str, Browser)] = &[
    ("Edg/", Browser::Edge),
    ("EdgA/", Browser::Edge),
    ("EdgiOS/", Browser::Edge),
    ("SamsungBrowser/", Browser::SamsungInternet),
    ("OPR/", Browser::Other),
    ("OPT/", Browser::Other),
    ("DuckDuckGo/", Browser::Other),
    ("Ddg/", Browser::Other),
    ("YaBrowser/", Browser::Other),
    ("Firefox/", Browser::Firefox),
    ("FxiOS/", Browser::Firefox),
    ("CriOS/", Browser::Chrome),
    ("Chrome/", Browser::Chrome),
    ("Chromium/", Browser::Chrome),
];

impl Platform {
    /// Reads `navigator.userAgent` and `navigator.maxTouchPoints`.
    pub fn of(user_agent: &str, max_touch_points: u32) -> Self {
        let system = system(user_agent, max_touch_points);
        Self { browser: browser(user_agent), system, app: app(user_agent, system) }
    }
}

fn system(user_agent: &str, max_touch_points: u32) -> System {
    let has = |mark| user_agent.contains(mark);
    if has("iPhone") || has("iPod") {
        System::Ios
    } else if has("iPad") || (has("Macintosh") && max_touch_points > 1) {
        // No Mac has a touch screen.
        System::IpadOs
    } else if has("Android") {
        System::Android
    } else if has("Windows") {
        System::Windows
    } else if has("Macintosh") {
        System::MacOs
    } else if has("Linux") || has("CrOS") {
        System::Linux
    } else {
        System::Other
    }
}

fn browser(user_agent: &str) -> Browser {
    let marked = BROWSERS.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, browser)| *browser);
    marked.unwrap_or(if user_agent.contains("Version/") && user_agent.contains("Safari/") {
        Browser::Safari
    } else {
        Browser::Other
    })
}

fn app(user_agent: &str, system: System) -> Option<App> {
    let has = |mark: &str| user_agent.contains(mark);
    let named = APPS.iter().find(|(mark, _)| has(mark)).map(|(_, app)| *app);
    named.or(match system {
        // developer.chrome.com/docs/multidevice/user-agent: "; wv" since Android 5, "Version/4.0" before Chrome's mark.
        System::Android if has("; wv)") || has("Version/4.0 Chrome/") => Some(App::AndroidWebView),
        // Every browser of the system ends in "Safari/"; a WKWebView that nobody named does not.
        System::Ios | System::IpadOs if has("AppleWebKit/") && !has("Safari/") => Some(App::IosWebView),
        System::Windows
        | System::MacOs
        | System::IpadOs
        | System::Ios
        | System::Android
        | System::Linux
        | System::Other => None,
    })
}

#[cfg(test)]
#[path = "platform_tests.rs"]
mod tests;
