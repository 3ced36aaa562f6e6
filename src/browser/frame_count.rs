//! How many pictures a `<video>` element has been given, by `requestVideoFrameCallback`, which says so by the way.
//! (`getVideoPlaybackQuality` counts nothing of a camera in Firefox.)

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsValue, closure::Closure};
use web_sys::HtmlVideoElement;

use super::js;

/// Counts while it lives.
#[derive(Debug)]
pub struct FrameCount {
    video: HtmlVideoElement,
    state: Rc<State>,
    note: Closure<dyn FnMut(JsValue, JsValue)>,
}

#[derive(Debug, Default)]
struct State {
    frames: Cell<f64>,
    /// The number of a question that is not answered yet.
    asked: Cell<Option<f64>>,
}

impl FrameCount {
    /// Whether the browser counts them.
    pub fn possible(video: &HtmlVideoElement) -> bool {
        js::can(video, "requestVideoFrameCallback")
    }

    /// Of one element.
    pub fn new(video: &HtmlVideoElement) -> Self {
        let state = Rc::<State>::default();
        let noted = state.clone();
        let note = Closure::new(move |_, metadata: JsValue| {
            noted.asked.set(None);
            noted.frames.set(js::get(&metadata, "presentedFrames").as_f64().unwrap_or_default());
        });
        Self { video: video.clone(), state, note }
    }

    /// As many as are known of, which are those up to the last call or a bit later: it asks for the next picture each
    /// time, and not at each picture, so that it costs next to nothing.
    pub fn frames(&self) -> f64 {
        if self.state.asked.get().is_none() {
            let note = self.note.as_ref().clone();
            let asked = js::call(&self.video, "requestVideoFrameCallback", &[note]);
            self.state.asked.set(asked.ok().and_then(|number| number.as_f64()));
        }
        self.state.frames.get()
    }
}

impl Drop for FrameCount {
    fn drop(&mut self) {
        if let Some(number) = self.state.asked.get() {
            let _ = js::call(&self.video, "cancelVideoFrameCallback", &[number.into()]);
        }
    }
}
