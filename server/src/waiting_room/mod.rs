//! The waiting room: who knocked, in which place, and what became of them.
//!
//! [`Room`] decides and is pure; one task per meeting (`keeper`) holds a room, stores what it decides and carries it
//! out; what concerns the meeting engine its `hands` do; [`Rooms`] finds the keeper of a meeting; `socket` is the
//! member's page at the other end.

mod events;
mod hands;
mod keeper;
mod news;
mod room;
mod rooms;
mod socket;
#[cfg(test)]
mod stories;
mod update;

pub use events::{Effect, Event};
pub use keeper::{Keeper, Means};
pub(crate) use room::State;
pub use room::{ConnectionId, Room};
pub use rooms::{Rooms, RoomsError};
pub use socket::member_page;
