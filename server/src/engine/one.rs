//! One meeting engine.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use livekit_protocol::{
    CreateRoomRequest, DeleteRoomRequest, ListParticipantsRequest, MuteRoomTrackRequest, ParticipantInfo,
    RoomParticipantIdentity, participant_info::State,
};
use sfu::{Grant, MeetingTokens};
use wire::{MeetingToken, ParticipantId, participant::MeetingAccess};

use super::{EngineError, api::Api, client::Client, embedded::Embedded, is_voice, watch::Watch};
use crate::{config::EngineName, invitations, store::MeetingId};

/// How long members wait, at most, for a room to be made before they join. LiveKit usually makes rooms by itself, so
/// one that cannot be made now is no reason to keep anybody out.
const MAKE_WITHIN: Duration = Duration::from_secs(2);

/// How long the keys to an echo room hold: as long as the longest trial.
const ECHO_KEY_LIFE: Duration = Duration::from_secs(60);

/// How long after the last one has left an echo room ends, in seconds.
const ECHO_ENDS_S: u32 = 10;

/// A meeting engine.
pub struct Engine {
    pub(super) name: EngineName,
    pub(super) tokens: MeetingTokens,
    pub(super) token_life: Duration,
    pub(super) place: Place,
}

/// The keys to a room for one page that comes twice.
#[derive(Debug)]
pub struct EchoRoom {
    /// For the side that sends.
    pub speaker: MeetingAccess,
    /// For the side that receives.
    pub listener: MeetingAccess,
}

/// Where an engine is.
pub(super) enum Place {
    /// In this server.
    Embedded(Embedded),
    /// A LiveKit deployment.
    LiveKit {
        /// Where members reach it.
        url: String,
        /// How it is called.
        client: Client,
        /// Who comes and goes.
        watch: Watch,
    },
}

impl Engine {
    /// Its name.
    pub fn name(&self) -> &EngineName {
        &self.name
    }

    /// Where to join a meeting, and the key to it. The meeting's room is there afterwards.
    pub async fn admit(
        &self,
        meeting: &MeetingId,
        participant: &ParticipantId,
        name: &str,
    ) -> Result<MeetingAccess, EngineError> {
        let url = match &self.place {
            // Its rooms begin with whoever comes first.
            Place::Embedded(embedded) => {
                embedded.start().await?;
                String::new()
            }
            Place::LiveKit { url, watch, .. } => {
                self.make_room(meeting).await;
                watch.attend(meeting);
                url.clone()
            }
        };
        let grant = Grant::member(&meeting.0, &participant.0, name, self.token_life);
        Ok(MeetingAccess { url, token: MeetingToken::new(self.tokens.issue(&grant)) })
    }

    /// A room for one page that comes twice, to send and to receive, and the keys to it. It ends with them.
    pub async fn echo_room(&self) -> Result<EchoRoom, EngineError> {
        let room = invitations::new_id("echo")?;
        let url = match &self.place {
            Place::Embedded(embedded) => {
                embedded.start().await?;
                String::new()
            }
            Place::LiveKit { url, .. } => {
                self.make(CreateRoomRequest {
                    name: room.clone(),
                    empty_timeout: ECHO_ENDS_S,
                    departure_timeout: ECHO_ENDS_S,
                    max_participants: 2,
                    ..CreateRoomRequest::default()
                })
                .await;
                url.clone()
            }
        };
        let key = |side| {
            let grant = Grant::member(&room, side, "", ECHO_KEY_LIFE);
            MeetingAccess { url: url.clone(), token: MeetingToken::new(self.tokens.issue(&grant)) }
        };
        Ok(EchoRoom { speaker: key("speaker"), listener: key("listener") })
    }

    async fn make_room(&self, meeting: &MeetingId) {
        self.make(CreateRoomRequest { name: meeting.0.clone(), ..CreateRoomRequest::default() }).await;
    }

    async fn make(&self, request: CreateRoomRequest) {
        let made = async { self.api().await?.create_room(request).await.map_err(EngineError::from) };
        match tokio::time::timeout(MAKE_WITHIN, made).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                tracing::warn!(engine = %self.name.0, %error, "a room could not be made beforehand");
            }
            Err(_) => tracing::warn!(engine = %self.name.0, "a room could not be made in time"),
        }
    }

    /// Looks after a meeting that may be going on already.
    pub fn attend(&self, meeting: &MeetingId) {
        match &self.place {
            Place::Embedded(_) => {}
            Place::LiveKit { watch, .. } => watch.attend(meeting),
        }
    }

    /// Who is in a meeting.
    pub async fn present(&self, meeting: &MeetingId) -> Result<Vec<ParticipantId>, EngineError> {
        Ok(identities(&self.participants(meeting).await?))
    }

    async fn participants(&self, meeting: &MeetingId) -> Result<Vec<ParticipantInfo>, EngineError> {
        let request = ListParticipantsRequest { room: meeting.0.clone() };
        Ok(self.api().await?.list_participants(request).await?.participants)
    }

    /// Removes somebody from a meeting, if they are in it.
    pub async fn expel(
        &self,
        meeting: &MeetingId,
        participant: &ParticipantId,
        keys: Keys,
    ) -> Result<(), EngineError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let request = RoomParticipantIdentity {
            room: meeting.0.clone(),
            identity: participant.0.clone(),
            // For servers that can take tokens back.
            revoke_token_ts: match keys {
                // Those issued before now, and not, as they do when nothing is said, those of the next minute too.
                Keys::Withdrawn => i64::try_from(now).unwrap_or_default(),
                // Those of the year 1970.
                Keys::Kept => 1,
            },
        };
        found(self.api().await?.remove_participant(request).await.map_err(EngineError::from))
    }

    /// Switches the microphone of somebody in a meeting off. They alone can switch it on again.
    pub async fn silence(&self, meeting: &MeetingId, participant: &ParticipantId) -> Result<(), EngineError> {
        let everybody = self.participants(meeting).await?;
        for track_sid in open_voices(&everybody, participant) {
            let (room, identity) = (meeting.0.clone(), participant.0.clone());
            let request = MuteRoomTrackRequest { room, identity, track_sid, muted: true };
            let muted = self.api().await?.mute_published_track(request).await;
            // A track that ended meanwhile is as silent as can be.
            found(muted.map_err(EngineError::from))?;
        }
        Ok(())
    }

    /// Ends a meeting.
    pub async fn close(&self, meeting: &MeetingId) -> Result<(), EngineError> {
        let request = DeleteRoomRequest { room: meeting.0.clone() };
        found(self.api().await?.delete_room(request).await.map_err(EngineError::from))
    }

    pub(super) async fn api(&self) -> Result<Api, EngineError> {
        Ok(match &self.place {
            Place::Embedded(embedded) => Api::Near(embedded.start().await?.service()),
            Place::LiveKit { client, .. } => Api::Far(client.clone()),
        })
    }
}

/// What becomes of the keys of somebody who is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// They open the meeting no more.
    Withdrawn,
    /// They are good as before.
    Kept,
}

/// Everybody who is there, or on the way in.
pub(super) fn identities(participants: &[ParticipantInfo]) -> Vec<ParticipantId> {
    let there = participants.iter().filter(|info| info.state() != State::Disconnected);
    there.map(|info| ParticipantId(info.identity.clone())).collect()
}

/// The tracks that carry somebody's voice and are not muted.
fn open_voices(everybody: &[ParticipantInfo], participant: &ParticipantId) -> Vec<String> {
    let theirs = everybody.iter().filter(|info| info.identity == participant.0);
    let voices = theirs.flat_map(|info| &info.tracks).filter(|track| is_voice(track) && !track.muted);
    voices.map(|track| track.sid.clone()).collect()
}

/// What is not there need not be removed.
fn found<A>(answer: Result<A, EngineError>) -> Result<(), EngineError> {
    match answer {
        Ok(_) => Ok(()),
        Err(error) if error.is_not_found() => Ok(()),
        Err(error) => Err(error),
    }
}
