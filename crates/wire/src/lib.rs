//! What the client and the server say to each other, and the stable names of what a person sees.
//!
//! Types and their JSON form, nothing else: no I/O, no clock, no decision and no human sentence.
//! Messages travel as JSON text frames over one WebSocket per page: [`participant`] for a member's page
//! (`/api/waiting-room`), [`desk`] for the page of the Sitzungsdienst (`/api/desk`). [`page`] is what the
//! server writes into `index.html`, so that the first screen needs no further request.

pub mod checks;
pub mod desk;
pub mod ids;
pub mod names;
pub mod page;
pub mod participant;

pub use checks::{CheckStatus, Checks};
pub use ids::{AttemptId, InvitationToken, MeetingToken, ParticipantId, UnixMillis};
pub use names::FindingCode;

/// The version of these messages. A page whose version differs from the server's must be loaded anew.
pub const PROTOCOL: u16 = 2;

/// Where a member's page opens its WebSocket.
pub const WAITING_ROOM_PATH: &str = "/api/waiting-room";

/// Where a member's page whose network lets no WebSocket through asks by plain HTTP.
pub const WAITING_ROOM_POLL_PATH: &str = "/api/waiting-room/poll";

/// Where a member's page tries out what its line carries: `GET` with `?bytes=` gives so many, `POST` takes some.
pub const SPEED_TEST_PATH: &str = "/api/speed-test";

/// The most bytes that one request of a speed test moves: a second and a half of a line of 1 Mbit/s.
pub const SPEED_TEST_LIMIT: usize = 192 * 1024;

/// Where the page of the Sitzungsdienst opens its WebSocket.
pub const DESK_PATH: &str = "/api/desk";

/// A personal link is the server's public address, this prefix, and the invitation token.
pub const INVITATION_PREFIX: &str = "/j/";

/// How often, in milliseconds, a page sends `KeepAlive` on its WebSocket. A browser cannot send WebSocket
/// pings, and a connection over which nothing is sent is not known to be dead.
pub const KEEP_ALIVE_EVERY_MS: u32 = 10_000;

/// How long, in milliseconds, either side hears nothing before it takes the connection for dead.
pub const SILENCE_LIMIT_MS: u32 = 25_000;

/// The longest sentence, in characters, that staff can write to a member.
pub const SENTENCE_LIMIT: usize = 500;
