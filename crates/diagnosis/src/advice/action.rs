//! What the page does, or starts, when a finding's button is pressed.

use crate::fact::{CaptureKind, DeviceKind};

/// One button's worth of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Ask the browser for a device, once more: lets go of what is held before.
    AskAgain(CaptureKind),
    /// Use another device: that of the evidence, else the next one of the list, else let the member choose.
    Choose(DeviceKind),
    /// Go on without a camera.
    GoWithoutCamera,
    /// Switch the microphone on in the page.
    SwitchMicrophoneOn,
    /// Let sound play: has to happen in the press itself.
    UnlockSound,
    /// Play the chime and ask again.
    PlayChime,
    /// Send and show fewer and smaller pictures.
    UseLess,
    /// Restart ICE, and stay in the meeting.
    RestartIce,
    /// Try at once what is tried again by itself.
    TryAgain,
    /// Load the page again; the place is kept.
    Reload,
    /// Copy the link, and say where to paste it.
    CopyLink,
    /// Take the place into this page.
    ContinueHere,
    /// Show the number to dial, and the steps.
    Telephone,
    /// Show the steps for this browser and this system.
    ShowSteps,
    /// Tell the Sitzungsdienst what was found.
    TellStaff,
    /// Put the finding away: it was read.
    Acknowledge,
}
