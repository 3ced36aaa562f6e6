//! The server of a journey: the real program on free ports, with a real database in a directory of its own.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tokio::process::{Child, Command};

use crate::{browser::free_port, setting, until};

/// A running server. It ends when it is dropped.
pub struct House {
    directory: tempfile::TempDir,
    port: u16,
    server: Option<Child>,
}

/// A meeting, with a personal link for everybody.
#[derive(Clone, Debug, Deserialize)]
pub struct Meeting {
    /// Everybody invited.
    pub people: Vec<Invitation>,
}

/// One personal link.
#[derive(Clone, Debug, Deserialize)]
pub struct Invitation {
    /// Who.
    pub name: String,
    /// The link.
    pub link: String,
}

impl Meeting {
    /// The link of somebody.
    ///
    /// # Panics
    /// When nobody of that name is invited: the journey is wrong.
    pub fn link(&self, name: &str) -> &str {
        let person = self.people.iter().find(|person| person.name == name);
        &person.unwrap_or_else(|| panic!("{name} is not invited")).link
    }
}

impl House {
    /// Starts a server.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open() -> Result<Self> {
        let directory = tempfile::tempdir()?;
        let (port, media) = (free_port()?, free_port()?);
        let client = setting("VORZIMMER_CLIENT", concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist"));
        let configuration = format!(
            r#"
[house]
name = "Stadt Musterstadt"
helper_phone = "01234 5678-90"

[server]
listen = "127.0.0.1:{port}"
client_dir = "{client}"
data_dir = "{data}"

[meeting]
udp_port = {media}
tcp_port = {media}
addresses = ["127.0.0.1"]
"#,
            data = directory.path().join("data").display(),
        );
        std::fs::write(directory.path().join("vorzimmer.toml"), configuration)?;
        let mut house = Self { directory, port, server: None };
        house.start().await?;
        Ok(house)
    }

    /// Starts the server again, after [`Self::kill`].
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn start(&mut self) -> Result<()> {
        let log = std::fs::File::create(self.directory.path().join("log"))?;
        let server = Command::new(program())
            .args(["serve", "--config"])
            .arg(self.configuration())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .context("the server does not start")?;
        self.server = Some(server);
        let health = self.url("/healthz");
        until("the server", || async { Ok(reqwest::get(&health).await?.status().is_success().then_some(())) })
            .await
            .with_context(|| self.log())
    }

    /// Ends the server without a warning, as a power cut does.
    ///
    /// # Errors
    /// When it was not running.
    pub async fn kill(&mut self) -> Result<()> {
        let mut server = self.server.take().context("no server")?;
        // SIGKILL: nothing in it gets to run any more.
        server.kill().await?;
        Ok(())
    }

    /// Makes a meeting with these members and one Sitzungsdienst, "Dienst".
    ///
    /// # Errors
    /// When the program says so.
    pub async fn invite(&self, members: &[&str]) -> Result<Meeting> {
        self.invite_for("2030-01-15 18:30", members).await
    }

    /// The same at that time.
    ///
    /// # Errors
    /// When the program says so.
    pub async fn invite_for(&self, start: &str, members: &[&str]) -> Result<Meeting> {
        let list = self.directory.path().join("members.csv");
        let mut lines = String::from("name,role,group\n");
        for member in members {
            lines += &format!("{member},member,Rat\n");
        }
        lines += "Dienst,staff,\n";
        std::fs::write(&list, lines)?;
        let list = list.display().to_string();
        let title = "Sitzung des Stadtrates";
        let printed = self
            .run(&["meeting", "new", "--title", title, "--start", start, "--members", &list, "--json"])
            .await?;
        Ok(serde_json::from_str(&printed)?)
    }

    /// Runs the program with its configuration, and returns what it prints.
    ///
    /// # Errors
    /// When it fails.
    pub async fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new(program())
            .args(arguments)
            .arg("--config")
            .arg(self.configuration())
            .output()
            .await?;
        if !output.status.success() {
            bail!("{arguments:?} failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// An address of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The same as a WebSocket address.
    pub fn socket_url(&self, path: &str) -> String {
        format!("ws://127.0.0.1:{}{path}", self.port)
    }

    /// What the server has logged since its last start.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    fn configuration(&self) -> PathBuf {
        self.directory.path().join("vorzimmer.toml")
    }
}

fn program() -> String {
    setting("VORZIMMER_BIN", concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/debug/vorzimmer"))
}
