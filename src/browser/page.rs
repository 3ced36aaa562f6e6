//! What the server wrote into the page for this person.

use wire::page::{PAGE_ELEMENT_ID, Page};

use super::js;

/// Why there is nothing to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageProblem {
    /// The page has no data block: it does not come from our server.
    #[error("the page has no data block")]
    Missing,
    /// The data block is not what this client knows: page and client are of different versions.
    #[error("the data block cannot be read")]
    Unreadable,
}

/// The element that the client draws into, in place of the static shell.
pub fn app_root() -> Option<web_sys::Element> {
    js::document().get_element_by_id("app")
}

/// Says, for who measures, that the client has drawn and can be used.
pub fn mark_ready() {
    if let Some(root) = js::document().document_element() {
        let _ = root.set_attribute("data-ready", "true");
    }
}

/// Reads the data block.
pub fn read() -> Result<Page, PageProblem> {
    let element = js::document().get_element_by_id(PAGE_ELEMENT_ID).ok_or(PageProblem::Missing)?;
    let text = element.text_content().ok_or(PageProblem::Missing)?;
    serde_json::from_str(&text).map_err(|_| PageProblem::Unreadable)
}
