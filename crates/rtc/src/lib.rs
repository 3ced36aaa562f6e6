//! The signalling session of a meeting, speaking LiveKit's protocol (version 0, two peer connections), without any
//! I/O: events and the time go in, effects and a view come out.
//!
//! ```text
//!   SocketMessage, LocalDescriptionReady, ... ──▶ Session::update(now, event) ──▶ SendBytes, CreateOffer, ...
//!                                                 Session::view() ──▶ MeetingView
//! ```
//!
//! Invariants, each held by a test in `tests/`:
//!
//! - What carries the id of an attempt that is over changes nothing (sockets, peer connections, descriptions, timers, tokens).
//! - At most one description is being worked on for each peer connection; a second one waits.
//! - A candidate is given to a peer connection only when its remote description is set, and sent to the server only
//!   after the description that it belongs to.
//! - Only the member, the Sitzungsdienst or the end of the meeting ends the session. Everything else is come back from.
//!
//! It deliberately owns no media: tracks are numbers given by the caller, who holds the real ones.

mod address;
mod backoff;
mod candidates;
mod data;
mod dtx;
mod effect;
mod encoding;
mod event;
mod ids;
mod layers;
mod leave;
mod local;
mod person;
mod pictures;
mod publisher;
mod pulse;
mod roster;
mod session;
mod slot;
mod subscriber;
mod turn;
mod view;

pub use effect::{DataChannel, Effect, Encoding, IceServer, Timer, VideoCodec};
pub use event::{Event, PeerState, PictureSize, PictureWish, TrackKind};
pub use ids::{
    Attempt, Candidate, Identity, LocalTrackId, Millis, Name, ParticipantSid, PeersId, RemoteTrackId, Sdp,
    SocketUrl, Token, TrackSid,
};
pub use session::{Config, Session};
pub use view::{
    ConnectionQuality, ConnectionState, LeaveReason, LocalSource, LocalTrackView, MeView, Media, MeetingView,
    ParticipantView, Peer, Publishing, RoomView, Source, TrackView,
};
