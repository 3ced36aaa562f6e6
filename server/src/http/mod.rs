//! Everything that is asked of the server over HTTP.

mod assets;
mod crowd;
mod csp;
mod guide;
mod headers;
mod health;
mod language;
mod meeting;
mod meeting_gate;
mod origin;
mod page;
pub mod plain;
mod polled;
mod request_log;
mod shell;
mod speed_test;
mod tags;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    extract::{State, WebSocketUpgrade},
    http::{HeaderMap, StatusCode},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use sfu::Held;
use tower_http::{CompressionLevel, compression::CompressionLayer, timeout::TimeoutLayer};
use wire::{DESK_PATH, SPEED_TEST_LIMIT, SPEED_TEST_PATH, WAITING_ROOM_PATH, WAITING_ROOM_POLL_PATH};

pub use health::Pulse;
pub use shell::ShellFile;

use crate::{
    desks::desk_page,
    house::House,
    operator,
    sockets::{FRAME_LIMIT, Line},
    waiting_room::member_page,
};

/// How long an ordinary answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// How well pages are compressed while somebody waits for them.
const PAGE_COMPRESSION: CompressionLevel = CompressionLevel::Precise(5);

/// The language that a browser asks for.
pub fn preferred_language(accepted: &str) -> texts::Language {
    match language::Language::preferred(accepted) {
        language::Language::De => texts::Language::German,
        language::Language::En => texts::Language::English,
    }
}

/// The whole of it.
pub fn router(house: &Arc<House>) -> Router {
    let pages = Router::new()
        .route("/", get(page::stranger))
        .route("/j/{token}", get(page::invited))
        .route("/operator/{key}", get(operator::page))
        .route("/help", get(guide::all))
        .route("/help/{fault}", get(guide::one))
        .layer(CompressionLayer::new().quality(PAGE_COMPRESSION))
        .route("/healthz", get(health::health))
        .route(
            SPEED_TEST_PATH,
            get(speed_test::give).post(speed_test::take).layer(DefaultBodyLimit::max(SPEED_TEST_LIMIT)),
        )
        .with_state(Arc::clone(house))
        .fallback_service(assets::router(&house.config.server.client_dir))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN));
    let sockets = Router::new()
        .route(WAITING_ROOM_PATH, get(waiting_room))
        .route(WAITING_ROOM_POLL_PATH, post(polled::waiting_room).layer(DefaultBodyLimit::max(FRAME_LIMIT)))
        .route(DESK_PATH, get(desk))
        .with_state(Arc::clone(house));
    let gate = middleware::from_fn_with_state(Arc::clone(house), meeting_gate::guard);
    let meeting = meeting::signalling(house).layer(gate).merge(meeting::service(house));
    let crowd = middleware::from_fn_with_state(Arc::clone(house), crowd::guard);
    pages
        .merge(sockets.merge(meeting).layer(crowd))
        .layer(middleware::from_fn_with_state(Arc::clone(house), headers::add))
        .layer(middleware::from_fn(request_log::log))
}

async fn waiting_room(
    State(house): State<Arc<House>>,
    headers: HeaderMap,
    held: Option<Extension<Held>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    open(house, &headers, held, upgrade, Talk::Member)
}

async fn desk(
    State(house): State<Arc<House>>,
    headers: HeaderMap,
    held: Option<Extension<Held>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    open(house, &headers, held, upgrade, Talk::Desk)
}

/// Whose page opened a WebSocket.
#[derive(Clone, Copy, Debug)]
enum Talk {
    Member,
    Desk,
}

fn open(
    house: Arc<House>,
    headers: &HeaderMap,
    held: Option<Extension<Held>>,
    upgrade: WebSocketUpgrade,
    talk: Talk,
) -> Response {
    if !origin::is_ours(headers, &house.public_url) {
        return (StatusCode::FORBIDDEN, "only pages of this server may open this").into_response();
    }
    // Held until the goodbye is said, so that a stopping server waits for it.
    let open = house.pages.token();
    upgrade.max_message_size(FRAME_LIMIT).max_frame_size(FRAME_LIMIT).on_upgrade(async move |socket| {
        let mut line = Line::new(socket);
        let ended = match talk {
            Talk::Member => member_page(&house, &mut line).await,
            Talk::Desk => desk_page(&house, &mut line).await,
        };
        tracing::debug!(?talk, reason = %ended, "a page's connection ended");
        line.close(ended).await;
        drop((open, held));
    })
}
