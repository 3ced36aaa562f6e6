//! A member's home: a network of its own for one browser, with a line to the server that can be made as bad as wished.
//!
//! Homes are network namespaces without a name, held by a process, so that nothing is left when that process ends.
//! The journey itself has to run in a namespace of its own: `cargo xtask test --only networks` sees to it.

mod line;
mod weather;

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    process::Stdio,
};

use anyhow::{Context, Result, ensure};
use tokio::process::{Child, Command};

pub use line::{Line, Traffic};
pub use weather::Weather;

use crate::until;

/// Where the servers are, as seen from every home.
pub const SERVER: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);

/// Set by whoever started this program in a network of its own.
const OWN_NETWORK: &str = "VORZIMMER_OWN_NETWORK";

/// A home. It is gone when it is dropped.
#[derive(Debug)]
pub struct Home {
    number: u8,
    holder: Child,
    line: Line,
}

impl Home {
    /// Builds the home of that number, from 1.
    ///
    /// # Errors
    /// When this program has no network of its own, or is not root.
    pub async fn build(number: u8) -> Result<Self> {
        own_network().await?;
        let holder = Command::new("unshare")
            .args(["--net", "--", "sleep", "86400"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("unshare does not start")?;
        let process = holder.id().context("the home's process has ended")?;
        let here = std::fs::read_link("/proc/self/ns/net")?;
        until("a network of its own", || async {
            Ok((std::fs::read_link(format!("/proc/{process}/ns/net"))? != here).then_some(()))
        })
        .await?;

        let (outside, inside) = (format!("street{number}"), format!("home{number}"));
        let line = Line::lay(&outside, &inside)?;
        run("ip", &format!("link set {inside} netns {process}")).await?;
        let control = control(number);
        run("ip", &format!("link set {outside} up")).await?;
        run("ip", &format!("route add 10.77.{number}.0/24 dev {outside} src {SERVER}")).await?;
        run("ip", &format!("route add {control}/32 dev {outside} src {SERVER}")).await?;
        let home = Self { number, holder, line };
        home.run("ip link set lo up").await?;
        home.run(&format!("ip addr add {control}/32 dev lo")).await?;
        home.run(&format!("ip link set {inside} up")).await?;
        home.run(&format!("ip addr add 10.77.{number}.2/24 dev {inside}")).await?;
        home.run(&format!("ip route add default dev {inside}")).await?;
        Ok(home)
    }

    /// A command line that runs in this home.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--net={}", self.namespace().display())).arg(program);
        command
    }

    /// Its address for those who drive the browser in it; the weather never touches that.
    pub fn address(&self) -> IpAddr {
        control(self.number).into()
    }

    /// The address of the servers.
    pub fn server(&self) -> IpAddr {
        SERVER.into()
    }

    /// The line to the servers.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// Changes the home's address, as when somebody walks from one Wi-Fi into another: the old one is gone.
    ///
    /// # Errors
    /// When that cannot be done.
    pub async fn moves(&self, from: u8, to: u8) -> Result<()> {
        let (number, inside) = (self.number, format!("home{}", self.number));
        // In this order: with the first address of a network all others of it go.
        self.run(&format!("ip addr del 10.77.{number}.{from}/24 dev {inside}")).await?;
        self.run(&format!("ip addr add 10.77.{number}.{to}/24 dev {inside}")).await?;
        // And with the last one its routes.
        self.run(&format!("ip route replace default dev {inside}")).await
    }

    /// Leaves the network: the home has no address any more.
    ///
    /// # Errors
    /// When that cannot be done.
    pub async fn leaves(&self, from: u8) -> Result<()> {
        let number = self.number;
        self.run(&format!("ip addr del 10.77.{number}.{from}/24 dev home{number}")).await?;
        // Browsers call a device without an address offline only when its interface is down as well.
        self.run(&format!("ip link set home{number} down")).await
    }

    /// Comes into a network, after [`Self::leaves`].
    ///
    /// # Errors
    /// When that cannot be done.
    pub async fn comes(&self, to: u8) -> Result<()> {
        let number = self.number;
        self.run(&format!("ip addr add 10.77.{number}.{to}/24 dev home{number}")).await?;
        self.run(&format!("ip link set home{number} up")).await?;
        self.run(&format!("ip route replace default dev home{number}")).await
    }

    async fn run(&self, words: &str) -> Result<()> {
        let namespace = format!("--net={} {words}", self.namespace().display());
        run("nsenter", &namespace).await
    }

    fn namespace(&self) -> PathBuf {
        format!("/proc/{}/ns/net", self.holder.id().unwrap_or_default()).into()
    }
}

/// Beside the member's own network, on the home's loopback, where browsers do not look for addresses.
fn control(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 78, number, 1)
}

/// Makes this program's own network ready, once.
async fn own_network() -> Result<()> {
    ensure!(
        std::env::var_os(OWN_NETWORK).is_some(),
        "this needs a network of its own, so that it cannot touch the machine's: `cargo xtask test --only networks` \
         starts it so"
    );
    run("ip", "link set lo up").await?;
    run("ip", &format!("addr replace {SERVER}/32 dev lo")).await
}

/// Runs a program with these words.
///
/// # Errors
/// When it fails, with what it says.
pub async fn run(program: &str, words: &str) -> Result<()> {
    let output = Command::new(program).args(words.split_whitespace()).output().await?;
    ensure!(output.status.success(), "{program} {words}: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(())
}
