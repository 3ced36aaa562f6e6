//! The parts of the program that are not needed for the first screen and come after it.
//!
//! Which function is in which part is decided when the client is built (`xtask/src/split`). A call into a part that is
//! not there yet holds up the whole page until it is; so whoever uses one waits for [`load`] first.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::js;

/// How long an idle moment is waited for, in milliseconds, and how long where the browser does not tell about them.
const IDLE_WITHIN_MS: i32 = 1_000;
const IDLE_AFTER_MS: i32 = 200;

/// The status of an answer that there is no such file.
const NOT_FOUND: f64 = 404.0;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the meeting needs.
    Meeting,
    /// What the page of the Sitzungsdienst needs.
    Desk,
    /// What finds out what is wrong, and helps.
    Help,
}

/// Why a part is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartProblem {
    /// The server cannot be reached, or not just now.
    #[error("the part cannot be fetched now")]
    Unreachable,
    /// The server has another client than this one: the page is older than its last change.
    #[error("the part is gone from the server")]
    Gone,
}

#[wasm_bindgen]
extern "C" {
    /// Added when the client is built (`xtask/src/split/parts.js`).
    #[wasm_bindgen(catch, js_name = loadPart)]
    fn load_part(name: &str) -> Result<Promise, JsValue>;

    /// Likewise: the bytes of a file.
    #[wasm_bindgen(catch, js_name = loadBytes)]
    pub(super) fn load_bytes(name: &str) -> Result<Promise, JsValue>;
}

/// Fetches a part, once; whoever asks again gets the same answer, unless it was a problem.
pub async fn load(part: Part) -> Result<(), PartProblem> {
    let name = match part {
        Part::Meeting => "meeting",
        Part::Desk => "desk",
        Part::Help => "help",
    };
    // A program that is not split has no such function, and every part is there.
    let Ok(loading) = load_part(name) else { return Ok(()) };
    came(loading).await.map(|_| ())
}

/// Fetches the texts that come late. `None` where the program has them inside.
pub async fn texts() -> Result<Option<String>, PartProblem> {
    let Ok(loading) = load_bytes("texts") else { return Ok(None) };
    let bytes = Uint8Array::new(&came(loading).await?).to_vec();
    Ok(String::from_utf8(bytes).ok())
}

async fn came(loading: Promise) -> Result<JsValue, PartProblem> {
    js::settle(loading.into()).await.map_err(|reason| match reason.as_f64() {
        Some(NOT_FOUND) => PartProblem::Gone,
        Some(_) | None => PartProblem::Unreachable,
    })
}

/// Waits for a moment in which the browser has nothing to do.
pub async fn idle() {
    let idle = Promise::new(&mut |resolve, _| {
        let within = js::object(&[("timeout", IDLE_WITHIN_MS.into())]);
        if js::call(&js::window(), "requestIdleCallback", &[resolve.clone().into(), within]).is_err() {
            let _ =
                js::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, IDLE_AFTER_MS);
        }
    });
    let _ = js::settle(idle.into()).await;
}

/// Waits before trying again.
pub async fn pause(millis: i32) {
    let _ = js::settle(js::after(millis).into()).await;
}
