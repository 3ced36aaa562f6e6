//! `/healthz`: whether the server can do its work, for monitoring. The form of the answer is stable.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use tokio::sync::Mutex;

use crate::{clock, house::House, store::Store};

/// How long one look at the store counts, so that asking often costs nothing.
const COUNTS_FOR: Duration = Duration::from_secs(1);

/// Remembers the last look at the store.
#[derive(Debug, Default)]
pub struct Pulse {
    last: Mutex<Option<(Instant, bool)>>,
}

impl Pulse {
    async fn beats(&self, store: &Store) -> bool {
        let mut last = self.last.lock().await;
        if let Some((when, beat)) = *last
            && when.elapsed() < COUNTS_FOR
        {
            return beat;
        }
        let beat = match store.prove(clock::now()).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "the store does not work");
                false
            }
        };
        *last = Some((Instant::now(), beat));
        beat
    }
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct Health {
    service: &'static str,
    status: &'static str,
    version: &'static str,
}

/// Answers 200 and `ok`, or 503 and `store-unavailable`.
pub async fn health(State(house): State<Arc<House>>) -> (StatusCode, Json<Health>) {
    let (code, status) = if house.pulse.beats(&house.rooms.means().store).await {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "store-unavailable")
    };
    (code, Json(Health { service: "vorzimmer", status, version: env!("CARGO_PKG_VERSION") }))
}
