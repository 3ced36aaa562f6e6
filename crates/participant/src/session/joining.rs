//! Into the meeting, through it and out of it: between the signalling session and the rest.

use super::{Purpose, Session};
use crate::{
    Millis,
    devices::CaptureKind,
    effect::{Effect, Timer},
    meeting,
    stage::Stage,
};
use wire::{AttemptId, CheckStatus, participant::FromParticipant};

/// How long to wait before asking the waiting room why the meeting let go of us, in milliseconds: its own word
/// (rejected, over) usually comes by itself within that time.
const ASK_STANDING_MS: u32 = 1_000;

/// How long media may take to come before the member is told that they are on their way, in milliseconds: on a good
/// line they are there within a third of a second, and a word that vanishes at once disturbs.
const MEDIA_COMING_AFTER_MS: u32 = 1_500;

impl Session {
    /// What a meeting needs is loaded; who is admitted already goes on.
    pub(super) fn meeting_loaded(&mut self, now: Millis) -> Vec<Effect> {
        let awaited = self.stage == Stage::Joining && !self.rtc.is_here();
        self.rtc.loaded(now);
        if awaited { self.ask_in() } else { vec![] }
    }

    pub(super) fn join(&mut self, now: Millis, url: String, token: rtc::Token) -> Vec<Effect> {
        self.silenced = false;
        // Everybody comes in silent, and with the camera that was just checked, or is about to be.
        let camera = self.camera.check().status;
        let camera_off = matches!(camera, CheckStatus::Skipped | CheckStatus::Failed);
        let mut effects = self.give_nothing_up(now);
        effects.extend(self.mute(now, CaptureKind::Microphone, true));
        effects.extend(self.mute(now, CaptureKind::Camera, camera_off));
        effects.extend(self.signal(now, rtc::Event::JoinRequested { url, token }));
        effects
    }

    pub(super) fn leave(&mut self, now: Millis) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Meeting | Stage::Joining) {
            return vec![];
        }
        self.stage = Stage::Left;
        self.key = self.rtc.key();
        let mut effects = vec![Effect::SendLobby(FromParticipant::Leave)];
        effects.extend(self.quit(now));
        effects
    }

    /// Back after having left: with the key in hand, beside the waiting room. Where the admission or the key does not hold
    /// any more, the waiting room has the last word, and the signalling session asks it for another.
    pub(super) fn rejoin(&mut self, now: Millis) -> Vec<Effect> {
        let mut effects = self.enter(now, false);
        if let Some((url, token)) = self.key.take() {
            self.stage = Stage::Joining;
            effects.extend(self.join(now, url, token));
        }
        effects
    }

    pub(super) fn leave_meeting(&mut self, now: Millis) -> Vec<Effect> {
        self.asked_for = None;
        self.sound_locked = false;
        self.gallery.forget();
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
        if kind == CaptureKind::Microphone && !muted {
            self.silenced = false;
        }
        self.signal(now, rtc::Event::MuteWanted { source: meeting::source(kind), muted })
    }

    pub(super) fn is_muted(&self, kind: CaptureKind) -> bool {
        self.rtc.view().is_none_or(|view| match kind {
            CaptureKind::Microphone => view.me.microphone.muted,
            CaptureKind::Camera => view.me.camera.muted,
        })
    }

    /// Shares the screen, or ends that.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub(super) fn share(&mut self, now: Millis) -> Vec<Effect> {
        if self.stage != Stage::Meeting {
            return vec![];
        }
        if self.screen.is_wanted() {
            return self.end_screen(now);
        }
        self.signal(now, rtc::Event::MuteWanted { source: rtc::LocalSource::Screen, muted: false })
    }

    pub(super) fn end_screen(&mut self, now: Millis) -> Vec<Effect> {
        let mut effects = self.screen.close();
        if !effects.is_empty() {
            effects.extend(self.screen_gone(now));
        }
        effects
    }

    pub(super) fn screen_opened(
        &mut self,
        now: Millis,
        attempt: AttemptId,
        cid: String,
        picture: Option<rtc::PictureSize>,
    ) -> Vec<Effect> {
        if !self.screen.opened(attempt) {
            return vec![];
        }
        let (source, track) = (rtc::LocalSource::Screen, meeting::screen_track(attempt));
        self.signal(now, rtc::Event::LocalTrackOpened { source, track, cid, picture })
    }

    pub(super) fn screen_gone(&mut self, now: Millis) -> Vec<Effect> {
        let source = rtc::LocalSource::Screen;
        let mut effects = self.signal(now, rtc::Event::LocalTrackClosed { source });
        effects.extend(self.signal(now, rtc::Event::MuteWanted { source, muted: true }));
        effects
    }

    /// Tells the signalling session which pictures are looked at.
    pub(super) fn follow_meeting(&mut self, now: Millis) -> Vec<Effect> {
        if self.stage != Stage::Meeting {
            return vec![];
        }
        let Some(view) = self.rtc.view() else { return vec![] };
        let wishes = self.gallery.follow(now, &view);
        wishes.into_iter().flat_map(|wish| self.signal(now, wish)).collect()
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
        for effect in self.rtc.update(now, event) {
            match effect {
                rtc::Effect::OpenTrack { source } => match meeting::kind(source) {
                    Some(kind) => {
                        // One question at a time: the camera's turn comes after the microphone's.
                        let later = kind == CaptureKind::Camera && self.camera_follows();
                        let capture = self.capture(kind);
                        if !later && !capture.is_live() && !capture.is_asking() {
                            effects.extend(capture.ask());
                        }
                    }
                    None => effects.extend(self.screen.ask()),
                },
                rtc::Effect::StopTrack { source, .. } => effects.extend(match meeting::kind(source) {
                    Some(kind) => self.capture(kind).close(),
                    None => self.screen.close(),
                }),
                rtc::Effect::RequestToken { attempt } => {
                    effects.extend(self.request_access(Purpose::Renew(attempt)))
                }
                rtc::Effect::ReportJoined if self.stage == Stage::Joining => {
                    self.show_meeting();
                }
                rtc::Effect::ReportMuted { source } => {
                    self.silenced |= source == rtc::LocalSource::Microphone;
                }
                rtc::Effect::ReportLeft { reason } => effects.extend(self.put_out(now, reason)),
                other => effects.push(Effect::Rtc(other)),
            }
        }
        // Who is there can be shown before anything is heard, and the pictures then find their places ready.
        if self.stage == Stage::Joining && self.rtc.is_joining() {
            self.show_meeting();
            self.media_slow = false;
            let (timer, attempt) = (Timer::MediaComing, self.access);
            effects.push(Effect::SetTimer { timer, attempt, after: MEDIA_COMING_AFTER_MS });
        }
        effects
    }

    fn show_meeting(&mut self) {
        self.stage = Stage::Meeting;
        self.was_live = true;
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
