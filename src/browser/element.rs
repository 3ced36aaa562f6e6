//! A stream in a `<video>` or `<audio>` element: shown and heard while [`Attachment`] lives, gone when it is dropped.

use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlMediaElement, HtmlVideoElement, Node};

use super::{problem::SoundProblem, sink, track::Stream};

/// Whether an element is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// No sound: a mirror, or somebody's picture.
    Silent,
    /// On the loudspeaker of this `deviceId`; the system's choice when empty.
    On(String),
}

/// What an element reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementEvent {
    /// It plays.
    Playing,
    /// The first frame of a picture is there, of this size in pixels.
    PictureCame {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
    },
    /// It does not play.
    Refused(SoundProblem),
}

/// A stream in an element. Dropping it takes the stream out.
#[derive(Debug)]
pub struct Attachment {
    element: HtmlMediaElement,
    live: Rc<Cell<bool>>,
    report: Rc<dyn Reporting>,
    _picture: EventListener,
}

trait Reporting: std::fmt::Debug {
    fn report(&self, event: ElementEvent);
}

struct Report<F>(F);

impl<F> std::fmt::Debug for Report<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Report")
    }
}

impl<F: Fn(ElementEvent)> Reporting for Report<F> {
    fn report(&self, event: ElementEvent) {
        (self.0)(event);
    }
}

impl Attachment {
    /// Puts a stream into an element and plays it. `None` when the node is neither `<video>` nor `<audio>`.
    pub fn attach(
        node: &Node,
        stream: &Stream,
        hearing: Hearing,
        on_event: impl Fn(ElementEvent) + 'static,
    ) -> Option<Self> {
        let element: HtmlMediaElement = node.clone().dyn_into().ok()?;
        let report: Rc<dyn Reporting> = Rc::new(Report(on_event));
        let live = Rc::new(Cell::new(true));
        element.set_autoplay(true);
        // Without this an iPhone opens its full-screen player.
        let _ = element.set_attribute("playsinline", "");
        element.set_muted(hearing == Hearing::Silent);

        let picture = picture_listener(&element, report.clone());
        element.set_src_object(Some(&stream.0));
        let attachment = Self { element, live, report, _picture: picture };
        if let Hearing::On(device_id) = hearing {
            attachment.choose_sink(device_id);
        }
        attachment.play();
        Some(attachment)
    }

    /// Plays (again). After [`SoundProblem::SoundLocked`], to be called while a press is being handled.
    pub fn play(&self) {
        let Ok(promise) = self.element.play() else {
            return self.report.report(ElementEvent::Refused(SoundProblem::Failed));
        };
        let (live, report) = (self.live.clone(), self.report.clone());
        spawn_local(async move {
            let event = match JsFuture::from(promise).await {
                Ok(_) => Some(ElementEvent::Playing),
                Err(exception) => SoundProblem::of(&exception).map(ElementEvent::Refused),
            };
            if let Some(event) = event.filter(|_| live.get()) {
                report.report(event);
            }
        });
    }

    /// Plays on another loudspeaker.
    pub fn choose_sink(&self, device_id: String) {
        let (element, live, report) = (self.element.clone(), self.live.clone(), self.report.clone());
        spawn_local(async move {
            let outcome = sink::choose(element, device_id).await;
            if let (Err(problem), true) = (outcome, live.get()) {
                report.report(ElementEvent::Refused(problem));
            }
        });
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.live.set(false);
        self.element.set_src_object(None);
    }
}

fn picture_listener(element: &HtmlMediaElement, report: Rc<dyn Reporting>) -> EventListener {
    let video = element.clone().dyn_into::<HtmlVideoElement>();
    EventListener::new(element, "loadeddata", move |_| {
        if let Ok(video) = &video {
            let (width, height) = (video.video_width(), video.video_height());
            report.report(ElementEvent::PictureCame { width, height });
        }
    })
}
