//! The paths of the embedded meeting. It starts when it is first needed, so what answers there is asked for anew with
//! every request; before, nothing does.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::any,
};
use tower::ServiceExt;

use crate::house::House;

/// Where LiveKit's clients join.
pub fn signalling(house: &Arc<House>) -> Router {
    let paths = ["/rtc", "/rtc/validate", "/rtc/v1", "/rtc/v1/validate"];
    let router = paths.into_iter().fold(Router::new(), |router, path| router.route(path, any(pass_on)));
    router.with_state(Arc::clone(house))
}

/// Where LiveKit's server libraries call. Its tokens are nobody's to join with: no waiting room has a say in them.
pub fn service(house: &Arc<House>) -> Router {
    Router::new().route("/twirp/{service}/{method}", any(pass_on)).with_state(Arc::clone(house))
}

async fn pass_on(State(house): State<Arc<House>>, request: Request) -> Response {
    match house.rooms.means().engines.router() {
        Some(router) => router.oneshot(request).await.into_response(),
        None => (StatusCode::NOT_FOUND, "no meeting runs in this server").into_response(),
    }
}
