//! Pages for those who run and help: plain HTML, no script, readable with any browser and any aid.

use std::sync::LazyLock;

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, header},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use texts::{Language, Texts};

const STYLE: &str = "
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; background: Canvas; color: CanvasText; }
a { color: inherit; }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
ul { list-style: none; padding: 0; }
ol { padding-inline-start: 1.5rem; }
ol li { border: 0; padding: 0; margin-block: .25rem; }
ul li { border: 1px solid; border-inline-start-width: .5rem; border-radius: .5rem; padding: .25rem 1rem .75rem; margin-block: 1rem; }
li[data-status=well] { border-color: #2e7d32; }
li[data-status=doubt] { border-color: #b26a00; }
li[data-status=trouble] { border-color: #c62828; }
h2 { font-size: 1.1rem; margin-block: .5rem .25rem; }
p { margin-block: .25rem; overflow-wrap: anywhere; }
.status { font-weight: 600; }
";

/// Nothing but the page itself and its style.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// What may stand behind the address of such a page.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    lang: Option<String>,
}

/// The language of such a page: the one that was asked for, or else the browser's.
pub fn language(asked: Result<Query<Asked>, QueryRejection>, headers: &HeaderMap) -> Language {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = asked.lang.as_deref().and_then(Language::from_tag);
    chosen.unwrap_or_else(|| super::preferred_language(accepted.unwrap_or_default()))
}

/// The policy of such a page.
pub fn policy() -> HeaderValue {
    POLICY.clone()
}

/// A whole page, with a way to the other language. The content is HTML, the title is text.
pub fn page(texts: Texts, title: &str, content: &str) -> String {
    let (tag, title, other) = (texts.language().tag(), escape(title), texts.language().other().tag());
    let switch = texts.operator_other_language();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{content}\
         <p><a href=\"?lang={other}\" lang=\"{other}\">{switch}</a></p>\n</main>\n</body>\n</html>\n"
    )
}

/// Text, and nothing else, whatever is in it: some of it is what somebody else's server said.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
