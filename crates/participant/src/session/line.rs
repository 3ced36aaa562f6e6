//! The line in the meeting: what its statistics say, and that nothing flows at all though the server is heard.

use diagnosis::{
    Fact,
    fact::{MediaPath, Reach},
};

use super::Session;
use crate::{Millis, meeting::line, stage::Stage};

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
    /// The meeting's connections were read. While one of them is lost, or being made, there is nothing to measure, and
    /// what was before says nothing of what will be.
    pub(super) fn line_read(&mut self, now: Millis, reading: line::Reading) {
        if self.stage != Stage::Meeting || !self.rtc.is_connected() {
            return;
        }
        let held_back = self.rtc.view().is_some_and(|view| self.gallery.misses(&view));
        for fact in line::read(&mut self.line, now, reading, held_back) {
            self.diagnosing.observe(now, fact);
        }
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
