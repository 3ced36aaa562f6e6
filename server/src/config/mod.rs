//! The configuration: one commented TOML file, read whole, with everything that is wrong with it found at once.
//!
//! Reading touches no disk but the file itself; `disk` looks at the folders it names.

mod disk;
mod engines;
mod finding;
mod ice;
mod read;
mod section;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::tz::TimeZone;

pub use disk::check as check_disk;
pub use engines::{EngineName, LiveKitConfig};
pub use finding::{Finding, Findings};
pub use read::parse;

use crate::{invitations::Lifetime, sockets::Limits};

/// The configuration with its defaults and its comments, as it is printed and shipped.
pub const DEFAULT: &str = include_str!("../../vorzimmer.toml");

/// The shortest secret that signs meeting tokens, in characters.
pub const SHORTEST_SECRET: usize = 32;

/// Everything that can be configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// Who invites.
    pub house: HouseConfig,
    /// How the server is reached, and where its files are.
    pub server: ServerConfig,
    /// How long personal links hold.
    pub invitations: Lifetime,
    /// The meeting, and the embedded engine for it.
    pub meeting: MeetingConfig,
    /// LiveKit deployments that meetings may run on, in the order of the file.
    pub livekit: Vec<LiveKitConfig>,
    /// What members of meetings on the embedded engine are told to go through.
    pub ice_servers: Vec<sfu::IceServer>,
}

/// Who invites.
#[derive(Clone, Debug)]
pub struct HouseConfig {
    /// For example "Stadt Musterstadt".
    pub name: String,
    /// The helper's number; may be empty.
    pub helper_phone: String,
    /// The telephone bridge's number, as it is to be read; empty when there is none.
    pub dial_in: String,
    /// Where meetings are announced.
    pub time_zone: TimeZone,
}

impl ServerConfig {
    /// The beginning of every personal link when the server listens there.
    pub fn public_url_at(&self, address: SocketAddr) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        self.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"))
    }
}

/// How the server is reached, and where its files are.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The beginning of every personal link, without a slash at its end; `None`: derived from `listen`.
    pub public_url: Option<String>,
    /// The built client.
    pub client_dir: PathBuf,
    /// Database and secrets.
    pub data_dir: PathBuf,
    /// How many connections may be open.
    pub limits: Limits,
    /// Who may say for whom they ask.
    pub trusted_proxies: Vec<IpAddr>,
    /// The server's own TLS, if it does it itself.
    pub tls: Option<TlsConfig>,
}

/// The files of the server's own TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsConfig {
    /// The certificate and those between it and the root, in PEM.
    pub certificate: PathBuf,
    /// Its key, in PEM.
    pub key: PathBuf,
}

/// The meeting, and the embedded engine for it.
#[derive(Clone, Debug)]
pub struct MeetingConfig {
    /// On which engine meetings run that are not pinned to one.
    pub engine: EngineName,
    /// UDP port for media; 0 takes a free one.
    pub udp_port: u16,
    /// TCP port for media; `None`: no media over TCP.
    pub tcp_port: Option<u16>,
    /// The addresses given to members; empty: found on the machine.
    pub addresses: Vec<IpAddr>,
    /// How long a meeting token holds.
    pub token_life: Duration,
    /// Name and secret that sign meeting tokens; `None`: generated.
    pub key: Option<KeyPair>,
}

/// What signs meeting tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyPair {
    /// The name of the key.
    pub key: String,
    /// The secret.
    pub secret: String,
}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyPair(…)")
    }
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration {} cannot be read: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something in it is wrong.
    #[error("the configuration {} is wrong:\n{findings}", file.display())]
    Wrong {
        /// The file.
        file: PathBuf,
        /// Everything that is.
        findings: Findings,
    },
}

impl Config {
    /// Reads a file.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|source| ConfigError::Unreadable { file: file.to_owned(), source })?;
        let folder = file.parent().unwrap_or(Path::new(""));
        parse(&text, folder).map_err(|findings| ConfigError::Wrong { file: file.to_owned(), findings })
    }

    /// The beginning of every personal link, without a slash at its end.
    pub fn public_url(&self) -> String {
        self.server.public_url_at(self.server.listen)
    }

    /// Whether there is an engine of this name.
    pub fn has_engine(&self, name: &EngineName) -> bool {
        name.is_embedded() || self.livekit.iter().any(|deployment| deployment.name == *name)
    }

    /// The names of all engines.
    pub fn engine_names(&self) -> Vec<&str> {
        let deployments = self.livekit.iter().map(|deployment| deployment.name.0.as_str());
        [EngineName::EMBEDDED].into_iter().chain(deployments).collect()
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.server.data_dir.join("vorzimmer.sqlite3")
    }
}
