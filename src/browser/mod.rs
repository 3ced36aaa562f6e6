//! The browser, one Web API per file: typed in, typed out, released on `Drop`. Nothing here decides anything, and
//! no `web_sys` type leaves but inside the opaque [`track::Track`] and [`track::Stream`].
//!
//! Callbacks run in a task of the browser's; whatever owns them may be dropped inside them.

pub mod abilities;
pub mod chime;
pub mod clock;
pub mod codec;
mod data_channel;
pub mod devices;
pub mod ear;
pub mod echo;
pub mod element;
pub mod eye;
mod frame_count;
pub mod hand_out;
pub mod health;
pub mod in_view;
mod js;
pub mod language;
pub mod link;
pub mod location;
pub mod media;
pub mod network;
pub mod page;
pub mod part;
pub mod peer;
pub mod peer_stats;
pub mod permissions;
pub mod polled;
pub mod problem;
pub mod random;
pub mod resize;
pub mod screen;
mod senses;
pub mod sink;
pub mod socket;
pub mod sound;
pub mod speed;
pub mod storage;
pub mod title;
pub mod track;
pub mod visibility;
pub mod wake_lock;
mod worklet;
