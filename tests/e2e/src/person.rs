//! Somebody at their browser: what they can press, see and hear. Everything by the stable names of `wire::names`.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::{TypingData, prelude::*};
use wire::{
    checks::CheckStatus,
    names::{Action, FindingCode, Screen, Step},
};

use crate::{
    browser::{Browser, Devices, Kind, Wish},
    until,
};

/// A person at their browser.
pub struct Person {
    browser: Browser,
}

/// What is heard of somebody.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Heard {
    /// The strongest frequency, in hertz.
    pub hertz: f32,
    /// How strong it is, in decibels below full scale.
    pub level: f32,
}

/// What is seen of somebody.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Seen {
    /// Frames decoded so far.
    pub frames: u64,
    /// The mean red, green and blue, 0 to 255.
    pub red: f32,
    /// Green.
    pub green: f32,
    /// Blue.
    pub blue: f32,
    /// By how much a pixel changed on average within a moment, 0 to 255.
    pub change: f32,
}

impl Person {
    /// Sits down at a browser with those devices, in German.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn with(devices: Devices) -> Result<Self> {
        Ok(Self { browser: Browser::start(devices, "de").await? })
    }

    /// Sits down at a browser of that kind with those devices, in German.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn at_a(kind: Kind, devices: Devices) -> Result<Self> {
        Ok(Self { browser: Browser::start_as(Wish { kind, ..Wish::new(devices) }).await? })
    }

    /// Sits down at that browser.
    pub fn at(browser: Browser) -> Self {
        Self { browser }
    }

    /// The browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The session, for what has no name here.
    pub fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    /// Opens a link.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn open(&self, link: &str) -> Result<()> {
        Ok(self.driver().goto(link).await?)
    }

    /// Loads the page anew.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.driver().refresh().await?)
    }

    /// Opens a link and goes on to the waiting room.
    ///
    /// # Errors
    /// When the waiting room does not show.
    pub async fn knock(&self, link: &str) -> Result<()> {
        self.open(link).await?;
        self.press(Action::Enter).await?;
        self.sees_screen(Screen::Waiting).await
    }

    /// Opens a link, goes on to the waiting room, and waits until microphone and camera are found to be well.
    ///
    /// # Errors
    /// When they are not in time.
    pub async fn knocks_with_devices(&self, link: &str) -> Result<()> {
        self.open(link).await?;
        if let Some(voice) = self.browser.voice() {
            self.driver().execute(voice, vec![]).await?;
        }
        self.press(Action::Enter).await?;
        self.sees_screen(Screen::Waiting).await?;
        self.sees_step(Step::Speak, CheckStatus::Success).await.context("the microphone")?;
        self.sees_step(Step::See, CheckStatus::Success).await.context("the camera")
    }

    /// Waits for a screen.
    ///
    /// # Errors
    /// When it does not show in time.
    pub async fn sees_screen(&self, screen: Screen) -> Result<()> {
        let what = format!("the screen {}", screen.name());
        let shown = self.waits_for(&what, &format!("[data-screen=\"{}\"]", screen.name())).await;
        match shown {
            Ok(_) => Ok(()),
            Err(error) => Err(error.context(self.situation().await)),
        }
    }

    /// Presses something, once it can be pressed.
    ///
    /// # Errors
    /// When it cannot be pressed in time.
    pub async fn press(&self, action: Action) -> Result<()> {
        self.press_in("", action).await
    }

    /// Presses something about one person: on the desk, the button in their row.
    ///
    /// # Errors
    /// When it cannot be pressed in time.
    pub async fn press_for(&self, name: &str, action: Action) -> Result<()> {
        let id = self.id_of(name).await?;
        self.press_in(&format!("[data-participant=\"{id}\"] "), action).await
    }

    async fn press_in(&self, within: &str, action: Action) -> Result<()> {
        let selector = format!("{within}[data-action=\"{}\"]", action.name());
        let pressed = until(&format!("{} to press", action.name()), || async {
            let button = self.driver().find(By::Css(selector.as_str())).await?;
            if !button.is_enabled().await? || !button.is_displayed().await? {
                return Ok(None);
            }
            let given = vec![button.to_json()?];
            self.driver().execute(NOTE_PRESS, given.clone()).await?;
            button.click().await?;
            // What was pressed may be gone, and its page with it.
            let missed = match self.driver().execute(IS_MISSED, given).await {
                Ok(missed) => missed.json() == &json!(true),
                Err(_) => false,
            };
            Ok((!missed).then_some(()))
        })
        .await;
        match pressed {
            Ok(()) => Ok(()),
            Err(error) => Err(error.context(self.situation().await)),
        }
    }

    /// Waits until a step of the device check is so far.
    ///
    /// # Errors
    /// When it is not in time.
    pub async fn sees_step(&self, step: Step, status: CheckStatus) -> Result<()> {
        let status = serde_json::to_value(status)?;
        let status = status.as_str().context("a status is a word")?;
        let selector = format!("[data-step=\"{}\"][data-status=\"{status}\"]", step.name());
        self.waits_for(&format!("{} {status}", step.name()), &selector).await.map(|_| ())
    }

    /// Waits for a finding, and returns the sentence it is shown with.
    ///
    /// # Errors
    /// When it does not show in time.
    pub async fn sees_finding(&self, finding: FindingCode) -> Result<String> {
        let selector = format!("[data-finding=\"{}\"]", finding.name());
        Ok(self.waits_for(finding.name(), &selector).await?.text().await?)
    }

    /// Waits until this is told among the details of what is said first.
    ///
    /// # Errors
    /// When it is not in time.
    pub async fn sees_folded(&self, finding: FindingCode) -> Result<()> {
        let selector = format!("[data-folded=\"{}\"]", finding.name());
        self.waits_for(finding.name(), &selector).await.map(|_| ())
    }

    /// What is said to be wrong, the first of it first, with what is folded away.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn is_told(&self) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('[data-finding][data-severity], [data-folded]')]
            .map((element) => element.dataset.finding ?? element.dataset.folded)";
        let told = self.driver().execute(script, vec![]).await?;
        Ok(serde_json::from_value(told.json().clone())?)
    }

    /// Reads a finding in both languages.
    ///
    /// # Errors
    /// When it is not there in one of them, or says the same in both.
    pub async fn reads_in_both_languages(&self, code: FindingCode) -> Result<()> {
        let mut sentences = vec![];
        for _ in 0..2 {
            sentences.push(self.sees_finding(code).await?);
            self.press(Action::Language).await?;
        }
        let different = sentences[0] != sentences[1] && sentences.iter().all(|sentence| sentence.len() > 20);
        ensure!(different, "{}: {sentences:?}", code.name());
        Ok(())
    }

    /// Waits for an element.
    ///
    /// # Errors
    /// When it does not show in time.
    pub async fn waits_for(&self, what: &str, selector: &str) -> Result<WebElement> {
        until(what, || async { Ok(Some(self.driver().find(By::Css(selector)).await?)) }).await
    }

    /// Waits until there is no such element.
    ///
    /// # Errors
    /// When it does not go in time.
    pub async fn waits_until_gone(&self, what: &str, selector: &str) -> Result<()> {
        until(what, || async {
            Ok(self.driver().find_all(By::Css(selector)).await?.is_empty().then_some(()))
        })
        .await
    }

    /// Everything that can be read on the page.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn reads(&self) -> Result<String> {
        Ok(self.driver().find(By::Tag("body")).await?.text().await?)
    }

    /// Waits until that can be read on the page.
    ///
    /// # Errors
    /// When it cannot in time.
    pub async fn waits_to_read(&self, text: &str) -> Result<()> {
        until(&format!("to read “{text}”"), || async {
            Ok(self.reads().await?.contains(text).then_some(()))
        })
        .await
    }

    /// The id of somebody whose row or tile shows their name.
    ///
    /// # Errors
    /// When nobody of that name shows in time.
    pub async fn id_of(&self, name: &str) -> Result<String> {
        let script = "return [...document.querySelectorAll('[data-participant]')]
            .find((element) => element.textContent.includes(arguments[0]))?.dataset.participant ?? null";
        until(&format!("{name} on the page"), || async {
            let found = self.driver().execute(script, vec![json!(name)]).await?;
            Ok(found.json().as_str().map(str::to_owned))
        })
        .await
    }

    /// Listens to somebody for a moment.
    ///
    /// # Errors
    /// When there is no sound of them on the page.
    pub async fn listens_to(&self, name: &str) -> Result<Heard> {
        let id = self.id_of(name).await?;
        self.listens_to_id(&id).await
    }

    async fn listens_to_id(&self, id: &str) -> Result<Heard> {
        let heard = self.ask(LISTEN, vec![json!(id)]).await?;
        Ok(serde_json::from_value(heard)?)
    }

    /// Waits until somebody is heard with a tone of that pitch.
    ///
    /// # Errors
    /// When they are not in time, with what was heard instead.
    pub async fn hears(&self, name: &str, hertz: f32) -> Result<()> {
        let id = self.id_of(name).await?;
        self.hears_id(&id, hertz).await
    }

    /// The same of somebody who may have no tile on the page.
    ///
    /// # Errors
    /// As [`Self::hears`].
    pub async fn hears_id(&self, id: &str, hertz: f32) -> Result<()> {
        until(&format!("{hertz} Hz"), || async {
            let heard = self.listens_to_id(id).await?;
            ensure!((heard.hertz - hertz).abs() < 12.0 && heard.level > -70.0, "heard {heard:?}");
            Ok(Some(()))
        })
        .await
    }

    /// Looks at somebody for a moment.
    ///
    /// # Errors
    /// When there is no picture of them on the page.
    pub async fn looks_at(&self, name: &str) -> Result<Seen> {
        let id = self.id_of(name).await?;
        self.looks_at_selector(&format!("[data-participant='{id}'] video")).await
    }

    /// Looks at a picture for a moment.
    ///
    /// # Errors
    /// When there is none on the page.
    pub async fn looks_at_selector(&self, selector: &str) -> Result<Seen> {
        let seen = self.ask(LOOK, vec![json!(selector)]).await?;
        Ok(serde_json::from_value(seen)?)
    }

    /// Waits until somebody's picture is there and moves.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn sees_moving(&self, name: &str) -> Result<Seen> {
        let first =
            until(&format!("a picture of {name}"), || async { Ok(Some(self.looks_at(name).await?)) }).await?;
        until(&format!("a moving picture of {name}"), || async {
            let seen = self.looks_at(name).await?;
            ensure!(seen.frames > first.frames && seen.change > 0.5, "{first:?}, then {seen:?}");
            Ok(Some(seen))
        })
        .await
    }

    /// Waits until nothing is heard of somebody.
    ///
    /// # Errors
    /// When something still is after the time.
    pub async fn hears_nothing_of(&self, name: &str) -> Result<()> {
        until(&format!("silence from {name}"), || async {
            let heard = self.listens_to(name).await;
            // Muted people may have no sound on the page at all, which is as silent as can be.
            Ok(heard.map_or(true, |heard| heard.level < -90.0).then_some(()))
        })
        .await
    }

    pub(crate) async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let answer = self.driver().execute_async(script, arguments).await?.json().clone();
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => bail!("{error}"),
            None => Ok(answer),
        }
    }

    /// How many people have a tile in the meeting.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn tiles(&self) -> Result<usize> {
        Ok(self.driver().find_all(By::Css("[data-screen=\"meeting\"] [data-participant]")).await?.len())
    }

    /// Presses a key on whatever has the focus.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn types(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver().action_chain().send_keys(keys).perform().await?)
    }

    /// Moves the focus with the Tab key alone until it is on that action, for somebody if named, and presses Enter.
    ///
    /// # Errors
    /// When the focus never gets there.
    pub async fn tabs_to(&self, action: Action) -> Result<()> {
        self.tabs_to_selector(&format!("[data-action=\"{}\"]", action.name())).await
    }

    /// The same with any selector.
    ///
    /// # Errors
    /// When the focus never gets there.
    pub async fn tabs_to_selector(&self, selector: &str) -> Result<()> {
        self.waits_for(selector, &format!("{selector}:not([disabled])")).await?;
        for _ in 0..80 {
            let there = self
                .driver()
                .execute(
                    "return document.activeElement?.matches(arguments[0]) ?? false",
                    vec![json!(selector)],
                )
                .await?;
            if there.json().as_bool() == Some(true) {
                return Ok(());
            }
            self.types(Key::Tab).await?;
        }
        bail!("the Tab key never leads to {selector}\n{}", self.situation().await)
    }

    /// Leads the focus to an action with the Tab key and presses Enter.
    ///
    /// # Errors
    /// As [`Self::tabs_to`].
    pub async fn tabs_and_enters(&self, action: Action) -> Result<()> {
        self.tabs_to(action).await?;
        self.types(Key::Enter).await
    }

    /// What the page shows and what its console says, for a failure's message.
    pub async fn situation(&self) -> String {
        let text = self.reads().await.unwrap_or_else(|error| format!("({error})"));
        let screen = self
            .driver()
            .execute("return document.querySelector('[data-screen]')?.dataset.screen ?? '(none)'", vec![])
            .await
            .map(|screen| screen.json().to_string())
            .unwrap_or_default();
        format!("the page shows {screen}:\n{text}")
    }

    /// Shuts the browser.
    ///
    /// # Errors
    /// When it does not answer any more, or when the page stood still because a part of the program was called before
    /// it was waited for.
    pub async fn goes(self) -> Result<()> {
        let early = self.driver().execute("return document.documentElement.dataset.early", vec![]).await;
        self.browser.quit().await?;
        if let Some(part) = early.ok().and_then(|early| early.json().as_str().map(str::to_owned)) {
            bail!("the part {part} of the program was called before it was there");
        }
        Ok(())
    }
}

/// A page may move a button at the very moment in which it is pressed, and then something else is: notes whether it is this
/// one.
const NOTE_PRESS: &str = "const button = arguments[0];
    window.journeyPressed = false;
    button.addEventListener('click', () => { window.journeyPressed = true; }, { once: true, capture: true })";

/// Whether it still stands there and was not.
const IS_MISSED: &str = "return window.journeyPressed === false && arguments[0].isConnected";

/// Keeps hold of the page's peer connections from now on, in `window.journeyPeers`: to be run before the meeting.
pub const PEERS: &str = r"
  window.journeyPeers = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...given) { super(...given); window.journeyPeers.push(this); }
  };
";

/// Takes the spectrum of the sound that plays for one participant, over more than a syllable.
const LISTEN: &str = r"
const [id, done] = arguments;
(async () => {
  const audio = document.querySelector(`[data-sound='${id}'] audio`);
  if (!audio?.srcObject?.getAudioTracks().length) return { error: 'no sound on the page' };
  const context = (window.journeyContext ??= new AudioContext());
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  analyser.smoothingTimeConstant = 0;
  const source = context.createMediaStreamSource(audio.srcObject);
  source.connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  let best = { hertz: 0, level: -200 };
  for (let n = 0; n < 12; n++) {
    await new Promise((go) => setTimeout(go, 60));
    analyser.getFloatFrequencyData(bins);
    bins.forEach((level, bin) => {
      const hertz = (bin * context.sampleRate) / analyser.fftSize;
      if (hertz > 60 && level > best.level) best = { hertz, level };
    });
  }
  source.disconnect();
  return { hertz: best.hertz, level: Math.max(best.level, -200) };
})().then(done, (error) => done({ error: String(error) }));
";

/// Draws the picture of one participant twice and compares.
const LOOK: &str = r"
const [selector, done] = arguments;
(async () => {
  const video = document.querySelector(selector);
  if (!video || !video.videoWidth) return { error: 'no picture on the page' };
  const canvas = document.createElement('canvas');
  canvas.width = 64; canvas.height = 48;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const look = () => {
    context.drawImage(video, 0, 0, 64, 48);
    return context.getImageData(0, 0, 64, 48).data;
  };
  const first = look();
  // Firefox counts the frames of a stream nowhere else.
  let presented = 0;
  const count = (_, frame) => { presented = frame.presentedFrames; video.requestVideoFrameCallback(count); };
  video.requestVideoFrameCallback(count);
  await new Promise((go) => setTimeout(go, 600));
  const second = look();
  const mean = [0, 0, 0];
  let change = 0;
  for (let at = 0; at < second.length; at += 4)
    for (let channel = 0; channel < 3; channel++) {
      mean[channel] += second[at + channel];
      change += Math.abs(second[at + channel] - first[at + channel]);
    }
  const pixels = second.length / 4;
  const [red, green, blue] = mean.map((sum) => sum / pixels);
  const frames = Math.max(video.getVideoPlaybackQuality().totalVideoFrames, presented);
  return { frames, red, green, blue, change: change / pixels / 3 };
})().then(done, (error) => done({ error: String(error) }));
";
