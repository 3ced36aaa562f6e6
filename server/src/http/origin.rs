//! Whether a WebSocket is opened by a page of ours. Browsers name the page's origin, and let no page lie about it.

use axum::http::{HeaderMap, header};

/// Whether the `Origin` is our public address or the very host that was asked.
pub fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return false;
    };
    if origin.eq_ignore_ascii_case(public_url) {
        return true;
    }
    let Some((_, origin_host)) = origin.split_once("://") else { return false };
    headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .is_some_and(|host| host.eq_ignore_ascii_case(origin_host))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_pages_of_ours_open_a_web_socket() {
        for (origin, host, ours) in [
            (Some("https://stadt.example"), "10.0.0.7:8080", true),
            (Some("http://localhost:8080"), "localhost:8080", true),
            (Some("https://stadt.example.evil.example"), "stadt.example", false),
            (Some("https://evil.example"), "stadt.example", false),
            (Some("null"), "null", false),
            (None, "stadt.example", false),
        ] {
            let mut headers = HeaderMap::new();
            let mut put = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
            put(header::HOST, host);
            origin.map(|origin| put(header::ORIGIN, origin));
            assert_eq!(is_ours(&headers, "https://stadt.example"), ours, "{origin:?} {host}");
        }
    }
}
