//! The screen, or a window of it: `getDisplayMedia`. Stopped on `Drop`.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::MediaStream;

use super::{
    js,
    media::{Capture, CaptureKind},
};

/// The most that is sent anyway, in pixels and frames per second.
const MOST: (u32, u32, u32) = (1920, 1080, 15);

/// Whether this browser lets a page show its screen. Tablets and telephones do not.
pub fn possible() -> bool {
    devices().is_some_and(|devices| js::can(&devices, "getDisplayMedia"))
}

/// Asks which window it is to be. To be called while a press is being handled. `None` when the person thought better
/// of it, or the browser or the system does not allow it.
pub fn ask() -> impl Future<Output = Option<Capture>> {
    let most = |value: u32| js::object(&[("max", value.into())]);
    let video = js::object(&[("width", most(MOST.0)), ("height", most(MOST.1)), ("frameRate", most(MOST.2))]);
    let wishes = js::object(&[("video", video), ("audio", JsValue::FALSE)]);
    let promise = devices().and_then(|devices| js::call(&devices, "getDisplayMedia", &[wishes]).ok());
    async move {
        let stream: MediaStream = js::settle(promise?).await.ok()?.dyn_into().ok()?;
        let capture = Capture::of(CaptureKind::Camera, stream)?;
        // Text is to stay sharp; that it moves smoothly matters less.
        js::set(&capture.track().0, "contentHint", &"detail".into());
        Some(capture)
    }
}

fn devices() -> Option<JsValue> {
    let devices = js::get(&js::window().navigator(), "mediaDevices");
    devices.is_object().then_some(devices)
}
