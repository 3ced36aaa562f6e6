//! What [`super::ear`], [`super::eye`] and [`super::echo`] run beside the page: the program of `crates/senses`, and the JavaScript of
//! `assets/senses` that runs it. The build names these files after their content; they come when they are first
//! needed, long after the first screen.

use js_sys::Float64Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{Event, MessageEvent};

use super::{js, part};

/// How long to wait before trying again, in milliseconds.
const AGAIN_AFTER_MS: i32 = 2_000;

/// A file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// The program.
    Program,
    /// What runs it in an `AudioWorklet`.
    Ear,
    /// What runs it in a worker.
    Eye,
    /// What runs it in an `AudioWorklet`, twice at the same time.
    Echo,
}

impl File {
    /// Its name, which is also that of what it registers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Program => "senses",
            Self::Ear => "ear",
            Self::Eye => "eye",
            Self::Echo => "echo",
        }
    }

    /// Where it is. Nothing in a program that the build has not named its files to.
    pub fn address(self) -> JsValue {
        file_address(self.name()).unwrap_or_default()
    }
}

#[wasm_bindgen]
extern "C" {
    /// Added when the client is built (`xtask/src/split/parts.js`).
    #[wasm_bindgen(catch, js_name = fileAddress)]
    fn file_address(name: &str) -> Result<JsValue, JsValue>;
}

/// The bytes of the program, once the file that runs it has been fetched too: whoever asks the browser for that then
/// finds it in its cache. Nothing when either cannot be fetched now.
async fn attempt(runner: File) -> Option<JsValue> {
    let program = js::settle(part::load_bytes(File::Program.name()).ok()?.into()).await.ok()?;
    js::settle(part::load_bytes(runner.name()).ok()?.into()).await.ok()?;
    Some(program)
}

/// The same, however long it takes; nothing once nobody wants it any more.
pub async fn program(runner: File, wanted: impl Fn() -> bool) -> Option<JsValue> {
    while wanted() {
        if let Some(program) = attempt(runner).await {
            return Some(program);
        }
        part::pause(AGAIN_AFTER_MS).await;
    }
    None
}

/// The numbers that a message from beside the page brings.
pub fn numbers(event: &Event) -> Vec<f64> {
    event.unchecked_ref::<MessageEvent>().data().unchecked_into::<Float64Array>().to_vec()
}
