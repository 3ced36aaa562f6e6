//! Texts that come after the first screen, in a file of their own: what is found and what helps has many words, and most
//! members never read any of them.
//!
//! Their methods are those of all other texts. On the way to a browser they stay empty until [`bring`] was given the file;
//! everywhere else, and with the feature `whole`, they are there from the beginning.

use std::sync::OnceLock;

use crate::Language;
#[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
use crate::{LATE, LATE_IDS};

static CAME: OnceLock<Vec<&'static str>> = OnceLock::new();

/// The content of the file: one text a line, the German ones first.
#[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
pub fn file() -> String {
    LATE.concat().join("\n")
}

/// The text with that id, for what goes through all of them; `None` for any other id.
#[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
pub fn by_id(language: Language, id: &str) -> Option<&'static str> {
    let number = LATE_IDS.iter().position(|known| *known == id)?;
    Some(inside(language, number))
}

/// The file has come. It is kept as long as the program runs. A second one is not taken.
pub fn bring(file: String) {
    CAME.get_or_init(|| file.leak().split('\n').collect());
}

/// The text of that number.
pub(crate) fn text(language: Language, number: usize) -> &'static str {
    let all = match CAME.get() {
        Some(came) => came,
        None => return inside(language, number),
    };
    let first = match language {
        Language::German => 0,
        Language::English => all.len() / 2,
    };
    all.get(first + number).copied().unwrap_or_default()
}

#[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
fn inside(language: Language, number: usize) -> &'static str {
    let [german, english] = LATE;
    match language {
        Language::German => german[number],
        Language::English => english[number],
    }
}

#[cfg(not(any(feature = "whole", not(target_arch = "wasm32"))))]
fn inside(_: Language, _: usize) -> &'static str {
    ""
}
