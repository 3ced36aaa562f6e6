//! Builds the server and runs it for as long as a command needs it.
//!
//! It knows the server's command line and nothing of what the server does.

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::{self, Quiet},
};

/// How long a server may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Builds the server for trying and testing.
pub fn build(place: &Place) -> Outcome<PathBuf> {
    let began = Instant::now();
    Quiet { name: "server", logs: &place.notes() }.run(place.cargo().args([
        "build",
        "--package",
        "vorzimmer-server",
        "--bin",
        "vorzimmer",
    ]))?;
    println!("  server compiled ({})", run::span(began.elapsed()));
    Ok(program(place))
}

/// Builds the server as it is installed, and says where it is.
pub fn build_for_release(place: &Place) -> Outcome<PathBuf> {
    Quiet { name: "server, release", logs: &place.notes() }.run(place.cargo().args([
        "build",
        "--release",
        "--package",
        "vorzimmer-server",
        "--bin",
        "vorzimmer",
    ]))?;
    Ok(place.target.join("release").join(format!("vorzimmer{}", std::env::consts::EXE_SUFFIX)))
}

/// Where [`build`] puts the server.
pub fn program(place: &Place) -> PathBuf {
    place.target.join("debug").join(format!("vorzimmer{}", std::env::consts::EXE_SUFFIX))
}

/// A server that runs. It is stopped when this goes out of scope.
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts a server and waits until it says that it is well.
    pub fn start(program: &Path, config: &Path, port: u16, log: &Path) -> Outcome<Self> {
        // What a server logs is of interest only when something is wrong, and would bury everything else.
        let output = File::create(log).doing(format_args!("write {}", log.display()))?;
        let child = Command::new(program)
            .arg("serve")
            .arg("--config")
            .arg(config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output)
            .spawn()
            .doing(format_args!("start {}", program.display()))?;
        let mut running = Self { child };
        let began = Instant::now();
        while !well(port) {
            if let Some(status) = running.ended()? {
                let said = fs::read_to_string(log).unwrap_or_default();
                return Err(Problem::new(format!("{said}The server ended at once ({status}).")));
            }
            if began.elapsed() > PATIENCE {
                return Err(Problem::new(format!(
                    "The server does not answer on http://127.0.0.1:{port}/healthz after {} seconds.",
                    PATIENCE.as_secs()
                )));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(running)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        self.child.try_wait().doing("look after the server")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first port that is free on all addresses, for TCP and UDP, counting up from one.
pub fn free_port(from: u16) -> Outcome<u16> {
    (from..=u16::MAX)
        .find(|&port| {
            TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok()
                && std::net::UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok()
        })
        .ok_or_else(|| Problem::new(format!("There is no free port from {from} upwards.")))
}

fn well(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| answer == "HTTP/1.1 200")
}
