//! The building blocks of the screens. They know the stable names and the texts they are given, and no session.
//!
//! Here, and nowhere else in what is drawn, the browser is touched directly: the focus ([`focus`], [`screen`]), native
//! dialogs ([`dialog`]), what is chosen in a list ([`select`]) and local time ([`clock`]).

pub mod button;
pub mod clock;
pub mod dialog;
pub mod focus;
pub mod header;
pub mod icon;
pub mod meter;
pub mod notice;
pub mod picture;
pub mod screen;
pub mod select;
pub mod sound;
pub mod step;
pub mod tiles;

pub use button::{Button, Look, on};
pub use icon::Icon;
