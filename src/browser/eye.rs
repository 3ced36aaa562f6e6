//! Sees what comes through a camera, five times a second: light, movement, pace (`signals::Sight`). The page takes hold
//! of a picture as it is (a `VideoFrame` of WebCodecs, which copies nothing) and hands it to a worker; what is done with
//! pixels, scaling them down above all, is done there, and numbers come back.
//!
//! It is in the part of the program that finds out what is wrong, which is waited for first.
//!
//! Nothing is seen while the page is hidden: browsers then show no pictures, and a camera would seem to stand.

use std::{
    cell::{Cell, OnceCell},
    rc::{Rc, Weak},
};

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use js_sys::Array;
use signals::Sight;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlVideoElement, Worker};

use super::{
    frame_count::FrameCount,
    js,
    senses::{self, File},
    track::Stream,
    visibility,
};

#[wasm_bindgen]
extern "C" {
    /// WebCodecs, section 9.4.
    #[wasm_bindgen(js_name = VideoFrame)]
    type VideoFrame;

    /// What an element shows now; an exception when that is nothing.
    #[wasm_bindgen(constructor, catch, js_class = "VideoFrame")]
    fn new(video: &HtmlVideoElement) -> Result<VideoFrame, JsValue>;
}

/// Time between two pictures, in milliseconds.
const EVERY_MS: u32 = 200;
/// After so long a gap, in milliseconds, the eye begins anew: the page was hidden, or the device asleep.
const GAP_MS: f64 = 1_000.0;

/// Why nothing can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EyeProblem {
    /// The browser hands out no pictures, or has no canvas for workers: Safari before 16.4, Firefox before 132.
    #[error("pictures cannot be looked at beside the page")]
    Unsupported,
}

/// Looks while it lives. There may be several, each with its own stream.
#[derive(Debug)]
pub struct Eye {
    looking: Rc<Looking>,
    _every: Interval,
}

impl Eye {
    /// Begins to look at the first picture track of a stream. The first sight is told when the eye has been fetched;
    /// that is tried until it is there.
    #[inline(never)]
    pub fn start(stream: &Stream, on_sight: impl FnMut(Sight) + 'static) -> Result<Self, EyeProblem> {
        let looking = Rc::new(Looking::at(stream));
        let has = |class| js::can(&js::window(), class);
        if !(has("VideoFrame") && has("OffscreenCanvas") && FrameCount::possible(&looking.video)) {
            return Err(EyeProblem::Unsupported);
        }
        spawn_local(open(Rc::downgrade(&looking), on_sight));
        let looks = Rc::downgrade(&looking);
        let every = Interval::new(EVERY_MS, move || {
            if let Some(looking) = looks.upgrade() {
                looking.look();
            }
        });
        Ok(Self { looking, _every: every })
    }
}

impl Drop for Eye {
    fn drop(&mut self) {
        self.looking.video.set_src_object(None);
    }
}

#[derive(Debug)]
struct Looking {
    /// Is on no page; an element that is shown may come and go.
    video: HtmlVideoElement,
    count: FrameCount,
    worker: OnceCell<Seeing>,
    /// A picture is on its way, and no other is sent before its numbers are here.
    busy: Rc<Cell<bool>>,
    /// When the last picture was taken, and how many there had been by then.
    last: Cell<(f64, f64)>,
}

/// The worker.
#[derive(Debug)]
struct Seeing {
    worker: Worker,
    _seen: EventListener,
}

impl Drop for Seeing {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Looking {
    fn at(stream: &Stream) -> Self {
        let video = js::document().create_element("video").map(JsCast::unchecked_into::<HtmlVideoElement>);
        let video = video.expect("a document can make a video element");
        video.set_muted(true);
        // Without this an iPhone opens its full-screen player.
        let _ = video.set_attribute("playsinline", "");
        video.set_src_object(Some(&stream.0));
        // Refused only when the stream is taken out first.
        let _ = video.play().map(|playing| spawn_local(async { drop(js::settle(playing.into()).await) }));
        let count = FrameCount::new(&video);
        let (worker, busy, last) = (OnceCell::new(), Rc::default(), Cell::new((f64::NEG_INFINITY, 0.0)));
        Self { video, count, worker, busy, last }
    }

    fn look(&self) {
        let frames = self.count.frames();
        let Some(seeing) = self.worker.get() else { return };
        if visibility::hidden() || self.busy.get() {
            return;
        }
        let Ok(picture) = VideoFrame::new(&self.video) else { return };
        let now = js::window().performance().map_or(0.0, |performance| performance.now());
        let (before, counted) = self.last.replace((now, frames));
        let anew = now - before > GAP_MS;
        let came = if anew { 1.0 } else { frames - counted };
        let transferred = Array::of1(&picture);
        let message = js::object(&[
            ("picture", picture.into()),
            ("now", now.into()),
            ("came", came.into()),
            ("anew", anew.into()),
        ]);
        self.busy.set(seeing.worker.post_message_with_transfer(&message, &transferred).is_ok());
    }
}

async fn open(place: Weak<Looking>, mut on_sight: impl FnMut(Sight) + 'static) {
    let Some(program) = senses::program(File::Eye, || place.strong_count() > 0).await else { return };
    let (Some(looking), Some(address)) = (place.upgrade(), File::Eye.address().as_string()) else { return };
    let Ok(worker) = Worker::new(&address) else { return };
    let _ = worker.post_message(&js::object(&[("bytes", program)]));
    let busy = looking.busy.clone();
    let seen = EventListener::new(&worker, "message", move |event| {
        busy.set(false);
        if let Some(sight) = Sight::of_numbers(&senses::numbers(event)) {
            on_sight(sight);
        }
    });
    let _ = looking.worker.set(Seeing { worker, _seen: seen });
}
