//! LiveKit's server, on free ports of this machine alone.

use std::{net::TcpListener, net::UdpSocket, process::Stdio, time::Duration};

use tempfile::TempDir;
use tokio::process::{Child, Command};

const KEY: &str = "devkey";
const SECRET: &str = "a secret of LiveKit's, of more than 32 characters";

/// A running server. It ends when it is dropped.
pub struct LiveKit {
    _folder: TempDir,
    _process: Child,
    port: u16,
}

impl LiveKit {
    pub async fn start() -> Self {
        let program = std::env::var("LIVEKIT_SERVER").expect("LIVEKIT_SERVER names LiveKit's server program");
        let folder = tempfile::tempdir().unwrap();
        let [port, tcp] = free_tcp_ports();
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = folder.path().join("livekit.yaml");
        let text = format!(
            "port: {port}\nbind_addresses: [\"127.0.0.1\"]\n\
             rtc:\n  tcp_port: {tcp}\n  udp_port: {udp}\n  use_external_ip: false\n  node_ip: 127.0.0.1\n\
             keys:\n  {KEY}: \"{SECRET}\"\nlogging:\n  level: warn\n"
        );
        std::fs::write(&config, text).unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let process = Command::new(program)
            .arg("--config")
            .arg(&config)
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let livekit = Self { _folder: folder, _process: process, port };
        tokio::time::timeout(Duration::from_secs(20), livekit.answers())
            .await
            .expect("LiveKit's server answers");
        livekit
    }

    async fn answers(&self) {
        let url = format!("http://127.0.0.1:{}/", self.port);
        while !reqwest::get(&url).await.is_ok_and(|answer| answer.status().is_success()) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What our configuration says of it.
    pub fn section(&self) -> String {
        let port = self.port;
        format!(
            "[[livekit]]\nname = \"real\"\nurl = \"ws://127.0.0.1:{port}\"\nkey = \"{KEY}\"\nsecret = \"{SECRET}\"\n"
        )
    }
}

/// Two, so that they are two different ones.
fn free_tcp_ports() -> [u16; 2] {
    let held = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}
