//! Every fault on a page of its own, for those who help on the telephone: what the member reads, and the steps for each
//! browser on each system. Nothing in it is about anybody.

use std::fmt::Write;

use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use diagnosis::{Browser, StepId, System};
use texts::{Texts, late};
use wire::FindingCode;

use super::plain::{self, Asked, escape};

/// The list of all.
pub async fn all(asked: Result<Query<Asked>, QueryRejection>, headers: HeaderMap) -> Response {
    answer(asked, &headers, list)
}

/// One of them; 404 for what is none.
pub async fn one(
    Path(name): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(code) = FindingCode::ALL.iter().copied().find(|code| code.name() == name) else {
        return (StatusCode::NOT_FOUND, "there is no such fault").into_response();
    };
    answer(asked, &headers, |texts| fault(texts, code))
}

fn answer(
    asked: Result<Query<Asked>, QueryRejection>,
    headers: &HeaderMap,
    html: impl FnOnce(Texts) -> String,
) -> Response {
    let language = plain::language(asked, headers);
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag())),
        (header::VARY, HeaderValue::from_static("accept-language")),
        (header::CONTENT_SECURITY_POLICY, plain::policy()),
    ];
    (headers, Html(html(Texts::new(language)))).into_response()
}

fn list(texts: Texts) -> String {
    let mut content = format!("<p>{}</p>\n<ul>\n", escape(texts.guide_about()));
    for code in FindingCode::ALL {
        // Writing to a string does not fail.
        let _ = writeln!(
            content,
            "<li><h2><a href=\"/help/{}?lang={}\">{}</a></h2><p>{}</p></li>",
            code.name(),
            texts.language().tag(),
            escape(name(texts, *code)),
            escape(sentence(texts, *code)),
        );
    }
    content.push_str("</ul>\n");
    plain::page(texts, texts.guide_title(), &content)
}

fn fault(texts: Texts, code: FindingCode) -> String {
    let mut content = format!("<p>{}</p>\n", escape(sentence(texts, code)));
    let ways = ways(texts, code);
    if ways.is_empty() {
        let _ = writeln!(content, "<p>{}</p>", escape(texts.guide_no_steps()));
    }
    for (devices, steps) in ways {
        let _ = writeln!(content, "<h2>{}</h2>\n<ol>", escape(&devices));
        for step in steps {
            let _ = writeln!(content, "<li>{}</li>", escape(words(texts, *step)));
        }
        content.push_str("</ol>\n");
    }
    let all = escape(texts.guide_all());
    let _ = writeln!(content, "<p><a href=\"/help?lang={}\">{all}</a></p>", texts.language().tag());
    plain::page(texts, name(texts, code), &content)
}

/// The different ways, and on which devices each is to be taken.
fn ways(texts: Texts, code: FindingCode) -> Vec<(String, &'static [StepId])> {
    let mut ways: Vec<(Vec<Devices>, &'static [StepId])> = vec![];
    for browser in Browser::ALL {
        for system in System::ALL.into_iter().filter(|system| is_there(browser, *system)) {
            let steps = diagnosis::steps(code, browser, system);
            let place = ways.iter().position(|(_, known)| *known == steps).unwrap_or_else(|| {
                ways.push((vec![], steps));
                ways.len() - 1
            });
            let devices = &mut ways[place].0;
            match devices.iter_mut().find(|devices| devices.browsers == [browser]) {
                Some(devices) => devices.systems.push(system),
                None => devices.push(Devices { browsers: vec![browser], systems: vec![system] }),
            }
        }
    }
    let everywhere = ways.len() == 1;
    ways.retain(|(_, steps)| !steps.is_empty());
    let name =
        |devices| if everywhere { texts.guide_everywhere().to_owned() } else { together(texts, devices) };
    ways.into_iter().map(|(devices, steps)| (name(devices), steps)).collect()
}

/// Browsers, each on all of these systems.
#[derive(Debug)]
struct Devices {
    browsers: Vec<Browser>,
    systems: Vec<System>,
}

/// "Chrome, Edge (Windows, Linux); Safari (macOS)": browsers of the same systems stand together, and none is named where
/// all that a system has are meant.
fn together(texts: Texts, devices: Vec<Devices>) -> String {
    let mut merged: Vec<Devices> = vec![];
    for one in devices {
        match merged.iter_mut().find(|known| known.systems == one.systems) {
            Some(known) => known.browsers.extend(one.browsers),
            None => merged.push(one),
        }
    }
    let named = |devices: &Devices| {
        let systems: Vec<_> = devices.systems.iter().map(|system| system_name(texts, *system)).collect();
        let systems = systems.join(", ");
        let all = devices.systems.iter().all(|system| {
            Browser::ALL
                .iter()
                .all(|browser| !is_there(*browser, *system) || devices.browsers.contains(browser))
        });
        if all {
            return systems;
        }
        let browsers: Vec<_> = devices.browsers.iter().map(|browser| browser_name(texts, *browser)).collect();
        format!("{} ({systems})", browsers.join(", "))
    };
    merged.iter().map(named).collect::<Vec<_>>().join("; ")
}

/// Whether that browser runs on that system.
fn is_there(browser: Browser, system: System) -> bool {
    match browser {
        Browser::Safari => matches!(system, System::MacOs | System::IpadOs | System::Ios),
        Browser::SamsungInternet => system == System::Android,
        Browser::Chrome | Browser::Edge | Browser::Firefox | Browser::Other => true,
    }
}

fn browser_name(texts: Texts, browser: Browser) -> &'static str {
    match browser {
        Browser::Chrome => "Chrome",
        Browser::Edge => "Edge",
        Browser::Firefox => "Firefox",
        Browser::Safari => "Safari",
        Browser::SamsungInternet => "Samsung Internet",
        Browser::Other => texts.guide_other_browser(),
    }
}

fn system_name(texts: Texts, system: System) -> &'static str {
    match system {
        System::Windows => "Windows",
        System::MacOs => "macOS",
        System::IpadOs => "iPadOS",
        System::Ios => "iOS",
        System::Android => "Android",
        System::Linux => "Linux",
        System::Other => texts.guide_other_system(),
    }
}

fn sentence(texts: Texts, code: FindingCode) -> &'static str {
    text(texts, &format!("finding-{}", code.name()))
}

fn name(texts: Texts, code: FindingCode) -> &'static str {
    text(texts, &format!("finding-{}-short", code.name()))
}

fn words(texts: Texts, step: StepId) -> &'static str {
    text(texts, &format!("step-{}", step.name()))
}

fn text(texts: Texts, id: &str) -> &'static str {
    // A test holds that all of them are there.
    late::by_id(texts.language(), id).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use texts::Language;

    use super::*;

    #[test]
    fn every_fault_has_a_page_in_every_language_with_all_its_words() {
        for language in Language::ALL {
            let texts = Texts::new(language);
            let mut titles = BTreeSet::new();
            for code in FindingCode::ALL {
                assert!(
                    !sentence(texts, *code).is_empty() && !name(texts, *code).is_empty(),
                    "{}",
                    code.name()
                );
                assert!(titles.insert(name(texts, *code)), "{} has another one's name", code.name());
                let page = fault(texts, *code);
                assert!(page.contains(&escape(sentence(texts, *code))), "{page}");
                assert!(list(texts).contains(&format!("/help/{}?", code.name())));
                assert!(!page.contains("<li></li>"), "a step without words: {page}");
            }
        }
    }

    #[test]
    fn steps_that_differ_stand_under_their_devices_and_the_others_once() {
        let texts = Texts::new(Language::German);
        let denied = ways(texts, FindingCode::MicPermissionDenied);
        assert!(denied.len() > 3, "{denied:?}");
        assert!(denied.iter().any(|(devices, _)| devices.contains("Safari (macOS")), "{denied:?}");
        let shutter = ways(texts, FindingCode::CameraBlack);
        assert_eq!(shutter.len(), 1, "{shutter:?}");
        assert_eq!(shutter[0].0, texts.guide_everywhere());
    }
}
