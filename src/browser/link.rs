//! The page's own link, to be taken to another browser.

use super::js;

/// Copies it. To be called while a press is being handled; a browser that does not let us leaves the address bar.
pub fn copy() {
    let clipboard = js::get(&js::window().navigator(), "clipboard");
    let link = js::window().location().href().unwrap_or_default();
    // The promise says nothing that the member does not see when pasting.
    let _ = js::call(&clipboard, "writeText", &[link.into()]);
}
