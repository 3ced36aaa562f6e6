//! Stands before the embedded meeting's signalling: a token alone does not let in whom the waiting room keeps out now.
//!
//! Tokens live for minutes, and rejecting somebody, or a restart of the server, does not unsay the tokens given
//! before. Whether a token is genuine is the meeting's own matter, and stays so.

use std::sync::Arc;

use axum::{
    extract::{Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use wire::ParticipantId;

use crate::{house::House, store::MeetingId, waiting_room::RoomsError};

/// The part of the query that matters here.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    access_token: Option<String>,
}

/// Lets pass, or answers 401.
pub async fn guard(
    State(house): State<Arc<House>>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    request: Request,
    next: Next,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let Some(token) = asked.access_token.or_else(|| bearer(request.headers())) else {
        return next.run(request).await;
    };
    // What is no token of ours is refused further on, in the meeting's own words.
    let Ok(claims) = house.rooms.means().engines.verify(&token) else { return next.run(request).await };
    match is_barred(&house, MeetingId(claims.room), ParticipantId(claims.identity)).await {
        Ok(false) => next.run(request).await,
        Ok(true) => (StatusCode::UNAUTHORIZED, "not admitted").into_response(),
        Err(status) => status.into_response(),
    }
}

async fn is_barred(house: &House, meeting: MeetingId, person: ParticipantId) -> Result<bool, StatusCode> {
    match house.rooms.keeper(&meeting).await {
        Ok(keeper) => keeper.bars(person).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE),
        // A room that the operator opened with a token of their own.
        Err(RoomsError::NoSuchMeeting) => Ok(false),
        Err(RoomsError::Store(error)) => {
            tracing::error!(%error, "a waiting room could not be opened");
            Err(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(|token| token.trim().to_owned())
}
