//! The embedded meeting: a selective forwarding unit that speaks LiveKit's protocol, version 0.
//!
//! Who has a token signed with the configured key joins over a WebSocket ([`Sfu::router`]), publishes microphone and
//! camera on one connection and receives everybody else's on a second one. Media is forwarded, never decoded.
//!
//! What it deliberately does not do: decide who may join (that is the waiting room's matter: no token, no meeting),
//! store anything, span several machines, or relay through TURN.
//!
//! One task per room owns everything of that room and takes commands and packets over channels, so there is no lock
//! in the media path and rooms spread over the cores.

mod config;
mod http;
mod ids;
mod media;
mod net;
mod room;
mod sdp;
mod server;
mod signal;
mod tokens;

pub use config::{IceServer, SfuConfig, SfuError};
pub use room::ParticipantSummary;
pub use room::RoomEvent;
pub use server::Sfu;
pub use tokens::{Claims, Grant, MeetingTokens, TokenError};
