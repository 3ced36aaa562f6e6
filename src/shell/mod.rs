//! The only place that runs effects and feeds events back.
//!
//! [`member`] and [`desk`] each own one session. Callbacks of the browser hold a [`Sender`], never the shell itself:
//! what outlives the shell is ignored.

pub mod convert;
pub mod desk;
pub mod devices;
pub mod echo;
mod line;
pub mod mailbox;
pub mod meeting;
pub mod member;
mod observing;
mod others;
pub mod parts;
pub mod scene;
pub mod senses;
mod timers;

pub use mailbox::{Mailbox, Sender};
