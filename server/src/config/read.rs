//! From the text of the file to a [`Config`], or to everything that is wrong with it.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use axum::http::Uri;
use jiff::tz::TimeZone;
use toml::de::DeTable;

use super::{
    Config, Findings, HouseConfig, KeyPair, LiveKitConfig, MeetingConfig, SHORTEST_SECRET, ServerConfig,
    TlsConfig, engines, ice,
    section::{Notes, Placed, Section},
};
use crate::{invitations::Lifetime, sockets::Limits};

/// How many connections may be open from one address unless the file says otherwise. Everybody in a town hall comes from
/// one, and every member has two: the waiting room's and the meeting's.
const CONNECTIONS_PER_ADDRESS: u32 = 400;

/// How many connections may be open in all unless the file says otherwise.
const CONNECTIONS: u32 = 4_000;

const SECTIONS: [&str; 6] = ["house", "server", "waiting_room", "meeting", "livekit", "ice_server"];

/// Reads the text of a configuration; relative folders count from `folder`.
pub fn parse(text: &str, folder: &Path) -> Result<Config, Findings> {
    let mut notes = Notes::new(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        notes.add(error.span().unwrap_or(0..0), String::new(), error.message());
    }
    if !errors.is_empty() {
        // Half a file would only lead to findings that are none.
        return Err(Findings(notes.findings));
    }
    let root = root.get_ref();
    for (key, _) in root {
        if !SECTIONS.contains(&key.get_ref().as_ref()) {
            let problem = format!("there is no such section; there are {}", SECTIONS.join(", "));
            notes.add(key.span(), key.get_ref().to_string(), problem);
        }
    }
    let server = server(Section::of(root, "server", &mut notes), folder, &mut notes);
    let livekit = engines::deployments(root, server.public_url.as_deref(), &mut notes);
    let config = Config {
        house: house(Section::of(root, "house", &mut notes), &mut notes),
        invitations: waiting_room(Section::of(root, "waiting_room", &mut notes), &mut notes),
        meeting: meeting(Section::of(root, "meeting", &mut notes), server.listen, &livekit, &mut notes),
        livekit,
        ice_servers: ice::servers(root, &mut notes),
        server,
    };
    if notes.findings.is_empty() {
        return Ok(config);
    }
    notes.findings.sort_by_key(|finding| finding.line);
    Err(Findings(notes.findings))
}

fn house(mut section: Section<'_>, notes: &mut Notes<'_>) -> HouseConfig {
    let name = section.text("name", notes);
    if let Some(name) = name.as_ref().filter(|name| name.value.trim().is_empty()) {
        notes.add(name.place.clone(), name.key.clone(), "members must read who invites them: it is empty");
    }
    let helper_phone = section.text("helper_phone", notes).map(|phone| phone.value).unwrap_or_default();
    let dial_in = section.text("dial_in", notes).map(|number| number.value).unwrap_or_default();
    let zone = section.text("time_zone", notes);
    let zone_name = zone.as_ref().map_or("Europe/Berlin", |zone| zone.value.as_str());
    let time_zone = TimeZone::get(zone_name).unwrap_or_else(|_| {
        if let Some(zone) = &zone {
            let problem =
                format!("there is no time zone \"{}\"; write for example \"Europe/Berlin\"", zone.value);
            notes.add(zone.place.clone(), zone.key.clone(), problem);
        }
        TimeZone::UTC
    });
    section.finish(notes);
    HouseConfig {
        name: name.map_or_else(|| "Stadt Musterstadt".to_owned(), |name| name.value.trim().to_owned()),
        helper_phone: helper_phone.trim().to_owned(),
        dial_in: dial_in.trim().to_owned(),
        time_zone,
    }
}

fn server(mut section: Section<'_>, folder: &Path, notes: &mut Notes<'_>) -> ServerConfig {
    let mut listen = SocketAddr::from(([127, 0, 0, 1], 8080));
    if let Some(text) = section.text("listen", notes) {
        match text.value.parse() {
            Ok(address) => listen = address,
            Err(_) => notes.add(
                text.place,
                text.key,
                "must be an address and a port, for example \"127.0.0.1:8080\" or \"[::]:8080\"",
            ),
        }
    }
    let public_url = section.text("public_url", notes).and_then(|url| public_url(&url, notes));
    let mut dir = |key, default: &str| {
        let dir = section.text(key, notes);
        if let Some(dir) = dir.as_ref().filter(|dir| dir.value.is_empty()) {
            notes.add(dir.place.clone(), dir.key.clone(), "must name a folder: it is empty");
        }
        folder.join(dir.map_or_else(|| PathBuf::from(default), |dir| PathBuf::from(dir.value)))
    };
    let client_dir = dir("client_dir", "../dist");
    let data_dir = dir("data_dir", "../data");
    let per_address = section.number("max_connections_per_address", 1, 1_000_000, notes);
    let in_all = section.number("max_connections", 1, 1_000_000, notes);
    let count =
        |given: &Option<Placed<u32>>, usual: u32| given.as_ref().map_or(usual, |given| given.value) as usize;
    let limits = Limits {
        per_address: count(&per_address, CONNECTIONS_PER_ADDRESS),
        in_all: count(&in_all, CONNECTIONS),
    };
    let trusted_proxies = if section.has("trusted_proxies") {
        addresses(section.texts("trusted_proxies", notes), notes)
    } else {
        // Whoever asks from this machine for somebody else is a proxy on it.
        vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
    };
    let tls = tls(&mut section, folder, notes);
    section.finish(notes);
    ServerConfig { listen, public_url, client_dir, data_dir, limits, trusted_proxies, tls }
}

fn tls(section: &mut Section<'_>, folder: &Path, notes: &mut Notes<'_>) -> Option<TlsConfig> {
    let mut file = |key| section.text(key, notes).filter(|file| !file.value.is_empty());
    match (file("tls_certificate"), file("tls_key")) {
        (None, None) => None,
        (Some(certificate), Some(key)) => {
            Some(TlsConfig { certificate: folder.join(certificate.value), key: folder.join(key.value) })
        }
        (Some(one), None) | (None, Some(one)) => {
            notes.add(one.place, one.key, "give server.tls_certificate and server.tls_key, both or neither");
            None
        }
    }
}

fn addresses(texts: Vec<Placed<String>>, notes: &mut Notes<'_>) -> Vec<IpAddr> {
    let mut addresses = vec![];
    for text in texts {
        match text.value.parse::<IpAddr>() {
            Ok(address) if !address.is_unspecified() && !address.is_multicast() => {
                addresses.push(address.to_canonical());
            }
            Ok(_) | Err(_) => {
                notes.add(text.place, text.key, format!("\"{}\" is no address of a machine", text.value));
            }
        }
    }
    addresses
}

/// An address without path, and without a slash at its end.
fn public_url(text: &Placed<String>, notes: &mut Notes<'_>) -> Option<String> {
    if text.value.is_empty() {
        return None;
    }
    let good = text.value.parse::<Uri>().ok().filter(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
            && uri.path() == "/"
            && uri.query().is_none()
    });
    if good.is_none() {
        let problem = "must be http:// or https:// and a name, without anything after it";
        notes.add(text.place.clone(), text.key.clone(), problem);
    }
    good.map(|_| text.value.trim_end_matches('/').to_owned())
}

fn waiting_room(mut section: Section<'_>, notes: &mut Notes<'_>) -> Lifetime {
    let hours = section.number("invitation_hours", 1, 24 * 366, notes).map_or(24, |hours| hours.value);
    section.finish(notes);
    Lifetime { hours }
}

fn meeting(
    mut section: Section<'_>,
    listen: SocketAddr,
    livekit: &[LiveKitConfig],
    notes: &mut Notes<'_>,
) -> MeetingConfig {
    let engine = engines::chosen(section.text("engine", notes), livekit, notes);
    let port = |number: u32| u16::try_from(number).unwrap_or_default();
    let udp_port = section.number("udp_port", 0, 65_535, notes).map_or(7882, |number| port(number.value));
    let tcp = section.number("tcp_port", 0, 65_535, notes);
    let tcp_port = tcp.as_ref().map_or(7881, |number| port(number.value));
    if tcp_port != 0 && tcp_port == listen.port() {
        let (place, key) = tcp.map_or((0..0, "meeting.tcp_port".to_owned()), |tcp| (tcp.place, tcp.key));
        notes.add(place, key, format!("port {tcp_port} is taken by server.listen already"));
    }
    let addresses = addresses(section.texts("addresses", notes), notes);
    let minutes = section.number("token_minutes", 1, 60, notes).map_or(10, |minutes| minutes.value);
    let key = section.text("key", notes);
    let secret = section.text("secret", notes);
    section.finish(notes);
    MeetingConfig {
        engine,
        udp_port,
        tcp_port: (tcp_port != 0).then_some(tcp_port),
        addresses,
        token_life: Duration::from_secs(u64::from(minutes) * 60),
        key: key_pair(key, secret, notes),
    }
}

fn key_pair(
    key: Option<Placed<String>>,
    secret: Option<Placed<String>>,
    notes: &mut Notes<'_>,
) -> Option<KeyPair> {
    let key = key.filter(|key| !key.value.is_empty());
    let secret = secret.filter(|secret| !secret.value.is_empty());
    match (key, secret) {
        (None, None) => None,
        (Some(key), None) => {
            notes.add(key.place, key.key, "meeting.secret is missing: give both or neither");
            None
        }
        (None, Some(secret)) => {
            notes.add(secret.place, secret.key, "meeting.key is missing: give both or neither");
            None
        }
        (Some(_), Some(secret)) if secret.value.chars().count() < SHORTEST_SECRET => {
            let problem = format!("is too short: at least {SHORTEST_SECRET} characters");
            notes.add(secret.place, secret.key, problem);
            None
        }
        (Some(key), Some(secret)) => Some(KeyPair { key: key.value, secret: secret.value }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        match parse(text, Path::new("/etc/vorzimmer")) {
            Ok(_) => vec![],
            Err(findings) => findings.0.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn the_file_that_is_shipped_says_what_an_empty_file_means() {
        let folder = Path::new("/etc/vorzimmer");
        let shipped = format!("{:?}", parse(super::super::DEFAULT, folder).unwrap());
        let empty = format!("{:?}", parse("", folder).unwrap());
        assert_eq!(shipped, empty);
    }

    #[test]
    fn every_wrong_line_is_named_at_once() {
        let text = r#"[house]
name = 7
time_zone = "Europe/Berln"
[server]
listen = "8080"
public_url = "stadt.example"
clientdir = "dist"
[waiting_room]
invitation_hours = "24"
[meeting]
udp_port = 70000
addresses = ["203.0.113.7", "stadt.example"]
secret = "kurz"
[smtp]
"#;
        let lines: Vec<usize> = match parse(text, Path::new("")) {
            Ok(_) => vec![],
            Err(findings) => findings.0.iter().map(|finding| finding.line).collect(),
        };
        assert_eq!(lines, [2, 3, 5, 6, 7, 9, 11, 12, 13, 14], "{:#?}", findings(text));
    }

    #[test]
    fn a_key_without_its_secret_is_missed() {
        assert_eq!(
            findings("[meeting]\nkey = \"house\"\n"),
            ["line 2: meeting.key: meeting.secret is missing: give both or neither"]
        );
    }

    #[test]
    fn what_is_no_toml_is_said_with_its_line() {
        let found = findings("[house]\nname = Stadt\n");
        assert!(found[0].starts_with("line 2: "), "{found:?}");
    }

    #[test]
    fn the_meeting_and_the_page_cannot_share_a_tcp_port() {
        let found = findings("[server]\nlisten = \"0.0.0.0:7881\"\n[meeting]\ntcp_port = 7881\n");
        assert_eq!(found, ["line 4: meeting.tcp_port: port 7881 is taken by server.listen already"]);
    }

    #[test]
    fn folders_count_from_the_file() {
        let config = parse("[server]\ndata_dir = \"data\"", Path::new("/etc/vorzimmer")).unwrap();
        assert_eq!(config.server.data_dir, Path::new("/etc/vorzimmer/data"));
    }
}
