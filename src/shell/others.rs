//! Another microphone than the chosen one, listened to for a moment while that one is silent: does it hear the member?

use std::{cell::RefCell, rc::Rc};

use participant::{DeviceId, Event, senses::Listening};
use wire::AttemptId;

use super::Sender;
use crate::browser::{
    ear::{Ear, Heard},
    media::{Capture, CaptureChange, CaptureKind, Choice, Opening},
};

/// A microphone that is listened to while this lives.
pub struct Other {
    _opening: Opening,
    _open: Rc<RefCell<Option<(Ear, Capture)>>>,
}

impl Other {
    /// Opens it, beside the one that is open, and tells what it hears.
    // Never copied into what calls it: that is fetched earlier.
    #[inline(never)]
    pub fn listen(sender: &Sender<Event>, attempt: AttemptId, device: DeviceId) -> Self {
        let open = Rc::new(RefCell::new(None));
        let (place, sender) = (Rc::downgrade(&open), sender.clone());
        let opening = Opening::start(CaptureKind::Microphone, Choice::Exactly(device.0), move |outcome| {
            let Some(place) = place.upgrade() else { return };
            match outcome.ok().and_then(|capture| hear(capture, attempt, &sender)) {
                Some(heard) => *place.borrow_mut() = Some(heard),
                None => sender.send(Event::OtherRefused { attempt }),
            }
        });
        Self { _opening: opening, _open: open }
    }
}

fn hear(mut capture: Capture, attempt: AttemptId, sender: &Sender<Event>) -> Option<(Ear, Capture)> {
    let (told, ended, mut listening) = (sender.clone(), sender.clone(), Listening::default());
    let ear = Ear::start(&capture.stream(), move |heard| match heard {
        Heard::Sound(sound) => {
            if let Some(sound) = listening.hear(&sound) {
                told.send(Event::OtherSoundMeasured { attempt, sound });
            }
        }
        // The chosen one's ear says so.
        Heard::Locked => {}
    });
    capture.on_change(move |change| match change {
        CaptureChange::Ended => ended.send(Event::OtherRefused { attempt }),
        CaptureChange::Muted | CaptureChange::Unmuted => {}
    });
    Some((ear.ok()?, capture))
}
