//! The steps that only the member can take, by name.

macro_rules! steps {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// One step of an instruction. Texts and pictures are chosen by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum StepId { $($(#[$doc])* $variant,)+ }

        impl StepId {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name, for texts and pictures.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

steps! {
    // In the browser's window
    /// Press "Allow" in the browser's question.
    PressAllow = "press-allow",
    /// Look for the question at the top left, under the address.
    LookUnderAddress = "look-under-address",
    /// Press the sign to the left of the address.
    PressSignBesideAddress = "press-sign-beside-address",
    /// Press the crossed-out device to the left of the address (Firefox).
    PressCrossedOutDevice = "press-crossed-out-device",
    /// Take the refusal away with the cross beside "Blocked" (Firefox).
    RemoveBlocked = "remove-blocked",
    /// Press the lock or shield beside the address (Firefox on Android).
    PressLock = "press-lock",
    /// Open "Permissions".
    OpenPermissions = "open-permissions",
    /// Open "Settings for this Website" in the menu "Safari".
    OpenSafariWebsiteSettings = "open-safari-website-settings",
    /// Press the sign for the page's menu in the address bar (Safari on iPhone and iPad).
    PressPageMenu = "press-page-menu",
    /// Press "Website Settings".
    PressWebsiteSettings = "press-website-settings",
    /// Set the microphone to "Allow".
    AllowMicrophone = "allow-microphone",
    /// Set the camera to "Allow".
    AllowCamera = "allow-camera",
    /// Open the browser's settings for sites, and look for the device there.
    OpenSiteSettings = "open-site-settings",
    /// Allow cookies and site data for this page.
    AllowSiteData = "allow-site-data",
    /// Leave the private window.
    LeavePrivateWindow = "leave-private-window",
    /// Load the page again.
    ReloadPage = "reload-page",
    // In the system
    /// Open the system's settings.
    OpenSettings = "open-settings",
    /// Open "Privacy & security".
    OpenPrivacy = "open-privacy",
    /// Open "Microphone" there.
    OpenMicrophonePrivacy = "open-microphone-privacy",
    /// Open "Camera" there.
    OpenCameraPrivacy = "open-camera-privacy",
    /// Switch "Let desktop apps access" on (Windows).
    LetDesktopApps = "let-desktop-apps",
    /// Switch the browser on in the list.
    SwitchBrowserOn = "switch-browser-on",
    /// Open "Apps", and the browser there.
    OpenBrowserInApps = "open-browser-in-apps",
    /// Quit the browser and open the link again.
    RestartBrowser = "restart-browser",
    /// Go back to this page.
    ReturnToPage = "return-to-page",
    /// Pull the bar down from the top edge, and switch microphone or camera access on (Android).
    SwitchOnInQuickSettings = "switch-on-in-quick-settings",
    /// Open "Sound", and the input there.
    OpenSoundInput = "open-sound-input",
    /// Set the input louder.
    RaiseInput = "raise-input",
    /// Set the input quieter.
    LowerInput = "lower-input",
    /// Open "Date & time".
    OpenDateAndTime = "open-date-and-time",
    /// Switch "Set automatically" on.
    SetTimeAutomatically = "set-time-automatically",
    /// Set the device louder.
    RaiseVolume = "raise-volume",
    /// Switch Wi-Fi or mobile data on, and flight mode off.
    SwitchNetworkOn = "switch-network-on",
    /// Open any other page, and accept the terms of the guest network.
    AcceptGuestNetwork = "accept-guest-network",
    // With the hands
    /// Press the switch or key on the microphone, headset or keyboard.
    PressMuteSwitch = "press-mute-switch",
    /// Plug the device in, or switch it on.
    PlugIn = "plug-in",
    /// Close other programs that use the device.
    CloseOtherPrograms = "close-other-programs",
    /// Open the shutter, or take the cover off.
    OpenShutter = "open-shutter",
    /// Switch a lamp on in front of you.
    SwitchLampOn = "switch-lamp-on",
    /// Turn away from the window.
    TurnFromWindow = "turn-from-window",
    /// Come nearer to the microphone.
    ComeNearer = "come-nearer",
    /// Move away from the microphone.
    MoveAway = "move-away",
    /// Close windows, and switch off what makes noise.
    SilenceRoom = "silence-room",
    /// Put headphones on.
    PutHeadphonesOn = "put-headphones-on",
    /// Go nearer to the router, or use a cable.
    GoNearRouter = "go-near-router",
    /// Use another network, such as that of the telephone.
    UseOtherNetwork = "use-other-network",
    // With the link
    /// Press the menu at the edge of the app.
    PressAppMenu = "press-app-menu",
    /// Press "Open in browser".
    PressOpenInBrowser = "press-open-in-browser",
    /// Press "Open in Safari".
    PressOpenInSafari = "press-open-in-safari",
    /// Open the browser.
    OpenBrowser = "open-browser",
    /// Paste the link into the address bar.
    PasteLink = "paste-link",
    /// Look for the newest message with an invitation.
    FindNewestInvitation = "find-newest-invitation",
    /// Open the link in it whole.
    OpenWholeLink = "open-whole-link",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_steps_share_a_name() {
        let names: BTreeSet<_> = StepId::ALL.iter().map(|step| step.name()).collect();
        assert_eq!(names.len(), StepId::ALL.len());
    }
}
