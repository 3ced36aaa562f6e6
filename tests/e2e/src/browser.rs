//! A browser of its own for each person: own profile, own fake microphone and camera.

use std::{net::TcpListener, path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};
use tokio::process::{Child, Command};

use crate::{media, setting, until};

/// What a person's devices give.
#[derive(Clone, Copy, Debug)]
pub enum Devices {
    /// A tone and a picture of one's own.
    Fake {
        /// The pitch of the tone.
        hertz: f32,
        /// The colour of the picture, as `Cb` and `Cr`.
        colour: (u8, u8),
    },
    /// The browser's own beeping and spinning test devices.
    Plain,
    /// The same, but the person refuses them.
    Refused,
    /// No camera.
    Missing,
}

/// A browser, and the driver that drives it. Both end when it is dropped.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    _chromedriver: Child,
    _files: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser in that language (`de`, `en`) with those devices.
    ///
    /// # Errors
    /// When Chromium or its driver does not start.
    pub async fn start(devices: Devices, language: &str) -> Result<Self> {
        Self::start_with(devices, language, &[]).await
    }

    /// The same with further arguments for Chromium.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_with(devices: Devices, language: &str, arguments: &[&str]) -> Result<Self> {
        let files = tempfile::tempdir()?;
        let port = free_port()?;
        let chromedriver = Command::new(setting("CHROMEDRIVER", "chromedriver"))
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("chromedriver does not start")?;

        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&setting("CHROMIUM", "/usr/bin/chromium"))?;
        for argument in fixed_arguments(language).iter().map(String::as_str).chain(arguments.iter().copied())
        {
            capabilities.add_arg(argument)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", files.path().join("profile").display()))?;
        for argument in device_arguments(devices, files.path())? {
            capabilities.add_arg(&argument)?;
        }
        let allowed = if matches!(devices, Devices::Refused) { 2 } else { 1 };
        capabilities.add_experimental_option(
            "prefs",
            json!({
                "intl.accept_languages": language,
                "profile.default_content_setting_values.media_stream_mic": allowed,
                "profile.default_content_setting_values.media_stream_camera": allowed,
            }),
        )?;
        let url = format!("http://127.0.0.1:{port}");
        let driver = until("a browser session", || async {
            Ok(Some(WebDriver::new(&url, capabilities.clone()).await?))
        })
        .await?;
        driver.set_script_timeout(Duration::from_secs(30)).await?;
        Ok(Self { driver, _chromedriver: chromedriver, _files: files })
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// When it does not answer any more.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }
}

fn fixed_arguments(language: &str) -> Vec<String> {
    let fixed = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Pages of journeys lie behind each other; each must go on as if it were in front.
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--mute-audio",
        "--window-size=1280,900",
    ];
    let language = format!("--lang={language}");
    fixed.into_iter().map(str::to_owned).chain([language]).collect()
}

fn device_arguments(devices: Devices, files: &Path) -> Result<Vec<String>> {
    let fake = "--use-fake-device-for-media-stream".to_owned();
    Ok(match devices {
        Devices::Fake { hertz, colour } => {
            let (sound, picture) = (files.join("voice.wav"), files.join("picture.y4m"));
            media::tone(&sound, hertz)?;
            media::picture(&picture, colour)?;
            vec![
                fake,
                format!("--use-file-for-fake-audio-capture={}", sound.display()),
                format!("--use-file-for-fake-video-capture={}", picture.display()),
            ]
        }
        Devices::Plain | Devices::Refused => vec![fake],
        Devices::Missing => vec!["--use-fake-device-for-media-stream=device-count=0".to_owned()],
    })
}

/// A port that was free a moment ago.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
