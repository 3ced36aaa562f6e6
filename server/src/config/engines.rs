//! Which meeting engines there are: the embedded one, and LiveKit deployments by name.

use axum::http::Uri;
use toml::de::DeTable;

use super::{
    KeyPair, SHORTEST_SECRET,
    section::{Notes, Placed, Section},
};

/// The word that means the first LiveKit deployment of the file, whatever it is called.
const FIRST_LIVEKIT: &str = "livekit";

/// The name of a meeting engine: [`EngineName::EMBEDDED`], or that of a LiveKit deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EngineName(pub String);

impl EngineName {
    /// The engine inside this server.
    pub const EMBEDDED: &'static str = "embedded";

    /// The engine inside this server.
    pub fn embedded() -> Self {
        Self(Self::EMBEDDED.to_owned())
    }

    /// Whether it is the engine inside this server.
    pub fn is_embedded(&self) -> bool {
        self.0 == Self::EMBEDDED
    }
}

/// One LiveKit deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveKitConfig {
    /// What meetings are pinned to it by.
    pub name: EngineName,
    /// Where members' browsers reach it: `wss://host` without a slash at its end.
    pub url: String,
    /// Where this server reaches it: `https://host` without a slash at its end.
    pub api_url: String,
    /// What signs tokens for it.
    pub pair: KeyPair,
}

/// Reads every `[[livekit]]`. `public_url` is where members' pages come from.
pub(super) fn deployments(
    root: &DeTable<'_>,
    public_url: Option<&str>,
    notes: &mut Notes<'_>,
) -> Vec<LiveKitConfig> {
    let mut all: Vec<LiveKitConfig> = vec![];
    for section in Section::each(root, "livekit", notes) {
        let Some(one) = deployment(section, public_url, &all, notes) else { continue };
        all.push(one);
    }
    all
}

fn deployment(
    mut section: Section<'_>,
    public_url: Option<&str>,
    before: &[LiveKitConfig],
    notes: &mut Notes<'_>,
) -> Option<LiveKitConfig> {
    let place = section.place();
    let missing = |key: &str, value: &Option<Placed<String>>, notes: &mut Notes<'_>| {
        if value.as_ref().is_none_or(|value| value.value.is_empty()) {
            let place = value.as_ref().map_or(place.clone(), |value| value.place.clone());
            notes.add(place, format!("livekit.{key}"), "is missing");
        }
    };
    let name = section.text("name", notes);
    missing("name", &name, notes);
    let name = name.and_then(|name| name_of(name, before, notes));
    let url = section.text("url", notes);
    missing("url", &url, notes);
    let url = url.and_then(|url| members_url(url, public_url, notes));
    let api_url = section.text("api_url", notes).filter(|url| !url.value.is_empty());
    let api_url = match api_url {
        Some(api_url) => plain_url(&api_url, ["http", "https"], notes),
        // ws://host is http://host, wss://host is https://host.
        None => url.as_ref().map(|url| url.replacen("ws", "http", 1)),
    };
    let key = section.text("key", notes);
    missing("key", &key, notes);
    let secret = section.text("secret", notes);
    missing("secret", &secret, notes);
    let secret = secret.filter(|secret| !secret.value.is_empty());
    if let Some(secret) = &secret
        && secret.value.chars().count() < SHORTEST_SECRET
    {
        let problem =
            format!("is too short: LiveKit takes no secret of less than {SHORTEST_SECRET} characters");
        notes.add(secret.place.clone(), secret.key.clone(), problem);
    }
    section.finish(notes);
    let pair = KeyPair { key: key.filter(|key| !key.value.is_empty())?.value, secret: secret?.value };
    Some(LiveKitConfig { name: name?, url: url?, api_url: api_url?, pair })
}

fn name_of(name: Placed<String>, before: &[LiveKitConfig], notes: &mut Notes<'_>) -> Option<EngineName> {
    if name.value.is_empty() {
        return None;
    }
    let fits = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.');
    let problem = if !name.value.chars().all(fits) {
        "may hold letters, digits, -, _ and . alone".to_owned()
    } else if name.value == EngineName::EMBEDDED {
        format!("\"{}\" is the engine inside this server: choose another name", name.value)
    } else if before.iter().any(|other| other.name.0 == name.value) {
        format!("there is another [[livekit]] of the name \"{}\"", name.value)
    } else {
        return Some(EngineName(name.value));
    };
    notes.add(name.place, name.key, problem);
    None
}

fn members_url(url: Placed<String>, public_url: Option<&str>, notes: &mut Notes<'_>) -> Option<String> {
    if url.value.is_empty() {
        return None;
    }
    let good = plain_url(&url, ["ws", "wss"], notes)?;
    if good.starts_with("ws:") && public_url.is_some_and(|page| page.starts_with("https:")) {
        let problem = "must be wss://: from a page over https:// browsers open nothing else";
        notes.add(url.place, url.key, problem);
    }
    Some(good)
}

/// An address without user, query and fragment, and without a slash at its end.
fn plain_url(text: &Placed<String>, schemes: [&str; 2], notes: &mut Notes<'_>) -> Option<String> {
    let good = text.value.parse::<Uri>().ok().is_some_and(|uri| {
        uri.scheme_str().is_some_and(|scheme| schemes.contains(&scheme))
            && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
            && uri.query().is_none()
            && !text.value.contains('#')
    });
    if !good {
        let problem = format!("must be {}:// or {}:// and a name", schemes[0], schemes[1]);
        notes.add(text.place.clone(), text.key.clone(), problem);
    }
    good.then(|| text.value.trim_end_matches('/').to_owned())
}

/// The engine that `meeting.engine` names.
pub(super) fn chosen(
    name: Option<Placed<String>>,
    livekit: &[LiveKitConfig],
    notes: &mut Notes<'_>,
) -> EngineName {
    let Some(name) = name else { return EngineName::embedded() };
    if name.value == EngineName::EMBEDDED {
        return EngineName::embedded();
    }
    if let Some(deployment) = livekit.iter().find(|deployment| deployment.name.0 == name.value) {
        return deployment.name.clone();
    }
    if name.value == FIRST_LIVEKIT
        && let Some(first) = livekit.first()
    {
        return first.name.clone();
    }
    let names = livekit.iter().map(|deployment| format!(", \"{}\"", deployment.name.0)).collect::<String>();
    let problem = if livekit.is_empty() {
        "must be \"embedded\", or name a deployment that a section [[livekit]] describes: there is none"
            .to_owned()
    } else {
        format!("must be \"embedded\", \"{FIRST_LIVEKIT}\" (the first [[livekit]] of the file){names}")
    };
    notes.add(name.place, name.key, problem);
    EngineName::embedded()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Config, Findings, parse};
    use super::*;

    const CITY: &str = r#"
[[livekit]]
name = "city"
url = "wss://meeting.example/"
key = "vorzimmer"
secret = "0123456789abcdef0123456789abcdef"
"#;

    fn read(text: &str) -> Result<Config, Vec<String>> {
        let read = parse(text, Path::new("/etc/vorzimmer"));
        read.map_err(|Findings(all)| all.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_empty_file_means_the_engine_inside_this_server() {
        assert!(read("").unwrap().meeting.engine.is_embedded());
    }

    #[test]
    fn one_line_changes_the_engine() {
        for name in ["livekit", "city"] {
            let config = read(&format!("[meeting]\nengine = \"{name}\"\n{CITY}")).unwrap();
            assert_eq!(config.meeting.engine.0, "city");
            let LiveKitConfig { url, api_url, .. } = &config.livekit[0];
            assert_eq!(
                (url.as_str(), api_url.as_str()),
                ("wss://meeting.example", "https://meeting.example")
            );
        }
        assert!(
            read(&format!("[meeting]\nengine = \"embedded\"\n{CITY}")).unwrap().meeting.engine.is_embedded()
        );
    }

    #[test]
    fn an_engine_that_nobody_describes_is_missed() {
        let found = read("[meeting]\nengine = \"livekit\"\n").unwrap_err();
        assert!(found[0].starts_with("line 2: meeting.engine: must be \"embedded\""), "{found:?}");
        let found = read(&format!("[meeting]\nengine = \"town\"\n{CITY}")).unwrap_err();
        assert!(found[0].starts_with("line 2: meeting.engine") && found[0].contains("\"city\""), "{found:?}");
    }

    #[test]
    fn every_wrong_line_of_a_deployment_is_named() {
        let text = r#"[server]
public_url = "https://stadt.example"
[[livekit]]
name = "embedded"
url = "ws://meeting.example"
api_url = "meeting.example"
secret = "short"
[[livekit]]
name = "a b"
url = "https://meeting.example"
key = ""
secret = "0123456789abcdef0123456789abcdef"
region = "eu"
"#;
        let lines: Vec<String> = read(text).unwrap_err();
        let places: Vec<&str> = lines.iter().map(|line| line.split(": ").next().unwrap()).collect();
        let expected =
            ["line 4", "line 4", "line 5", "line 6", "line 7", "line 9", "line 10", "line 11", "line 13"];
        assert_eq!(places, expected, "{lines:#?}");
    }

    #[test]
    fn two_deployments_cannot_share_a_name() {
        let found = read(&format!("{CITY}{CITY}")).unwrap_err();
        assert_eq!(found, ["line 9: livekit.name: there is another [[livekit]] of the name \"city\""]);
    }

    #[test]
    fn one_section_in_single_brackets_is_noticed() {
        let found = read("[livekit]\nname = \"city\"\n").unwrap_err();
        assert_eq!(found, ["line 1: livekit: must be sections of this form: [[livekit]]"]);
    }

    #[test]
    fn no_secret_of_a_deployment_is_ever_printed() {
        assert!(!format!("{:?}", read(CITY).unwrap()).contains("0123456789abcdef"));
    }
}
