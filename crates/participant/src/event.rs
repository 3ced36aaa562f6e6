//! What happened, in the past tense.

use wire::{AttemptId, page::Page, participant::ToParticipant};

use crate::{
    devices::{CaptureKind, Device, DeviceId, DeviceKind, DeviceProblem},
    echo::EchoEvent,
    effect::Timer,
    meeting::line::Reading,
    memory::Memory,
    report::ReportEvent,
    view::Sight,
};

/// Everything a session learns.
#[derive(Debug)]
pub enum Event {
    /// The page is there.
    Started {
        /// What the server wrote into it.
        page: Page,
        /// What this device remembers from last time.
        memory: Memory,
        /// A random name of this tab, kept over a reload.
        tab: String,
        /// Whether this tab was in the waiting room or the meeting before it was loaded anew.
        entered: bool,
        /// The page's own origin as a WebSocket address (`wss://host`), for a meeting in the server itself.
        origin: String,
        /// Any number; spreads the returns of many pages.
        seed: u64,
    },

    // The member pressed something.
    /// Go on to the waiting room.
    EnterPressed,
    /// Play the chime.
    ChimePressed,
    /// The answer to "did you hear it?".
    HeardAnswered(bool),
    /// Open the microphone or the camera (again).
    CapturePressed(CaptureKind),
    /// Go without a camera.
    CameraSkipped,
    /// Use another device.
    DeviceChosen {
        /// Its kind.
        kind: DeviceKind,
        /// Its id.
        id: DeviceId,
    },
    /// Switch the microphone on or off in the meeting.
    MutePressed,
    /// Switch the camera on or off in the meeting.
    CameraPressed,
    /// Share the screen, or stop it.
    SharePressed,
    /// Turn to a page of tiles, counted from 0.
    PageTurned(usize),
    /// Change between one large tile and equal ones.
    LayoutPressed,
    /// Send and show all pictures again, after [`diagnosis::Action::UseLess`].
    UseAllPressed,
    /// Leave the meeting.
    LeavePressed,
    /// Go back into the meeting.
    RejoinPressed,
    /// Continue in this tab.
    ContinueHerePressed,
    /// Let sound play. The edge plays every element anew within the press itself.
    UnlockPressed,
    /// Something about the report for those who help. Heeded once the diagnosis is loaded.
    Report(ReportEvent),
    /// The button of what was found.
    RemedyPressed(diagnosis::Action),

    /// What the diagnosis needs is loaded: from here on something is found.
    HelpLoaded,

    // What only the edge can observe.
    /// A fact that concerns no device of ours.
    Observed(diagnosis::Fact),
    /// What came out of the microphone lately, whatever the member's own switch says.
    SoundMeasured {
        /// Of which opening.
        attempt: AttemptId,
        /// What.
        sound: diagnosis::fact::Sound,
    },
    /// The chime that the page plays came in through the microphone.
    ChimeCameBack {
        /// Of which opening.
        attempt: AttemptId,
    },
    /// What came out of another microphone that is listened to.
    OtherSoundMeasured {
        /// Of which listening.
        attempt: AttemptId,
        /// What, since it was opened.
        sound: diagnosis::fact::Sound,
    },
    /// Another microphone could not be listened to, or no longer.
    OtherRefused {
        /// Of which listening.
        attempt: AttemptId,
    },
    /// What came out of the camera lately.
    CameraMeasured {
        /// Of which opening.
        attempt: AttemptId,
        /// What.
        picture: diagnosis::fact::Picture,
    },
    /// Whether the browser lets the page make and hear sound (`AudioContext.state`).
    SoundRuns(bool),
    /// The system, or a switch on the device, holds the microphone's sound back, or no longer.
    MicrophoneMuted {
        /// Of which opening.
        attempt: AttemptId,
        /// Whether it does.
        muted: bool,
    },

    /// It was tried out what the line gives.
    SpeedTested {
        /// In which test.
        attempt: AttemptId,
        /// What; absent where the server did not answer.
        result: Option<diagnosis::fact::SpeedTest>,
    },

    // The waiting room.
    /// The socket that was asked for is open.
    LobbyOpened {
        /// Which.
        attempt: AttemptId,
    },
    /// The server said something.
    LobbyHeard {
        /// On which socket.
        attempt: AttemptId,
        /// What.
        message: ToParticipant,
    },
    /// A WebSocket opens by now.
    SocketWorks,
    /// The socket is closed, or could not be opened.
    LobbyClosed {
        /// Which.
        attempt: AttemptId,
    },

    // Devices.
    /// The devices there are now: at the start, after a permission, after a change.
    DevicesListed(Vec<Device>),
    /// A device is open and gives signals.
    CaptureOpened {
        /// Of which request.
        attempt: AttemptId,
        /// Microphone or camera.
        kind: CaptureKind,
        /// The device that the browser chose.
        device: Option<DeviceId>,
        /// `MediaStreamTrack.id`.
        track: String,
        /// The size of the camera's picture; `None` for the microphone.
        picture: Option<rtc::PictureSize>,
    },
    /// A device was plugged in or out; the list is to be looked at again.
    DevicesChanged,
    /// A device was not opened.
    CaptureRefused {
        /// Of which request.
        attempt: AttemptId,
        /// Microphone or camera.
        kind: CaptureKind,
        /// Why.
        problem: DeviceProblem,
    },
    /// An open device stopped giving signals for good: unplugged, taken away.
    CaptureEnded {
        /// Of which request.
        attempt: AttemptId,
        /// Microphone or camera.
        kind: CaptureKind,
    },
    /// A voice came through the open microphone.
    VoiceHeard {
        /// Of which request the microphone is.
        attempt: AttemptId,
    },
    /// The open camera gave a picture.
    PictureSeen {
        /// Of which request the camera is.
        attempt: AttemptId,
    },
    /// The chime was played to its end.
    ChimePlayed {
        /// Which.
        attempt: AttemptId,
    },
    /// The browser held the chime back.
    ChimeLocked {
        /// Which.
        attempt: AttemptId,
    },

    // The meeting.
    /// This browser can share its screen.
    ScreenPossible,
    /// The screen is shared.
    ScreenOpened {
        /// Of which request.
        attempt: AttemptId,
        /// `MediaStreamTrack.id`.
        track: String,
        /// The size of the picture.
        picture: Option<rtc::PictureSize>,
    },
    /// The screen is not shared: the member thought better of it, or ended it in the browser.
    ScreenEnded {
        /// Of which request.
        attempt: AttemptId,
    },
    /// The room for the tiles was measured, in CSS pixels.
    AreaMeasured {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
        /// Screen pixels for one CSS pixel, in hundredths.
        density: u32,
    },
    /// Somebody else's picture is seen in another way.
    PictureMeasured {
        /// The edge's number of the track.
        track: rtc::RemoteTrackId,
        /// How.
        sight: Sight,
    },
    /// Everything that a meeting needs is loaded. Told once, at any time after `Started`.
    MeetingLoaded,
    /// It could not be loaded so far; the edge goes on trying.
    MeetingDelayed,
    /// Something about the signalling session or its media.
    Rtc(rtc::Event),
    /// What the statistics of the meeting's connections say at this moment: to be told every two seconds.
    LineRead(Box<Reading>),
    /// The browser refused to play somebody's sound until the page is pressed.
    SoundLocked,
    /// Sound plays.
    SoundUnlocked,

    /// Something about the trial of the voice. Heeded once everything that a meeting needs is loaded.
    Echo(EchoEvent),

    // The page.
    /// The page is seen, or is not: another tab, another program, a locked screen.
    PageSeen(bool),
    /// A timer ran out.
    TimerElapsed {
        /// Which.
        timer: Timer,
        /// The attempt it was set for.
        attempt: AttemptId,
    },
    /// The page woke up, or the network came back: what waits to try again tries at once.
    PageWoke,
}
