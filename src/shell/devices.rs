//! The member's own devices: opened, listened to, closed; the chime.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use gloo_timers::callback::Timeout;
use participant::{CaptureKind, DeviceId, Event};
use wasm_bindgen_futures::spawn_local;
use wire::AttemptId;

use super::{Sender, convert, others::Other, parts, senses::Senses};
use crate::browser::{
    chime::Chime,
    devices,
    ear::{Ear, Heard},
    eye::Eye,
    media::{Capture, CaptureChange, Choice, Opening},
    part::Part,
    problem::SoundProblem,
    track::{Stream, Track},
};

/// The devices of one page.
pub struct Devices {
    sender: Sender<Event>,
    senses: Senses,
    microphone: Slot,
    camera: Slot,
    /// A second track of the microphone, to be switched off on its own.
    copy: Option<(rtc::LocalTrackId, Capture)>,
    other: Option<Other>,
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
    _sense: Rc<OnceCell<Sense>>,
}

/// What hears or sees what it gives.
enum Sense {
    Ear { _ear: Ear, _own: Capture },
    Eye { _eye: Eye, _own: Capture },
}

impl Devices {
    /// Nothing is open yet. What the devices hear and see, once they are, goes to the senses.
    pub fn new(sender: Sender<Event>, senses: Senses) -> Self {
        let (microphone, camera) = (Slot::default(), Slot::default());
        Self {
            sender,
            senses,
            microphone,
            camera,
            copy: None,
            other: None,
            chime: None,
            chime_over: Rc::default(),
        }
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
        let (sender, senses) = (self.sender.clone(), self.senses.clone());
        let slot = self.slot_mut(kind);
        let open = slot.open.clone();
        slot.opening =
            Some(Opening::start(convert::capture_kind(kind), choice, move |outcome| match outcome {
                Ok(capture) => {
                    let opened = opened(&capture, attempt, kind);
                    *open.borrow_mut() = Some(Open::new(capture, attempt, kind, &sender, senses));
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

    /// Listens to another microphone beside the open one, in place of the one that was listened to before.
    pub fn listen_to(&mut self, attempt: AttemptId, device: DeviceId) {
        self.stop_listening();
        self.other = Some(Other::listen(&self.sender, attempt, device));
    }

    /// Listens to no other microphone any more.
    pub fn stop_listening(&mut self) {
        self.other = None;
    }

    /// The track of an open device.
    pub fn track(&self, kind: CaptureKind) -> Option<Track> {
        self.slot(kind).open.borrow().as_ref().map(|open| open.capture.track())
    }

    /// The camera's stream, with the number of its opening.
    pub fn mirror(&self) -> Option<(AttemptId, Stream)> {
        self.camera.open.borrow().as_ref().map(|open| (open.attempt, open.capture.stream()))
    }

    /// Makes a second track of the open microphone, which has that number from now on, and returns its id.
    pub fn copy_microphone(&mut self, track: rtc::LocalTrackId) -> Option<String> {
        self.copy = None;
        let copy = self.microphone.open.borrow().as_ref().map(|open| open.capture.duplicate())?;
        let id = copy.track().id();
        self.copy = Some((track, copy));
        Some(id)
    }

    /// Lets go of that.
    pub fn drop_copy(&mut self) {
        self.copy = None;
    }

    /// The track with that number of the signalling session.
    pub fn local_track(&self, track: rtc::LocalTrackId) -> Option<Track> {
        if let Some((_, copy)) = self.copy.as_ref().filter(|(number, _)| *number == track) {
            return Some(copy.track());
        }
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
        senses: Senses,
    ) -> Self {
        let ended = sender.clone();
        capture.on_change(move |change| match change {
            CaptureChange::Ended => ended.send(Event::CaptureEnded { attempt, kind }),
            // Some browsers mute a device that was unplugged, and say nothing more: the list tells.
            CaptureChange::Muted => {
                ended.send(Event::DevicesChanged);
                if kind == CaptureKind::Microphone {
                    ended.send(Event::MicrophoneMuted { attempt, muted: true });
                }
            }
            CaptureChange::Unmuted if kind == CaptureKind::Microphone => {
                ended.send(Event::MicrophoneMuted { attempt, muted: false });
            }
            CaptureChange::Unmuted => {}
        });
        let sense = sense(&capture, attempt, kind, senses);
        Self { attempt, capture, _sense: sense }
    }
}

/// Hears or sees what a device gives, as soon as what does so is there, which comes after the first screen.
fn sense(capture: &Capture, attempt: AttemptId, kind: CaptureKind, senses: Senses) -> Rc<OnceCell<Sense>> {
    // A track of its own: that of the meeting gives nothing while the member is muted, and who talks then is to be told.
    let (place, own) = (Rc::new(OnceCell::new()), capture.duplicate());
    let wanted = Rc::downgrade(&place);
    spawn_local(async move {
        parts::bring(Part::Help, || {}).await;
        let Some(place) = wanted.upgrade() else { return };
        let sense = match kind {
            CaptureKind::Microphone => listen(own, attempt, senses),
            CaptureKind::Camera => look(own, attempt, senses),
        };
        if let Some(sense) = sense {
            let _ = place.set(sense);
        }
    });
    place
}

#[inline(never)]
fn listen(own: Capture, attempt: AttemptId, senses: Senses) -> Option<Sense> {
    let hearing = senses.hearing(attempt);
    let ear = Ear::start(&own.stream(), move |heard| match heard {
        Heard::Sound(sound) => hearing.on_sound(&sound),
        Heard::Locked => hearing.on_locked(),
    });
    // A browser without Web Audio shows no level; the microphone itself works all the same.
    ear.ok().map(|ear| Sense::Ear { _ear: ear, _own: own })
}

#[inline(never)]
fn look(own: Capture, attempt: AttemptId, senses: Senses) -> Option<Sense> {
    let seeing = senses.seeing(attempt);
    let eye = Eye::start(&own.stream(), move |sight| seeing.on_sight(&sight));
    // Without an eye nothing is known of the picture; the camera itself works all the same.
    eye.ok().map(|eye| Sense::Eye { _eye: eye, _own: own })
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
