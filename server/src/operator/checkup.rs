//! Looks at everything an operator can get wrong, by trying it: files, database, addresses, engines.

use std::net::IpAddr;

use serde::Serialize;

use crate::{
    clock,
    config::{Config, EngineName},
    engine::{Checked, Engines},
    store::{self, Store},
};

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As it should be.
    Well,
    /// It works, and perhaps not as it is meant.
    Doubt,
    /// It does not work.
    Trouble,
}

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What.
    pub about: About,
    /// How it is.
    pub status: Status,
    /// What was found; the first says most.
    pub findings: Vec<Finding>,
}

/// What can be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The built client.
    Client,
    /// The database.
    Store,
    /// The address of personal links.
    Links,
    /// A meeting engine.
    Engine {
        /// Its name.
        name: String,
    },
    /// Meetings that are pinned to an engine.
    Pins,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are what the texts of the same name in assets/i18n say")]
pub enum Finding {
    ClientWell,
    ClientMissing,
    StoreWell,
    StoreBroken,
    LinksWell,
    LinksLocal,
    LinksInsecure,
    EngineUsual,
    EmbeddedIdle,
    EmbeddedRuns { version: String, protocol: i32, udp: u16, tcp: Option<u16>, addresses: Vec<IpAddr> },
    EmbeddedNoTcp,
    EmbeddedInside,
    EmbeddedStuck { problem: String },
    LivekitWell { version: String, protocol: i32 },
    LivekitUnreachable { problem: String },
    LivekitStrange { status: u16 },
    LivekitKey,
    LivekitRefuses { problem: String },
    LivekitNoJoin { problem: String },
    PinLost { meeting: String, engine: String },
}

impl Finding {
    fn status(&self) -> Status {
        match self {
            Self::ClientWell
            | Self::StoreWell
            | Self::LinksWell
            | Self::EngineUsual
            | Self::EmbeddedIdle
            | Self::EmbeddedRuns { .. }
            | Self::LivekitWell { .. } => Status::Well,
            Self::LinksLocal | Self::EmbeddedNoTcp | Self::EmbeddedInside => Status::Doubt,
            Self::ClientMissing
            | Self::StoreBroken
            | Self::LinksInsecure
            | Self::EmbeddedStuck { .. }
            | Self::LivekitUnreachable { .. }
            | Self::LivekitStrange { .. }
            | Self::LivekitKey
            | Self::LivekitRefuses { .. }
            | Self::LivekitNoJoin { .. }
            | Self::PinLost { .. } => Status::Trouble,
        }
    }
}

/// Everything that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checkup {
    /// In the order in which it is told.
    pub items: Vec<Item>,
}

impl Checkup {
    /// How many things are to be seen to.
    pub fn troubles(&self) -> usize {
        self.items.iter().filter(|item| item.status != Status::Well).count()
    }

    /// Whether nothing is broken, though it may be in doubt.
    pub fn works(&self) -> bool {
        self.items.iter().all(|item| item.status != Status::Trouble)
    }
}

/// Looks at everything. `public_url` is the beginning of personal links; without a store there is none yet.
pub async fn check(config: &Config, public_url: &str, engines: &Engines, store: Option<&Store>) -> Checkup {
    let mut items = vec![client(config), database(store).await, links(public_url)];
    for (name, checked) in engines.check().await {
        items.push(engine(&name, checked, public_url, &config.meeting.engine));
    }
    items.extend(pins(config).await);
    Checkup { items }
}

fn item(about: About, findings: Vec<Finding>) -> Item {
    let status = findings.iter().map(Finding::status).max().unwrap_or(Status::Well);
    Item { about, status, findings }
}

fn client(config: &Config) -> Item {
    let there = std::fs::read(config.server.client_dir.join("index.html")).is_ok();
    item(About::Client, vec![if there { Finding::ClientWell } else { Finding::ClientMissing }])
}

async fn database(store: Option<&Store>) -> Item {
    let works = match store {
        Some(store) => store.prove(clock::now()).await.is_ok(),
        None => false,
    };
    item(About::Store, vec![if works { Finding::StoreWell } else { Finding::StoreBroken }])
}

fn links(public_url: &str) -> Item {
    let finding = if public_url.starts_with("https://") {
        Finding::LinksWell
    } else if is_local(public_url) {
        Finding::LinksLocal
    } else {
        Finding::LinksInsecure
    };
    item(About::Links, vec![finding])
}

fn engine(name: &EngineName, checked: Checked, public_url: &str, usual: &EngineName) -> Item {
    let mut findings = match checked {
        Checked::Idle => vec![Finding::EmbeddedIdle],
        Checked::Stuck { problem } => vec![Finding::EmbeddedStuck { problem }],
        Checked::Runs { version, protocol, udp, tcp, addresses } => {
            let inside = addresses.iter().all(|address| !is_public(*address));
            let mut findings = vec![Finding::EmbeddedRuns { version, protocol, udp, tcp, addresses }];
            if inside && is_for_the_internet(public_url) {
                findings.push(Finding::EmbeddedInside);
            }
            if tcp.is_none() {
                findings.push(Finding::EmbeddedNoTcp);
            }
            findings
        }
        Checked::Answers { version, protocol } => vec![Finding::LivekitWell { version, protocol }],
        Checked::Unreachable { problem } => vec![Finding::LivekitUnreachable { problem }],
        Checked::Strange { status } => vec![Finding::LivekitStrange { status }],
        Checked::BadKey => vec![Finding::LivekitKey],
        Checked::Refuses { problem } => vec![Finding::LivekitRefuses { problem }],
        Checked::NoJoin { problem } => vec![Finding::LivekitNoJoin { problem }],
    };
    if name == usual {
        findings.push(Finding::EngineUsual);
    }
    item(About::Engine { name: name.0.clone() }, findings)
}

async fn pins(config: &Config) -> Option<Item> {
    let pins = store::pins(&config.database()).await.unwrap_or_default();
    let lost = pins.into_iter().filter(|(_, engine)| !config.has_engine(engine));
    let findings: Vec<Finding> =
        lost.map(|(meeting, engine)| Finding::PinLost { meeting: meeting.0, engine: engine.0 }).collect();
    (!findings.is_empty()).then(|| item(About::Pins, findings))
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => rest.split([':', '/']).next().unwrap_or_default(),
    }
}

fn is_local(url: &str) -> bool {
    let host = host(url);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A name, unless it is this machine's own, may be meant for everybody; an address of a house's own network is not.
fn is_for_the_internet(url: &str) -> bool {
    !is_local(url) && host(url).parse::<IpAddr>().map_or(true, is_public)
}

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => !(four.is_private() || four.is_loopback() || four.is_link_local()),
        IpAddr::V6(six) => !(six.is_loopback() || six.is_unique_local() || six.is_unicast_link_local()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(addresses: &[&str]) -> Checked {
        let addresses = addresses.iter().map(|text| text.parse().unwrap()).collect();
        Checked::Runs { version: "1".into(), protocol: 16, udp: 7882, tcp: Some(7881), addresses }
    }

    fn status(checked: Checked, public_url: &str) -> Status {
        engine(&EngineName::embedded(), checked, public_url, &EngineName::embedded()).status
    }

    #[test]
    fn addresses_of_the_own_network_are_doubted_where_links_are_for_the_internet() {
        assert_eq!(status(runs(&["10.0.0.7"]), "https://sitzung.example"), Status::Doubt);
        assert_eq!(status(runs(&["10.0.0.7", "203.0.113.7"]), "https://sitzung.example"), Status::Well);
        assert_eq!(status(runs(&["10.0.0.7"]), "http://10.0.0.7:8080"), Status::Well);
        assert_eq!(status(runs(&["127.0.0.1"]), "http://localhost:8080"), Status::Well);
        assert_eq!(status(runs(&["fd00::7"]), "https://[2001:db8::7]"), Status::Doubt);
    }

    #[test]
    fn links_that_give_no_microphone_are_a_fault() {
        for (url, status) in [
            ("https://sitzung.example", Status::Well),
            ("http://127.0.0.1:8080", Status::Doubt),
            ("http://[::1]:8080", Status::Doubt),
            ("http://sitzung.example", Status::Trouble),
            ("http://localhost.example", Status::Trouble),
        ] {
            assert_eq!(links(url).status, status, "{url}");
        }
    }
}
