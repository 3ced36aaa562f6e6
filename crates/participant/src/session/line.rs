//! The line: what it gives while the member waits; and in the meeting what its statistics say, that nothing flows at all
//! though the server is heard, and what is given up for it.

use diagnosis::{
    Fact,
    fact::{MediaPath, Reach, SpeedTest},
};
use wire::AttemptId;

use super::Session;
use crate::{
    Millis,
    devices::CaptureKind,
    effect::Effect,
    meeting::{line, shed::Shed},
    speed_test,
    stage::Stage,
    ways,
};

/// How long media may take to flow while the server is heard, in milliseconds, before neither UDP nor TCP is said to get
/// through: several times as long as on a line of half a second that loses every tenth packet.
const FLOW_WITHIN_MS: Millis = 10_000;

/// The way back opens another socket again and again: for so long, in milliseconds, the server may be silent in between.
const SILENT_FOR_MS: Millis = 5_000;

/// That is told again while it lasts, in milliseconds from one time to the next.
const TOLD_EVERY_MS: Millis = 10_000;

/// The server is heard, and media do not flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blocked {
    since: Millis,
    heard: Millis,
    told: Option<Millis>,
}

impl Session {
    /// Tries out what the line gives, once what that takes is loaded: while the member waits, and nothing else needs it.
    pub(super) fn test_speed(&mut self, now: Millis) -> Vec<Effect> {
        let waits = matches!(self.stage, Stage::Waiting { .. }) && self.diagnosing.is_loaded();
        if !waits && self.speed.is_none() {
            return vec![];
        }
        let ready = waits && self.lobby.is_live() && !self.tries_voice();
        speed_test::follow(&mut self.speed, now, ready)
    }

    /// That was tried out.
    pub(super) fn speed_tested(&mut self, now: Millis, attempt: AttemptId, result: Option<SpeedTest>) {
        if let Some(speed) = &mut self.speed
            && let Some(counts) = speed_test::done(speed, now, attempt, result)
        {
            self.diagnosing.observe(now, Fact::SpeedTest(counts));
        }
    }

    /// The device is in another network.
    pub(super) fn network_changed(&mut self, now: Millis) {
        if let Some(speed) = &mut self.speed {
            speed_test::network_changed(speed, now);
        }
        if let Some(ways) = &mut self.ways {
            ways::network_changed(ways, now);
        }
    }

    /// The connections of the meeting were read, or of the trial of the voice. While one of them is lost, or being made, there is nothing to measure, and
    /// what was before says nothing of what will be.
    // Never copied into what calls it, as what follows: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub(super) fn line_read(&mut self, now: Millis, reading: line::Reading) -> Vec<Effect> {
        if self.tries_voice() {
            for fact in line::read(&mut self.line, now, reading, false) {
                self.diagnosing.observe(now, fact);
            }
            return vec![];
        }
        if self.stage != Stage::Meeting || !self.rtc.is_connected() {
            return vec![];
        }
        let held_back = self.rtc.view().is_some_and(|view| self.gallery.misses(&view));
        let says_limits = reading.sent.iter().any(|stream| stream.limit.is_some());
        let looks_for_udp = self.udp.is_to_be_found(now, &reading);
        let mut facts = line::read(&mut self.line, now, reading, held_back);
        let changes = self.shed.judge(now, &mut facts, says_limits);
        for fact in facts {
            self.diagnosing.observe(now, fact);
        }
        let mut effects = if changes { self.give_up(now) } else { vec![] };
        if looks_for_udp {
            // All ways are tried anew, as in another network.
            effects.extend(self.signal(now, rtc::Event::NetworkChanged));
        }
        effects
    }

    /// Carries out how much is given up now.
    fn give_up(&mut self, now: Millis) -> Vec<Effect> {
        self.gallery.show_small(self.less.is_some() || self.shed.others_small());
        self.signal(now, rtc::Event::SizesSpared(self.shed.own_sizes()))
    }

    /// The member wants to send no picture, and to see small ones.
    #[inline(never)]
    pub(super) fn use_less(&mut self, now: Millis) -> Vec<Effect> {
        self.less = Some(!self.is_muted(CaptureKind::Camera));
        let mut effects = self.give_up(now);
        effects.extend(self.mute(now, CaptureKind::Camera, true));
        effects
    }

    /// The member wants everything again.
    #[inline(never)]
    pub(super) fn use_all(&mut self, now: Millis) -> Vec<Effect> {
        let Some(camera) = self.less.take() else { return vec![] };
        let mut effects = self.give_up(now);
        if camera && self.is_muted(CaptureKind::Camera) {
            effects.extend(self.toggle(now, CaptureKind::Camera));
        }
        effects
    }

    /// Another meeting begins with everything.
    pub(super) fn give_nothing_up(&mut self, now: Millis) -> Vec<Effect> {
        (self.shed, self.udp, self.less) = (Shed::NOTHING, line::Udp::UNKNOWN, None);
        self.give_up(now)
    }

    /// Looks whether media flow.
    pub(super) fn follow_media(&mut self, now: Millis) {
        if self.stage != Stage::Meeting || self.rtc.is_connected() {
            self.blocked = None;
            return;
        }
        self.line = None;
        if !self.rtc.is_heard() {
            return;
        }
        let anew = Blocked { since: now, heard: now, told: None };
        let known = self.blocked.filter(|blocked| now.saturating_sub(blocked.heard) <= SILENT_FOR_MS);
        let mut blocked = Blocked { heard: now, ..known.unwrap_or(anew) };
        let long = now.saturating_sub(blocked.since) >= FLOW_WITHIN_MS;
        if long && blocked.told.is_none_or(|told| now.saturating_sub(told) >= TOLD_EVERY_MS) {
            blocked.told = Some(now);
            for way in [MediaPath::Udp, MediaPath::Tcp] {
                self.diagnosing.observe(now, Fact::Media(way, Reach::Fails));
            }
        }
        self.blocked = Some(blocked);
    }
}
