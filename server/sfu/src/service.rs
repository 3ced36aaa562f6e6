//! What LiveKit's RoomService calls, on the rooms of the embedded meeting. Messages in, messages or errors out, as
//! LiveKit has them; whether the caller may is checked before ([`crate::twirp`]).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use livekit_protocol::{
    CreateRoomRequest, DeleteRoomRequest, DeleteRoomResponse, ListParticipantsRequest,
    ListParticipantsResponse, ListRoomsRequest, ListRoomsResponse, MuteRoomTrackRequest,
    MuteRoomTrackResponse, ParticipantInfo, RemoveParticipantResponse, Room as RoomInfo,
    RoomParticipantIdentity, SendDataRequest, SendDataResponse, UpdateParticipantRequest,
    UpdateRoomMetadataRequest, UpdateSubscriptionsRequest, UpdateSubscriptionsResponse,
};

use crate::{
    room::{Closing, Keeping, Room},
    server::Rooms,
    tokens::LONGEST_NAME,
    twirp::{TwirpCode, TwirpError},
};

/// The longest metadata of a room or a participant, in bytes. LiveKit's own limit.
const LONGEST_METADATA: usize = 64 * 1024;

/// LiveKit's RoomService on the embedded meeting, without HTTP in between.
#[derive(Clone)]
pub struct RoomService {
    rooms: Rooms,
}

impl RoomService {
    pub(crate) fn new(rooms: Rooms) -> Self {
        Self { rooms }
    }

    /// Makes a room, which then waits for its first participant; or tells about the one that is there.
    pub async fn create_room(&self, request: CreateRoomRequest) -> Result<RoomInfo, TwirpError> {
        let limits = request.max_participants > 0
            || request.egress.is_some()
            || !request.agents.is_empty()
            || request.min_playout_delay > 0
            || request.max_playout_delay > 0
            || request.replay_enabled;
        if limits {
            return Err(unimplemented(
                "the embedded meeting keeps name, metadata and timeouts of a room alone",
            ));
        }
        if request.name.is_empty() || request.name.len() > LONGEST_NAME {
            return Err(invalid("a room has a name of 1 to 256 bytes"));
        }
        check_metadata(&request.metadata)?;
        let keeping = Keeping::asked_for(request.empty_timeout, request.departure_timeout);
        self.rooms.create(&request.name, request.metadata, keeping);
        self.ask(&request.name, |room| room.info()).await
    }

    /// Every room, or those of the given names.
    pub async fn list_rooms(&self, request: ListRoomsRequest) -> Result<ListRoomsResponse, TwirpError> {
        let mut rooms = Vec::new();
        for name in self.rooms.names() {
            if !request.names.is_empty() && !request.names.contains(&name) {
                continue;
            }
            // One that ended meanwhile is none any more.
            rooms.extend(self.ask(&name, |room| room.info()).await.ok());
        }
        Ok(ListRoomsResponse { rooms })
    }

    /// Ends a room for everybody. Tokens issued before do not open it again; newer ones do.
    pub async fn delete_room(&self, request: DeleteRoomRequest) -> Result<DeleteRoomResponse, TwirpError> {
        if self.rooms.close(&request.room, Closing::MeetingOver).await {
            Ok(DeleteRoomResponse {})
        } else {
            Err(no_room())
        }
    }

    /// Everybody in a room.
    pub async fn list_participants(
        &self,
        request: ListParticipantsRequest,
    ) -> Result<ListParticipantsResponse, TwirpError> {
        match self.ask(&request.room, |room| room.participant_infos()).await {
            Ok(participants) => Ok(ListParticipantsResponse { participants }),
            // LiveKit knows nobody in a room that it does not know.
            Err(error) if error.code == TwirpCode::NotFound => Ok(ListParticipantsResponse::default()),
            Err(error) => Err(error),
        }
    }

    /// One of them.
    pub async fn participant(&self, request: RoomParticipantIdentity) -> Result<ParticipantInfo, TwirpError> {
        let infos = self.ask(&request.room, |room| room.participant_infos()).await?;
        infos.into_iter().find(|info| info.identity == request.identity).ok_or_else(nobody)
    }

    /// Removes one. Tokens issued to them until `revoke_token_ts` do not open the room again, or until now where that is 0;
    /// newer ones do.
    pub async fn remove_participant(
        &self,
        request: RoomParticipantIdentity,
    ) -> Result<RemoveParticipantResponse, TwirpError> {
        let now = SystemTime::now();
        let until = match u64::try_from(request.revoke_token_ts) {
            Ok(0) | Err(_) => now,
            // To the end of that second, of which the request says no part.
            Ok(second) => {
                UNIX_EPOCH.checked_add(Duration::from_secs(second.saturating_add(1))).unwrap_or(now)
            }
        };
        self.rooms.withdraw(&request.room, Some(&request.identity), until);
        let removed = self.ask(&request.room, move |room| room.remove_identity(&request.identity)).await?;
        if removed { Ok(RemoveParticipantResponse {}) } else { Err(nobody()) }
    }

    /// Switches a track of somebody off. Nobody but its owner switches it on again.
    pub async fn mute_published_track(
        &self,
        request: MuteRoomTrackRequest,
    ) -> Result<MuteRoomTrackResponse, TwirpError> {
        let MuteRoomTrackRequest { room, identity, track_sid, muted } = request;
        if !muted {
            // LiveKit's own default, and the only setting that fits a council: a microphone is its owner's.
            return Err(TwirpError::new(TwirpCode::FailedPrecondition, "remote unmute not enabled"));
        }
        let track = self.ask(&room, move |room| room.mute_from_outside(&identity, &track_sid)).await??;
        Ok(MuteRoomTrackResponse { track: Some(track) })
    }

    /// Changes somebody's name, metadata and permissions; what is empty stays.
    pub async fn update_participant(
        &self,
        request: UpdateParticipantRequest,
    ) -> Result<ParticipantInfo, TwirpError> {
        check_metadata(&request.metadata)?;
        if request.name.len() > LONGEST_NAME {
            return Err(invalid("a name has at most 256 bytes"));
        }
        if !request.attributes.is_empty() {
            return Err(unimplemented("the embedded meeting keeps no attributes"));
        }
        if let Some(permission) = &request.permission {
            let beyond = !permission.can_publish_sources.is_empty()
                || permission.hidden
                || permission.can_update_metadata
                || permission.can_subscribe_metrics;
            if beyond {
                return Err(unimplemented(
                    "the embedded meeting knows can_publish, can_subscribe and can_publish_data alone",
                ));
            }
        }
        let room = request.room.clone();
        self.ask(&room, move |room| room.update_from_outside(request)).await?
    }

    /// Subscribes somebody to tracks, or ends that.
    pub async fn update_subscriptions(
        &self,
        request: UpdateSubscriptionsRequest,
    ) -> Result<UpdateSubscriptionsResponse, TwirpError> {
        let room = request.room.clone();
        self.ask(&room, move |room| room.subscribe_from_outside(request)).await??;
        Ok(UpdateSubscriptionsResponse {})
    }

    /// Sends a data message to everybody in a room, or to some.
    pub async fn send_data(&self, request: SendDataRequest) -> Result<SendDataResponse, TwirpError> {
        if !matches!(request.nonce.len(), 0 | 16) {
            return Err(invalid("a nonce has 16 bytes"));
        }
        let room = request.room.clone();
        self.ask(&room, move |room| room.send_from_outside(request)).await??;
        Ok(SendDataResponse {})
    }

    /// Changes the metadata of a room.
    pub async fn update_room_metadata(
        &self,
        request: UpdateRoomMetadataRequest,
    ) -> Result<RoomInfo, TwirpError> {
        check_metadata(&request.metadata)?;
        let UpdateRoomMetadataRequest { room, metadata } = request;
        self.ask(&room, move |room| room.change_metadata(metadata)).await
    }

    async fn ask<A: Send + 'static>(
        &self,
        room: &str,
        what: impl FnOnce(&mut Room) -> A + Send + 'static,
    ) -> Result<A, TwirpError> {
        self.rooms.ask(room, what).await.ok_or_else(no_room)
    }
}

fn check_metadata(metadata: &str) -> Result<(), TwirpError> {
    if metadata.len() > LONGEST_METADATA { Err(invalid("metadata has at most 64 KiB")) } else { Ok(()) }
}

fn invalid(why: &str) -> TwirpError {
    TwirpError::new(TwirpCode::InvalidArgument, why)
}

fn unimplemented(why: &str) -> TwirpError {
    TwirpError::new(TwirpCode::Unimplemented, why)
}

fn no_room() -> TwirpError {
    TwirpError::new(TwirpCode::NotFound, "requested room does not exist")
}

/// Nobody of that identity is in the room.
pub(crate) fn nobody() -> TwirpError {
    TwirpError::new(TwirpCode::NotFound, "participant does not exist")
}
