//! The two screens with much on them, made from what the machines know.

use super::Session;
use crate::{
    checks,
    devices::{CaptureKind, DeviceKind},
    meeting, view,
};

impl Session {
    pub(super) fn messages(&self) -> Vec<String> {
        self.messages.iter().map(|(_, text)| text.clone()).collect()
    }

    pub(super) fn waiting(&self, place: u32, meeting_open: bool) -> view::Waiting {
        let choice = |kind, used| checks::choice(&self.devices, kind, used);
        view::Waiting {
            link: meeting::link(self.lobby.is_live(), self.back.is_some()),
            place,
            meeting_open,
            messages: self.messages(),
            hear: view::Hear {
                check: self.hear.check(),
                stage: self.hear.stage(),
                choice: choice(DeviceKind::AudioOutput, self.hear.sink.as_ref()),
            },
            speak: view::Speak {
                check: self.microphone.check(),
                live: self.microphone.is_live(),
                choice: choice(DeviceKind::AudioInput, self.microphone.device()),
            },
            see: view::See {
                check: self.camera.check(),
                mirror: meeting::mirror(&self.camera),
                choice: choice(DeviceKind::VideoInput, self.camera.device()),
            },
            connection: checks::connection(&self.lobby),
        }
    }

    pub(super) fn meeting(&self) -> view::Meeting {
        let meeting = self.rtc.view();
        view::Meeting {
            link: meeting::link(meeting::is_live(&meeting), self.back.is_some()),
            me: meeting::own_tile(self.me.id.clone(), &self.me.name, &meeting, &self.camera),
            others: meeting.others.iter().map(meeting::tile).collect(),
            microphone: meeting::switch(&self.microphone, self.is_muted(CaptureKind::Microphone)),
            camera: meeting::switch(&self.camera, self.is_muted(CaptureKind::Camera)),
            sound_locked: self.sound_locked,
            messages: self.messages(),
        }
    }
}
