//! Looks on while a meeting goes through bad times: what arrives at a member's page, counted by the browser, and at
//! which moments somebody is heard there.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use crate::{person::Person, until_within};

/// What has arrived at a page so far, over all its connections that are open.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Received {
    /// Samples of sound that were played.
    pub samples: f64,
    /// Of those, samples that were made up because nothing had arrived in time.
    pub concealed: f64,
    /// Frames of pictures.
    pub frames: f64,
    /// The width of the last of them in pixels.
    pub width: f64,
    /// Bytes of pictures.
    pub picture_bytes: f64,
    /// Bytes of sound.
    pub sound_bytes: f64,
    /// Whether the connection in use goes over TCP.
    pub tcp: bool,
}

/// What arrived within a span of time.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// How many of a hundred samples of sound were really heard and not made up.
    pub heard_percent: f64,
    /// Frames of pictures in a second.
    pub frames: f64,
    /// The width of the picture in pixels, at the end.
    pub width: f64,
    /// Kilobits of pictures in a second.
    pub picture_kilobits: f64,
    /// Kilobits of sound in a second.
    pub sound_kilobits: f64,
}

impl Received {
    /// What arrived since then, within that time.
    pub fn since(&self, before: &Self, time: Duration) -> Share {
        let seconds = time.as_secs_f64();
        let samples = self.samples - before.samples;
        let concealed = self.concealed - before.concealed;
        let rate = |now: f64, then: f64| (now - then).max(0.0) / seconds;
        Share {
            // Nothing played is nothing heard.
            heard_percent: if samples > 0.0 { 100.0 * (1.0 - concealed / samples) } else { 0.0 },
            frames: rate(self.frames, before.frames),
            width: self.width,
            picture_kilobits: rate(self.picture_bytes, before.picture_bytes) * 8.0 / 1000.0,
            sound_kilobits: rate(self.sound_bytes, before.sound_bytes) * 8.0 / 1000.0,
        }
    }
}

impl Person {
    /// From the next page on, keeps an eye on its connections. In Chromium.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn watches_connections(&self) -> Result<()> {
        let script = json!({ "source": KEEP });
        self.driver().cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await?;
        Ok(())
    }

    /// What has arrived so far.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn received(&self) -> Result<Received> {
        Ok(serde_json::from_value(self.ask(COUNT, vec![]).await?)?)
    }

    /// What arrives within that time.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn receives_within(&self, time: Duration) -> Result<Share> {
        let before = self.received().await?;
        let began = std::time::Instant::now();
        // A measurement over a span of time, not a wait for something.
        tokio::time::sleep(time).await;
        Ok(self.received().await?.since(&before, began.elapsed()))
    }

    /// By which relays the media of each open connection go: `udp`, `tcp` or `tls`; empty for one that needs none.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn relays(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.ask(RELAYS, vec![]).await?)?)
    }

    /// From now on notes the moments in which somebody is heard.
    ///
    /// # Errors
    /// When they are not on the page.
    pub async fn notes_when_heard(&self, name: &str) -> Result<()> {
        let id = self.id_of(name).await?;
        self.driver().execute(NOTE, vec![json!(id)]).await?;
        Ok(())
    }

    /// How long after a moment of the Unix clock, in milliseconds, somebody was heard again and stayed so.
    ///
    /// # Errors
    /// When they were not within that time.
    pub async fn hears_again_after(&self, moment: f64, patience: Duration) -> Result<Duration> {
        until_within(patience, "to be heard again", || async {
            let at = self.driver().execute(AGAIN, vec![json!(moment)]).await?;
            Ok(at.json().as_f64().map(|at| Duration::from_secs_f64((at - moment).max(0.0) / 1000.0)))
        })
        .await
    }
}

/// This moment, in milliseconds of the Unix clock, which is also the browsers'.
///
/// # Errors
/// When the clock is before 1970.
pub fn now() -> Result<f64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH).context("the clock")?.as_secs_f64() * 1000.0)
}

/// Keeps every connection that a page makes.
const KEEP: &str = "
window.journeyPeers = [];
window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
  construct(real, given) {
    const made = new real(...given);
    window.journeyPeers.push(made);
    return made;
  },
});
";

const COUNT: &str = "
const done = arguments[arguments.length - 1];
(async () => {
  const sum = { samples: 0, concealed: 0, frames: 0, width: 0, picture_bytes: 0, sound_bytes: 0, tcp: false };
  for (const peer of window.journeyPeers ?? []) {
    if (peer.connectionState === 'closed') continue;
    const report = await peer.getStats();
    for (const one of report.values()) {
      if (one.type === 'inbound-rtp' && one.kind === 'audio') {
        sum.samples += one.totalSamplesReceived ?? 0;
        sum.concealed += one.concealedSamples ?? 0;
        sum.sound_bytes += one.bytesReceived ?? 0;
      } else if (one.type === 'inbound-rtp' && one.kind === 'video') {
        sum.frames += one.framesDecoded ?? 0;
        sum.width = Math.max(sum.width, one.frameWidth ?? 0);
        sum.picture_bytes += one.bytesReceived ?? 0;
      } else if (one.type === 'candidate-pair' && one.nominated && one.state === 'succeeded') {
        if (report.get(one.localCandidateId)?.protocol === 'tcp') sum.tcp = true;
      }
    }
  }
  return sum;
})().then(done, (error) => done({ error: String(error) }));
";

const RELAYS: &str = "
const done = arguments[arguments.length - 1];
(async () => {
  const relays = [];
  for (const peer of window.journeyPeers ?? []) {
    if (peer.connectionState !== 'connected') continue;
    const report = await peer.getStats();
    const transport = [...report.values()].find((one) => one.type === 'transport');
    const local = report.get(report.get(transport?.selectedCandidatePairId)?.localCandidateId);
    relays.push(local?.candidateType === 'relay' ? local.relayProtocol : '');
  }
  return relays;
})().then(done, (error) => done({ error: String(error) }));
";

/// Every 20 ms, whatever plays for that participant at that moment.
const NOTE: &str = "
const [id] = arguments;
const context = (window.journeyContext ??= new AudioContext());
context.resume();
const analyser = context.createAnalyser();
analyser.fftSize = 1024;
const samples = new Float32Array(analyser.fftSize);
let stream, source;
window.journeyHeard = [];
clearInterval(window.journeyNoting);
window.journeyNoting = setInterval(() => {
  const now = document.querySelector(`[data-sound='${id}'] audio`)?.srcObject;
  const key = now?.getAudioTracks()[0]?.id;
  if (key !== stream) {
    source?.disconnect();
    source = key && context.createMediaStreamSource(now);
    source?.connect(analyser);
    stream = key;
  }
  if (!source) return;
  analyser.getFloatTimeDomainData(samples);
  if (samples.some((one) => Math.abs(one) > 0.01)) window.journeyHeard.push(Date.now());
}, 20);
";

/// The first of ten moments within two seconds: what still came out of a buffer does not count.
const AGAIN: &str = "
const [moment] = arguments;
const later = (window.journeyHeard ?? []).filter((at) => at >= moment);
for (let n = 0; n + 10 < later.length; n++) if (later[n + 10] - later[n] < 2000) return later[n];
return null;
";
