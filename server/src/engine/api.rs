//! LiveKit's RoomService as far as it is needed here, wherever it is answered.

use livekit_protocol::{
    CreateRoomRequest, DeleteRoomRequest, DeleteRoomResponse, ListParticipantsRequest,
    ListParticipantsResponse, ListRoomsRequest, ListRoomsResponse, MuteRoomTrackRequest,
    MuteRoomTrackResponse, RemoveParticipantResponse, Room, RoomParticipantIdentity,
};

use super::client::{CallError, Client};

/// Who answers the calls.
#[derive(Clone)]
pub enum Api {
    /// The embedded engine.
    Near(sfu::RoomService),
    /// A LiveKit deployment.
    Far(Client),
}

/// One line per call: the same message here and there.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident = $path:literal, $request:ident => |$this:ident| $room:expr, $answer:ident;)+) => {
        impl Api {
            $($(#[$doc])*
            pub async fn $name(&self, request: $request) -> Result<$answer, CallError> {
                match self {
                    Self::Near(service) => service.$name(request).await.map_err(CallError::Refused),
                    Self::Far(client) => {
                        let $this = &request;
                        let room: &str = $room;
                        client.call($path, room, &request).await
                    }
                }
            })+
        }
    };
}

calls! {
    /// Makes a room, or finds it made.
    create_room = "CreateRoom", CreateRoomRequest => |this| &this.name, Room;
    /// Which rooms there are.
    list_rooms = "ListRooms", ListRoomsRequest => |_this| "", ListRoomsResponse;
    /// Ends a room.
    delete_room = "DeleteRoom", DeleteRoomRequest => |this| &this.room, DeleteRoomResponse;
    /// Who is in a room.
    list_participants =
        "ListParticipants", ListParticipantsRequest => |this| &this.room, ListParticipantsResponse;
    /// Removes somebody.
    remove_participant =
        "RemoveParticipant", RoomParticipantIdentity => |this| &this.room, RemoveParticipantResponse;
    /// Switches a track off.
    mute_published_track =
        "MutePublishedTrack", MuteRoomTrackRequest => |this| &this.room, MuteRoomTrackResponse;
}
