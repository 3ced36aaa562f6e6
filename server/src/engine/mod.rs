//! The meeting engines, behind one interface: keys, who is in, removing, muting, ending. Nothing above knows which engine
//! a meeting runs on.
//!
//! Every engine answers LiveKit's server API ([`api`]): the embedded one within this process, a LiveKit deployment over
//! HTTP. Who comes and goes the embedded one tells by itself; a deployment is asked every few seconds ([`watch`]).
//! Who gets a key is decided in [`crate::waiting_room`]; here it is only made.

mod api;
mod checked;
mod client;
mod embedded;
mod engines;
mod one;
mod watch;

use livekit_protocol::TrackSource;
use sfu::{SfuError, TwirpCode};
use wire::ParticipantId;

pub use checked::Checked;
pub use client::CallError;
pub use engines::Engines;
pub use one::{EchoRoom, Engine, Keys};

use crate::{config::EngineName, store::MeetingId};

/// Why an engine did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The embedded one does not start.
    #[error("the embedded meeting does not start: {0}")]
    Embedded(#[from] SfuError),
    /// A room could not be named.
    #[error(transparent)]
    Randomness(#[from] crate::invitations::NoRandomness),
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The configuration does not describe it any more.
    #[error("there is no meeting engine \"{}\" in the configuration", .0.0)]
    Gone(EngineName),
}

impl EngineError {
    /// Whether the engine answered that there is no such room, person or track.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Call(CallError::Refused(error)) if error.code == TwirpCode::NotFound)
    }
}

/// Somebody seen by a meeting engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Came in.
    Joined {
        /// Where.
        meeting: MeetingId,
        /// Who.
        participant: ParticipantId,
    },
    /// Went, for whatever reason.
    Left {
        /// Where.
        meeting: MeetingId,
        /// Who.
        participant: ParticipantId,
    },
    /// Everybody who is there.
    Counted {
        /// Where.
        meeting: MeetingId,
        /// Who.
        participants: Vec<ParticipantId>,
    },
    /// Some sightings of the embedded engine were missed: ask [`Engine::present`] again, for every meeting.
    Missed,
}

/// Whether a track is somebody's voice.
fn is_voice(track: &livekit_protocol::TrackInfo) -> bool {
    track.source() == TrackSource::Microphone
        || (track.r#type() == livekit_protocol::TrackType::Audio && track.source() == TrackSource::Unknown)
}
