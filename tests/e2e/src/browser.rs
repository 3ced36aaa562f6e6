//! A browser of its own for each person: own profile, own fake microphone and camera, if need be its own network.

mod bidi;
mod chromium;
mod firefox;
mod processes;

use std::{net::TcpListener, process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};
use tokio::process::{Child, Command};

use crate::{home::Home, until};

/// A name of this machine under which a page without TLS is no secure context, as it is under any name but that of the
/// machine itself.
pub const INSECURE_HOST: &str = "rathaus.example";

/// What a person's devices give.
#[derive(Clone, Copy, Debug)]
pub enum Devices {
    /// A voice and a picture of one's own.
    Fake {
        /// The strongest part of the voice.
        hertz: f32,
        /// The colour of the picture, as `Cb` and `Cr`. Firefox's test picture has a colour that changes.
        colour: (u8, u8),
    },
    /// The browser's own spinning test picture, with some voice; in Firefox with its steady tone.
    Plain,
    /// The same, with German words.
    Speaking,
    /// The same with another voice and other words, in Chromium.
    Answering,
    /// The browser's own, but the person refuses them.
    Refused,
    /// The browser's own, and the browser would ask. Nobody answers: for pages whose devices are made by the test.
    Unasked,
    /// No camera.
    Missing,
}

/// Whose browser it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, of the version that the tools found.
    #[default]
    Chromium,
    /// Firefox, likewise.
    Firefox,
}

/// Which browser to start, and how.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Which.
    pub kind: Kind,
    /// With what devices.
    pub devices: Devices,
    /// In which language: `de`, `en`.
    pub language: &'a str,
    /// Further arguments for the browser.
    pub arguments: &'a [&'a str],
    /// Behind which network; `None`: the machine's own.
    pub home: Option<&'a Home>,
}

impl Wish<'_> {
    /// Chromium in German, on the machine's own network.
    pub fn new(devices: Devices) -> Self {
        Self { kind: Kind::Chromium, devices, language: "de", arguments: &[], home: None }
    }
}

/// A browser, and the driver that drives it. Both end when it is dropped.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    kind: Kind,
    devices: Devices,
    process: Child,
    /// The address of its BiDi session; of Firefox alone.
    bidi: String,
    _loudspeaker: Option<Child>,
    _files: tempfile::TempDir,
}

impl Browser {
    /// Starts Chromium in that language (`de`, `en`) with those devices.
    ///
    /// # Errors
    /// When Chromium or its driver does not start.
    pub async fn start(devices: Devices, language: &str) -> Result<Self> {
        Self::start_as(Wish { language, ..Wish::new(devices) }).await
    }

    /// The same with further arguments for Chromium.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_with(devices: Devices, language: &str, arguments: &[&str]) -> Result<Self> {
        Self::start_as(Wish { language, arguments, ..Wish::new(devices) }).await
    }

    /// Starts a browser as wished.
    ///
    /// # Errors
    /// When the browser or its driver does not start.
    pub async fn start_as(wish: Wish<'_>) -> Result<Self> {
        let files = tempfile::tempdir()?;
        let port = free_port()?;
        let bidi_port = free_port()?;
        let (mut driver, capabilities): (Command, Capabilities) = match wish.kind {
            Kind::Chromium => chromium::prepare(&wish, port, files.path())?,
            Kind::Firefox => firefox::prepare(&wish, [port, bidi_port], files.path())?,
        };
        let loudspeaker = match wish.kind {
            Kind::Firefox if !matches!(wish.devices, Devices::Missing) => {
                Some(firefox::loudspeaker(files.path()).await?)
            }
            // The loudspeaker brings something that Firefox takes for a microphone.
            Kind::Firefox | Kind::Chromium => None,
        };
        let process = driver
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("the driver of {:?} does not start", wish.kind))?;
        let host = wish.home.map_or_else(|| "127.0.0.1".to_owned(), |home| home.address().to_string());
        let url = format!("http://{host}:{port}");
        let driver = until("a browser session", || async {
            Ok(Some(WebDriver::new(&url, capabilities.clone()).await?))
        })
        .await?;
        driver.set_script_timeout(Duration::from_secs(60)).await?;
        let bidi = format!("ws://{host}:{bidi_port}/session/{}", driver.session_id());
        Ok(Self {
            driver,
            kind: wish.kind,
            devices: wish.devices,
            process,
            bidi,
            _loudspeaker: loudspeaker,
            _files: files,
        })
    }

    /// Whose it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Runs statements of JavaScript in the page, as if they were its own.
    ///
    /// # Errors
    /// When they throw.
    pub async fn runs(&self, script: &str) -> Result<()> {
        match self.kind {
            Kind::Chromium => {
                self.driver.execute(script, vec![]).await?;
                Ok(())
            }
            Kind::Firefox => bidi::run(&self.bidi, &self.driver.window().await?.to_string(), script).await,
        }
    }

    /// Loads a page in which statements of JavaScript run before any of its own.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn opens_after(&self, script: &str, link: &str) -> Result<()> {
        match self.kind {
            Kind::Chromium => {
                let tools = self.driver.cdp();
                let source = json!({ "source": format!("(() => {{\n{script}\n}})()") });
                let added = tools.send_raw("Page.addScriptToEvaluateOnNewDocument", source).await?;
                self.driver.goto(link).await?;
                tools.send_raw("Page.removeScriptToEvaluateOnNewDocument", added).await?;
            }
            Kind::Firefox => {
                let function = json!({ "functionDeclaration": format!("() => {{\n{script}\n}}") });
                let added = bidi::ask(&self.bidi, "script.addPreloadScript", function).await?;
                self.driver.goto(link).await?;
                bidi::ask(&self.bidi, "script.removePreloadScript", added).await?;
            }
        }
        Ok(())
    }

    /// JavaScript by which the page's microphone has a voice, for a browser that cannot be started with one.
    pub fn voice(&self) -> Option<String> {
        match (self.kind, self.devices) {
            (Kind::Firefox, Devices::Fake { hertz, .. }) => Some(firefox::voice(hertz)),
            (Kind::Firefox, Devices::Speaking | Devices::Answering) => Some(firefox::words()),
            (Kind::Firefox, Devices::Plain | Devices::Refused | Devices::Unasked | Devices::Missing)
            | (Kind::Chromium, _) => None,
        }
    }

    /// Stops the browser where it stands, as sleep does: nothing in it runs any more. Its driver is not stopped.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn stops(&self) -> Result<()> {
        self.signal("-STOP")
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn goes_on(&self) -> Result<()> {
        self.signal("-CONT")
    }

    /// Slows the browser down: of every 50 ms it stands still for so many. Until what is returned is dropped, and then
    /// [`Self::goes_on`].
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn slows_down(&self, still_ms: u32) -> Result<Child> {
        let driver = self.process.id().context("the driver has ended")?;
        let processes = processes::below(driver)?.join(" ");
        let seconds = |ms: u32| f64::from(ms) / 1_000.0;
        let script = format!(
            "while kill -STOP {processes}; do sleep {}; kill -CONT {processes}; sleep {}; done",
            seconds(still_ms),
            seconds(50_u32.saturating_sub(still_ms))
        );
        Ok(Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).kill_on_drop(true).spawn()?)
    }

    fn signal(&self, signal: &str) -> Result<()> {
        let driver = self.process.id().context("the driver has ended")?;
        let processes = processes::below(driver)?;
        ensure!(!processes.is_empty(), "the browser has ended");
        let status = std::process::Command::new("kill").arg(signal).args(&processes).status()?;
        ensure!(status.success(), "kill {signal} does not work");
        Ok(())
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// When it does not answer any more.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.clone().quit().await?)
    }
}

/// A browser that stands still can neither be asked to end nor be ended.
impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.goes_on();
    }
}

/// A driver's command line, inside the member's network if there is one.
fn command(program: &str, home: Option<&Home>) -> Command {
    match home {
        None => Command::new(program),
        Some(home) => home.command(program),
    }
}

/// A port that was free a moment ago.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
