//! Bodies of Twirp calls: protobuf, or JSON with the field names of the protocol's files.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use livekit_protocol::{
    CreateRoomRequest, DeleteRoomRequest, ListParticipantsRequest, ListRoomsRequest, MuteRoomTrackRequest,
    RoomParticipantIdentity, SendDataRequest, UpdateParticipantRequest, UpdateRoomMetadataRequest,
    UpdateSubscriptionsRequest,
};
use prost::Message;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::error::{TwirpCode, TwirpError};

/// Fields that hold a map: their keys are somebody's own words and stay as they are.
const MAPS: [&str; 1] = ["attributes"];

/// A request, and the room that it is about.
pub(super) trait Asked: Message + Default + DeserializeOwned {
    /// The room; empty for calls about none.
    fn room(&self) -> &str;
}

/// An answer.
pub(super) trait Answered: Message + Serialize {}
impl<T: Message + Serialize> Answered for T {}

macro_rules! asked {
    ($($request:ty => |$this:ident| $room:expr;)+) => {
        $(impl Asked for $request {
            fn room(&self) -> &str {
                let $this = self;
                $room
            }
        })+
    };
}

asked! {
    CreateRoomRequest => |this| &this.name;
    ListRoomsRequest => |_this| "";
    DeleteRoomRequest => |this| &this.room;
    ListParticipantsRequest => |this| &this.room;
    RoomParticipantIdentity => |this| &this.room;
    MuteRoomTrackRequest => |this| &this.room;
    UpdateParticipantRequest => |this| &this.room;
    UpdateSubscriptionsRequest => |this| &this.room;
    SendDataRequest => |this| &this.room;
    UpdateRoomMetadataRequest => |this| &this.room;
}

/// How a caller writes; it is answered likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Protobuf,
    Json,
}

impl Encoding {
    /// As the `Content-Type` says.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let given = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        match given.split(';').next().unwrap_or_default().trim() {
            "application/protobuf" => Some(Self::Protobuf),
            "application/json" => Some(Self::Json),
            _ => None,
        }
    }

    pub(super) fn read<Q: Asked>(self, body: &[u8]) -> Result<Q, TwirpError> {
        let malformed = || TwirpError::new(TwirpCode::Malformed, "the body cannot be read");
        match self {
            Self::Protobuf => Q::decode(body).map_err(|_| malformed()),
            Self::Json => serde_json::from_slice(body).map_err(|_| malformed()),
        }
    }

    pub(super) fn write<A: Answered>(self, answer: &A) -> Result<Response, TwirpError> {
        let (kind, body) = match self {
            Self::Protobuf => ("application/protobuf", answer.encode_to_vec()),
            Self::Json => {
                let value = serde_json::to_value(answer).map(with_proto_names).map(|value| value.to_string());
                let text = value.map_err(|_| {
                    TwirpError::new(TwirpCode::Internal, "the answer cannot be written as JSON")
                })?;
                ("application/json", text.into_bytes())
            }
        };
        Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response())
    }
}

/// The answer to who did not get what they wished: always JSON.
pub(super) fn refusal(error: &TwirpError) -> Response {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (status, json, serde_json::to_string(error).unwrap_or_default()).into_response()
}

/// LiveKit answers with the names of the protocol's files (`num_participants`), where the usual JSON of protobuf has
/// `numParticipants`. Readers of protobuf take either; people with `jq` do not.
fn with_proto_names(value: Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.into_iter().map(with_proto_names).collect()),
        Value::Object(fields) => {
            let renamed = fields.into_iter().map(|(name, value)| {
                let value = if MAPS.contains(&name.as_str()) { value } else { with_proto_names(value) };
                (snake_case(&name), value)
            });
            Value::Object(renamed.collect())
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}

fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_the_names_of_the_protocols_files_and_maps_keep_their_keys() {
        let value = serde_json::json!({
            "numParticipants": 2,
            "participants": [{"joinedAt": "7", "attributes": {"favouriteColour": "blue"}}]
        });
        let expected = serde_json::json!({
            "num_participants": 2,
            "participants": [{"joined_at": "7", "attributes": {"favouriteColour": "blue"}}]
        });
        assert_eq!(with_proto_names(value), expected);
    }
}
