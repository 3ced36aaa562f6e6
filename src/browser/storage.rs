//! What this device remembers (devices, language) and what this tab is called. Works without storage too: nothing is
//! remembered then, and the tab's name lasts until the reload.

use std::cell::OnceCell;

use web_sys::Storage;

use super::{js, random};

/// Where the tab's name is kept, in the storage of the tab.
const TAB: &str = "vorzimmer.tab";

/// Where it is kept that the tab is inside.
const ENTERED: &str = "vorzimmer.entered";

/// Where it is kept that the page was loaded anew because the server had changed.
const RENEWED: &str = "vorzimmer.renewed";

/// What is remembered from one visit to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Remembered {
    /// `deviceId` of the microphone.
    Microphone,
    /// `deviceId` of the camera.
    Camera,
    /// `deviceId` of the loudspeaker.
    Speaker,
    /// The language, as a tag ("de").
    Language,
    /// How the last device check on this device ended.
    Checks,
}

impl Remembered {
    const fn key(self) -> &'static str {
        match self {
            Self::Microphone => "vorzimmer.microphone",
            Self::Camera => "vorzimmer.camera",
            Self::Speaker => "vorzimmer.speaker",
            Self::Language => "vorzimmer.language",
            Self::Checks => "vorzimmer.checks",
        }
    }
}

/// Remembers a value, if the browser lets us.
pub fn remember(what: Remembered, value: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(what.key(), value);
    }
}

/// Forgets a value.
pub fn forget(what: Remembered) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(what.key());
    }
}

/// The value that was remembered.
pub fn recall(what: Remembered) -> Option<String> {
    local()?.get_item(what.key()).ok().flatten()
}

/// Whether this tab is inside: in the waiting room or the meeting. Kept over a reload.
pub fn entered() -> bool {
    is_set(ENTERED)
}

/// Keeps whether this tab is inside.
pub fn set_entered(entered: bool) {
    set(ENTERED, entered);
}

/// Whether the page of this tab was loaded anew because the server had changed, and still is not complete.
pub fn renewed() -> bool {
    is_set(RENEWED)
}

/// Keeps whether it was.
pub fn set_renewed(renewed: bool) {
    set(RENEWED, renewed);
}

fn is_set(name: &str) -> bool {
    session().and_then(|storage| storage.get_item(name).ok().flatten()).is_some()
}

fn set(name: &str, is: bool) {
    if let Some(storage) = session() {
        let _ = if is { storage.set_item(name, "") } else { storage.remove_item(name) };
    }
}

/// The random name of this tab, the same after a reload. A tab that was duplicated has the name of the first.
pub fn tab_name() -> String {
    thread_local! {
        static NAME: OnceCell<String> = const { OnceCell::new() };
    }
    NAME.with(|name| name.get_or_init(tab_name_kept).clone())
}

fn tab_name_kept() -> String {
    let storage = session();
    let kept = storage.as_ref().and_then(|storage| storage.get_item(TAB).ok().flatten());
    kept.unwrap_or_else(|| {
        let name = random::name();
        if let Some(storage) = storage {
            let _ = storage.set_item(TAB, &name);
        }
        name
    })
}

/// Whether the tab's storage keeps what it is given.
pub fn keeps() -> bool {
    const TRIED: &str = "vorzimmer.tried";
    set(TRIED, true);
    let kept = is_set(TRIED);
    set(TRIED, false);
    kept
}

// Where storage is blocked, already looking at it throws.
fn local() -> Option<Storage> {
    js::window().local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    js::window().session_storage().ok().flatten()
}
