//! The place where what is wrong is said: in every screen that has one, at any time. What stands in it comes after the
//! first screen.

use participant::{Event, view::Help};
use texts::Texts;
use yew::prelude::*;

use super::help::{self, Steps};
use crate::ui::notice::notice;

/// What is wrong, if anything is. The live region for the sentence is there at any time, so that a screen reader says what
/// changes in it.
pub fn helping(texts: Texts, help: Option<&Help>, how: Steps, dispatch: &Callback<Event>) -> Html {
    match help {
        // Only once its part of the program is there something is found.
        Some(help) => help::help(texts, help, how, dispatch),
        None => html! { <div class="help">{ notice(None) }</div> },
    }
}
