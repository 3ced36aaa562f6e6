//! How Firefox is started. Its test devices are a steady tone, whose pitch can be chosen, and a picture whose colour
//! and little square wander.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{Capabilities, DesiredCapabilities};
use tokio::process::{Child, Command};

use super::{Devices, INSECURE_HOST, Wish, command};
use crate::{SPEECH, setting, until};

/// The pitch of Firefox's test tone when nobody asks for another, in hertz.
const PITCH: u32 = 1000;

/// The command line of its driver, and what to ask of it.
pub(super) fn prepare(
    wish: &Wish<'_>,
    [port, bidi]: [u16; 2],
    files: &Path,
) -> Result<(Command, Capabilities)> {
    let mut driver = command(&setting("GECKODRIVER", "geckodriver"), wish.home);
    driver
        .arg(format!("--port={port}"))
        .arg(format!("--websocket-port={bidi}"))
        .args(["--log", "fatal", "--profile-root"])
        .arg(files)
        .env("MOZ_CRASHREPORTER_DISABLE", "1")
        .env("PULSE_SERVER", format!("unix:{}", socket(files).display()));
    if let Some(home) = wish.home {
        driver.args(["--host", "0.0.0.0", "--allow-hosts"]).arg(home.address().to_string());
    }
    let mut arguments = vec!["-headless", "-width", "1280", "-height", "900"];
    arguments.extend(wish.arguments);
    let mut capabilities = Capabilities::from(DesiredCapabilities::firefox());
    let options = json!({
        "binary": setting("FIREFOX", "/usr/bin/firefox-esr"),
        "args": arguments,
        "prefs": preferences(wish),
    });
    capabilities.set("moz:firefoxOptions", options)?;
    // For scripts in the page's own realm.
    capabilities.set("webSocketUrl", true)?;
    Ok((driver, capabilities))
}

/// Puts a voice in the place of the steady tone: the same as in [`crate::media::voice`], out of oscillators.
pub(super) fn voice(hertz: f32) -> String {
    format!("const hertz = {hertz};{VOICE}")
}

/// Puts German words in its place.
pub(super) fn words() -> String {
    format!("const speech = {SPEECH:?};{WORDS}")
}

const WORDS: &str = r"
    const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const real = await open(wanted);
      if (!wanted.audio) return real;
      const context = new AudioContext(), voice = context.createMediaStreamDestination();
      const buffer = await context.decodeAudioData(new Uint8Array(speech).buffer);
      const words = new AudioBufferSourceNode(context, { buffer, loop: true });
      words.connect(voice);
      words.start();
      const settings = real.getAudioTracks()[0].getSettings();
      voice.stream.getAudioTracks()[0].getSettings = () => settings;
      window.journeyVoice = [context, voice, real, words];
      return voice.stream;
    };
";

const VOICE: &str = r"
    const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const real = await open(wanted);
      if (!wanted.audio) return real;
      const context = new AudioContext(), voice = context.createMediaStreamDestination();
      const syllables = new GainNode(context, { gain: 0.4 }), swell = new GainNode(context, { gain: 0.4 });
      const three = new OscillatorNode(context, { frequency: 3 });
      three.connect(swell).connect(syllables.gain);
      const sing = (frequency, gain) => {
        const part = new OscillatorNode(context, { frequency });
        part.connect(new GainNode(context, { gain })).connect(syllables);
        part.start();
      };
      const cords = hertz / Math.ceil(hertz / 400);
      sing(hertz, 0.5);
      for (let part = 1; part <= 6; part++) sing(cords * part, 0.1);
      syllables.connect(voice);
      three.start();
      const settings = real.getAudioTracks()[0].getSettings();
      voice.stream.getAudioTracks()[0].getSettings = () => settings;
      window.journeyVoice = [context, voice, real];
      return voice.stream;
    };
";

/// A loudspeaker that nobody hears. Without any, Firefox lets no page process sound at all.
pub(super) async fn loudspeaker(files: &Path) -> Result<Child> {
    let home = files.join("sound");
    std::fs::create_dir_all(&home)?;
    let socket = socket(files);
    let server = Command::new(setting("PULSEAUDIO", "pulseaudio"))
        .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"])
        .arg("--load=module-null-sink")
        .arg(format!("--load=module-native-protocol-unix socket={} auth-anonymous=1", socket.display()))
        .env("HOME", &home)
        .env("XDG_RUNTIME_DIR", &home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("pulseaudio does not start")?;
    until("the loudspeaker", || async { Ok(socket.exists().then_some(())) }).await?;
    Ok(server)
}

fn socket(files: &Path) -> PathBuf {
    files.join("loudspeaker")
}

fn preferences(wish: &Wish<'_>) -> Value {
    // 0 asks, 1 allows, 2 refuses.
    let (fake, allowed) = match wish.devices {
        Devices::Fake { .. } | Devices::Plain | Devices::Speaking | Devices::Answering => (true, 1),
        Devices::Refused => (true, 2),
        Devices::Unasked => (true, 0),
        Devices::Missing => (false, 1),
    };
    let pitch = match wish.devices {
        Devices::Fake { hertz, .. } => hertz as u32,
        Devices::Plain
        | Devices::Speaking
        | Devices::Answering
        | Devices::Refused
        | Devices::Unasked
        | Devices::Missing => PITCH,
    };
    json!({
        "intl.accept_languages": wish.language,
        "network.dns.localDomains": INSECURE_HOST,
        "media.navigator.streams.fake": fake,
        "media.navigator.audio.fake_frequency": pitch,
        "permissions.default.microphone": allowed,
        "permissions.default.camera": allowed,
        // Sound without a press is another matter, and has findings of its own.
        "media.autoplay.default": 0,
        // Everything here is on this machine; a page elsewhere would be served with TLS.
        "media.devices.insecure.enabled": true,
        "media.getusermedia.insecure.enabled": true,
        "dom.securecontext.allowlist": wish.home.map_or_else(String::new, |home| home.server().to_string()),
        "media.peerconnection.ice.loopback": wish.home.is_none(),
        // As in life: drivers switch it off. Only a home is sure to have a network.
        "network.manage-offline-status": wish.home.is_some(),
        "media.volume_scale": "0.0",
        // Nothing to anybody else.
        "app.update.enabled": false,
        "browser.safebrowsing.downloads.remote.enabled": false,
        "datareporting.policy.dataSubmissionEnabled": false,
        "media.gmp-manager.updateEnabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
    })
}
