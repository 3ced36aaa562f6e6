//! The Content-Security-Policy: nothing but our own origin, and of what is inline only what was built in.

use axum::http::{HeaderMap, HeaderValue, header};

use super::shell::InlineHashes;

/// The policy for one answer. `engines` are the origins of meeting engines beside this server.
pub fn policy(
    hashes: &InlineHashes,
    public_url: &str,
    engines: &[String],
    headers: &HeaderMap,
) -> HeaderValue {
    let scripts = hashes.scripts.iter().map(|hash| format!(" {hash}")).collect::<String>();
    let styles = hashes.styles.iter().map(|hash| format!(" {hash}")).collect::<String>();
    let sockets = socket_origins(public_url, headers);
    let sockets = sockets.iter().chain(engines).map(|origin| format!(" {origin}")).collect::<String>();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         connect-src 'self'{sockets}; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; \
         manifest-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// `'self'` does not cover WebSockets in every browser (WebKit before 15.4), so they are named.
fn socket_origins(public_url: &str, headers: &HeaderMap) -> Vec<String> {
    let (scheme, public_host) = match public_url.split_once("://") {
        Some(("https", host)) => ("wss", host),
        Some((_, host)) => ("ws", host),
        None => return vec![],
    };
    let mut origins = vec![format!("{scheme}://{public_host}")];
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_host(host));
    if let Some(host) = asked.filter(|host| !host.eq_ignore_ascii_case(public_host)) {
        origins.push(format!("{scheme}://{host}"));
    }
    origins
}

/// Whether a `Host` header is one and nothing else; it ends up in the policy.
fn is_host(host: &str) -> bool {
    !host.is_empty()
        && host.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | ':' | '[' | ']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connect(public_url: &str, host: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        let engines = ["wss://meeting.example".to_owned()];
        let policy = policy(&InlineHashes::default(), public_url, &engines, &headers);
        let policy = policy.to_str().unwrap();
        policy.split("; ").find(|part| part.starts_with("connect-src")).unwrap().to_owned()
    }

    #[test]
    fn the_web_socket_of_the_own_origin_is_named() {
        assert_eq!(
            connect("https://stadt.example", "stadt.example"),
            "connect-src 'self' wss://stadt.example wss://meeting.example"
        );
        assert_eq!(
            connect("http://127.0.0.1:8080", "localhost:8080"),
            "connect-src 'self' ws://127.0.0.1:8080 ws://localhost:8080 wss://meeting.example"
        );
    }

    #[test]
    fn a_host_that_is_none_does_not_reach_the_policy() {
        assert_eq!(
            connect("https://stadt.example", "a; script-src *"),
            "connect-src 'self' wss://stadt.example wss://meeting.example"
        );
    }
}
