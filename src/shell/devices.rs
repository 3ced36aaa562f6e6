//! The member's own devices: opened, listened to, closed; the chime.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Timeout;
use participant::{CaptureKind, DeviceId, Event};
use wasm_bindgen_futures::spawn_local;
use wire::AttemptId;

use super::{Sender, convert, scene::Dial};
use crate::browser::{
    chime::Chime,
    clock, devices,
    media::{Capture, CaptureChange, Choice, Opening},
    meter::{Meter, Reading},
    problem::SoundProblem,
    track::{Stream, Track},
    voice::{Crossing, VoiceDetector},
};

/// The devices of one page.
pub struct Devices {
    sender: Sender<Event>,
    dial: Dial,
    microphone: Slot,
    camera: Slot,
    chime: Option<Chime>,
    chime_over: Rc<RefCell<Option<Timeout>>>,
}

/// One kind of device.
#[derive(Default)]
struct Slot {
    opening: Option<Opening>,
    open: Rc<RefCell<Option<Open>>>,
}

/// A device that gives signals.
struct Open {
    attempt: AttemptId,
    capture: Capture,
    _meter: Option<Meter>,
}

impl Devices {
    /// Nothing is open yet. The microphone's level goes to the dial.
    pub fn new(sender: Sender<Event>, dial: Dial) -> Self {
        let chime_over = Rc::default();
        Self { sender, dial, microphone: Slot::default(), camera: Slot::default(), chime: None, chime_over }
    }

    /// Reports the devices there are.
    pub fn list(&self) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let listed = devices::list().await.unwrap_or_default();
            sender.send(Event::DevicesListed(listed.into_iter().map(convert::device).collect()));
        });
    }

    /// Opens a device; one of the same kind that is open is closed first.
    pub fn open(&mut self, attempt: AttemptId, kind: CaptureKind, device: Option<DeviceId>) {
        self.close(kind);
        let choice = device.map_or(Choice::Any, |id| Choice::Prefer(id.0));
        let (sender, dial) = (self.sender.clone(), self.dial.clone());
        let slot = self.slot_mut(kind);
        let open = slot.open.clone();
        slot.opening =
            Some(Opening::start(convert::capture_kind(kind), choice, move |outcome| match outcome {
                Ok(capture) => {
                    let opened = opened(&capture, attempt, kind);
                    *open.borrow_mut() = Some(Open::new(capture, attempt, kind, &sender, dial));
                    sender.send(opened);
                }
                Err(problem) => {
                    let problem = convert::device_problem(problem);
                    sender.send(Event::CaptureRefused { attempt, kind, problem });
                }
            }));
    }

    /// Closes a device, or gives up waiting for it.
    pub fn close(&mut self, kind: CaptureKind) {
        let slot = self.slot_mut(kind);
        slot.opening = None;
        slot.open.borrow_mut().take();
    }

    /// The track of an open device.
    pub fn track(&self, kind: CaptureKind) -> Option<Track> {
        self.slot(kind).open.borrow().as_ref().map(|open| open.capture.track())
    }

    /// The camera's stream, with the number of its opening.
    pub fn mirror(&self) -> Option<(AttemptId, Stream)> {
        self.camera.open.borrow().as_ref().map(|open| (open.attempt, open.capture.stream()))
    }

    /// The kind and the track of the device with that number of the signalling session.
    pub fn local_track(&self, track: rtc::LocalTrackId) -> Option<Track> {
        let kinds = [CaptureKind::Microphone, CaptureKind::Camera];
        kinds.into_iter().find_map(|kind| {
            let slot = self.slot(kind).open.borrow();
            let open = slot.as_ref()?;
            (participant::local_track(kind, open.attempt) == track).then(|| open.capture.track())
        })
    }

    /// Plays the chime. To be called while a press is being handled.
    pub fn play_chime(&mut self, attempt: AttemptId, sink: Option<DeviceId>) {
        let sender = self.sender.clone();
        let over = self.chime_over.clone();
        over.borrow_mut().take();
        let sink = sink.map(|id| id.0).unwrap_or_default();
        self.chime = Some(Chime::start(&sink, move |outcome| match outcome {
            // A loudspeaker that is gone is found out by the member's answer: nothing was heard.
            Ok(()) | Err(SoundProblem::SinkMissing) => {
                let played = move || sender.send(Event::ChimePlayed { attempt });
                *over.borrow_mut() = Some(Timeout::new(Chime::LENGTH_MS, played));
            }
            Err(SoundProblem::SoundLocked | SoundProblem::Failed) => {
                sender.send(Event::ChimeLocked { attempt })
            }
        }));
    }

    fn slot(&self, kind: CaptureKind) -> &Slot {
        match kind {
            CaptureKind::Microphone => &self.microphone,
            CaptureKind::Camera => &self.camera,
        }
    }

    fn slot_mut(&mut self, kind: CaptureKind) -> &mut Slot {
        match kind {
            CaptureKind::Microphone => &mut self.microphone,
            CaptureKind::Camera => &mut self.camera,
        }
    }
}

impl Open {
    fn new(
        mut capture: Capture,
        attempt: AttemptId,
        kind: CaptureKind,
        sender: &Sender<Event>,
        dial: Dial,
    ) -> Self {
        let ended = sender.clone();
        capture.on_change(move |change| match change {
            CaptureChange::Ended => ended.send(Event::CaptureEnded { attempt, kind }),
            // Some browsers mute a device that was unplugged, and say nothing more: the list tells.
            CaptureChange::Muted => ended.send(Event::DevicesChanged),
            CaptureChange::Unmuted => {}
        });
        let meter = match kind {
            CaptureKind::Microphone => listen(&capture, attempt, sender.clone(), dial),
            CaptureKind::Camera => None,
        };
        Self { attempt, capture, _meter: meter }
    }
}

fn listen(capture: &Capture, attempt: AttemptId, sender: Sender<Event>, dial: Dial) -> Option<Meter> {
    let mut detector = VoiceDetector::default();
    let meter = Meter::start(&capture.stream(), move |reading| match reading {
        Reading::Level(level) => {
            dial.turn(level);
            match detector.hear(clock::now().0, level) {
                Some(Crossing::VoiceHeard) => sender.send(Event::VoiceHeard { attempt }),
                Some(Crossing::WentSilent) | None => {}
            }
        }
        Reading::Locked => {}
    });
    // A browser without Web Audio shows no level; the microphone itself works all the same.
    meter.ok()
}

fn opened(capture: &Capture, attempt: AttemptId, kind: CaptureKind) -> Event {
    let device = capture.device_id();
    Event::CaptureOpened {
        attempt,
        kind,
        device: (!device.is_empty()).then_some(DeviceId(device)),
        track: capture.track().id(),
        picture: capture.picture_size().map(|(width, height)| rtc::PictureSize { width, height }),
    }
}
