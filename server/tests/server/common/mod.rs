//! What the tests of the whole server share: the real program, started on a free port with a folder of its own,
//! and pages that talk to it.

#![allow(dead_code, reason = "each test file uses its own part")]

mod page;

use std::{path::PathBuf, process::Stdio, time::Duration};

use serde_json::Value;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

#[allow(unused_imports, reason = "likewise")]
pub use page::{Desk, DeskPage, Member, MemberPage, Page};

pub const KEY: &str = "house";
pub const SECRET: &str = "a secret of more than thirty-two characters";

/// A shell like the client's own.
pub const INDEX: &str = r#"<!DOCTYPE html>
<html lang="de" class="shell">
<head>
<title><!--slot:title--></title>
<style>[data-needs]{display:none}</style>
<!-- <script>never run</script> -->
<script type="module">import init from '/client-0123456789abcdef.js'; init();</script>
</head>
<body>
<h1><!--slot:house--></h1>
<p data-needs="helper-phone"><a href="tel:<!--slot:helper-phone-dialled-->"><!--slot:helper-phone--></a></p>
<p><!--slot:name--></p><p lang="de"><!--slot:start-de--></p><p lang="en"><!--slot:start-en--></p><p><!--slot:unknown--></p>
<script type="application/json" id="page">null</script>
</body>
</html>
"#;

/// The folder of one house.
pub struct House {
    pub folder: TempDir,
    pub config: PathBuf,
}

impl House {
    /// A house with a built client; `more` is added to its section `[server]`.
    pub fn new(more: &str) -> Self {
        Self::with(more, "", "")
    }

    /// A house whose meetings run on that engine, unless they are pinned.
    pub fn on(engine: &str, deployments: &str) -> Self {
        Self::with("", &format!("engine = \"{engine}\"\n"), deployments)
    }

    /// A house with these lines added to its section `[house]`.
    pub fn with_house(house: &str) -> Self {
        Self::with_all(house, "", "", "")
    }

    /// A house with this added to its sections `[server]` and `[meeting]`, and with these sections.
    pub fn with(server: &str, meeting: &str, sections: &str) -> Self {
        Self::with_all("", server, meeting, sections)
    }

    fn with_all(house: &str, server: &str, meeting: &str, sections: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path().join("dist");
        std::fs::create_dir(&dist).unwrap();
        std::fs::write(dist.join("index.html"), INDEX).unwrap();
        let config = folder.path().join("vorzimmer.toml");
        let text = format!(
            "[house]\nname = \"Stadt <Muster> & Söhne\"\nhelper_phone = \"0123 / 45 67\"\n{house}\
             [server]\nlisten = \"127.0.0.1:0\"\nclient_dir = \"dist\"\ndata_dir = \"data\"\n{server}\n\
             [meeting]\n{meeting}udp_port = 0\ntcp_port = 0\naddresses = [\"127.0.0.1\"]\nkey = \"{KEY}\"\nsecret = \"{SECRET}\"\n\
             {sections}"
        );
        std::fs::write(&config, text).unwrap();
        Self { folder, config }
    }

    /// Runs `vorzimmer` with these arguments and this configuration; whether it went well, and what it printed.
    pub async fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_vorzimmer"))
            .args(arguments)
            .arg("--config")
            .arg(&self.config)
            .output()
            .await
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    /// Makes a meeting; the secret of each person's link, in the order of the list, the Sitzungsdienst last.
    pub async fn meeting(&self, start: &str, members: &str) -> Meeting {
        self.meeting_with(start, members, &[]).await
    }

    /// The same, with more arguments.
    pub async fn meeting_with(&self, start: &str, members: &str, more: &[&str]) -> Meeting {
        let list = self.folder.path().join("members.csv");
        std::fs::write(&list, members).unwrap();
        let list = list.display().to_string();
        let arguments =
            ["meeting", "new", "--title", "Sitzung des <Rates>", "--start", start, "--members", &list];
        let (ok, out, error) =
            self.run(&[&arguments[..], &["--staff", "Frau Dienst", "--json"], more].concat()).await;
        assert!(ok, "{error}");
        Meeting { made: serde_json::from_str(&out).unwrap() }
    }

    /// Starts the server.
    pub async fn serve(&self) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_vorzimmer"))
            .args(["serve", "--json", "--config"])
            .arg(&self.config)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = tokio::time::timeout(Duration::from_secs(20), out.next_line()).await.unwrap().unwrap();
        let Some(line) = line else {
            let output = process.wait_with_output().await.unwrap();
            panic!("the server did not start: {}", String::from_utf8_lossy(&output.stderr));
        };
        let said: Value = serde_json::from_str(&line).unwrap();
        Server { process, address: said["address"].as_str().unwrap().to_owned() }
    }
}

/// A meeting as the command line made it.
pub struct Meeting {
    pub made: Value,
}

impl Meeting {
    pub fn id(&self) -> String {
        self.made["meeting"]["id"].as_str().unwrap().to_owned()
    }

    pub fn link(&self, index: usize) -> String {
        self.made["people"][index]["link"].as_str().unwrap().to_owned()
    }

    pub fn secret(&self, index: usize) -> String {
        self.link(index).rsplit('/').next().unwrap().to_owned()
    }

    pub fn participant(&self, index: usize) -> wire::ParticipantId {
        wire::ParticipantId(self.made["people"][index]["participant"].as_str().unwrap().to_owned())
    }
}

/// A running server.
pub struct Server {
    pub process: Child,
    pub address: String,
}

impl Server {
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> reqwest::Response {
        let mut request = reqwest::Client::new().get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    /// As the power supply would end it.
    pub async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }

    /// Asks it to stop, and returns everything it logged.
    pub async fn stop(self) -> String {
        let id = self.process.id().unwrap().to_string();
        assert!(Command::new("kill").arg(&id).status().await.unwrap().success());
        let stopped = tokio::time::timeout(Duration::from_secs(8), self.process.wait_with_output());
        let output = stopped.await.expect("it stops within seconds").unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }

    pub async fn member(&self, secret: &str, tab: &str) -> MemberPage {
        let mut page: MemberPage = self.page(wire::WAITING_ROOM_PATH).await;
        page.arrive(secret, tab, false).await;
        page
    }

    pub async fn desk(&self, secret: &str) -> DeskPage {
        let mut page: DeskPage = self.page(wire::DESK_PATH).await;
        page.arrive(secret).await;
        page
    }

    pub async fn page<T: page::Side>(&self, path: &str) -> Page<T> {
        Page::open(&self.address, path).await
    }
}
