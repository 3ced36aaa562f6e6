//! The ear and the eye, run as in the page: in a worklet and in a worker. Their files come from the runner's own server,
//! which serves the checkout; `cargo xtask test web` puts the program there.

use client::browser::{
    ear::{Ear, Heard},
    eye::Eye,
    media::{Capture, CaptureKind, Choice},
    problem::SoundProblem,
    track::Stream,
};
use signals::{Dbfs, FROZEN, Sight, Sound};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{Fault, Reports, eventually, js, open, pause};

/// What the build puts beside the client (`xtask/src/split/parts.js`).
const FILES: &str = "
    const files = { senses: '/target/senses.wasm', ear: '/assets/senses/ear.js', eye: '/assets/senses/eye.js' };
    globalThis.fileAddress = (name) => files[name];
    globalThis.loadBytes = async (name) => {
        const answer = await fetch(files[name]);
        if (!answer.ok) throw answer.status;
        return answer.arrayBuffer();
    }";

/// A microphone that hears a tone of this amplitude, of 1000 Hz; stops with the page.
const TONE: &str = "
    const context = (window.toneContext ??= new AudioContext());
    const tone = new OscillatorNode(context, { frequency: 1000 });
    const gain = new GainNode(context, { gain: arguments[0] });
    const microphone = context.createMediaStreamDestination();
    tone.connect(gain).connect(microphone);
    tone.start();
    return microphone.stream;";

/// A camera whose pictures a function draws, thirty a second, until `stopDrawing` is called.
const CAMERA: &str = "
    const canvas = document.createElement('canvas');
    canvas.width = arguments[0];
    canvas.height = arguments[1];
    const context = canvas.getContext('2d');
    const draw = new Function('context', 'at', arguments[2]);
    let at = 0;
    draw(context, at);
    const timer = setInterval(() => draw(context, ++at), 33);
    window.stopDrawing = () => clearInterval(timer);
    return canvas.captureStream();";

/// A device that gives what a script makes. Stopped when it is dropped.
async fn made(kind: CaptureKind, script: &str, arguments: &[JsValue]) -> Capture {
    js(FILES, &[]);
    js("window.made = arguments[0]", &[js(script, arguments)]);
    let _fault = Fault::inject("navigator.mediaDevices", "getUserMedia", "value: async () => window.made");
    open(kind, Choice::Any).await.expect("what was made opens")
}

async fn tone(amplitude: f64) -> Capture {
    made(CaptureKind::Microphone, TONE, &[amplitude.into()]).await
}

async fn camera(width: u32, height: u32, draw: &str) -> Capture {
    made(CaptureKind::Camera, CAMERA, &[width.into(), height.into(), draw.into()]).await
}

/// An ear, with what it told.
fn ear(microphone: &Capture) -> (Ear, Reports<Heard>) {
    let reports = Reports::new();
    let ear = Ear::start(&microphone.stream(), reports.listener()).expect("an ear starts");
    (ear, reports)
}

fn eye(camera: &Capture) -> (Eye, Reports<Sight>) {
    let reports = Reports::new();
    let eye = Eye::start(&camera.stream(), reports.listener()).expect("an eye starts");
    (eye, reports)
}

fn sounds(reports: &Reports<Heard>) -> Vec<Sound> {
    let sound = |heard| match heard {
        Heard::Sound(sound) => Some(sound),
        Heard::Locked => None,
    };
    reports.all().into_iter().filter_map(sound).collect()
}

async fn sound_that(reports: &Reports<Heard>, what: &str, is: impl Fn(&Sound) -> bool) -> Sound {
    eventually(what, || sounds(reports).into_iter().rfind(&is)).await
}

#[wasm_bindgen_test]
async fn a_tone_is_heard_as_loud_as_it_is_ten_times_a_second() {
    // A sine has half the power of its peak: 0.1 is -23 dBFS.
    let microphone = tone(0.1).await;
    let (_ear, reports) = ear(&microphone);
    let is_tone = |sound: &Sound| (sound.rms.0 + 23.01).abs() < 0.2 && (sound.peak.0 + 20.0).abs() < 0.2;
    let sound = sound_that(&reports, "a tone of -23 dBFS", is_tone).await;
    assert!(sound.zeros_ms < 100 && sound.full_scale == 0 && !sound.voice.active, "{sound:?}");
    let before = sounds(&reports).len();
    pause(2000).await;
    let came = sounds(&reports).len() - before;
    assert!((17..=23).contains(&came), "{came} in two seconds");
}

#[wasm_bindgen_test]
async fn what_is_louder_than_full_scale_is_counted_as_clipped() {
    let microphone = tone(2.0).await;
    let (_ear, reports) = ear(&microphone);

    sound_that(&reports, "clipping", |sound| sound.full_scale > 100).await;
}

#[wasm_bindgen_test]
async fn digital_silence_is_zeros_for_as_long_as_it_lasts() {
    let microphone = tone(0.0).await;
    let (_ear, reports) = ear(&microphone);
    let silent = |sound: &Sound| sound.rms == Dbfs::SILENCE && sound.peak == Dbfs::SILENCE;
    let sound =
        sound_that(&reports, "a second of zeros", |sound| silent(sound) && sound.zeros_ms > 1000).await;
    assert_eq!(sound.speech, None);
}

#[wasm_bindgen_test]
async fn the_beep_of_the_microphone_is_heard_and_nothing_of_a_disabled_one() {
    js(FILES, &[]);
    let microphone = open(CaptureKind::Microphone, Choice::Any).await.expect("the made-up microphone opens");
    let (_ear, reports) = ear(&microphone);
    sound_that(&reports, "a beep", |sound| sound.rms.0 > -40.0).await;
    microphone.track().set_enabled(false);
    sound_that(&reports, "a second of zeros", |sound| sound.zeros_ms > 1000).await;
}

#[wasm_bindgen_test]
async fn several_microphones_are_heard_at_once_each_by_its_own_ear() {
    let loud_one = tone(0.5).await;
    let (_loud, loud) = ear(&loud_one);
    let quiet_one = tone(0.05).await;
    let (_quiet, quiet) = ear(&quiet_one);
    let level = |wanted: f32| move |sound: &Sound| (sound.rms.0 - wanted).abs() < 0.2;
    sound_that(&loud, "the loud one", level(-9.03)).await;
    sound_that(&quiet, "the quiet one", level(-29.03)).await;
    assert!(sounds(&quiet).iter().all(|sound| sound.rms.0 < -28.0));
}

#[wasm_bindgen_test]
async fn an_ear_that_is_dropped_says_nothing_any_more_and_hears_nothing() {
    let ended = "value: function(...rest) { window.earEnded = true; return original.apply(this, rest); }";
    let microphone = tone(0.1).await;
    let (ear, reports) = ear(&microphone);
    sound_that(&reports, "a sound", |_| true).await;
    let _fault = Fault::inject("MessagePort.prototype", "postMessage", ended);
    drop(ear);
    assert!(js("return window.earEnded", &[]).is_truthy(), "the worklet is told");
    let before = reports.count();
    pause(500).await;
    assert_eq!(reports.count(), before);
}

#[wasm_bindgen_test]
async fn a_context_that_does_not_run_is_told_again_and_again() {
    let microphone = tone(0.1).await;
    let (_ear, reports) = ear(&microphone);
    sound_that(&reports, "a sound", |_| true).await;
    assert!(!reports.all().contains(&Heard::Locked));
    let _state = Fault::inject("BaseAudioContext.prototype", "state", "get: () => 'suspended'");
    let locked = || reports.all().iter().filter(|heard| **heard == Heard::Locked).count();
    eventually("locked, three times", || (locked() >= 3).then_some(())).await;
}

#[wasm_bindgen_test]
async fn an_ear_waits_for_a_network_that_drops_its_files() {
    let microphone = tone(0.1).await;
    js("globalThis.loadBytes = async () => { window.asked = true; throw 503; }", &[]);
    let (_ear, reports) = ear(&microphone);
    eventually("that it asks", || js("return window.asked", &[]).is_truthy().then_some(())).await;
    assert_eq!(sounds(&reports), []);
    js(FILES, &[]);
    sound_that(&reports, "a sound", |_| true).await;
}

#[wasm_bindgen_test]
fn a_stream_without_sound_has_nothing_to_hear() {
    assert_eq!(Ear::start(&Stream::of(&[]), |_| {}).err(), Some(SoundProblem::Failed));
}

/// The last sight of this kind.
async fn sight_that(reports: &Reports<Sight>, what: &str, is: impl Fn(&Sight) -> bool) -> Sight {
    eventually(what, || reports.all().into_iter().rfind(&is)).await
}

const FILL: &str =
    "context.fillStyle = COLOUR; context.fillRect(0, 0, context.canvas.width, context.canvas.height);";

/// A bright bar that wanders through a grey picture.
fn moving() -> String {
    FILL.replace("COLOUR", "'#606060'")
        + "context.fillStyle = '#e0e0e0'; context.fillRect(at * 11 % 640, 0, 60, 360);"
}

#[wasm_bindgen_test]
async fn black_and_bright_pictures_are_told_apart() {
    for (colour, luma) in [("'#000000'", 0.0), ("'#ffffff'", 255.0), ("'#808080'", 128.0)] {
        let camera = camera(640, 360, &FILL.replace("COLOUR", colour)).await;
        let (_eye, reports) = eye(&camera);
        let seen = |sight: &Sight| (sight.light.mean - luma).abs() < 3.0 && sight.light.variance < 2.0;
        sight_that(&reports, colour, seen).await;
    }
}

#[wasm_bindgen_test]
async fn a_moving_picture_moves_and_comes_as_often_as_the_camera_gives_it() {
    let camera = camera(640, 360, &moving()).await;
    let (_eye, reports) = eye(&camera);
    let at_pace =
        |sight: &Sight| sight.pace.frames_per_second.is_some_and(|pace| (22.0..=33.0).contains(&pace));
    let sight = sight_that(&reports, "thirty pictures a second", at_pace).await;
    assert!(sight.motion > 5.0 && sight.likeness < FROZEN && sight.same_ms == 0, "{sight:?}");
    let before = reports.count();
    pause(2000).await;
    let came = reports.count() - before;
    assert!((7..=11).contains(&came), "{came} sights in two seconds");
}

#[wasm_bindgen_test]
async fn a_camera_that_stands_gives_no_pictures_any_more() {
    let camera = camera(640, 360, &moving()).await;
    let (_eye, reports) = eye(&camera);
    sight_that(&reports, "movement", |sight| sight.motion > 5.0 && sight.pace.frames_per_second > Some(15.0))
        .await;
    js("window.stopDrawing()", &[]);
    let standing = |sight: &Sight| sight.same_ms > 2000 && sight.pace.frames_per_second < Some(1.0);
    let sight = sight_that(&reports, "a picture that stands", standing).await;
    assert!(sight.pace.last_ms_ago > Some(1500), "{sight:?}");
}

#[wasm_bindgen_test]
async fn a_telephone_held_upright_is_seen_whole() {
    // Dark above, bright in the middle: were it squeezed or cut, the centre would not be the centre.
    let draw = FILL.replace("COLOUR", "'#202020'")
        + "context.fillStyle = '#ffffff'; context.fillRect(90, 160, 180, 320);";
    let camera = camera(360, 640, &draw).await;
    let (_eye, reports) = eye(&camera);
    let framed = |sight: &Sight| sight.light.centre > 245.0 && sight.light.border < 45.0;
    sight_that(&reports, "a bright middle", framed).await;
}

#[wasm_bindgen_test]
async fn the_camera_of_the_browser_is_seen_to_move() {
    js(FILES, &[]);
    let camera = open(CaptureKind::Camera, Choice::Any).await.expect("the made-up camera opens");
    let (_eye, reports) = eye(&camera);
    sight_that(&reports, "movement", |sight| sight.motion > 0.1 && sight.light.mean > 20.0).await;
}

#[wasm_bindgen_test]
async fn a_hidden_page_sees_nothing_and_begins_anew_when_it_is_shown() {
    let camera = camera(640, 360, &FILL.replace("COLOUR", "'#808080'")).await;
    let (_eye, reports) = eye(&camera);
    sight_that(&reports, "a second of the same", |sight| sight.same_ms > 1000).await;
    let hidden = Fault::inject("document", "visibilityState", "get: () => 'hidden'");
    pause(400).await;
    let before = reports.count();
    pause(1200).await;
    assert_eq!(reports.count(), before);
    drop(hidden);
    eventually("a sight", || reports.all().get(before).copied()).await;
    assert_eq!(reports.all()[before].same_ms, 0, "nothing is known of the time between");
}

#[wasm_bindgen_test]
async fn an_eye_that_is_dropped_sees_nothing_any_more() {
    let camera = camera(640, 360, &moving()).await;
    let (eye, reports) = eye(&camera);
    sight_that(&reports, "a sight", |_| true).await;
    drop(eye);
    let before = reports.count();
    pause(600).await;
    assert_eq!(reports.count(), before);
}
