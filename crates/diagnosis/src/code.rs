//! The codes of the fault catalogue: what a finding is called in the page (`data-finding`), in texts and in tests.
//!
//! [`FindingCode`] holds those of them that the server and the desk know by now. What is said about a code is chosen
//! elsewhere.

use wire::FindingCode;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// One fault that a member can be helped with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// Every one of them, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as it stands in the page.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// The page is not served securely, so the browser offers no devices.
    InsecureContext = "insecure-context",
    /// The browser lacks what a meeting needs.
    BrowserUnsupported = "browser-unsupported",
    /// The page is open inside a mail or social app, which lends it no devices.
    InAppBrowser = "in-app-browser",
    /// The browser keeps nothing for the page: a reload would lose the place.
    StorageBlocked = "storage-blocked",
    /// The same invitation is live in another tab or on another device.
    JoinedElsewhere = "joined-elsewhere",
    /// The device's clock is wrong.
    ClockSkew = "clock-skew",
    /// The device is too slow for what it is asked to do.
    CpuOverload = "cpu-overload",
    /// The browser's question for the microphone is still open.
    MicPermissionPending = "mic-permission-pending",
    /// The browser's question for the microphone was closed without an answer.
    MicPermissionDismissed = "mic-permission-dismissed",
    /// The microphone was refused in the browser.
    MicPermissionDenied = "mic-permission-denied",
    /// The system refuses the browser the microphone.
    MicBlockedBySystem = "mic-blocked-by-system",
    /// The page around ours refuses it the microphone.
    MicBlockedByPolicy = "mic-blocked-by-policy",
    /// The browser's question for the camera is still open.
    CameraPermissionPending = "camera-permission-pending",
    /// The browser's question for the camera was closed without an answer.
    CameraPermissionDismissed = "camera-permission-dismissed",
    /// The camera was refused in the browser.
    CameraPermissionDenied = "camera-permission-denied",
    /// The system refuses the browser the camera.
    CameraBlockedBySystem = "camera-blocked-by-system",
    /// The page around ours refuses it the camera.
    CameraBlockedByPolicy = "camera-blocked-by-policy",
    /// There is no microphone.
    MicMissing = "mic-missing",
    /// Another program holds the microphone.
    MicInUse = "mic-in-use",
    /// The microphone failed for a reason the browser did not name.
    MicFailed = "mic-failed",
    /// The microphone is gone.
    MicUnplugged = "mic-unplugged",
    /// The system, or a switch on the device, mutes the microphone.
    MicMutedBySystem = "mic-muted-by-system",
    /// The microphone is open and gives nothing.
    MicSilent = "mic-silent",
    /// The chosen microphone gives nothing, and another one hears a voice.
    WrongMic = "wrong-mic",
    /// What was chosen records the device's own sound.
    NotAMicrophone = "not-a-microphone",
    /// The voice is too quiet.
    MicTooQuiet = "mic-too-quiet",
    /// The voice is so loud that it is distorted.
    MicClipping = "mic-clipping",
    /// There is much noise between the words.
    MicNoisy = "mic-noisy",
    /// Microphone and sound of a wireless headset run in different modes.
    HeadsetSplit = "headset-split",
    /// The member talks with the microphone switched off in the page.
    TalkingWhileMuted = "talking-while-muted",
    /// The loudspeaker is heard by the microphone.
    EchoRisk = "echo-risk",
    /// The browser holds sound back until the page is pressed.
    SoundLocked = "sound-locked",
    /// The member did not hear the chime.
    SpeakerNotHeard = "speaker-not-heard",
    /// The loudspeaker is gone.
    SpeakerUnplugged = "speaker-unplugged",
    /// There is no camera.
    CameraMissing = "camera-missing",
    /// Another program holds the camera.
    CameraInUse = "camera-in-use",
    /// The camera failed for a reason the browser did not name.
    CameraFailed = "camera-failed",
    /// The camera is gone.
    CameraUnplugged = "camera-unplugged",
    /// The picture is black: a shutter or a cover.
    CameraBlack = "camera-black",
    /// The picture, or the face in it, is dark.
    CameraDark = "camera-dark",
    /// The picture stands still.
    CameraFrozen = "camera-frozen",
    /// The picture stutters.
    CameraSlow = "camera-slow",
    /// The device has no network.
    Offline = "offline",
    /// Somebody else answers in the server's place: a guest network's page.
    Intercepted = "intercepted",
    /// The server cannot be reached.
    ServerUnreachable = "server-unreachable",
    /// The network lets no WebSocket through.
    WebsocketBlocked = "websocket-blocked",
    /// The network lets sound and picture through over TCP only.
    UdpBlocked = "udp-blocked",
    /// The network lets neither sound nor picture through.
    MediaBlocked = "media-blocked",
    /// The way to the server takes long.
    HighLatency = "high-latency",
    /// Much is lost on the way.
    PacketLoss = "packet-loss",
    /// What arrives, arrives unevenly.
    Jitter = "jitter",
    /// The line carries little from the member.
    UplinkSlow = "uplink-slow",
    /// The line carries little to the member.
    DownlinkSlow = "downlink-slow",
    /// The device has another network than before.
    ConnectionChanged = "connection-changed",
    /// No invitation has this link.
    InvitationUnknown = "invitation-unknown",
    /// The invitation is out of date.
    InvitationExpired = "invitation-expired",
    /// The invitation was withdrawn.
    InvitationRevoked = "invitation-revoked",
    /// The meeting has not been opened.
    MeetingNotOpen = "meeting-not-open",
    /// The meeting is over.
    MeetingOver = "meeting-over",
    /// The member was not let in.
    Rejected = "rejected",
    /// The member was taken out of the meeting.
    Removed = "removed",
    /// The connection was away and is back; the place was kept.
    PlaceKept = "place-kept",
}

impl Code {
    /// The same fault on the wire, where it has a name there.
    pub fn on_the_wire(self) -> Option<FindingCode> {
        FindingCode::ALL.iter().copied().find(|code| Self::from(*code) == self)
    }
}

impl From<FindingCode> for Code {
    fn from(code: FindingCode) -> Self {
        match code {
            FindingCode::InsecureContext => Self::InsecureContext,
            FindingCode::MicPermissionPending => Self::MicPermissionPending,
            FindingCode::MicPermissionDismissed => Self::MicPermissionDismissed,
            FindingCode::MicPermissionDenied => Self::MicPermissionDenied,
            FindingCode::MicMissing => Self::MicMissing,
            FindingCode::MicInUse => Self::MicInUse,
            FindingCode::MicUnplugged => Self::MicUnplugged,
            FindingCode::MicFailed => Self::MicFailed,
            FindingCode::CameraPermissionPending => Self::CameraPermissionPending,
            FindingCode::CameraPermissionDismissed => Self::CameraPermissionDismissed,
            FindingCode::CameraPermissionDenied => Self::CameraPermissionDenied,
            FindingCode::CameraMissing => Self::CameraMissing,
            FindingCode::CameraInUse => Self::CameraInUse,
            FindingCode::CameraUnplugged => Self::CameraUnplugged,
            FindingCode::CameraFailed => Self::CameraFailed,
            FindingCode::SoundLocked => Self::SoundLocked,
            FindingCode::SpeakerNotHeard => Self::SpeakerNotHeard,
            FindingCode::ServerUnreachable => Self::ServerUnreachable,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_codes_share_a_name() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
    }

    #[test]
    fn a_fault_is_called_the_same_here_and_on_the_wire() {
        for wire in FindingCode::ALL {
            assert_eq!(Code::from(*wire).name(), wire.name());
            assert_eq!(Code::from(*wire).on_the_wire(), Some(*wire));
        }
    }
}
