//! Where the page comes from, and loading it anew.

use super::js;

/// The WebSocket address of the page's own server with a path (`/api/...`), or without one when it is empty.
pub fn socket_url(path: &str) -> String {
    let location = js::window().location();
    let host = location.host().unwrap_or_default();
    let scheme =
        if location.protocol().is_ok_and(|protocol| protocol == "https:") { "wss://" } else { "ws://" };
    [scheme, &host, path].concat()
}

/// The path of the page (`/j/...`). Holds the secret of the personal link: not for logs.
pub fn path() -> String {
    js::window().location().pathname().unwrap_or_default()
}

/// Whether the browser offers devices here at all.
pub fn secure() -> bool {
    js::window().is_secure_context()
}

/// Loads the page anew.
pub fn reload() {
    let _ = js::window().location().reload();
}
