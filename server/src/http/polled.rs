//! The waiting room over plain HTTP: one path, asked again and again ([`crate::sockets::Polls`]).

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use sfu::Held;
use wire::participant::Polled;

use super::origin;
use crate::{
    house::House,
    sockets::{Line, NoLine},
    waiting_room::member_page,
};

/// Opens a line, or says and hears something on one.
pub async fn waiting_room(
    State(house): State<Arc<House>>,
    headers: HeaderMap,
    held: Option<Extension<Held>>,
    Json(asked): Json<Polled>,
) -> Response {
    if !origin::is_ours(&headers, &house.public_url) {
        return (StatusCode::FORBIDDEN, "only pages of this server may ask this").into_response();
    }
    let Polled { line, texts, waits } = asked;
    if line.is_empty() {
        return open(house, held);
    }
    let answer = async {
        house.polls.say(&line, texts).await?;
        if waits { house.polls.hear(&line).await } else { Ok(vec![]) }
    };
    let answered: Result<Vec<String>, NoLine> = tokio::select! {
        answered = answer => answered,
        () = house.stopping.cancelled() => Err(NoLine),
    };
    match answered {
        Ok(texts) => said(line, texts),
        Err(ended) => (StatusCode::GONE, ended.to_string()).into_response(),
    }
}

fn open(house: Arc<House>, held: Option<Extension<Held>>) -> Response {
    let Ok((name, polled)) = house.polls.open() else {
        tracing::error!("a line could not be opened: there is no randomness");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // Held until the end, so that a stopping server waits for it, and it counts as the connection that it is.
    let open = house.pages.token();
    tokio::spawn(async move {
        let mut line = Line::polled(polled);
        let ended = member_page(&house, &mut line).await;
        tracing::debug!(reason = %ended, "a page's connection over HTTP ended");
        line.close(ended).await;
        drop((open, held));
    });
    said(name, vec![])
}

fn said(line: String, texts: Vec<String>) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(Polled { line, texts, waits: false })).into_response()
}
