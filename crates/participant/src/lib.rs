//! A member's session: arriving, checking devices, waiting, joining, in the meeting, ended.
//!
//! One machine, [`Session`], built of smaller ones. Facts come in as [`Event`]s, decisions go out as
//! [`Effect`]s, and [`Session::view`] says what a view is to show. No browser, no clock, no human sentence:
//! time is an argument, and what a person reads is chosen by the view from what stands in the [`View`].

mod capture;
mod checks;
pub mod devices;
mod diagnosing;
mod echo;
mod effect;
mod event;
mod hear;
mod lobby;
mod meeting;
mod memory;
mod notices;
mod report;
mod searching;
pub mod senses;
mod session;
mod signalling;
mod speed_test;
mod stage;
pub mod view;
mod ways;

pub use devices::{CaptureKind, Device, DeviceId, DeviceKind, DeviceProblem, GroupId};
pub use echo::{EchoEffect, EchoEvent, Side};
pub use effect::{Effect, Timer, Way};
pub use event::Event;
pub use meeting::{echo_track, line, local_track, screen_track};
pub use memory::Memory;
pub use report::{Found, Report, ReportEvent};
pub use session::Session;
pub use view::View;

/// Milliseconds of a clock that never goes back (`performance.now()`), counted from anywhere.
pub type Millis = u64;
