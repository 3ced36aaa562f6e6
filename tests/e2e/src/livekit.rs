//! A LiveKit server of one's own on this machine: the program that nobody here wrote, with a written configuration.

use std::{net::IpAddr, path::PathBuf};

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};

use crate::{KEY, SECRET, browser::free_port, until};

/// A running server. It ends when it is dropped.
pub struct LiveKit {
    directory: tempfile::TempDir,
    address: IpAddr,
    port: u16,
    server: Option<Child>,
}

impl LiveKit {
    /// Starts one on that address, which clients are given, too.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open(address: IpAddr) -> Result<Self> {
        let directory = tempfile::tempdir()?;
        let (port, tcp, udp) = (free_port()?, free_port()?, free_port()?);
        let configuration = format!(
            "port: {port}
bind_addresses: [\"{address}\"]
rtc:
  tcp_port: {tcp}
  udp_port: {udp}
  use_external_ip: false
  node_ip: {address}
  interfaces: {{ includes: [lo] }}
  enable_loopback_candidate: true
  ips: {{ includes: [\"{address}/32\"] }}
keys: {{ {KEY}: {SECRET} }}
logging: {{ level: warn }}
"
        );
        std::fs::write(directory.path().join("livekit.yaml"), configuration)?;
        let mut livekit = Self { directory, address, port, server: None };
        livekit.start().await?;
        Ok(livekit)
    }

    /// Starts it again, after [`Self::kill`].
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn start(&mut self) -> Result<()> {
        let Ok(program) = std::env::var("LIVEKIT_SERVER") else {
            bail!("LIVEKIT_SERVER must name the program livekit-server; `cargo xtask test` does that");
        };
        let log = std::fs::File::create(self.directory.path().join("log"))?;
        let server = Command::new(program)
            .arg("--config")
            .arg(self.directory.path().join("livekit.yaml"))
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .context("livekit-server does not start")?;
        self.server = Some(server);
        let health = self.url();
        until("livekit-server", || async {
            Ok(reqwest::get(&health).await?.status().is_success().then_some(()))
        })
        .await
        .with_context(|| self.log())
    }

    /// Ends it without a warning.
    ///
    /// # Errors
    /// When it was not running.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.server.take().context("no server")?.kill().await?)
    }

    /// Its process, for measuring.
    pub fn process(&self) -> Option<u32> {
        self.server.as_ref().and_then(Child::id)
    }

    /// Where it is reached.
    pub fn url(&self) -> String {
        format!("http://{}:{}", self.address, self.port)
    }

    /// The same as a WebSocket address.
    pub fn socket_url(&self) -> String {
        format!("ws://{}:{}", self.address, self.port)
    }

    /// What it has logged since its last start.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    /// Where it keeps its files.
    pub fn directory(&self) -> PathBuf {
        self.directory.path().to_owned()
    }
}
