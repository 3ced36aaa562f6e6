//! The headers that every answer carries, and those that a page carries beside them.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::csp;
use crate::house::House;

/// What the page may use, and what nobody may.
const PERMISSIONS: &str = "microphone=(self), camera=(self), speaker-selection=(self), fullscreen=(self), \
    display-capture=(self), autoplay=(self), screen-wake-lock=(self), picture-in-picture=(self), \
    accelerometer=(), attribution-reporting=(), bluetooth=(), browsing-topics=(), clipboard-read=(), \
    compute-pressure=(), encrypted-media=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
    identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), midi=(), payment=(), \
    publickey-credentials-create=(), publickey-credentials-get=(), serial=(), storage-access=(), usb=(), \
    window-management=(), xr-spatial-tracking=()";

/// What every answer says: what it is, and that no other site may embed it.
const EVERYWHERE: [(HeaderName, &str); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What only a page says. A browser heeds none of it on anything else, and the first screen has a budget.
const ON_PAGES: [(HeaderName, &str); 4] = [
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// A year. Only ever said over https.
const HSTS: &str = "max-age=31536000";

/// Adds them.
pub async fn add(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let policy = csp::policy(
        house.shell.current().hashes(),
        &house.public_url,
        &house.engine_origins,
        request.headers(),
    );
    let mut response = next.run(request).await;
    let is_page = is_page(response.headers());
    let headers = response.headers_mut();
    for (name, value) in EVERYWHERE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_page {
        for (name, value) in ON_PAGES {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // The operator's page brings a stricter one.
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if house.public_url.starts_with("https://") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    default_caching(headers);
    response
}

/// Whether a browser would show this answer as a page. Everything else is a part of one.
fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok()?.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}

/// What does not say for itself how long it keeps is not kept.
fn default_caching(headers: &mut HeaderMap) {
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
