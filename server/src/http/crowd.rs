//! Stands before every path that opens a WebSocket, or asks in place of one: counts who is there, and turns away who is one too many.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use wire::WAITING_ROOM_POLL_PATH;

use crate::{house::House, sockets::Crowded};

/// Where a proxy says for whom it asks.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// After how many seconds somebody turned away may try again. Pages do so by themselves.
const TRY_AGAIN: &str = "10";

/// Lets pass, or answers 429 (too many from there) or 503 (too many in all).
pub async fn guard(State(house): State<Arc<House>>, mut request: Request, next: Next) -> Response {
    if request.uri().path() != WAITING_ROOM_POLL_PATH && !opens_socket(request.headers()) {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    // Without an address (which only a test has) everybody comes from the same place.
    let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
    let from = asks_for(peer, request.headers(), &house.config.server.trusted_proxies);
    match house.crowd.enter(from) {
        Ok(place) => {
            request.extensions_mut().insert(sfu::Held::new(place));
            next.run(request).await
        }
        Err(crowded) => {
            tracing::warn!(reason = %crowded, "a connection is turned away");
            let status = match crowded {
                Crowded::There => StatusCode::TOO_MANY_REQUESTS,
                Crowded::Everywhere => StatusCode::SERVICE_UNAVAILABLE,
            };
            (status, [(header::RETRY_AFTER, TRY_AGAIN)], crowded.to_string()).into_response()
        }
    }
}

fn opens_socket(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket"))
}

/// Whose connection it is: the peer's, unless that is a proxy we trust. Then it is whom the nearest proxy names that is
/// no proxy of ours itself; whatever stands before that in the list anybody may have written.
fn asks_for(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut from = peer.to_canonical();
    let named = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let chain: Vec<&str> = named.flat_map(|list| list.split(',')).map(str::trim).collect();
    for hop in chain.into_iter().rev() {
        if !proxies.contains(&from) {
            break;
        }
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        from = address.to_canonical();
    }
    from
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_a_trusted_proxy_says_for_whom_it_asks() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxies = [ip("127.0.0.1"), ip("10.0.0.7")];
        for (peer, lists, expected) in [
            ("192.0.2.1", &[][..], "192.0.2.1"),
            ("192.0.2.1", &["198.51.100.1"], "192.0.2.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["203.0.113.9", "198.51.100.1, 10.0.0.7"], "198.51.100.1"),
            ("127.0.0.1", &["nonsense"], "127.0.0.1"),
            ("127.0.0.1", &["2001:db8::1"], "2001:db8::1"),
        ] {
            let mut headers = HeaderMap::new();
            for list in lists {
                headers.append(FORWARDED_FOR, HeaderValue::from_static(list));
            }
            assert_eq!(asks_for(ip(peer), &headers, &proxies), ip(expected), "{peer} {lists:?}");
        }
    }
}
