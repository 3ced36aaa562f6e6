//! Vorzimmer's server: serves the client, keeps the waiting room, issues meeting tokens.
//!
//! What comes in over HTTP and WebSockets ends up as an event of one meeting's `waiting_room::Room`, which decides;
//! what it decides is in the [`store`] before anybody is told.

pub mod cli;
mod clock;
pub mod config;
mod desks;
mod engine;
mod house;
pub mod house_time;
mod http;
pub mod invitations;
mod keys;
pub mod members;
mod operator;
pub mod server;
mod sockets;
pub mod store;
mod tls;
mod waiting_room;
