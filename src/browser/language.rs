//! Which languages the member reads, and telling the page's own.

use super::js;

/// The browser's languages as tags ("de-DE"), the preferred one first.
pub fn preferred() -> Vec<String> {
    js::window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// The language in which the server wrote the page, as a tag.
pub fn declared() -> String {
    js::document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// Says in which language the page is, so that it is read aloud with the right voice.
pub fn declare(tag: &str) {
    if let Some(root) = js::document().document_element() {
        let _ = root.set_attribute("lang", tag);
    }
}
