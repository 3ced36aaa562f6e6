//! What a page's line carries, tried out by plain HTTP: bytes that no proxy makes fewer, and a place for as many.

use std::sync::{Arc, OnceLock};

use axum::{
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use wire::SPEED_TEST_LIMIT;

use super::origin;
use crate::house::House;

/// What is given away: random, so that nothing on the way compresses it.
static NOISE: OnceLock<Bytes> = OnceLock::new();

/// How much is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    bytes: usize,
}

/// Gives so many bytes; 400 for more than [`SPEED_TEST_LIMIT`].
pub async fn give(Query(asked): Query<Asked>) -> Response {
    let noise = NOISE.get_or_init(|| {
        let mut noise = vec![0; SPEED_TEST_LIMIT];
        // Without randomness a proxy that compresses makes the line look better than it is, and that is all.
        if getrandom::fill(&mut noise).is_err() {
            tracing::warn!("there is no randomness for tests of the line");
        }
        noise.into()
    });
    if asked.bytes > noise.len() {
        let most = format!("at most {SPEED_TEST_LIMIT} bytes at a time");
        return (StatusCode::BAD_REQUEST, most).into_response();
    }
    let headers = [
        (header::CACHE_CONTROL, "no-store, no-transform"),
        (header::CONTENT_TYPE, "application/octet-stream"),
    ];
    (headers, noise.slice(..asked.bytes)).into_response()
}

/// Takes bytes from a page of ours, and lets go of them.
pub async fn take(State(house): State<Arc<House>>, headers: HeaderMap, _bytes: Bytes) -> Response {
    if !origin::is_ours(&headers, &house.public_url) {
        return (StatusCode::FORBIDDEN, "only pages of this server may do this").into_response();
    }
    ([(header::CACHE_CONTROL, "no-store")], StatusCode::NO_CONTENT).into_response()
}
