//! The session of the Sitzungsdienst's page: connection to the server, the board of invited people, orders.
//!
//! One machine without a browser, a clock or a sentence, like `participant`; it never guesses the outcome of an
//! order, but shows it as under way until the server answers.

mod board;
mod event;
mod session;
pub mod view;

pub use event::{Effect, Event, Timer};
pub use session::Session;
pub use view::View;

/// Milliseconds of a clock that never goes back (`performance.now()`), counted from anywhere.
pub type Millis = u64;
