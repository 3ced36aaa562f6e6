//! Which loudspeaker an element plays on. Not every browser lets a page choose.

use wasm_bindgen::JsValue;
use web_sys::HtmlMediaElement;

use super::{js, problem::SoundProblem};

/// Whether this browser lets a page choose the loudspeaker.
pub fn can_choose() -> bool {
    js::document().create_element("audio").is_ok_and(|element| js::can(&element, "setSinkId"))
}

/// Lets an element play on the loudspeaker of this `deviceId`; the empty one is the system's choice. Where the
/// browser does not let a page choose, the system's choice it stays, and that is no problem.
pub(super) async fn choose(element: HtmlMediaElement, device_id: String) -> Result<(), SoundProblem> {
    if !js::can(&element, "setSinkId") {
        return Ok(());
    }
    let outcome = match js::call(&element, "setSinkId", &[JsValue::from_str(&device_id)]) {
        Ok(promise) => js::settle(promise).await,
        Err(exception) => Err(exception),
    };
    match outcome {
        Ok(_) => Ok(()),
        Err(exception) => SoundProblem::of(&exception).map_or(Ok(()), Err),
    }
}
