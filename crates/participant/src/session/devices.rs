//! The member's devices: in which order they are asked for, and what their answers mean for the meeting.

use wire::AttemptId;

use super::Session;
use crate::{
    Millis,
    capture::Capture,
    devices::{CaptureKind, DeviceId, DeviceKind},
    effect::Effect,
    meeting,
};

impl Session {
    /// Asks for what is not open yet: the microphone, and after its answer the camera. Two prompts at a time confuse.
    pub(super) fn ask_devices(&mut self) -> Vec<Effect> {
        if self.microphone.is_idle() {
            return self.microphone.ask();
        }
        self.next_device(CaptureKind::Microphone)
    }

    pub(super) fn next_device(&mut self, answered: CaptureKind) -> Vec<Effect> {
        let untouched = self.camera.check().status == wire::CheckStatus::Idle;
        let asked = self.microphone.is_asking();
        match answered {
            CaptureKind::Microphone if untouched && !asked => self.camera.ask(),
            CaptureKind::Microphone | CaptureKind::Camera => vec![],
        }
    }

    pub(super) fn capture(&mut self, kind: CaptureKind) -> &mut Capture {
        match kind {
            CaptureKind::Microphone => &mut self.microphone,
            CaptureKind::Camera => &mut self.camera,
        }
    }

    pub(super) fn choose(&mut self, kind: DeviceKind, id: DeviceId) -> Vec<Effect> {
        let remembered = Some(id.0.clone());
        let mut effects = match kind {
            DeviceKind::AudioInput => {
                self.memory.microphone = remembered;
                self.microphone.choose(id)
            }
            DeviceKind::VideoInput => {
                self.memory.camera = remembered;
                self.camera.choose(id)
            }
            DeviceKind::AudioOutput => {
                self.memory.speaker = remembered;
                self.hear.choose(id)
            }
        };
        effects.push(Effect::Remember(self.memory.clone()));
        effects
    }

    pub(super) fn capture_opened(
        &mut self,
        now: Millis,
        attempt: AttemptId,
        kind: CaptureKind,
        device: Option<DeviceId>,
        track: String,
        picture: Option<rtc::PictureSize>,
    ) -> Vec<Effect> {
        if !self.capture(kind).opened(attempt, device) {
            return vec![];
        }
        // Names of devices are told only after a permission.
        let mut effects = vec![Effect::ListDevices];
        let opened = rtc::Event::LocalTrackOpened {
            source: meeting::source(kind),
            track: meeting::local_track(kind, attempt),
            cid: track,
            picture,
        };
        effects.extend(self.signal(now, opened));
        effects.extend(self.next_device(kind));
        effects
    }

    pub(super) fn capture_ended(
        &mut self,
        now: Millis,
        attempt: AttemptId,
        kind: CaptureKind,
    ) -> Vec<Effect> {
        let mut effects = self.capture(kind).ended(attempt);
        if !effects.is_empty() {
            let source = meeting::source(kind);
            effects.extend(self.signal(now, rtc::Event::LocalTrackClosed { source }));
            effects.push(Effect::ListDevices);
        }
        effects
    }

    pub(super) fn close_devices(&mut self, now: Millis) -> Vec<Effect> {
        let mut effects = vec![];
        for kind in [CaptureKind::Microphone, CaptureKind::Camera] {
            let was_live = self.capture(kind).is_live();
            let skipped = self.capture(kind).check().status == wire::CheckStatus::Skipped;
            if !skipped {
                effects.extend(self.capture(kind).close());
            }
            if was_live {
                let source = meeting::source(kind);
                effects.extend(self.signal(now, rtc::Event::LocalTrackClosed { source }));
            }
        }
        effects
    }
}
