//! The title of the tab: the only thing of the page that can be seen from another tab.

use super::js;

/// Sets it.
pub fn set(title: &str) {
    js::document().set_title(title);
}
