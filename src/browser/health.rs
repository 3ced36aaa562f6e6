//! Asking the server by plain HTTP how it is: the way that gets through where others do not.

use wasm_bindgen::JsCast;
use web_sys::Response;

use super::js;

/// Where it is asked.
const PATH: &str = "/healthz";

/// What the answer calls the service.
const SERVICE: &str = "vorzimmer";

/// How long an answer may take, in milliseconds. Then nobody is there, as far as a member is concerned.
const WITHIN_MS: u32 = 3_000;

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Health {
    /// Our server's own answer, good or bad.
    Ours,
    /// An answer of another shape: somebody stands in between, such as a hotel's page.
    Foreign,
    /// No answer.
    None,
}

/// Asks.
pub async fn ask() -> Health {
    let timeout = js::call(&js::get(&js::window(), "AbortSignal"), "timeout", &[WITHIN_MS.into()]);
    let mut options = vec![("cache", "no-store".into())];
    options.extend(timeout.ok().map(|signal| ("signal", signal)));
    let Ok(asked) = js::call(&js::window(), "fetch", &[PATH.into(), js::object(&options)]) else {
        return Health::None;
    };
    let Ok(response) = js::settle(asked).await else { return Health::None };
    let response: Response = response.unchecked_into();
    // A gateway that has lost our server answers in its place, and says so.
    if matches!(response.status(), 502 | 504) {
        return Health::None;
    }
    let Ok(json) = response.json() else { return Health::Foreign };
    match js::settle(json.into()).await {
        Ok(body) if js::text(&body, "service") == SERVICE => Health::Ours,
        Ok(_) | Err(_) => Health::Foreign,
    }
}
