//! The rows: how each fault is brought about, and what takes it away.

use wire::names::{Action, FindingCode as Code};

/// One fault.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What must be said.
    pub code: Code,
    /// What is wrong, for the table.
    pub fault: &'static str,
    /// Run before the member goes on to the waiting room.
    pub before: &'static str,
    /// Run once everything is well; then the evidence begins here.
    pub after: &'static str,
    /// What takes it away.
    pub remedy: Remedy,
    /// Why it cannot be brought about in Firefox; empty where it can.
    pub not_in_firefox: &'static str,
}

/// What takes a fault away.
#[derive(Clone, Copy, Debug)]
pub enum Remedy {
    /// The button.
    Press(Action),
    /// What the member does outside the page; the page must see by itself that it helped.
    Script(&'static str),
    /// First that, then the button.
    ScriptAndPress(&'static str, Action),
}

const fn refused(code: Code, fault: &'static str, before: &'static str, action: Action) -> Row {
    Row {
        code,
        fault,
        before,
        after: "",
        remedy: Remedy::ScriptAndPress("fault.refusals = {}", action),
        not_in_firefox: "",
    }
}

const fn begins(code: Code, fault: &'static str, after: &'static str, ends: &'static str) -> Row {
    Row { code, fault, before: "", after, remedy: Remedy::Script(ends), not_in_firefox: "" }
}

/// Firefox runs a driver's scripts beside the page: events, promises and clocks that they make are none of the page's.
const BESIDE: &str = "the driver's scripts stand beside the page: what they make does not reach it";

const fn beside(row: Row) -> Row {
    Row { not_in_firefox: BESIDE, ..row }
}

const MICROPHONE: Action = Action::StartMicrophone;
const CAMERA: Action = Action::StartCamera;

/// All of them.
pub const ROWS: &[Row] = &[
    refused(
        Code::MicPermissionPending,
        "the question for the microphone stays open",
        "fault.refusals.audioinput = 'never'",
        MICROPHONE,
    ),
    refused(
        Code::MicPermissionDismissed,
        "the question for the microphone is closed",
        "fault.refusals.audioinput = ['NotAllowedError', 'Permission dismissed']",
        MICROPHONE,
    ),
    refused(
        Code::MicPermissionDenied,
        "the microphone is refused",
        "fault.refusals.audioinput = ['NotAllowedError', 'Permission denied']",
        MICROPHONE,
    ),
    refused(
        Code::MicBlockedBySystem,
        "the system refuses the microphone",
        "fault.refusals.audioinput = ['NotAllowedError', 'Permission denied by system']",
        MICROPHONE,
    ),
    refused(
        Code::MicMissing,
        "there is no microphone",
        "fault.refusals.audioinput = ['NotFoundError', 'Requested device not found']",
        MICROPHONE,
    ),
    refused(
        Code::MicInUse,
        "another program has the microphone",
        "fault.refusals.audioinput = ['NotReadableError', 'Could not start audio source']",
        MICROPHONE,
    ),
    refused(
        Code::MicFailed,
        "the microphone fails without a name",
        "fault.refusals.audioinput = ['TypeError', '']",
        MICROPHONE,
    ),
    refused(
        Code::CameraPermissionPending,
        "the question for the camera stays open",
        "fault.refusals.videoinput = 'never'",
        CAMERA,
    ),
    refused(
        Code::CameraPermissionDismissed,
        "the question for the camera is closed",
        "fault.refusals.videoinput = ['NotAllowedError', 'Permission dismissed']",
        CAMERA,
    ),
    refused(
        Code::CameraPermissionDenied,
        "the camera is refused",
        "fault.refusals.videoinput = ['NotAllowedError', 'Permission denied']",
        CAMERA,
    ),
    refused(
        Code::CameraBlockedBySystem,
        "the system refuses the camera",
        "fault.refusals.videoinput = ['NotAllowedError', 'Permission denied by system']",
        CAMERA,
    ),
    refused(
        Code::CameraMissing,
        "there is no camera",
        "fault.refusals.videoinput = ['NotFoundError', 'Requested device not found']",
        CAMERA,
    ),
    refused(
        Code::CameraInUse,
        "another program has the camera",
        "fault.refusals.videoinput = ['NotReadableError', 'Could not start video source']",
        CAMERA,
    ),
    refused(
        Code::CameraFailed,
        "the camera fails without a name",
        "fault.refusals.videoinput = ['TypeError', '']",
        CAMERA,
    ),
    beside(begins(
        Code::MicUnplugged,
        "the only microphone is pulled out",
        "fault.pull('mic-1')",
        "fault.add(new fault.Microphone('mic-1', 'Mikrofonarray'))",
    )),
    beside(begins(
        Code::CameraUnplugged,
        "the only camera is pulled out",
        "fault.pull('cam-1')",
        "fault.add(new fault.Camera('cam-1', 'Webcam'))",
    )),
    beside(begins(
        Code::MicMutedBySystem,
        "a switch on the microphone holds the sound back",
        "fault.mute('mic-1', true)",
        "fault.mute('mic-1', false)",
    )),
    begins(
        Code::MicSilent,
        "the microphone gives nothing but zeros",
        "fault.find('mic-1').set({ speech: 0, noise: 0 })",
        "fault.find('mic-1').set({ speech: 1, noise: 0.0004 })",
    ),
    begins(
        Code::MicTooQuiet,
        "the voice is at -50 dBFS",
        "fault.find('mic-1').set({ speech: 0.03, noise: 0.0001 })",
        "fault.find('mic-1').set({ speech: 1 })",
    ),
    begins(
        Code::MicClipping,
        "the voice is 30 dB too loud",
        "fault.find('mic-1').set({ speech: 30 })",
        "fault.find('mic-1').set({ speech: 1 })",
    ),
    begins(
        Code::MicNoisy,
        "a vacuum cleaner beside the microphone",
        "fault.find('mic-1').set({ noise: 0.04 })",
        "fault.find('mic-1').set({ noise: 0.0004 })",
    ),
    begins(
        Code::MicNoisy,
        "the mains hum",
        "fault.find('mic-1').set({ hum: 0.05 })",
        "fault.find('mic-1').set({ hum: 0 })",
    ),
    Row {
        code: Code::NotAMicrophone,
        fault: "what was chosen records the device's own sound",
        before: "fault.devices.unshift(new fault.Microphone('mix', 'Stereomix (Realtek Audio)'))",
        after: "",
        remedy: Remedy::Press(Action::UseOtherDevice),
        not_in_firefox: "",
    },
    begins(
        Code::CameraBlack,
        "the shutter is closed",
        "fault.find('cam-1').set('black')",
        "fault.find('cam-1').set('person')",
    ),
    begins(
        Code::CameraDark,
        "the room is dark",
        "fault.find('cam-1').set('dark')",
        "fault.find('cam-1').set('person')",
    ),
    begins(
        Code::CameraDark,
        "the window is behind the face",
        "fault.find('cam-1').set('backlit')",
        "fault.find('cam-1').set('person')",
    ),
    begins(
        Code::CameraFrozen,
        "the camera gives the same picture again and again",
        "fault.find('cam-1').set('still')",
        "fault.find('cam-1').set('person')",
    ),
    beside(begins(
        Code::CameraFrozen,
        "no new picture comes",
        "fault.find('cam-1').set('stopped')",
        "fault.find('cam-1').set('person')",
    )),
    begins(
        Code::CameraSlow,
        "fewer than two pictures a second",
        "fault.find('cam-1').set('slow')",
        "fault.find('cam-1').set('person')",
    ),
    Row {
        code: Code::ClockSkew,
        fault: "the device's clock is an hour wrong",
        before: "const now = Date.now; Date.now = () => now() + 3_600_000; window.right = () => { Date.now = now }",
        after: "",
        remedy: Remedy::ScriptAndPress("window.right()", Action::TryAgain),
        not_in_firefox: BESIDE,
    },
    beside(begins(
        Code::Offline,
        "the device has no network",
        "fault.connect('gone', false)",
        "fault.connect('fine')",
    )),
    beside(begins(
        Code::ServerUnreachable,
        "the server cannot be reached",
        "fault.connect('gone')",
        "fault.connect('fine')",
    )),
    begins(
        Code::Intercepted,
        "a hotel's page answers in the server's place",
        "fault.connect('hotel')",
        "fault.connect('fine')",
    ),
    begins(
        Code::WebsocketBlocked,
        "a proxy lets no WebSocket through",
        "fault.connect('http')",
        "fault.connect('fine')",
    ),
    Row {
        code: Code::SoundLocked,
        fault: "the browser holds sound back, as after a telephone call",
        before: "",
        after: "fault.contexts.forEach((context) => context.suspend())",
        remedy: Remedy::Press(Action::UnlockSound),
        not_in_firefox: BESIDE,
    },
    beside(begins(
        Code::SpeakerNotHeard,
        "the member does not hear the chime",
        "fault.press('play-chime'); fault.pressSoon('not-heard')",
        "fault.press('play-chime'); fault.pressSoon('heard')",
    )),
];

/// What is well, and how it is brought about.
pub const HEALTHY: &[(&str, &str)] = &[
    ("a voice at arm's length", ""),
    ("a quiet voice", "fault.find('mic-1').set({ speech: 0.2 })"),
    ("a loud voice", "fault.find('mic-1').set({ speech: 1.9 })"),
    ("a kitchen", "fault.find('mic-1').set({ noise: 0.003 })"),
    ("nobody speaks", "fault.find('mic-1').set({ speech: 0 })"),
    ("dim evening light", "fault.find('cam-1').set('evening')"),
    (
        "two of each",
        "fault.devices.push(new fault.Microphone('mic-2', 'Headset'), new fault.Camera('cam-2', 'Kamera'))",
    ),
];
