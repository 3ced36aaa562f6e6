//! The chime, and sound that the browser holds back.

use client::browser::{
    chime::Chime,
    devices::{self, DeviceKind},
    element::{Attachment, ElementEvent, Hearing},
    media::{CaptureKind, Choice},
    problem::SoundProblem,
    sink,
    sound::{self, SoundState},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{Fault, Reports, eventually, js, open, pause};

/// Taps what goes to the loudspeaker: the loudest sample that the page's own sound ever had.
const TAP: &str = "value: function(target, ...rest) {
    if (target instanceof AudioDestinationNode) {
        const tap = this.context.createAnalyser();
        const samples = new Float32Array(tap.fftSize);
        window.loudest = 0;
        setInterval(() => {
            tap.getFloatTimeDomainData(samples);
            window.loudest = Math.max(window.loudest, ...samples.map(Math.abs));
        }, 20);
        original.call(this, tap);
    }
    return original.call(this, target, ...rest);
}";

#[wasm_bindgen_test]
async fn the_chime_sounds_and_does_not_overdrive() {
    let _tap = Fault::inject("AudioNode.prototype", "connect", TAP);
    let outcomes = Reports::new();
    let _chime = Chime::start("", outcomes.listener());
    assert_eq!(eventually("an outcome", || outcomes.take()).await, Ok(()));
    let loudest = || js("return window.loudest", &[]).as_f64();
    eventually("the chime is loud enough", || loudest().filter(|loudest| *loudest > 0.2)).await;
    pause(1500).await;
    assert!(loudest().is_some_and(|loudest| loudest < 0.9));
    assert_eq!(sound::state(), SoundState::Open);
}

#[wasm_bindgen_test]
async fn the_chime_sounds_on_a_chosen_loudspeaker_and_says_when_it_is_gone() {
    let _microphone = open(CaptureKind::Microphone, Choice::Any).await.expect("names need an open device");
    let list = devices::list().await.expect("a list of devices");
    let output = list.iter().find(|device| device.kind == DeviceKind::AudioOutput && device.id != "default");
    assert!(sink::can_choose());
    let outcomes = Reports::new();
    let _chime = Chime::start(&output.expect("a loudspeaker").id, outcomes.listener());
    assert_eq!(eventually("an outcome", || outcomes.take()).await, Ok(()));
    let _gone = Chime::start("0123456789abcdef", outcomes.listener());
    assert_eq!(eventually("an outcome", || outcomes.take()).await, Err(SoundProblem::SinkMissing));
}

#[wasm_bindgen_test]
async fn sound_that_stays_suspended_is_reported_as_locked() {
    let _state = Fault::inject("BaseAudioContext.prototype", "state", "get: () => 'suspended'");
    let _resume = Fault::inject("AudioContext.prototype", "resume", "value: () => new Promise(() => {})");
    assert_eq!(sound::state(), SoundState::Locked);
    let outcomes = Reports::new();
    let _chime = Chime::start("", outcomes.listener());
    assert_eq!(eventually("an outcome", || outcomes.take()).await, Err(SoundProblem::SoundLocked));
}

#[wasm_bindgen_test]
async fn a_chime_that_is_dropped_reports_nothing() {
    let outcomes = Reports::new();
    drop(Chime::start("", outcomes.listener()));
    pause(600).await;
    assert_eq!(outcomes.count(), 0);
}

#[wasm_bindgen_test]
async fn an_element_that_may_not_play_says_so_and_plays_after_a_press() {
    let microphone = open(CaptureKind::Microphone, Choice::Any).await.expect("a microphone");
    let audio = js("return document.createElement('audio')", &[]);
    let events = Reports::new();
    let refusal = "value: () => Promise.reject(new DOMException('', 'NotAllowedError'))";
    let fault = Fault::inject("HTMLMediaElement.prototype", "play", refusal);
    let attachment = Attachment::attach(
        audio.unchecked_ref(),
        &microphone.stream(),
        Hearing::On(String::new()),
        events.listener(),
    )
    .expect("an audio element takes a stream");
    let locked = ElementEvent::Refused(SoundProblem::SoundLocked);
    events.wait_for("refused", |event| (*event == locked).then_some(())).await;
    drop(fault);
    attachment.play();
    events.wait_for("playing", |event| (*event == ElementEvent::Playing).then_some(())).await;
}
