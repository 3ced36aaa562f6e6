//! What the views' elements show and play, past the session: pictures, sounds and the level.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_timers::callback::Timeout;

use participant::{
    Event,
    view::{Picture, Sight, Sound},
};
use signals::Dbfs;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAudioElement, HtmlElement, HtmlVideoElement, Node};

use super::{Sender, devices::Devices, meeting::Meeting};
use crate::{
    browser::{
        clock,
        element::{Attachment, ElementEvent, Hearing},
        in_view::InViewWatch,
        problem::SoundProblem,
        resize::{self, ResizeWatch},
        sound,
        track::Stream,
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
    pub fn turn(&self, level: Dbfs) {
        if let Some(element) = &*self.0.borrow() {
            let share = ((level.0 - METER_FROM) / (METER_TO - METER_FROM)).clamp(0.0, 1.0);
            // The browser's own way of writing numbers: ours would have to be downloaded.
            let share = String::from(js_sys::Number::from(f64::from(share)).to_fixed(2).unwrap_or_default());
            // Fails only for a declared style sheet that is read-only, which an element's own never is.
            let _ = element.style().set_property("--level", &share);
        }
    }
}

/// Sharper screens than this one get no larger pictures, in hundredths: nobody sees the difference at arm's length.
const DENSITY_LIMIT: u32 = 200;
/// A size that changes again within this time, in milliseconds, is not reported.
const SETTLING_MS: u32 = 100;

/// Reports how somebody's picture is seen, while it lives.
struct Sighting {
    sender: Sender<Event>,
    track: rtc::RemoteTrackId,
    _watches: (ResizeWatch, InViewWatch),
}

impl Sighting {
    fn start(node: &Node, track: rtc::RemoteTrackId, sender: Sender<Event>) -> Self {
        let element: &Element = node.unchecked_ref();
        let settling: RefCell<Option<Timeout>> = RefCell::default();
        let (size, in_view) = (Rc::new(Cell::new((0, 0))), Rc::new(Cell::new(true)));
        let report: Rc<dyn Fn()> = Rc::new({
            let (sender, size, in_view) = (sender.clone(), size.clone(), in_view.clone());
            move || {
                let (sender, (width, height), in_view) = (sender.clone(), size.get(), in_view.get());
                let sight = if in_view { Sight::Size { width, height } } else { Sight::OutOfView };
                *settling.borrow_mut() = Some(Timeout::new(SETTLING_MS, move || {
                    sender.send(Event::PictureMeasured { track, sight });
                }));
            }
        });
        let (resized, moved) = (report.clone(), report);
        let resize = ResizeWatch::start(element, move |width, height| {
            size.set((width, height));
            resized();
        });
        let view = InViewWatch::start(element, move |now| {
            in_view.set(now);
            moved();
        });
        Self { sender, track, _watches: (resize, view) }
    }
}

impl Drop for Sighting {
    fn drop(&mut self) {
        self.sender.send(Event::PictureMeasured { track: self.track, sight: Sight::Unknown });
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
    pictures: RefCell<Vec<(Node, Attachment, Option<Sighting>)>>,
    tiles: RefCell<Option<ResizeWatch>>,
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
            tiles: RefCell::default(),
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
        self.pictures.borrow_mut().retain(|(shown, ..)| *shown != node);
        let Some(picture) = picture else { return };
        let Some(attachment) = self.attach_picture(&node, picture) else { return };
        let sighting = match picture {
            Picture::Own(_) => None,
            Picture::Remote(track) => Some(Sighting::start(&node, *track, self.sender.clone())),
        };
        self.pictures.borrow_mut().push((node, attachment, sighting));
    }

    fn play_sound(&self, element: HtmlAudioElement, sound: Option<&Sound>) {
        let node: Node = element.into();
        self.sounds.borrow_mut().retain(|(played, _)| *played != node);
        let attached = sound.and_then(|sound| self.attach_sound(&node, sound));
        self.sounds.borrow_mut().extend(attached.map(|attachment| (node, attachment)));
    }

    fn measure_tiles(&self, element: Option<HtmlElement>) {
        let sender = self.sender.clone();
        *self.tiles.borrow_mut() = element.map(|element| {
            ResizeWatch::start(&element, move |width, height| {
                let density = resize::density().min(DENSITY_LIMIT);
                sender.send(Event::AreaMeasured { width, height, density });
            })
        });
    }

    fn feed_meter(&self, element: Option<HtmlElement>) {
        *self.dial.0.borrow_mut() = element;
    }

    fn now_unix(&self) -> i64 {
        clock::unix_ms() + self.clock_offset
    }
}
