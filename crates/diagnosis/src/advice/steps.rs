//! Which steps help with which fault in which browser on which system.

use super::StepId::{self, *};
use crate::{
    code::Code,
    fact::CaptureKind,
    platform::{Browser, System},
};

/// The steps, in the order in which to take them; none where nothing but the page's own button helps.
// Never copied into what calls it: that may be fetched earlier.
#[inline(never)]
pub fn steps(code: Code, browser: Browser, system: System) -> &'static [StepId] {
    match code {
        Code::MicPermissionPending
        | Code::CameraPermissionPending
        | Code::MicPermissionDismissed
        | Code::CameraPermissionDismissed => question(system),
        Code::MicPermissionDenied => permission(CaptureKind::Microphone, browser, system),
        Code::CameraPermissionDenied => permission(CaptureKind::Camera, browser, system),
        Code::MicBlockedBySystem => privacy(CaptureKind::Microphone, system),
        Code::CameraBlockedBySystem => privacy(CaptureKind::Camera, system),
        Code::InAppBrowser => out_of_app(system),
        Code::BrowserUnsupported | Code::MicBlockedByPolicy | Code::CameraBlockedByPolicy => {
            &[OpenBrowser, PasteLink]
        }
        Code::StorageBlocked => storage(browser, system),
        Code::ClockSkew => clock(system),
        Code::MicMissing | Code::MicUnplugged | Code::CameraMissing | Code::CameraUnplugged => &[PlugIn],
        Code::MicInUse | Code::CameraInUse => in_use(system),
        Code::MicFailed | Code::CameraFailed => &[CloseOtherPrograms, PlugIn, RestartBrowser],
        Code::MicSilent | Code::MicMutedBySystem => muted(system),
        Code::MicTooQuiet => level(Level::Raise, system),
        Code::MicClipping => level(Level::Lower, system),
        Code::MicNoisy => &[SilenceRoom, PutHeadphonesOn],
        Code::EchoRisk => &[PutHeadphonesOn],
        Code::SpeakerNotHeard => &[RaiseVolume, PlugIn],
        Code::CameraBlack => &[OpenShutter],
        Code::CameraDark => &[SwitchLampOn, TurnFromWindow],
        Code::Offline => &[SwitchNetworkOn, GoNearRouter],
        Code::Intercepted => &[AcceptGuestNetwork, ReturnToPage],
        Code::MediaBlocked => &[UseOtherNetwork],
        Code::PacketLoss | Code::Jitter | Code::UplinkSlow | Code::DownlinkSlow | Code::HighLatency => {
            &[GoNearRouter, UseOtherNetwork]
        }
        Code::InsecureContext | Code::InvitationUnknown | Code::InvitationRevoked => {
            &[FindNewestInvitation, OpenWholeLink]
        }
        // The page does it, or there is nothing to do.
        Code::JoinedElsewhere
        | Code::CpuOverload
        | Code::WrongMic
        | Code::NotAMicrophone
        | Code::HeadsetSplit
        | Code::TalkingWhileMuted
        | Code::SoundLocked
        | Code::SpeakerUnplugged
        | Code::CameraFrozen
        | Code::CameraSlow
        | Code::ServerUnreachable
        | Code::WebsocketBlocked
        | Code::UdpBlocked
        | Code::ConnectionChanged
        | Code::InvitationExpired
        | Code::MeetingNotOpen
        | Code::MeetingOver
        | Code::Rejected
        | Code::Removed
        | Code::PlaceKept => &[],
    }
}

/// Where the browser's question stands.
fn question(system: System) -> &'static [StepId] {
    match system {
        System::Windows | System::MacOs | System::Linux => &[LookUnderAddress, PressAllow],
        // There it lies over the page.
        System::IpadOs | System::Ios | System::Android | System::Other => &[PressAllow],
    }
}

/// How a refusal is taken back.
fn permission(kind: CaptureKind, browser: Browser, system: System) -> &'static [StepId] {
    match (system, browser) {
        (System::Ios | System::IpadOs, Browser::Safari) => match kind {
            CaptureKind::Microphone => &[PressPageMenu, PressWebsiteSettings, AllowMicrophone, ReloadPage],
            CaptureKind::Camera => &[PressPageMenu, PressWebsiteSettings, AllowCamera, ReloadPage],
        },
        // There every other browser is an app, and the system keeps what it may do.
        (
            System::Ios | System::IpadOs,
            Browser::Chrome | Browser::Edge | Browser::Firefox | Browser::SamsungInternet | Browser::Other,
        ) => match kind {
            CaptureKind::Microphone => {
                &[OpenSettings, OpenBrowserInApps, AllowMicrophone, ReturnToPage, ReloadPage]
            }
            CaptureKind::Camera => &[OpenSettings, OpenBrowserInApps, AllowCamera, ReturnToPage, ReloadPage],
        },
        (System::Android, Browser::Firefox) => match kind {
            CaptureKind::Microphone => &[PressLock, AllowMicrophone, ReloadPage],
            CaptureKind::Camera => &[PressLock, AllowCamera, ReloadPage],
        },
        (
            System::Android,
            Browser::Chrome | Browser::Edge | Browser::SamsungInternet | Browser::Safari | Browser::Other,
        ) => match kind {
            CaptureKind::Microphone => {
                &[PressSignBesideAddress, OpenPermissions, AllowMicrophone, ReloadPage]
            }
            CaptureKind::Camera => &[PressSignBesideAddress, OpenPermissions, AllowCamera, ReloadPage],
        },
        (System::Windows | System::MacOs | System::Linux | System::Other, Browser::Firefox) => {
            &[PressCrossedOutDevice, RemoveBlocked, ReloadPage, PressAllow]
        }
        (System::Windows | System::MacOs | System::Linux | System::Other, Browser::Safari) => match kind {
            CaptureKind::Microphone => &[OpenSafariWebsiteSettings, AllowMicrophone, ReloadPage],
            CaptureKind::Camera => &[OpenSafariWebsiteSettings, AllowCamera, ReloadPage],
        },
        (
            System::Windows | System::MacOs | System::Linux | System::Other,
            Browser::Chrome | Browser::Edge | Browser::SamsungInternet,
        ) => match kind {
            CaptureKind::Microphone => &[PressSignBesideAddress, AllowMicrophone, ReloadPage],
            CaptureKind::Camera => &[PressSignBesideAddress, AllowCamera, ReloadPage],
        },
        (System::Windows | System::MacOs | System::Linux | System::Other, Browser::Other) => match kind {
            CaptureKind::Microphone => &[OpenSiteSettings, AllowMicrophone, ReloadPage],
            CaptureKind::Camera => &[OpenSiteSettings, AllowCamera, ReloadPage],
        },
    }
}

/// Where the system keeps who may use a device.
fn privacy(kind: CaptureKind, system: System) -> &'static [StepId] {
    match (system, kind) {
        (System::Windows, CaptureKind::Microphone) => {
            &[OpenSettings, OpenPrivacy, OpenMicrophonePrivacy, LetDesktopApps, ReturnToPage, ReloadPage]
        }
        (System::Windows, CaptureKind::Camera) => {
            &[OpenSettings, OpenPrivacy, OpenCameraPrivacy, LetDesktopApps, ReturnToPage, ReloadPage]
        }
        // macOS tells a running program nothing: it has to be opened again.
        (System::MacOs, CaptureKind::Microphone) => {
            &[OpenSettings, OpenPrivacy, OpenMicrophonePrivacy, SwitchBrowserOn, RestartBrowser]
        }
        (System::MacOs, CaptureKind::Camera) => {
            &[OpenSettings, OpenPrivacy, OpenCameraPrivacy, SwitchBrowserOn, RestartBrowser]
        }
        (System::Ios | System::IpadOs, CaptureKind::Microphone) => {
            &[OpenSettings, OpenPrivacy, OpenMicrophonePrivacy, SwitchBrowserOn, ReturnToPage, ReloadPage]
        }
        (System::Ios | System::IpadOs, CaptureKind::Camera) => {
            &[OpenSettings, OpenPrivacy, OpenCameraPrivacy, SwitchBrowserOn, ReturnToPage, ReloadPage]
        }
        (System::Android, CaptureKind::Microphone) => &[
            SwitchOnInQuickSettings,
            OpenSettings,
            OpenBrowserInApps,
            OpenPermissions,
            AllowMicrophone,
            ReturnToPage,
            ReloadPage,
        ],
        (System::Android, CaptureKind::Camera) => &[
            SwitchOnInQuickSettings,
            OpenSettings,
            OpenBrowserInApps,
            OpenPermissions,
            AllowCamera,
            ReturnToPage,
            ReloadPage,
        ],
        (System::Linux | System::Other, CaptureKind::Microphone) => {
            &[OpenSettings, OpenPrivacy, OpenMicrophonePrivacy, SwitchBrowserOn, RestartBrowser]
        }
        (System::Linux | System::Other, CaptureKind::Camera) => {
            &[OpenSettings, OpenPrivacy, OpenCameraPrivacy, SwitchBrowserOn, RestartBrowser]
        }
    }
}

/// How a link gets out of an app.
fn out_of_app(system: System) -> &'static [StepId] {
    match system {
        System::Ios | System::IpadOs => &[PressAppMenu, PressOpenInSafari],
        System::Android => &[PressAppMenu, PressOpenInBrowser],
        System::Windows | System::MacOs | System::Linux | System::Other => &[OpenBrowser, PasteLink],
    }
}

fn storage(browser: Browser, system: System) -> &'static [StepId] {
    match (system, browser) {
        (System::Ios | System::IpadOs, _) => &[LeavePrivateWindow],
        (
            System::Windows | System::MacOs | System::Linux | System::Other,
            Browser::Chrome | Browser::Edge | Browser::Firefox,
        ) => &[PressSignBesideAddress, AllowSiteData, ReloadPage],
        (
            System::Windows | System::MacOs | System::Android | System::Linux | System::Other,
            Browser::Chrome
            | Browser::Edge
            | Browser::Firefox
            | Browser::Safari
            | Browser::SamsungInternet
            | Browser::Other,
        ) => &[LeavePrivateWindow, OpenSiteSettings, AllowSiteData, ReloadPage],
    }
}

fn clock(system: System) -> &'static [StepId] {
    match system {
        System::Windows
        | System::MacOs
        | System::IpadOs
        | System::Ios
        | System::Android
        | System::Linux
        | System::Other => &[OpenSettings, OpenDateAndTime, SetTimeAutomatically, ReturnToPage],
    }
}

fn in_use(system: System) -> &'static [StepId] {
    match system {
        // Only there do two programs keep a device from each other, and only there can it stay held for nothing.
        System::Windows => &[CloseOtherPrograms, RestartBrowser],
        System::MacOs | System::IpadOs | System::Ios | System::Android | System::Linux | System::Other => {
            &[CloseOtherPrograms]
        }
    }
}

/// What holds a microphone's sound back.
fn muted(system: System) -> &'static [StepId] {
    match system {
        System::Windows | System::MacOs | System::Linux | System::Other => {
            &[PressMuteSwitch, OpenSettings, OpenSoundInput, RaiseInput]
        }
        System::Android => &[PressMuteSwitch, SwitchOnInQuickSettings],
        System::Ios | System::IpadOs => &[PressMuteSwitch, CloseOtherPrograms],
    }
}

/// What to do about a level.
enum Level {
    Raise,
    Lower,
}

fn level(level: Level, system: System) -> &'static [StepId] {
    match (level, system) {
        (Level::Raise, System::Windows | System::MacOs | System::Linux | System::Other) => {
            &[ComeNearer, OpenSettings, OpenSoundInput, RaiseInput]
        }
        (Level::Lower, System::Windows | System::MacOs | System::Linux | System::Other) => {
            &[MoveAway, OpenSettings, OpenSoundInput, LowerInput]
        }
        // These set the input by themselves.
        (Level::Raise, System::IpadOs | System::Ios | System::Android) => &[ComeNearer],
        (Level::Lower, System::IpadOs | System::Ios | System::Android) => &[MoveAway],
    }
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
