//! The paths that LiveKit's clients ask for. Who has no valid token learns that, and nothing else.

use axum::{
    Extension, Router,
    extract::{Query, State, WebSocketUpgrade},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};

use crate::{
    held::Held,
    server::Rooms,
    signal::{self, LONGEST_MESSAGE, SignalQuery},
    tokens::{Claims, TokenError},
};

/// Pages of other origins may ask: the token is the key, and it is in no cookie.
const ANY_ORIGIN: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization"),
    (header::CACHE_CONTROL, "no-store"),
];

/// The paths of signalling, to be merged into the server's own.
pub(crate) fn router(rooms: Rooms) -> Router {
    Router::new()
        .route("/rtc", any(connect))
        .route("/rtc/validate", any(validate))
        // Newer clients try the newer protocol first, and fall back when they read this.
        .route("/rtc/v1", any(not_here))
        .route("/rtc/v1/validate", any(not_here))
        .with_state(rooms)
}

async fn connect(
    State(rooms): State<Rooms>,
    Query(query): Query<SignalQuery>,
    headers: HeaderMap,
    held: Option<Extension<Held>>,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let claims = match authorise(&rooms, &query, &headers) {
        Ok(claims) => claims,
        Err(error) => return refuse(error),
    };
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let traits = query.traits(agent);
    match upgrade {
        Ok(upgrade) => upgrade.max_message_size(LONGEST_MESSAGE).max_frame_size(LONGEST_MESSAGE).on_upgrade(
            async move |socket| {
                signal::serve(socket, claims, traits, rooms).await;
                drop(held);
            },
        ),
        Err(rejection) => rejection.into_response(),
    }
}

async fn validate(
    State(rooms): State<Rooms>,
    Query(query): Query<SignalQuery>,
    headers: HeaderMap,
) -> Response {
    match authorise(&rooms, &query, &headers) {
        Ok(_) => (ANY_ORIGIN, "success").into_response(),
        Err(error) => refuse(error),
    }
}

async fn not_here() -> Response {
    (StatusCode::NOT_FOUND, ANY_ORIGIN).into_response()
}

fn authorise(rooms: &Rooms, query: &SignalQuery, headers: &HeaderMap) -> Result<Claims, TokenError> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let token = bearer.or(query.access_token.as_deref()).unwrap_or_default();
    rooms.authorise(token)
}

fn refuse(error: TokenError) -> Response {
    tracing::info!(%error, "a token is refused");
    (StatusCode::UNAUTHORIZED, ANY_ORIGIN, error.to_string()).into_response()
}
