//! The operator's page: plain HTML, no script, readable with any browser and any aid.

use std::{fmt::Write, sync::Arc};

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use texts::Texts;

use super::{
    checkup::{Checkup, Item, Status, check},
    key::OperatorKey,
    words,
};
use crate::{
    clock,
    house::House,
    http::plain::{self, Asked, escape},
};

/// Answers 404 to everybody without the key.
pub async fn page(
    State(house): State<Arc<House>>,
    Path(key): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
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
    let language = plain::language(asked, &headers);
    let means = house.rooms.means();
    let checkup = check(&house.config, &house.public_url, &means.engines, Some(&means.store)).await;
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag())),
        (header::CONTENT_SECURITY_POLICY, plain::policy()),
    ];
    (headers, Html(html(Texts::new(language), &checkup))).into_response()
}

fn html(texts: Texts, checkup: &Checkup) -> String {
    let verdict = match checkup.troubles() {
        0 => texts.operator_all_well().to_owned(),
        count => texts.operator_not_well(count),
    };
    let time = jiff::Timestamp::from_millisecond(clock::now().0).unwrap_or_default();
    let version = texts.operator_version(env!("CARGO_PKG_VERSION"), time.strftime("%H:%M:%S"));
    let mut out = format!(
        "<p class=\"status\" data-troubles=\"{}\">{}</p>\n<ul>\n",
        checkup.troubles(),
        escape(&verdict),
    );
    for item in &checkup.items {
        entry(&mut out, texts, item);
    }
    // Writing to a string does not fail.
    let _ = write!(out, "</ul>\n<p>{}</p>\n", escape(&version),);
    plain::page(texts, texts.operator_title(), &out)
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

#[cfg(test)]
mod tests {
    use texts::Language;

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
