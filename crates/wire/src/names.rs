//! The stable names of what a person can see or press. The pages carry them as `data-screen`, `data-step`,
//! `data-status`, `data-action` and `data-finding`; helpers' pointing, help texts and tests hold on to these
//! names, never to wording or style classes.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every one of them, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as it stands in the page.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

names! {
    /// One screen (`data-screen`).
    Screen {
        /// Between opening the link and the server's first answer.
        Arrival = "arrival",
        /// Waiting room and device check.
        Waiting = "waiting",
        /// Not let in, with the sentence that staff wrote.
        Rejected = "rejected",
        /// The link leads nowhere: unknown, expired or revoked.
        Refused = "refused",
        /// Admitted, on the way into the meeting.
        Joining = "joining",
        /// In the meeting.
        Meeting = "meeting",
        /// The member left, or the meeting is over.
        Ended = "ended",
        /// The same link was opened elsewhere.
        Elsewhere = "elsewhere",
        /// The page of the Sitzungsdienst.
        Desk = "desk",
    }
}

names! {
    /// One step of the device check (`data-step`, with `data-status`).
    Step {
        /// The loudspeaker.
        Hear = "hear",
        /// The microphone.
        Speak = "speak",
        /// The camera.
        See = "see",
        /// The connection to the server.
        Connection = "connection",
    }
}

names! {
    /// What can be pressed (`data-action`).
    Action {
        /// Arrival: go on to the waiting room.
        Enter = "enter",
        /// Play the chime (again).
        PlayChime = "play-chime",
        /// The chime was heard.
        Heard = "heard",
        /// The chime was not heard.
        NotHeard = "not-heard",
        /// Ask for the microphone, or ask again.
        StartMicrophone = "start-microphone",
        /// Try out whether one's voice arrives (again).
        StartEcho = "start-echo",
        /// End that.
        StopEcho = "stop-echo",
        /// Hear what arrived.
        PlayEcho = "play-echo",
        /// Show the report for those who help.
        ShowReport = "show-report",
        /// Copy it.
        CopyReport = "copy-report",
        /// Save it.
        SaveReport = "save-report",
        /// Put it away.
        CloseReport = "close-report",
        /// Ask for the camera, or ask again.
        StartCamera = "start-camera",
        /// Go without a camera.
        SkipCamera = "skip-camera",
        /// Choose a microphone.
        ChooseMicrophone = "choose-microphone",
        /// Choose a camera.
        ChooseCamera = "choose-camera",
        /// Choose a loudspeaker.
        ChooseSpeaker = "choose-speaker",
        /// Switch the microphone on or off.
        Mute = "mute",
        /// Switch the camera on or off.
        Camera = "camera",
        /// Share the screen, or stop it.
        ShareScreen = "share-screen",
        /// Turn to the page of tiles before.
        PreviousPage = "previous-page",
        /// Turn to the next page of tiles.
        NextPage = "next-page",
        /// Change between one large tile and equal ones.
        ChangeLayout = "change-layout",
        /// Leave the meeting.
        Leave = "leave",
        /// Go back into the meeting after leaving.
        Rejoin = "rejoin",
        /// Continue in this tab.
        ContinueHere = "continue-here",
        /// Let sound play that the browser held back.
        UnlockSound = "unlock-sound",
        /// Try at once what the page tries again by itself.
        TryAgain = "try-again",
        /// Use another device of the kind that something is wrong with.
        UseOtherDevice = "use-other-device",
        /// Copy the link, to open it elsewhere.
        CopyLink = "copy-link",
        /// Connect sound and picture anew, and stay in the meeting.
        RestartIce = "restart-ice",
        /// Load the page again.
        Reload = "reload",
        /// Send and show less.
        UseLess = "use-less",
        /// Send and show everything again.
        UseAll = "use-all",
        /// Take part by telephone.
        Telephone = "telephone",
        /// Show the steps.
        ShowSteps = "show-steps",
        /// Tell the Sitzungsdienst what was found.
        TellStaff = "tell-staff",
        /// Put away what was found: it was read.
        Acknowledge = "acknowledge",
        /// Switch the language.
        Language = "language",
        /// Desk: switch the microphone of one person in the meeting off.
        MutePerson = "mute-person",
        /// Desk: let one person in.
        Admit = "admit",
        /// Desk: let everybody in who is expected and waits.
        AdmitAll = "admit-all",
        /// Desk: begin to reject one person.
        Reject = "reject",
        /// Desk: reject with the sentence that was written.
        ConfirmReject = "confirm-reject",
        /// Desk, dialogs: go back without doing it.
        Cancel = "cancel",
        /// Desk: begin to write to one person or to all.
        Write = "write",
        /// Desk: send what was written.
        Send = "send",
        /// Desk: open the meeting.
        OpenMeeting = "open-meeting",
        /// Desk: begin to end the meeting for everybody.
        EndMeeting = "end-meeting",
        /// Desk: end it indeed.
        ConfirmEnd = "confirm-end",
    }
}

names! {
    /// What was found (`data-finding`): the stable code of a fault that a member can be helped with, as the fault catalogue has it.
    FindingCode {
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
}

names! {
    /// What happened to a device and was mended by itself (`data-notice`).
    NoticeCode {
        /// The microphone is gone; another one is used.
        MicReplaced = "mic-replaced",
        /// The microphone of before is back, and is used again.
        MicReturned = "mic-returned",
        /// The camera is gone; another one is used.
        CameraReplaced = "camera-replaced",
        /// The camera of before is back, and is used again.
        CameraReturned = "camera-returned",
        /// The loudspeaker is gone; sound comes from the device's own.
        SpeakerReplaced = "speaker-replaced",
        /// The loudspeaker of before is back, and is used again.
        SpeakerReturned = "speaker-returned",
        /// The Sitzungsdienst switched the member's microphone off.
        MutedByStaff = "muted-by-staff",
        /// The meeting does not take this member's microphone.
        MicRefused = "mic-refused",
        /// The meeting does not take this member's camera.
        CameraRefused = "camera-refused",
    }
}

// By its name in the page. Derived code would be the same in ten times the bytes, and a browser loads this.
impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for FindingCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<'de, str>::deserialize(deserializer)?;
        let known = Self::ALL.iter().find(|code| code.name() == name);
        known.copied().ok_or_else(|| D::Error::custom("no such finding"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_the_page_is_the_name_on_the_wire() {
        for code in FindingCode::ALL {
            let written = serde_json::to_string(code).unwrap();
            assert_eq!(written, format!("\"{}\"", code.name()));
            assert_eq!(serde_json::from_str::<FindingCode>(&written).unwrap(), *code);
        }
        assert!(serde_json::from_str::<FindingCode>("\"nonsense\"").is_err());
    }
}
