//! When the other microphones are listened to, and what becomes of what they hear.

use diagnosis::{
    Browser, Fact,
    fact::{PermissionState, Sound},
};
use wire::{AttemptId, FindingCode};

use super::Session;
use crate::{
    Millis,
    devices::{CaptureKind, DeviceId},
    effect::Effect,
    searching,
    stage::Stage,
};

impl Session {
    /// Listens to the others as long as there is a reason.
    pub(super) fn search(&mut self, now: Millis) -> Vec<Effect> {
        let others = if self.has_reason() { self.others() } else { vec![] };
        if others.is_empty() {
            return self.searching.stop();
        }
        let found = self.diagnosing.finds(FindingCode::WrongMic);
        self.searching.go_on(now, &others, found)
    }

    /// What the browser says of microphones.
    pub(super) fn permitted(&mut self, state: PermissionState) {
        // Firefox asks for each microphone, and calls all of them granted once any is; unless that was so before.
        let asks_for_each = self.platform.is_none_or(|platform| platform.browser == Browser::Firefox);
        let granted = state == PermissionState::Granted;
        self.lends_any = granted && (self.lends_any || !(asks_for_each && self.microphone.is_live()));
    }

    /// The chosen one gave this. What another one heard holds as long as this is nothing: who reads what is wrong does not
    /// go on speaking.
    pub(super) fn chosen_gave(&mut self, now: Millis, sound: &Sound) {
        self.searching.chosen_gave(sound);
        if let (true, Some((device, heard))) = (sound.is_silence(), self.searching.found()) {
            self.diagnosing.observe(now, Fact::Sound(device.clone(), heard));
        }
    }

    /// One of the others gave this.
    pub(super) fn other_gave(&mut self, now: Millis, attempt: AttemptId, sound: Sound) {
        if let Some(device) = self.searching.other_gave(attempt, sound) {
            self.diagnosing.observe(now, Fact::Sound(device, sound));
        }
    }

    /// The chosen one gives nothing though it should, and opening another one disturbs nobody: no question, no switch, no
    /// silence of the chosen one.
    fn has_reason(&self) -> bool {
        if !self.searching.is_wanted() {
            return false;
        }
        let heard_here = match self.stage {
            Stage::Waiting { .. } => true,
            Stage::Meeting => !self.is_muted(CaptureKind::Microphone),
            Stage::Blank
            | Stage::Stranger
            | Stage::Refused(_)
            | Stage::Arrival
            | Stage::Entering
            | Stage::Rejected { .. }
            | Stage::Elsewhere
            | Stage::Joining
            | Stage::Left
            | Stage::Over => false,
        };
        heard_here
            && self.microphone.is_live()
            && !self.camera.is_asking()
            && self.sound_runs == Some(true)
            && self.lends_any
            && self.platform.is_some_and(searching::lends_several)
            && !self.diagnosing.finds(FindingCode::MicMutedBySystem)
    }

    /// The others, when it is known which one is open.
    fn others(&self) -> Vec<DeviceId> {
        let chosen = self.live_device(CaptureKind::Microphone);
        if chosen.0.is_empty() { vec![] } else { searching::others(&self.devices, &chosen) }
    }
}
