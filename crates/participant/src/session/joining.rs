//! Into the meeting, through it and out of it: between the signalling session and the rest.

use super::{Purpose, Session};
use crate::{
    Millis,
    devices::CaptureKind,
    effect::{Effect, Timer},
    meeting,
    stage::Stage,
};
use wire::participant::FromParticipant;

/// How long to wait before asking the waiting room why the meeting let go of us, in milliseconds: its own word
/// (rejected, over) usually comes by itself within that time.
const ASK_STANDING_MS: u32 = 1_000;

impl Session {
    pub(super) fn join(&mut self, now: Millis, url: String, token: rtc::Token) -> Vec<Effect> {
        // Everybody comes in silent, and with the camera that was just checked.
        let camera_off = self.camera.is_idle() || self.camera.check().status == wire::CheckStatus::Failed;
        let mut effects = self.mute(now, CaptureKind::Microphone, true);
        effects.extend(self.mute(now, CaptureKind::Camera, camera_off));
        effects.extend(self.signal(now, rtc::Event::JoinRequested { url, token }));
        effects
    }

    pub(super) fn leave(&mut self, now: Millis) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Meeting | Stage::Joining) {
            return vec![];
        }
        self.stage = Stage::Left;
        let mut effects = vec![Effect::SendLobby(FromParticipant::Leave)];
        effects.extend(self.quit(now));
        effects
    }

    pub(super) fn leave_meeting(&mut self, now: Millis) -> Vec<Effect> {
        self.asked_for = None;
        self.sound_locked = false;
        self.signal(now, rtc::Event::LeaveRequested)
    }

    /// Lets go of everything.
    pub(super) fn quit(&mut self, now: Millis) -> Vec<Effect> {
        let mut effects = self.leave_meeting(now);
        effects.extend(self.close_devices(now));
        effects.extend(self.lobby.close());
        effects
    }

    pub(super) fn mute(&mut self, now: Millis, kind: CaptureKind, muted: bool) -> Vec<Effect> {
        self.signal(now, rtc::Event::MuteWanted { source: meeting::source(kind), muted })
    }

    pub(super) fn is_muted(&self, kind: CaptureKind) -> bool {
        let me = self.rtc.view().me;
        match kind {
            CaptureKind::Microphone => me.microphone.muted,
            CaptureKind::Camera => me.camera.muted,
        }
    }

    pub(super) fn toggle(&mut self, now: Millis, kind: CaptureKind) -> Vec<Effect> {
        if self.stage != Stage::Meeting {
            return vec![];
        }
        let muted = self.is_muted(kind);
        let mut effects = self.mute(now, kind, !muted);
        if muted && !self.capture(kind).is_live() && !self.capture(kind).is_asking() {
            effects.extend(self.capture(kind).ask());
        }
        effects
    }

    /// Hands something to the signalling session, and carries out here what of its effects concerns the rest.
    pub(super) fn signal(&mut self, now: Millis, event: rtc::Event) -> Vec<Effect> {
        let mut effects = vec![];
        for effect in self.rtc.update(rtc::Millis(now), event) {
            match effect {
                rtc::Effect::OpenTrack { source } => {
                    let capture = self.capture(meeting::kind(source));
                    if !capture.is_live() && !capture.is_asking() {
                        effects.extend(capture.ask());
                    }
                }
                rtc::Effect::StopTrack { source, .. } => {
                    effects.extend(self.capture(meeting::kind(source)).close())
                }
                rtc::Effect::RequestToken { attempt } => {
                    effects.extend(self.request_access(Purpose::Renew(attempt)))
                }
                rtc::Effect::ReportJoined if self.stage == Stage::Joining => {
                    self.stage = Stage::Meeting;
                    self.was_live = true;
                }
                rtc::Effect::ReportLeft { reason } => effects.extend(self.put_out(now, reason)),
                other => effects.push(Effect::Rtc(other)),
            }
        }
        effects
    }

    pub(super) fn put_out(&mut self, now: Millis, reason: rtc::LeaveReason) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Joining | Stage::Meeting) {
            return vec![];
        }
        match reason {
            rtc::LeaveReason::Asked => vec![],
            rtc::LeaveReason::JoinedElsewhere => {
                self.stage = Stage::Elsewhere;
                self.quit(now)
            }
            rtc::LeaveReason::Removed | rtc::LeaveReason::MeetingEnded => {
                self.stage = Stage::Joining;
                let attempt = self.access.advance();
                vec![Effect::SetTimer { timer: Timer::AskStanding, attempt, after: ASK_STANDING_MS }]
            }
        }
    }
}
