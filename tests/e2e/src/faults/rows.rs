//! The rows: how each fault is brought about, and what takes it away.

use wire::names::{Action, FindingCode as Code};

/// One fault.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What must be said.
    pub code: Code,
    /// What is wrong, for the table.
    pub fault: &'static str,
    /// Where it happens.
    pub place: Place,
    /// Run before the page's own scripts.
    pub before: &'static str,
    /// Run once everything is well; then the evidence begins here.
    pub after: &'static str,
    /// What takes it away.
    pub remedy: Remedy,
}

/// Where a fault happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the waiting room.
    WaitingRoom,
    /// In the waiting room of a page that came without TLS from another machine.
    Insecure,
    /// In the meeting.
    Meeting,
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
    /// The link is opened where nothing is wrong: in another browser, at the right address.
    OpenElsewhere,
}

const fn refused(code: Code, fault: &'static str, before: &'static str, action: Action) -> Row {
    Row {
        code,
        fault,
        place: Place::WaitingRoom,
        before,
        after: "",
        remedy: Remedy::ScriptAndPress("fault.refusals = {}", action),
    }
}

const fn begins(code: Code, fault: &'static str, after: &'static str, ends: &'static str) -> Row {
    Row { code, fault, place: Place::WaitingRoom, before: "", after, remedy: Remedy::Script(ends) }
}

const fn there(code: Code, fault: &'static str, before: &'static str, remedy: Remedy) -> Row {
    Row { code, fault, place: Place::WaitingRoom, before, after: "", remedy }
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
        Code::MicBlockedByPolicy,
        "the page around ours gives no microphone away",
        "fault.refusals.audioinput = ['NotAllowedError', 'Permission denied'];
        Object.defineProperty(document, 'featurePolicy', { value: { allowsFeature: (name) => name !== 'microphone' } })",
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
        Code::CameraBlockedByPolicy,
        "the page around ours gives no camera away",
        "fault.refusals.videoinput = ['NotAllowedError', 'Permission denied'];
        Object.defineProperty(document, 'featurePolicy', { value: { allowsFeature: (name) => name !== 'camera' } })",
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
    begins(
        Code::MicUnplugged,
        "the only microphone is pulled out",
        "fault.pull('mic-1')",
        "fault.add(new fault.Microphone('mic-1', 'Mikrofonarray'))",
    ),
    begins(
        Code::CameraUnplugged,
        "the only camera is pulled out",
        "fault.pull('cam-1')",
        "fault.add(new fault.Camera('cam-1', 'Webcam'))",
    ),
    begins(
        Code::MicMutedBySystem,
        "a switch on the microphone holds the sound back",
        "fault.mute('mic-1', true)",
        "fault.mute('mic-1', false)",
    ),
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
    there(
        Code::NotAMicrophone,
        "what was chosen records the device's own sound",
        "fault.devices.unshift(new fault.Microphone('mix', 'Stereomix (Realtek Audio)'))",
        Remedy::Press(Action::UseOtherDevice),
    ),
    there(
        Code::WrongMic,
        "the headset hears the member, and the microphone in use nothing",
        "fault.permissions.microphone = 'granted';
        fault.find('mic-1').set({ speech: 0, noise: 0 });
        fault.devices.push(new fault.Microphone('mic-2', 'Konferenztelefon'), new fault.Microphone('mic-3', 'Headset'));
        fault.find('mic-2').set({ speech: 0 })",
        Remedy::ScriptAndPress(
            "if (fault.isOpen('mic-2') || fault.isOpen('mic-3')) throw new Error('still listened to')",
            Action::UseOtherDevice,
        ),
    ),
    Row {
        code: Code::HeadsetSplit,
        fault: "a headset's microphone in the telephone mode, its sound in the music mode",
        place: Place::WaitingRoom,
        before: "fault.devices[0] = new fault.Microphone('mic', 'Headset (WH-1000XM4 Hands-Free AG Audio)', 'wh');
        fault.devices.push(new fault.Speaker('music', 'Kopfhörer (WH-1000XM4 Stereo)', 'wh'),
          new fault.Speaker('call', 'Headset (WH-1000XM4 Hands-Free AG Audio)', 'wh'))",
        after: "fault.choose('choose-speaker', 0)",
        remedy: Remedy::Press(Action::UseOtherDevice),
    },
    Row {
        code: Code::TalkingWhileMuted,
        fault: "the member talks, and is switched off in the meeting",
        place: Place::Meeting,
        before: "fault.find('mic-1').set({ speech: 0 })",
        after: "fault.find('mic-1').set({ speech: 1 })",
        remedy: Remedy::Press(Action::Mute),
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
    begins(
        Code::CameraFrozen,
        "no new picture comes",
        "fault.find('cam-1').set('stopped')",
        "fault.find('cam-1').set('person')",
    ),
    begins(
        Code::CameraSlow,
        "fewer than two pictures a second",
        "fault.find('cam-1').set('slow')",
        "fault.find('cam-1').set('person')",
    ),
    Row {
        place: Place::Insecure,
        ..there(
            Code::InsecureContext,
            "the page comes without TLS from another machine",
            "",
            Remedy::OpenElsewhere,
        )
    },
    there(
        Code::BrowserUnsupported,
        "the browser has no WebRTC",
        // Some libraries fall back on the old name.
        "delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection",
        Remedy::OpenElsewhere,
    ),
    there(
        Code::InAppBrowser,
        "the link is opened in a mail app, which lends no devices",
        "Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (Linux; Android 16; SM-A556B; wv) \
         AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/156.0.0.0 Mobile Safari/537.36' });
        for (const kind of ['audioinput', 'videoinput']) fault.refusals[kind] = ['NotAllowedError', 'Permission dismissed']",
        Remedy::OpenElsewhere,
    ),
    there(
        Code::StorageBlocked,
        "the browser keeps nothing for the page",
        "for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, {
          get() { throw new DOMException('The operation is insecure.', 'SecurityError') },
        })",
        Remedy::Press(Action::Acknowledge),
    ),
    there(
        Code::ClockSkew,
        "the device's clock is an hour wrong",
        "const now = Date.now; Date.now = () => now() + 3_600_000; window.right = () => { Date.now = now }",
        Remedy::ScriptAndPress("window.right()", Action::TryAgain),
    ),
    begins(
        Code::Offline,
        "the device has no network",
        "fault.connect('gone', false)",
        "fault.connect('fine')",
    ),
    begins(
        Code::ServerUnreachable,
        "the server cannot be reached",
        "fault.connect('gone')",
        "fault.connect('fine')",
    ),
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
        place: Place::WaitingRoom,
        before: "",
        after: "fault.contexts.forEach((context) => context.suspend())",
        remedy: Remedy::Press(Action::UnlockSound),
    },
    Row {
        code: Code::SpeakerUnplugged,
        fault: "the loudspeaker that was chosen is pulled out",
        place: Place::WaitingRoom,
        before: "fault.devices.push(new fault.Speaker('out-1', 'Lautsprecher'), new fault.Speaker('out-2', 'Headset'))",
        after: "fault.choose('choose-speaker', 1); fault.pull('out-2')",
        remedy: Remedy::Script("fault.add(new fault.Speaker('out-2', 'Headset'))"),
    },
    begins(
        Code::SpeakerNotHeard,
        "the member does not hear the chime",
        "fault.press('play-chime'); fault.pressSoon('not-heard')",
        "fault.press('play-chime'); fault.pressSoon('heard')",
    ),
    begins(
        Code::EchoRisk,
        "the microphone hears the loudspeaker",
        "fault.find('mic-1').set({ speech: 0, loudspeaker: 1 }); fault.press('play-chime')",
        "fault.find('mic-1').set({ speech: 1, loudspeaker: 0 }); fault.pressSoon('play-chime')",
    ),
];

/// What is well, and how it is brought about.
pub const HEALTHY: &[(&str, &str)] = &[
    ("a voice at arm's length", ""),
    ("a quiet voice", "fault.find('mic-1').set({ speech: 0.2 })"),
    ("a voice near the limit", "fault.find('mic-1').set({ speech: 0.15 })"),
    ("a voice far away", "fault.find('mic-1').set({ speech: 0.2, noise: 0.001 })"),
    ("a loud voice", "fault.find('mic-1').set({ speech: 1.9 })"),
    ("a kitchen", "fault.find('mic-1').set({ noise: 0.003 })"),
    ("nobody speaks", "fault.find('mic-1').set({ speech: 0 })"),
    ("dim evening light", "fault.find('cam-1').set('evening')"),
    ("a telephone's camera", "fault.find('cam-1').size = [480, 640]"),
    (
        "two of each",
        "fault.devices.push(new fault.Microphone('mic-2', 'Headset'), new fault.Camera('cam-2', 'Kamera'))",
    ),
    (
        "a headset and a camera beside, chosen before",
        "fault.permissions.microphone = 'granted'; fault.permissions.camera = 'granted';
        fault.devices.unshift(new fault.Microphone('mic-2', 'Headset (Jabra Evolve 40)', 'jabra'));
        fault.devices.push(new fault.Camera('cam-2', 'Kamera (USB)'),
          new fault.Speaker('out-1', 'Lautsprecher'), new fault.Speaker('out-2', 'Headset (Jabra Evolve 40)', 'jabra'))",
    ),
];

/// The faults that no row brings about, and why. Each code is either here or in a row.
pub const NO_ROW: &[(Code, &str)] = &[
    (Code::JoinedElsewhere, "has a screen of its own; brought about by two tabs, beside the rows"),
    (Code::CpuOverload, MEETING),
    (Code::UdpBlocked, MEETING),
    (Code::MediaBlocked, MEETING),
    (Code::HighLatency, MEETING),
    (Code::PacketLoss, MEETING),
    (Code::Jitter, MEETING),
    (Code::UplinkSlow, MEETING),
    (Code::DownlinkSlow, MEETING),
    (Code::ConnectionChanged, MEETING),
    (Code::InvitationUnknown, SCREEN),
    (Code::InvitationExpired, SCREEN),
    (Code::InvitationRevoked, SCREEN),
    (Code::MeetingNotOpen, SCREEN),
    (Code::MeetingOver, SCREEN),
    (Code::Rejected, SCREEN),
    (Code::Removed, SCREEN),
    (Code::PlaceKept, SCREEN),
];

const MEETING: &str = "a row of `interop::line_faults`, where lines are spoiled under a real meeting";
const SCREEN: &str = "has a place of its own, which the journeys of links and of coming back see";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_brought_about_or_it_is_said_why_not() {
        for code in Code::ALL {
            let rows = ROWS.iter().any(|row| row.code == *code);
            let reasons = NO_ROW.iter().filter(|(without, _)| without == code).count();
            assert_eq!(usize::from(rows) + reasons, 1, "{}", code.name());
        }
    }

    #[test]
    fn every_row_has_a_name_of_its_own() {
        for (at, row) in ROWS.iter().enumerate() {
            let same = |other: &&Row| (other.code, other.fault) == (row.code, row.fault);
            assert_eq!(ROWS.iter().position(|other| same(&other)), Some(at), "{}", row.fault);
        }
    }
}
