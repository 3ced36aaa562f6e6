//! What happened to the devices and was mended by itself: said once, and gone when it has been read.

use wire::{AttemptId, names::NoticeCode};

use crate::{
    devices::{Device, DeviceId},
    effect::{Effect, Timer},
    view::Notice,
};

/// How long it stays to be read, in milliseconds: a sentence at an old person's pace, twice.
const READ_MS: u32 = 12_000;

/// What there is to say. At most one word about each kind of device: the last one.
#[derive(Debug, Default)]
pub struct Notices {
    said: Vec<(NoticeCode, Option<DeviceId>)>,
    attempt: AttemptId,
}

impl Notices {
    /// Says something about the device that is used now.
    pub fn say(&mut self, code: NoticeCode, device: Option<DeviceId>) -> Vec<Effect> {
        self.said.retain(|(said, _)| kind(*said) != kind(code));
        self.said.push((code, device));
        let attempt = self.attempt.advance();
        vec![Effect::SetTimer { timer: Timer::NoticeRead, attempt, after: READ_MS }]
    }

    /// It has been read.
    pub fn read(&mut self, attempt: AttemptId) {
        if attempt == self.attempt {
            self.said.clear();
        }
    }

    /// What there is to say, with the names of the devices.
    pub fn view(&self, devices: &[Device]) -> Vec<Notice> {
        let label = |id: &DeviceId| devices.iter().find(|device| device.id == *id).map(|d| d.label.clone());
        let notice = |(code, device): &(NoticeCode, Option<DeviceId>)| Notice {
            code: *code,
            device: device.as_ref().and_then(label).unwrap_or_default(),
        };
        self.said.iter().map(notice).collect()
    }
}

fn kind(code: NoticeCode) -> u8 {
    match code {
        NoticeCode::MicReplaced | NoticeCode::MicReturned | NoticeCode::MicRefused => 0,
        NoticeCode::CameraReplaced | NoticeCode::CameraReturned | NoticeCode::CameraRefused => 1,
        NoticeCode::SpeakerReplaced | NoticeCode::SpeakerReturned => 2,
        NoticeCode::MutedByStaff => 3,
    }
}
