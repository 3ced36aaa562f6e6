//! The operator's page: plain HTML, no script, readable with any browser and any aid.

use std::{
    fmt::Write,
    sync::{Arc, LazyLock},
};

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use texts::{Language, Texts};

use super::{
    checkup::{Checkup, Item, Status, check},
    key::OperatorKey,
    words,
};
use crate::{clock, house::House};

const STYLE: &str = "
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; background: Canvas; color: CanvasText; }
a { color: inherit; }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
ul { list-style: none; padding: 0; }
li { border: 1px solid; border-inline-start-width: .5rem; border-radius: .5rem; padding: .25rem 1rem .75rem; margin-block: 1rem; }
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

/// What may stand behind the address.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    lang: Option<String>,
}

/// Answers 404 to everybody without the key.
pub async fn page(
    State(house): State<Arc<House>>,
    Path(key): Path<String>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let known = match OperatorKey::load(&house.config.server.data_dir) {
        Ok(known) => known.is_some_and(|known| known.is(&key)),
        Err(error) => {
            tracing::error!(%error, "the operator's page cannot be opened");
            false
        }
    };
    if !known {
        return (StatusCode::NOT_FOUND, "nothing here").into_response();
    }
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = asked.lang.as_deref().and_then(Language::from_tag);
    let language = chosen.unwrap_or_else(|| crate::http::preferred_language(accepted.unwrap_or_default()));
    let means = house.rooms.means();
    let checkup = check(&house.config, &house.public_url, &means.engines, Some(&means.store)).await;
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag())),
        (header::CONTENT_SECURITY_POLICY, POLICY.clone()),
    ];
    (headers, Html(html(Texts::new(language), &checkup))).into_response()
}

fn html(texts: Texts, checkup: &Checkup) -> String {
    let tag = texts.language().tag();
    let title = texts.operator_title();
    let verdict = match checkup.troubles() {
        0 => texts.operator_all_well().to_owned(),
        count => texts.operator_not_well(count),
    };
    let time = jiff::Timestamp::from_millisecond(clock::now().0).unwrap_or_default();
    let version = texts.operator_version(env!("CARGO_PKG_VERSION"), time.strftime("%H:%M:%S"));
    let other = texts.language().other();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"status\" data-troubles=\"{}\">{}</p>\n<ul>\n",
        checkup.troubles(),
        escape(&verdict),
    );
    for item in &checkup.items {
        entry(&mut out, texts, item);
    }
    // Writing to a string does not fail.
    let _ = write!(
        out,
        "</ul>\n<p>{}</p>\n<p><a href=\"?lang={}\" lang=\"{}\">{}</a></p>\n</main>\n</body>\n</html>\n",
        escape(&version),
        other.tag(),
        other.tag(),
        texts.operator_other_language(),
    );
    out
}

fn entry(out: &mut String, texts: Texts, item: &Item) {
    let (name, mark, word) = match item.status {
        Status::Well => ("well", "✓", texts.operator_well()),
        Status::Doubt => ("doubt", "?", texts.operator_doubt()),
        Status::Trouble => ("trouble", "✗", texts.operator_trouble()),
    };
    let heading = escape(&words::heading(texts, &item.about));
    let _ = write!(
        out,
        "<li data-status=\"{name}\">\n<h2>{heading}</h2>\n\
         <p class=\"status\"><span aria-hidden=\"true\">{mark} </span>{word}</p>\n"
    );
    for finding in &item.findings {
        let _ = writeln!(out, "<p>{}</p>", escape(&words::sentence(texts, finding)));
    }
    out.push_str("</li>\n");
}

/// Text, and nothing else, whatever is in it: some of it is what somebody else's server said.
fn escape(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{
        super::checkup::{About, Finding},
        *,
    };

    #[test]
    fn what_another_server_says_never_becomes_markup() {
        let problem = "<script>alert('&')</script>".to_owned();
        let findings = vec![Finding::LivekitRefuses { problem }];
        let about = About::Engine { name: "<b>".to_owned() };
        let checkup = Checkup { items: vec![Item { about, status: Status::Trouble, findings }] };
        let page = html(Texts::new(Language::German), &checkup);
        assert!(page.contains("&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"), "{page}");
        assert!(!page.contains("<script") && !page.contains("<b>"));
    }
}
