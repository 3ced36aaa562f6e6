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
mod held;
mod http;
mod ice_server;
mod ids;
mod media;
mod net;
mod room;
mod sdp;
mod server;
mod service;
mod signal;
mod tokens;
mod twirp;

pub use config::{SfuConfig, SfuError};
pub use held::Held;
pub use ice_server::{IceAccess, IceServer};
pub use room::ParticipantSummary;
pub use room::RoomEvent;
pub use room::messages::PROTOCOL;
pub use server::Sfu;
pub use service::RoomService;
pub use tokens::{Claims, Grant, MeetingTokens, ServiceClaims, TokenError};
pub use twirp::{ROOM_SERVICE, TwirpCode, TwirpError};
