//! The two servers, each with a configuration for this machine alone.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    problem::{Doing, Outcome, Problem},
    server,
};

/// Signs the tokens of these meetings, on loopback.
pub const KEY: &str = "load";
/// See [`KEY`].
pub const SECRET: &str = "known to everybody, good for loopback";

/// How long a server may take to open its port.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that can be started.
pub struct Engine {
    kind: Kind,
    program: PathBuf,
}

#[derive(Clone, Copy)]
enum Kind {
    Embedded,
    LiveKit,
}

/// A server that runs. It is stopped when this goes out of scope.
pub struct Served {
    /// What it is.
    pub name: &'static str,
    /// The address of its signalling.
    pub url: String,
    child: Child,
}

impl Engine {
    /// The embedded one.
    pub fn embedded(program: PathBuf) -> Self {
        Self { kind: Kind::Embedded, program }
    }

    /// livekit-server.
    pub fn livekit(program: PathBuf) -> Self {
        Self { kind: Kind::LiveKit, program }
    }

    /// What it is called in tables.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Embedded => "embedded",
            Kind::LiveKit => "livekit-server",
        }
    }

    /// Starts it in a directory of its own.
    pub fn start(&self, directory: &Path) -> Outcome<Served> {
        let directory = directory.join(self.name());
        fs::create_dir_all(&directory).doing(format_args!("make {}", directory.display()))?;
        let port = server::free_port(7900)?;
        let tcp = server::free_port(port + 1)?;
        let udp = server::free_port(tcp + 1)?;
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Embedded => {
                let config = directory.join("vorzimmer.toml");
                // Nobody opens its page here; it only has to be there.
                fs::write(
                    directory.join("index.html"),
                    "<!doctype html><html><head></head><body></body></html>",
                )
                .doing("write an empty page")?;
                fs::write(&config, embedded(&directory, port, tcp, udp)).doing("write a configuration")?;
                command.args(["serve", "--config"]).arg(config);
            }
            Kind::LiveKit => {
                let config = directory.join("livekit.yaml");
                fs::write(&config, livekit(port, tcp, udp)).doing("write a configuration")?;
                command.arg("--config").arg(config);
            }
        }
        let log = File::create(directory.join("log")).doing("write the server's log")?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().doing("write the server's log")?)
            .stderr(log)
            .spawn()
            .doing(format_args!("start {}", self.program.display()))?;
        let mut served = Served { name: self.name(), url: format!("ws://127.0.0.1:{port}"), child };
        let began = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = served.child.try_wait().doing("look after the server")?;
            if ended.is_some() || began.elapsed() > PATIENCE {
                let said = fs::read_to_string(directory.join("log")).unwrap_or_default();
                return Err(Problem::new(format!("{said}{} does not answer.", self.name())));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(served)
    }
}

impl Served {
    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn embedded(directory: &Path, port: u16, tcp: u16, udp: u16) -> String {
    let directory = directory.display();
    format!(
        "[house]\nname = \"Last\"\nhelper_phone = \"01234 5678-90\"\n\n\
         [server]\nlisten = \"127.0.0.1:{port}\"\nclient_dir = '{directory}'\ndata_dir = '{directory}/data'\n\n\
         [meeting]\nudp_port = {udp}\ntcp_port = {tcp}\naddresses = [\"127.0.0.1\"]\n\
         key = \"{KEY}\"\nsecret = \"{SECRET}\"\n"
    )
}

fn livekit(port: u16, tcp: u16, udp: u16) -> String {
    // Quiet, so that it does not spend time on its log.
    format!(
        "port: {port}\nbind_addresses: [\"127.0.0.1\"]\n\
         rtc:\n  tcp_port: {tcp}\n  udp_port: {udp}\n  use_external_ip: false\n  node_ip: 127.0.0.1\n\
         keys:\n  {KEY}: \"{SECRET}\"\nlogging:\n  level: error\n  pion_level: error\n"
    )
}
