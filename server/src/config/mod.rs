//! The configuration: one commented TOML file, read whole, with everything that is wrong with it found at once.
//!
//! Reading touches no disk but the file itself; `disk` looks at the folders it names.

mod disk;
mod finding;
mod read;
mod section;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::tz::TimeZone;

pub use disk::check as check_disk;
pub use finding::{Finding, Findings};
pub use read::parse;

use crate::invitations::Lifetime;

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
    /// The meeting engine.
    pub meeting: MeetingConfig,
}

/// Who invites.
#[derive(Clone, Debug)]
pub struct HouseConfig {
    /// For example "Stadt Musterstadt".
    pub name: String,
    /// The helper's number; may be empty.
    pub helper_phone: String,
    /// Where meetings are announced.
    pub time_zone: TimeZone,
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
}

/// The meeting engine.
#[derive(Clone, Debug)]
pub struct MeetingConfig {
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
        self.server.public_url.clone().unwrap_or_else(|| format!("http://{}", self.server.listen))
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.server.data_dir.join("vorzimmer.sqlite3")
    }
}
