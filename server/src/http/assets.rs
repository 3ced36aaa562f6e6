//! The built client's files: precompressed where the build did so, and kept for ever by browsers where the name
//! holds a hash of the content.

use std::path::Path;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::services::ServeDir;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// How many hexadecimal digits make a hash in a file name.
const HASH_DIGITS: usize = 12;

/// Serves the files in the folder; answers 404 for everything else.
pub fn router(client_dir: &Path) -> Router {
    let files = ServeDir::new(client_dir)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    Router::new().fallback_service(files).layer(middleware::from_fn(cache))
}

async fn cache(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if is_hidden(&path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let keep = if has_hash(&path) { FOR_EVER } else { ASK_AGAIN };
        response.headers_mut().insert(header::CACHE_CONTROL, keep);
    }
    response
}

/// The shell is only ever served filled, and files beginning with a dot are nobody's business.
fn is_hidden(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.starts_with("index.html") || path.split('/').any(|part| part.starts_with('.'))
}

/// Whether a part of the file's name is a hash: `client-0123456789abcdef_bg.wasm`.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.']).any(|part| {
        part.len() >= HASH_DIGITS
            && part.chars().all(|digit| digit.is_ascii_hexdigit())
            && part.chars().any(|digit| digit.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        assert!(has_hash("/client-0123456789abcdef_bg.wasm"));
        assert!(has_hash("/assets/style-1f2e3d4c5b6a7988.css"));
        assert!(!has_hash("/client.js"));
        assert!(!has_hash("/0123456789abcdef/robots.txt"));
        assert!(!has_hash("/deadbeef.css"));
    }

    #[test]
    fn the_bare_shell_is_not_to_be_had() {
        for path in ["/index.html", "/index.html.br", "/.stage/x.js"] {
            assert!(is_hidden(path), "{path}");
        }
        assert!(!is_hidden("/client-0123456789abcdef.js"));
    }
}
