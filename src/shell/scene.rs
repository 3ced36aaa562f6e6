//! What the views' elements show and play, past the session: pictures, sounds and the level.

use std::{cell::RefCell, rc::Rc};

use participant::{
    Event,
    view::{Picture, Sound},
};
use web_sys::{HtmlAudioElement, HtmlElement, HtmlVideoElement, Node};

use super::{Sender, devices::Devices, meeting::Meeting};
use crate::{
    browser::{
        clock,
        element::{Attachment, ElementEvent, Hearing},
        problem::SoundProblem,
        sound,
        track::Stream,
        voice::Decibels,
    },
    stage::StagePort,
};

/// The quietest level that moves the meter, in dBFS: a quiet room.
const METER_FROM: f32 = -60.0;
/// The level at which the meter is full, in dBFS: a loud voice, still without clipping.
const METER_TO: f32 = -12.0;

/// The meter's element, if one is on the page. Cheap to clone.
#[derive(Clone, Default)]
pub struct Dial(Rc<RefCell<Option<HtmlElement>>>);

impl Dial {
    /// Shows a level.
    pub fn turn(&self, level: Decibels) {
        if let Some(element) = &*self.0.borrow() {
            let share = ((level.0 - METER_FROM) / (METER_TO - METER_FROM)).clamp(0.0, 1.0);
            // The browser's own way of writing numbers: ours would have to be downloaded.
            let share = String::from(js_sys::Number::from(f64::from(share)).to_fixed(2).unwrap_or_default());
            // Fails only for a declared style sheet that is read-only, which an element's own never is.
            let _ = element.style().set_property("--level", &share);
        }
    }
}

/// The elements of one page and what is attached to them.
pub struct Scene {
    sender: Sender<Event>,
    devices: Rc<RefCell<Devices>>,
    meeting: Rc<RefCell<Meeting>>,
    dial: Dial,
    sink: RefCell<String>,
    sounds: RefCell<Vec<(Node, Attachment)>>,
    pictures: RefCell<Vec<(Node, Attachment)>>,
    /// Server's clock less the device's, in milliseconds.
    clock_offset: i64,
}

impl Scene {
    /// An empty scene.
    pub fn new(
        sender: Sender<Event>,
        devices: Rc<RefCell<Devices>>,
        meeting: Rc<RefCell<Meeting>>,
        dial: Dial,
        clock_offset: i64,
    ) -> Self {
        Self {
            sender,
            devices,
            meeting,
            dial,
            sink: RefCell::default(),
            sounds: RefCell::default(),
            pictures: RefCell::default(),
            clock_offset,
        }
    }

    /// Plays everything on this loudspeaker from now on.
    pub fn use_sink(&self, id: String) {
        for (_, attachment) in &*self.sounds.borrow() {
            attachment.choose_sink(id.clone());
        }
        *self.sink.borrow_mut() = id;
    }

    /// Plays again what the browser held back. To be called while a press is being handled.
    pub fn unlock(&self) {
        sound::unlock();
        for (_, attachment) in &*self.sounds.borrow() {
            attachment.play();
        }
    }

    fn attach_picture(&self, node: &Node, picture: &Picture) -> Option<Attachment> {
        match picture {
            Picture::Own(_) => {
                let (attempt, stream) = self.devices.borrow().mirror()?;
                let sender = self.sender.clone();
                Attachment::attach(node, &stream, Hearing::Silent, move |event| match event {
                    ElementEvent::PictureCame { .. } => sender.send(Event::PictureSeen { attempt }),
                    ElementEvent::Playing | ElementEvent::Refused(_) => {}
                })
            }
            Picture::Remote(id) => {
                let track = self.meeting.borrow().remote_track(*id)?;
                Attachment::attach(node, &Stream::of(&[&track]), Hearing::Silent, |_| {})
            }
        }
    }

    fn attach_sound(&self, node: &Node, sound: &Sound) -> Option<Attachment> {
        let track = self.meeting.borrow().remote_track(sound.0)?;
        let sender = self.sender.clone();
        let hearing = Hearing::On(self.sink.borrow().clone());
        Attachment::attach(node, &Stream::of(&[&track]), hearing, move |event| match event {
            ElementEvent::Refused(SoundProblem::SoundLocked) => sender.send(Event::SoundLocked),
            ElementEvent::Playing => sender.send(Event::SoundUnlocked),
            ElementEvent::Refused(SoundProblem::SinkMissing | SoundProblem::Failed)
            | ElementEvent::PictureCame { .. } => {}
        })
    }
}

impl StagePort for Scene {
    fn show_picture(&self, element: HtmlVideoElement, picture: Option<&Picture>) {
        let node: Node = element.into();
        self.pictures.borrow_mut().retain(|(shown, _)| *shown != node);
        let attached = picture.and_then(|picture| self.attach_picture(&node, picture));
        self.pictures.borrow_mut().extend(attached.map(|attachment| (node, attachment)));
    }

    fn play_sound(&self, element: HtmlAudioElement, sound: Option<&Sound>) {
        let node: Node = element.into();
        self.sounds.borrow_mut().retain(|(played, _)| *played != node);
        let attached = sound.and_then(|sound| self.attach_sound(&node, sound));
        self.sounds.borrow_mut().extend(attached.map(|attachment| (node, attachment)));
    }

    fn feed_meter(&self, element: Option<HtmlElement>) {
        *self.dial.0.borrow_mut() = element;
    }

    fn now_unix(&self) -> i64 {
        clock::unix_ms() + self.clock_offset
    }
}
