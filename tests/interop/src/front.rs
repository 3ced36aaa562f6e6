//! What a city puts before our server and beside it, set up as `docs/operation.md` says: nginx or Caddy, which do TLS, or our
//! server by itself, and coturn, which takes media on port 443 inside TLS.
//!
//! What is written there is what runs here: only addresses, ports and the places of files are put in.

use std::{net::Ipv4Addr, path::Path, process::Stdio};

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::{Browser, Devices, Wish},
    home::{Home, SERVER, run},
    house::{Engine, HTTPS, House, Site},
    person::Person,
    setting, until_listens,
};
use tokio::process::{Child, Command};

/// The address of coturn, where port 443 is not the page's.
const TURN: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 99);

/// Where our server listens behind a proxy, as it is shipped.
const BEHIND: u16 = 8080;

const OPERATION: &str = include_str!("../../../docs/operation.md");

/// What members' browsers reach on port 443.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Front {
    /// nginx.
    Nginx,
    /// Caddy.
    Caddy,
    /// Our server.
    Itself,
}

/// A city: its server, what stands before it, and its relay. All end when it is dropped.
pub struct City {
    /// The server.
    pub house: House,
    _front: Option<Child>,
    _relay: Child,
    _files: tempfile::TempDir,
}

impl City {
    /// Sets everything up. The program must run in a network of its own.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn build(front: Front) -> Result<Self> {
        let files = tempfile::tempdir()?;
        certify(files.path())?;
        run("ip", &format!("addr replace {TURN}/32 dev lo")).await?;
        let relay = relay(files.path()).await?;
        // Browsers look the names of relays up beside the rules that they are given for pages, and there is no DNS in here.
        let ice_servers =
            written("and in our configuration:")?.replace("turn.sitzung.example", &TURN.to_string());
        let (pages, port, server) = match front {
            Front::Nginx | Front::Caddy => {
                (Ipv4Addr::LOCALHOST, BEHIND, "public_url = \"https://sitzung.example\"".to_owned())
            }
            Front::Itself => {
                let written = in_files(&written("### By itself")?, files.path());
                // The section begins in the house's own file, and where it listens is said by the site.
                let is_ours = |line: &&str| !line.starts_with("listen") && *line != "[server]";
                (SERVER, HTTPS, written.lines().filter(is_ours).collect::<Vec<_>>().join("\n"))
            }
        };
        let site = Site {
            pages: pages.into(),
            port: Some(port),
            media: SERVER.into(),
            server: &server,
            sections: &ice_servers,
        };
        let house = House::open_as(Engine::Embedded, site).await?;
        let front = match front {
            Front::Nginx => Some(nginx(files.path()).await?),
            Front::Caddy => Some(caddy(files.path()).await?),
            Front::Itself => None,
        };
        Ok(Self { house, _front: front, _relay: relay, _files: files })
    }

    /// Somebody at a browser that knows the city's name, at home or in the town hall.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn member(&self, home: Option<&Home>, devices: Devices) -> Result<Person> {
        let names =
            format!("--host-resolver-rules=MAP sitzung.example {SERVER},MAP turn.sitzung.example {TURN}");
        // Nobody in here vouches for the city's certificates.
        let arguments = [names.as_str(), "--ignore-certificate-errors"];
        let wish = Wish { home, arguments: &arguments, ..Wish::new(devices) };
        let person = Person::at(Browser::start_as(wish).await?);
        person.watches_connections().await?;
        Ok(person)
    }
}

/// What stands between the first pair of fences after these words.
fn written(after: &str) -> Result<String> {
    let rest = OPERATION.split_once(after).with_context(|| format!("nothing is written about {after}"))?.1;
    let mut parts = rest.split("```");
    let block = parts.nth(1).with_context(|| format!("no example after {after}"))?;
    // The first line names its language.
    Ok(block.split_once('\n').map_or("", |(_, block)| block).to_owned())
}

/// With the city's certificate in place of those in `/etc/ssl`.
fn in_files(text: &str, files: &Path) -> String {
    let files = files.display().to_string();
    ["/etc/ssl/sitzung.example", "/etc/ssl/turn.sitzung.example"]
        .iter()
        .fold(text.to_owned(), |text, place| text.replace(place, &files))
}

fn certify(files: &Path) -> Result<()> {
    let names = ["sitzung.example".to_owned(), "turn.sitzung.example".to_owned()];
    let made = rcgen::generate_simple_self_signed(names)?;
    std::fs::write(files.join("fullchain.pem"), made.cert.pem())?;
    std::fs::write(files.join("key.pem"), made.signing_key.serialize_pem())?;
    Ok(())
}

async fn nginx(files: &Path) -> Result<Child> {
    let server = in_files(&written("nginx:")?, files).replace("listen 443", &format!("listen {SERVER}:443"));
    let folder = files.display();
    let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|what| format!("{what}_temp_path {folder}/{what};\n"))
        .collect();
    let configuration = format!(
        "daemon off; user root; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;\n\
         events {{}}\nhttp {{\n{places}\n{server}\n}}\n"
    );
    let file = files.join("nginx.conf");
    std::fs::write(&file, configuration)?;
    let mut command = program("usr/sbin/nginx", files)?;
    command.args(["-e", "stderr", "-c"]).arg(&file).arg("-p").arg(files);
    start(command, SERVER, HTTPS).await.context("nginx")
}

async fn caddy(files: &Path) -> Result<Child> {
    // It fetches its certificate from an authority; there is none in here.
    let own = format!("sitzung.example {{\n    tls {0}/fullchain.pem {0}/key.pem\n", files.display());
    let site = written("Caddy:")?.replace("sitzung.example {\n", &own);
    let file = files.join("Caddyfile");
    std::fs::write(&file, format!("{{\n    admin off\n    default_bind {SERVER}\n}}\n{site}"))?;
    let mut command = program("usr/bin/caddy", files)?;
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file);
    start(command, SERVER, HTTPS).await.context("Caddy")
}

async fn relay(files: &Path) -> Result<Child> {
    let settings = in_files(&written("### coturn")?, files)
        .replace("203.0.113.8", &TURN.to_string())
        .replace("203.0.113.7", &SERVER.to_string());
    let file = files.join("turnserver.conf");
    let folder = files.display();
    std::fs::write(
        &file,
        format!("{settings}\nlog-file=stdout\npidfile={folder}/turn.pid\nuserdb={folder}/turn.db\n"),
    )?;
    let mut command = program("usr/bin/turnserver", files)?;
    command.arg("-c").arg(&file);
    start(command, TURN, HTTPS).await.context("coturn")
}

/// A program of the directory that `FRONT` names, with the libraries that came with it.
fn program(name: &str, files: &Path) -> Result<Command> {
    let root = setting("FRONT", "");
    ensure!(
        !root.is_empty(),
        "FRONT must name the directory of nginx, Caddy and coturn; `cargo xtask test` does that"
    );
    let libraries: Vec<String> = std::fs::read_dir(Path::new(&root).join("usr/lib"))?
        .filter_map(|entry| Some(entry.ok()?.path().display().to_string()))
        .collect();
    let mut command = Command::new(Path::new(&root).join(name));
    command
        .env("LD_LIBRARY_PATH", libraries.join(":"))
        .env("HOME", files)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(files.join("said"))?)
        .kill_on_drop(true);
    Ok(command)
}

async fn start(mut command: Command, address: Ipv4Addr, port: u16) -> Result<Child> {
    let child = command.spawn()?;
    until_listens("it to listen", (address, port)).await?;
    Ok(child)
}
