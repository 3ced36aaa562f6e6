//! The STUN and TURN servers that members of meetings on the embedded engine are told of.

use std::{net::Ipv6Addr, time::Duration};

use sfu::{IceAccess, IceServer};
use toml::de::DeTable;

use super::section::{Notes, Placed, Section};

/// For how long time-limited credentials hold when the file does not say, in hours: longer than a meeting lasts.
const HOURS: u32 = 12;

/// Reads every `[[ice_server]]`.
pub(super) fn servers(root: &DeTable<'_>, notes: &mut Notes<'_>) -> Vec<IceServer> {
    let sections = Section::each(root, "ice_server", notes);
    sections.into_iter().filter_map(|section| server(section, notes)).collect()
}

fn server(mut section: Section<'_>, notes: &mut Notes<'_>) -> Option<IceServer> {
    let place = section.place();
    let given = section.texts("urls", notes);
    if given.is_empty() {
        let problem = "is missing: for example [\"turn:turn.example:3478\"]";
        notes.add(place.clone(), "ice_server.urls".to_owned(), problem);
    }
    let mut relays = false;
    let mut urls = vec![];
    for url in given {
        match check(&url.value) {
            Ok(kind) => {
                relays |= kind == Kind::Turn;
                urls.push(url.value);
            }
            Err(problem) => notes.add(url.place, url.key, format!("\"{}\" {problem}", url.value)),
        }
    }
    let mut text = |key| section.text(key, notes).filter(|text| !text.value.is_empty());
    let (username, credential, secret) = (text("username"), text("credential"), text("secret"));
    let hours = section.number("credential_hours", 1, 7 * 24, notes).map_or(HOURS, |hours| hours.value);
    section.finish(notes);
    let access = access(relays, username, credential, secret, hours)
        .map_err(|(at, problem)| {
            let (place, key) = at.map_or((place, "ice_server".to_owned()), |at| (at.place, at.key));
            notes.add(place, key, problem);
        })
        .ok()?;
    (!urls.is_empty()).then_some(IceServer { urls, access })
}

type Text = Option<Placed<String>>;

fn access(
    relays: bool,
    username: Text,
    credential: Text,
    secret: Text,
    hours: u32,
) -> Result<IceAccess, (Text, &'static str)> {
    match (username, credential, secret) {
        (None, None, None) if relays => {
            Err((None, "a TURN server relays for nobody unknown: give username and credential, or secret"))
        }
        (None, None, None) => Ok(IceAccess::Open),
        (Some(other), _, Some(_)) | (None, Some(other), Some(_)) => {
            Err((Some(other), "give either username and credential, or secret, and not both"))
        }
        (Some(username), Some(credential), None) => {
            Ok(IceAccess::Password { username: username.value, credential: credential.value })
        }
        (Some(one), None, None) | (None, Some(one), None) => {
            Err((Some(one), "give username and credential, both"))
        }
        (None, None, Some(secret)) => {
            let lifetime = Duration::from_secs(u64::from(hours) * 3600);
            Ok(IceAccess::Shared { secret: secret.value, lifetime })
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Stun,
    Turn,
}

/// Whether browsers take the address (RFC 7064, RFC 7065); what it is for, or what is wrong with it.
fn check(url: &str) -> Result<Kind, &'static str> {
    let (scheme, rest) = url.split_once(':').ok_or("must begin with stun:, turn: or turns:")?;
    let kind = match scheme {
        "stun" => Kind::Stun,
        "turn" | "turns" => Kind::Turn,
        _ => return Err("must begin with stun:, turn: or turns:"),
    };
    if rest.starts_with("//") {
        return Err("has no slashes: turn:name, not turn://name");
    }
    let (server, query) = rest.split_once('?').map_or((rest, None), |(server, query)| (server, Some(query)));
    match (query, kind) {
        (None, _) | (Some("transport=tcp"), Kind::Turn) => {}
        (Some("transport=udp"), Kind::Turn) if scheme == "turn" => {}
        (Some("transport=udp"), Kind::Turn) => {
            return Err("cannot be: turns: is TLS, which needs ?transport=tcp");
        }
        (Some(_), Kind::Turn) => return Err("may end in ?transport=udp or ?transport=tcp alone"),
        (Some(_), Kind::Stun) => return Err("may have nothing behind name and port"),
    }
    let (host, port) = match server.strip_prefix('[') {
        Some(literal) => {
            let (host, port) = literal.split_once(']').ok_or("has an opening bracket alone")?;
            host.parse::<Ipv6Addr>().map_err(|_| "has no IPv6 address in its brackets")?;
            (host, port.strip_prefix(':').or(if port.is_empty() { None } else { Some("?") }))
        }
        None => server.split_once(':').map_or((server, None), |(host, port)| (host, Some(port))),
    };
    let is_name = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | ':');
    if host.is_empty() || !host.chars().all(is_name) {
        return Err("names no server");
    }
    match port {
        Some(port) if port.parse::<u16>().map_or(true, |port| port == 0) => {
            Err("has no port behind the colon")
        }
        Some(_) | None => Ok(kind),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Findings, parse};
    use super::*;

    fn read(text: &str) -> Result<Vec<IceServer>, Vec<String>> {
        match parse(text, Path::new("")) {
            Ok(config) => Ok(config.ice_servers),
            Err(Findings(all)) => Err(all.iter().map(ToString::to_string).collect()),
        }
    }

    #[test]
    fn members_are_told_of_nobody_unless_the_file_says_so() {
        assert_eq!(read(""), Ok(vec![]));
    }

    #[test]
    fn addresses_are_those_that_browsers_take() {
        for good in [
            "stun:stun.example",
            "stun:stun.example:3478",
            "turn:192.0.2.7:3478?transport=udp",
            "turn:turn.example?transport=tcp",
            "turns:turn.example:443?transport=tcp",
            "turns:[2001:db8::7]:443",
            "turn:[2001:db8::7]",
        ] {
            assert!(check(good).is_ok(), "{good}: {:?}", check(good));
        }
        for bad in [
            "turn.example:3478",
            "https://turn.example",
            "turn://turn.example",
            "turn:",
            "turn:turn.example:",
            "turn:turn.example:70000",
            "turn:turn.example:0",
            "turn:user@turn.example",
            "turn:turn.example?transport=sctp",
            "turns:turn.example?transport=udp",
            "stun:stun.example?transport=udp",
            "turn:[2001:db8::7",
            "turn:[nonsense]:3478",
            "turn:[2001:db8::7]3478",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn both_kinds_of_credentials_are_read() {
        let servers = read(
            r#"
[[ice_server]]
urls = ["stun:stun.example"]
[[ice_server]]
urls = ["turn:turn.example"]
username = "house"
credential = "word"
[[ice_server]]
urls = ["turn:turn.example", "turns:turn.example:443?transport=tcp"]
secret = "north"
credential_hours = 2
"#,
        )
        .unwrap();
        let access: Vec<IceAccess> = servers.into_iter().map(|server| server.access).collect();
        let lifetime = Duration::from_secs(7200);
        let expected = [
            IceAccess::Open,
            IceAccess::Password { username: "house".into(), credential: "word".into() },
            IceAccess::Shared { secret: "north".into(), lifetime },
        ];
        assert_eq!(access, expected);
    }

    #[test]
    fn every_wrong_line_of_a_server_is_named() {
        let found = read(
            r#"[[ice_server]]
urls = ["turn://turn.example"]
secret = "north"
[[ice_server]]
urls = ["turn:turn.example"]
[[ice_server]]
urls = ["turn:turn.example"]
username = "house"
[[ice_server]]
urls = ["turn:turn.example"]
credential = "word"
secret = "north"
password = "word"
[[ice_server]]
secret = "north"
"#,
        )
        .unwrap_err();
        let places: Vec<&str> = found.iter().map(|line| line.split(": ").next().unwrap()).collect();
        assert_eq!(places, ["line 2", "line 5", "line 8", "line 11", "line 13", "line 15"], "{found:#?}");
    }
}
