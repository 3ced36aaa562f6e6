//! The port between views and what moves faster than they are drawn: pictures, sounds, the meter and the clock.
//!
//! Views hand over elements; the edge attaches media to them. Nothing is decided here.

use std::rc::Rc;

use participant::view::{Picture, Sound};
use web_sys::{HtmlAudioElement, HtmlElement, HtmlVideoElement};

/// What the edge does with the elements of the views.
pub trait StagePort {
    /// Shows a picture in an element; `None` takes away what it shows.
    fn show_picture(&self, element: HtmlVideoElement, picture: Option<&Picture>);

    /// Plays a sound through an element; `None` silences it.
    fn play_sound(&self, element: HtmlAudioElement, sound: Option<&Sound>);

    /// Measures the room for the tiles of the meeting; `None` when there are none any more.
    fn measure_tiles(&self, element: Option<HtmlElement>);

    /// Writes the microphone's level, 0 to 1, into the custom property `--level` of this element, about 20 times a
    /// second; `None` when there is no meter any more.
    fn feed_meter(&self, element: Option<HtmlElement>);

    /// The server's time in milliseconds since 1970.
    fn now_unix(&self) -> i64;
}

/// The port as a context of the views. Two are equal when they are the same one.
#[derive(Clone)]
pub struct Stage(Rc<dyn StagePort>);

impl Stage {
    /// Wraps the edge's port.
    pub fn new(port: Rc<dyn StagePort>) -> Self {
        Self(port)
    }
}

impl PartialEq for Stage {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Stage {
    type Target = dyn StagePort;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}
