//! The member's devices: in which order they are asked for, and what their answers mean for the meeting.

use wire::{AttemptId, names::NoticeCode};

use super::Session;
use crate::{
    Millis,
    capture::{Capture, Turn},
    devices::{CaptureKind, Device, DeviceId, DeviceKind, hardware},
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

    /// Whether the camera is asked for as soon as the microphone has answered.
    pub(super) fn camera_follows(&self) -> bool {
        self.microphone.is_asking() && self.camera_is_untouched()
    }

    fn camera_is_untouched(&self) -> bool {
        self.camera.check().status == wire::CheckStatus::Idle
    }

    pub(super) fn next_device(&mut self, answered: CaptureKind) -> Vec<Effect> {
        let untouched = self.camera_is_untouched();
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
        let Some(turn) = self.capture(kind).opened(attempt, device.clone()) else { return vec![] };
        // Names of devices are told only after a permission.
        let mut effects = vec![Effect::ListDevices];
        let notice = match (turn, kind) {
            (Turn::Plain, _) => None,
            (Turn::Replaced, CaptureKind::Microphone) => Some(NoticeCode::MicReplaced),
            (Turn::Replaced, CaptureKind::Camera) => Some(NoticeCode::CameraReplaced),
            (Turn::Returned, CaptureKind::Microphone) => Some(NoticeCode::MicReturned),
            (Turn::Returned, CaptureKind::Camera) => Some(NoticeCode::CameraReturned),
        };
        if let Some(code) = notice {
            effects.extend(self.notices.say(code, device));
        }
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
        let used = self.capture(kind).device().cloned();
        let hardware = used.and_then(|id| hardware(&self.devices, kind.device_kind(), &id));
        let mut effects = self.capture(kind).ended(attempt, hardware);
        if !effects.is_empty() {
            if kind == CaptureKind::Microphone {
                self.searching.disturbed();
            }
            let source = meeting::source(kind);
            effects.extend(self.signal(now, rtc::Event::LocalTrackClosed { source }));
            effects.push(Effect::ListDevices);
        }
        effects
    }

    /// The list of devices is another one. Not every browser says so of an open device that is gone.
    pub(super) fn devices_listed(&mut self, now: Millis, devices: Vec<Device>) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.devices, devices);
        // Without a permission the list says nothing.
        if before.iter().all(|device| device.label.is_empty()) {
            return vec![];
        }
        let mut effects = vec![];
        for kind in [CaptureKind::Microphone, CaptureKind::Camera] {
            let (came, went) = difference(&before, &self.devices, kind.device_kind());
            let used = self.capture(kind).device().cloned();
            let used = used.and_then(|id| hardware(&before, kind.device_kind(), &id));
            if self.capture(kind).is_live() && used.as_ref().is_some_and(|used| went.contains(used)) {
                let attempt = self.capture(kind).attempt();
                let after = std::mem::replace(&mut self.devices, before.clone());
                effects.extend(self.capture_ended(now, attempt, kind));
                self.devices = after;
            }
            let asked = self.capture(kind).came(&came);
            if !asked.is_empty() {
                let source = meeting::source(kind);
                effects.extend(self.signal(now, rtc::Event::LocalTrackClosed { source }));
            }
            effects.extend(asked);
        }
        let (came, went) = difference(&before, &self.devices, DeviceKind::AudioOutput);
        if let Some(effect) = self.hear.went(&went) {
            effects.push(effect);
            effects.extend(self.notices.say(NoticeCode::SpeakerReplaced, None));
        }
        if let Some(effect) = self.hear.came(&came) {
            effects.push(effect);
            effects.extend(self.notices.say(NoticeCode::SpeakerReturned, self.hear.sink.clone()));
        }
        effects
    }

    pub(super) fn close_devices(&mut self, now: Millis) -> Vec<Effect> {
        let mut effects = self.end_screen(now);
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

/// Which devices of a kind came, and which went.
fn difference(before: &[Device], after: &[Device], kind: DeviceKind) -> (Vec<DeviceId>, Vec<DeviceId>) {
    let ids = |list: &[Device], other: &[Device]| {
        let of_kind = |device: &&Device| device.kind == kind && !device.id.0.is_empty();
        let news =
            list.iter().filter(of_kind).filter(|device| other.iter().all(|known| known.id != device.id));
        news.map(|device| device.id.clone()).collect()
    };
    (ids(after, before), ids(before, after))
}
