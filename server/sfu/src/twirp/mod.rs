//! LiveKit's server API over HTTP: Twirp's `livekit.RoomService`, with protobuf and JSON bodies, so that LiveKit's own
//! server libraries work against the embedded meeting.
//!
//! Here are paths, bodies and grants; what is done is in [`crate::service`]. Other services of LiveKit (egress, ingress,
//! SIP, agents) are not answered: there is nothing behind them.

mod body;
mod error;

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, Method, Uri, header},
    response::Response,
    routing::any,
};

pub use error::{TwirpCode, TwirpError};

use crate::{
    server::Rooms,
    service::RoomService,
    tokens::{ServiceClaims, TokenError},
    twirp::body::Encoding,
};

/// The longest body taken, in bytes; a data message of the largest size with everything around it fits twice.
const LONGEST_BODY: usize = 256 * 1024;

/// The path of a call, without its name.
pub const ROOM_SERVICE: &str = "/twirp/livekit.RoomService/";

/// The paths of the server API, to be merged into the server's own.
pub(crate) fn router(rooms: Rooms) -> Router {
    Router::new()
        .route("/twirp/{service}/{method}", any(called))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .with_state(rooms)
}

async fn called(
    State(rooms): State<Rooms>,
    request: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let encoding = Encoding::of(&headers);
    let answer = answer(&rooms, &request, uri.path(), &headers, encoding, body.ok()).await;
    match answer {
        Ok(response) => response,
        Err(error) => {
            tracing::info!(code = %error.code, "a call of the server API is refused");
            body::refusal(&error)
        }
    }
}

async fn answer(
    rooms: &Rooms,
    request: &Method,
    path: &str,
    headers: &HeaderMap,
    encoding: Option<Encoding>,
    body: Option<Bytes>,
) -> Result<Response, TwirpError> {
    let bad_route = |what: &str| TwirpError::new(TwirpCode::BadRoute, what);
    if request != Method::POST {
        return Err(bad_route("calls are made with POST"));
    }
    let encoding =
        encoding.ok_or_else(|| bad_route("bodies are application/protobuf or application/json"))?;
    let body =
        body.ok_or_else(|| TwirpError::new(TwirpCode::Malformed, "the body is too long, or broke off"))?;
    let method = path
        .strip_prefix(ROOM_SERVICE)
        .ok_or_else(|| bad_route("of LiveKit's services there is livekit.RoomService alone"))?;
    let allowed = claims(rooms, headers)?;
    let call = Call { allowed: &allowed, encoding, body: &body };
    let service = RoomService::new(rooms.clone());
    match method {
        "CreateRoom" => call.of(Needs::create, async |request| service.create_room(request).await).await,
        "ListRooms" => call.of(Needs::list, async |request| service.list_rooms(request).await).await,
        "DeleteRoom" => call.of(Needs::create, async |request| service.delete_room(request).await).await,
        "ListParticipants" => {
            call.of(Needs::admin, async |request| service.list_participants(request).await).await
        }
        "GetParticipant" => call.of(Needs::admin, async |request| service.participant(request).await).await,
        "RemoveParticipant" => {
            call.of(Needs::admin, async |request| service.remove_participant(request).await).await
        }
        "MutePublishedTrack" => {
            call.of(Needs::admin, async |request| service.mute_published_track(request).await).await
        }
        "UpdateParticipant" => {
            call.of(Needs::admin, async |request| service.update_participant(request).await).await
        }
        "UpdateSubscriptions" => {
            call.of(Needs::admin, async |request| service.update_subscriptions(request).await).await
        }
        "SendData" => call.of(Needs::admin, async |request| service.send_data(request).await).await,
        "UpdateRoomMetadata" => {
            call.of(Needs::admin, async |request| service.update_room_metadata(request).await).await
        }
        "ForwardParticipant" | "MoveParticipant" | "PerformRpc" => {
            Err(TwirpError::new(TwirpCode::Unimplemented, "the embedded meeting does not answer this call"))
        }
        _ => Err(bad_route("there is no such call")),
    }
}

/// What the bearer of the token may call.
fn claims(rooms: &Rooms, headers: &HeaderMap) -> Result<ServiceClaims, TwirpError> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let checked = token.map_or(Err(TokenError::Malformed), |token| rooms.authorise_service(token.trim()));
    checked.map_err(|error| TwirpError::new(TwirpCode::Unauthenticated, error.to_string()))
}

/// The grant that a call takes; `room` is the one that the request names.
struct Needs;

impl Needs {
    fn create(claims: &ServiceClaims, _room: &str) -> bool {
        claims.create
    }

    fn list(claims: &ServiceClaims, _room: &str) -> bool {
        claims.list
    }

    fn admin(claims: &ServiceClaims, room: &str) -> bool {
        claims.admin && claims.room == room
    }
}

struct Call<'a> {
    allowed: &'a ServiceClaims,
    encoding: Encoding,
    body: &'a [u8],
}

impl Call<'_> {
    async fn of<Q: body::Asked, A: body::Answered>(
        &self,
        needs: fn(&ServiceClaims, &str) -> bool,
        done: impl AsyncFnOnce(Q) -> Result<A, TwirpError>,
    ) -> Result<Response, TwirpError> {
        let request: Q = self.encoding.read(self.body)?;
        if !needs(self.allowed, request.room()) {
            return Err(TwirpError::new(TwirpCode::Unauthenticated, "permissions denied"));
        }
        self.encoding.write(&done(request).await?)
    }
}
