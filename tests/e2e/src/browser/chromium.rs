//! How Chromium is started.

use std::path::Path;

use anyhow::Result;
use serde_json::json;
use thirtyfour::{Capabilities, ChromiumLikeCapabilities, DesiredCapabilities};
use tokio::process::Command;

use super::{Devices, INSECURE_HOST, Wish, command};
use crate::{OTHER_SPEECH, SPEECH, media, setting};

/// The strongest part of a voice about which nobody asks, in hertz.
const PITCH: f32 = 300.0;

/// The command line of its driver, and what to ask of it.
pub(super) fn prepare(wish: &Wish<'_>, port: u16, files: &Path) -> Result<(Command, Capabilities)> {
    let mut driver = command(&setting("CHROMEDRIVER", "chromedriver"), wish.home);
    driver.arg(format!("--port={port}"));
    if let Some(home) = wish.home {
        driver.arg(format!("--allowed-ips={}", home.server()));
        driver.arg("--allowed-origins=*");
    }
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&setting("CHROMIUM", "/usr/bin/chromium"))?;
    for argument in
        fixed_arguments(wish.language).iter().map(String::as_str).chain(wish.arguments.iter().copied())
    {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", files.join("profile").display()))?;
    for argument in device_arguments(wish.devices, files)? {
        capabilities.add_arg(&argument)?;
    }
    let allowed = match wish.devices {
        Devices::Refused => 2,
        Devices::Unasked => 3,
        Devices::Fake { .. } | Devices::Plain | Devices::Speaking | Devices::Answering | Devices::Missing => {
            1
        }
    };
    capabilities.add_experimental_option(
        "prefs",
        json!({
            "intl.accept_languages": wish.language,
            "profile.default_content_setting_values.media_stream_mic": allowed,
            "profile.default_content_setting_values.media_stream_camera": allowed,
        }),
    )?;
    Ok((driver, capabilities.into()))
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
    let insecure = format!("--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1");
    fixed.into_iter().map(str::to_owned).chain([language, insecure]).collect()
}

fn device_arguments(devices: Devices, files: &Path) -> Result<Vec<String>> {
    let fake = "--use-fake-device-for-media-stream".to_owned();
    Ok(match devices {
        Devices::Fake { hertz, colour } => {
            let (sound, picture) = (files.join("voice.wav"), files.join("picture.y4m"));
            media::voice(&sound, hertz)?;
            media::picture(&picture, colour)?;
            vec![
                fake,
                format!("--use-file-for-fake-audio-capture={}", sound.display()),
                format!("--use-file-for-fake-video-capture={}", picture.display()),
            ]
        }
        Devices::Plain => {
            let sound = files.join("voice.wav");
            media::voice(&sound, PITCH)?;
            vec![fake, format!("--use-file-for-fake-audio-capture={}", sound.display())]
        }
        Devices::Speaking | Devices::Answering => {
            let sound = files.join("voice.wav");
            let words = if matches!(devices, Devices::Answering) { OTHER_SPEECH } else { SPEECH };
            std::fs::write(&sound, words)?;
            vec![fake, format!("--use-file-for-fake-audio-capture={}", sound.display())]
        }
        Devices::Refused | Devices::Unasked => vec![fake],
        Devices::Missing => vec!["--use-fake-device-for-media-stream=device-count=0".to_owned()],
    })
}
