//! What the edge is to do, in the imperative.

use wire::{AttemptId, participant::FromParticipant};

use crate::{
    devices::{CaptureKind, DeviceId},
    echo::EchoEffect,
    memory::Memory,
};

/// Over what the waiting room is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// A WebSocket.
    WebSocket,
    /// Plain HTTP, where the network lets no WebSocket through.
    Http,
}

/// Everything a session asks of the edge.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Open the connection to the waiting room.
    OpenLobby {
        /// Carried by every event of this connection.
        attempt: AttemptId,
        /// Over what.
        way: Way,
    },
    /// Try out whether a WebSocket opens by now, beside the connection over HTTP.
    TrySocket,
    /// Say something on it.
    SendLobby(FromParticipant),
    /// Close it.
    CloseLobby,
    /// List the devices.
    ListDevices,
    /// Open a device. One that is open of the same kind is closed first: some systems lend a device only once.
    OpenCapture {
        /// Carried by every event about it.
        attempt: AttemptId,
        /// Microphone or camera.
        kind: CaptureKind,
        /// Which; the browser's choice when absent.
        device: Option<DeviceId>,
    },
    /// Close a device.
    CloseCapture {
        /// Microphone or camera.
        kind: CaptureKind,
    },
    /// Listen to another microphone than the one that is open, which stays open; one that was listened to before is closed
    /// first. Answered by `OtherSoundMeasured` twice a second, or by `OtherRefused`.
    ListenTo {
        /// Carried by every event about it.
        attempt: AttemptId,
        /// Which, and no other in its place.
        device: DeviceId,
    },
    /// Close the microphone that is listened to beside the open one.
    StopListening,
    /// Ask which window or screen is to be shared, within the press that is being handled. Answered by `ScreenOpened`
    /// or `ScreenEnded`.
    OpenScreen {
        /// Carried by every event about it.
        attempt: AttemptId,
    },
    /// Share it no longer.
    CloseScreen,
    /// Play the chime.
    PlayChime {
        /// Carried by the events about it.
        attempt: AttemptId,
        /// The loudspeaker; the system's own when absent.
        sink: Option<DeviceId>,
    },
    /// Play the others' sound on this loudspeaker from now on; the system's own when the id is empty.
    UseSink(DeviceId),
    /// Keep this for the next time on this device.
    Remember(Memory),
    /// Keep, for a reload of this tab, whether it is inside.
    RememberEntered(bool),
    /// Set a timer.
    SetTimer {
        /// Which.
        timer: Timer,
        /// Carried by its event.
        attempt: AttemptId,
        /// In how many milliseconds.
        after: u32,
    },
    /// Something for the meeting's connections.
    Rtc(rtc::Effect),
    /// Something for the trial of the member's voice.
    Echo(EchoEffect),
    /// Ask the server by plain HTTP how it is: the waiting room's socket fails.
    AskHealth,
    /// Try out what the line gives; answered by `SpeedTested`.
    TestSpeed {
        /// Carried by the answer.
        attempt: AttemptId,
    },
    /// Copy the page's link, within the press that is being handled.
    CopyLink,
    /// Copy this text, within the press that is being handled; answered by `Report(HandedOut)`.
    CopyText(String),
    /// Save this text as a file; answered likewise.
    SaveText(String),
    /// Load the page anew: it is older than the server, or the member asked for it.
    ReloadPage,
}

/// The timers of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// Open the waiting room's socket again.
    LobbyRetry,
    /// Say that the page is still there, and look whether the server is.
    LobbyKeepAlive,
    /// The permission prompt for the microphone has been open for long.
    MicrophonePending,
    /// The permission prompt for the camera has been open for long.
    CameraPending,
    /// The meeting let go of us without a reason that ends it: ask the waiting room where we stand.
    AskStanding,
    /// Media have been on their way into the meeting for long.
    MediaComing,
    /// "We are back" has been read.
    BackRead,
    /// What was said about the devices has been read.
    NoticeRead,
    /// Time to look what time alone has changed.
    Look,
    /// Time to look how long the trial of the voice has taken.
    Echo,
}
