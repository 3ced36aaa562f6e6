//! The server of a journey: the real program on free ports, with a real database in a directory of its own.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tokio::process::{Child, Command};

use crate::{KEY, SECRET, browser::free_port, livekit::LiveKit, setting, until, until_listens};

/// The port of pages over TLS.
pub const HTTPS: u16 = 443;

/// What runs the meetings behind our server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The server itself.
    Embedded,
    /// LiveKit's server.
    LiveKit,
}

impl Engine {
    /// The one that `VORZIMMER_ENGINE` names, `embedded` or `livekit`.
    ///
    /// # Panics
    /// When it names another.
    pub fn wished() -> Self {
        match setting("VORZIMMER_ENGINE", "embedded").as_str() {
            "embedded" => Self::Embedded,
            "livekit" => Self::LiveKit,
            other => panic!("VORZIMMER_ENGINE is embedded or livekit, not {other}"),
        }
    }
}

/// Where a server is, and what it is told besides.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The address of its pages and WebSockets.
    pub pages: IpAddr,
    /// Their port; `None`: a free one.
    pub port: Option<u16>,
    /// The address of its media.
    pub media: IpAddr,
    /// Further lines of the section `[server]`.
    pub server: &'a str,
    /// Further sections.
    pub sections: &'a str,
}

impl Site<'_> {
    /// Everything on that address.
    pub fn at(address: IpAddr) -> Self {
        Self { pages: address, port: None, media: address, server: "", sections: "" }
    }
}

/// A running server. It ends when it is dropped.
pub struct House {
    directory: tempfile::TempDir,
    address: IpAddr,
    port: u16,
    livekit: Option<LiveKit>,
    server: Option<Child>,
}

/// A meeting, with a personal link for everybody.
#[derive(Clone, Debug, Deserialize)]
pub struct Meeting {
    /// What the program says about it.
    pub meeting: About,
    /// Everybody invited.
    pub people: Vec<Invitation>,
}

/// A meeting in the program's words.
#[derive(Clone, Debug, Deserialize)]
pub struct About {
    /// Its id, which is also the name of its room in the meeting engine.
    pub id: String,
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
        Self::open_at(Ipv4Addr::LOCALHOST.into()).await
    }

    /// Starts a server on that address.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open_at(address: IpAddr) -> Result<Self> {
        Self::open_with(Engine::wished(), address).await
    }

    /// Starts a server with that engine on that address.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open_with(engine: Engine, address: IpAddr) -> Result<Self> {
        Self::open_as(engine, Site::at(address)).await
    }

    /// Starts a server with that engine, as said.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open_as(engine: Engine, site: Site<'_>) -> Result<Self> {
        let livekit = match engine {
            Engine::Embedded => None,
            Engine::LiveKit => Some(LiveKit::open(site.media).await?),
        };
        let directory = tempfile::tempdir()?;
        let (address, media) = (site.pages, free_port()?);
        let port = site.port.map_or_else(free_port, Ok)?;
        let client = setting("VORZIMMER_CLIENT", concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist"));
        let engine = livekit.as_ref().map_or_else(String::new, section);
        let configuration = format!(
            r#"
[house]
name = "Stadt Musterstadt"
helper_phone = "01234 5678-90"
dial_in = "01234 5678-99"

[server]
listen = "{address}:{port}"
client_dir = "{client}"
data_dir = "{data}"
{server}

[meeting]
udp_port = {media}
tcp_port = {media}
addresses = ["{media_address}"]
key = "{KEY}"
secret = "{SECRET}"
{engine}

{sections}
"#,
            server = site.server,
            sections = site.sections,
            media_address = site.media,
            data = directory.path().join("data").display(),
        );
        std::fs::write(directory.path().join("vorzimmer.toml"), configuration)?;
        let mut house = Self { directory, address, port, livekit, server: None };
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
        let came_up = if self.port == HTTPS {
            // It does TLS by itself, and only browsers here speak that.
            until_listens("the server", (self.address, self.port)).await
        } else {
            until("the server", || async {
                Ok(reqwest::get(&health).await?.status().is_success().then_some(()))
            })
            .await
        };
        came_up.with_context(|| self.log())
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
        let mut lines = String::from("name,role,group,pin\n");
        for member in members {
            lines += &format!("{member},member,Rat,482 913\n");
        }
        lines += "Dienst,staff,,\n";
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

    /// The port of its pages and WebSockets.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// An address of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}:{}{path}", self.address, self.port)
    }

    /// The same as a WebSocket address.
    pub fn socket_url(&self, path: &str) -> String {
        format!("ws://{}:{}{path}", self.address, self.port)
    }

    /// Where LiveKit's clients reach the meetings.
    pub fn meeting_url(&self) -> String {
        self.livekit.as_ref().map_or_else(|| self.socket_url(""), LiveKit::socket_url)
    }

    /// LiveKit's server, where that runs the meetings.
    pub fn livekit(&mut self) -> Option<&mut LiveKit> {
        self.livekit.as_mut()
    }

    /// What the server has logged since its last start.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    fn configuration(&self) -> PathBuf {
        self.directory.path().join("vorzimmer.toml")
    }
}

/// The one line that a city changes, and where its LiveKit is.
fn section(livekit: &LiveKit) -> String {
    format!(
        "engine = \"livekit\"\n\n[[livekit]]\nname = \"city\"\nurl = \"{}\"\nkey = \"{KEY}\"\nsecret = \"{SECRET}\"",
        livekit.socket_url()
    )
}

fn program() -> String {
    setting("VORZIMMER_BIN", concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/debug/vorzimmer"))
}
