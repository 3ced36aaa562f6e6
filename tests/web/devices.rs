//! Microphone and camera.

use client::browser::{
    devices::{self, DeviceKind, DeviceWatch},
    element::{Attachment, ElementEvent, Hearing},
    media::{Capture, CaptureChange, CaptureKind, Choice, Opening},
    permissions,
    problem::DeviceProblem,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{Fault, Reports, eventually, js, open, pause};

async fn microphone() -> Capture {
    open(CaptureKind::Microphone, Choice::Any).await.expect("the made-up microphone opens")
}

async fn camera() -> Capture {
    open(CaptureKind::Camera, Choice::Any).await.expect("the made-up camera opens")
}

#[wasm_bindgen_test]
async fn the_camera_gives_moving_frames_to_an_element() {
    let camera = camera().await;
    assert_eq!(camera.kind(), CaptureKind::Camera);
    let video = js("return document.body.appendChild(document.createElement('video'))", &[]);
    let events = Reports::new();
    let attachment =
        Attachment::attach(video.unchecked_ref(), &camera.stream(), Hearing::Silent, events.listener())
            .expect("a video element takes a stream");
    let size = events
        .wait_for("a picture", |event| match event {
            ElementEvent::PictureCame { width, height } => Some((*width, *height)),
            ElementEvent::Playing | ElementEvent::Refused(_) => None,
        })
        .await;
    assert_eq!(Some(size), camera.picture_size());
    let frames = || {
        js("return arguments[0].getVideoPlaybackQuality().totalVideoFrames", std::slice::from_ref(&video))
            .as_f64()
    };
    eventually("ten frames", || frames().filter(|frames| *frames >= 10.0)).await;

    drop(attachment);
    assert!(js("return arguments[0].srcObject", std::slice::from_ref(&video)).is_null());
    js("arguments[0].remove()", &[video]);
}

#[wasm_bindgen_test]
async fn what_is_neither_video_nor_audio_takes_no_stream() {
    let camera = camera().await;
    let div = js("return document.createElement('div')", &[]);
    assert!(Attachment::attach(div.unchecked_ref(), &camera.stream(), Hearing::Silent, |_| {}).is_none());
}

#[wasm_bindgen_test]
async fn a_device_is_stopped_when_it_is_dropped_and_its_duplicate_goes_on() {
    let microphone = microphone().await;
    let duplicate = microphone.duplicate();
    let (track, second) = (microphone.track(), duplicate.track());
    assert_ne!(track.id(), second.id());
    track.set_enabled(false);
    drop(microphone);
    assert!(track.ended());
    assert!(!second.ended());
    drop(duplicate);
    assert!(second.ended());
}

#[wasm_bindgen_test]
async fn a_device_that_ends_or_falls_silent_by_itself_is_reported_and_one_that_we_stop_is_not() {
    let held = "value: async (wish) => {
        const stream = await original.call(navigator.mediaDevices, wish);
        window.heldTrack = stream.getTracks()[0];
        return stream;
    }";
    let _fault = Fault::inject("navigator.mediaDevices", "getUserMedia", held);
    let mut microphone = microphone().await;
    let changes = Reports::new();
    microphone.on_change(changes.listener());
    for name in ["mute", "unmute", "ended"] {
        js("window.heldTrack.dispatchEvent(new Event(arguments[0]))", &[name.into()]);
    }
    let expected = [CaptureChange::Muted, CaptureChange::Unmuted, CaptureChange::Ended];
    assert_eq!(changes.all(), expected);
    let track = microphone.track();
    drop(microphone);
    assert!(track.ended());
    pause(100).await;
    assert_eq!(changes.all(), expected);
}

#[wasm_bindgen_test]
async fn the_devices_have_names_and_ids_once_one_is_open() {
    let microphone = microphone().await;
    let list = devices::list().await.expect("a list of devices");
    for kind in [DeviceKind::AudioInput, DeviceKind::VideoInput, DeviceKind::AudioOutput] {
        assert!(list.iter().any(|device| device.kind == kind && !device.label.is_empty()), "{kind:?}");
    }
    assert!(list.iter().any(|device| device.id == microphone.device_id()));
    assert!(!microphone.label().is_empty());
}

#[wasm_bindgen_test]
async fn a_chosen_device_opens_and_a_chosen_one_that_is_gone_is_told_apart_from_none_at_all() {
    let all = devices::list().await.expect("a list of devices");
    let mut cameras = all.iter().filter(|device| device.kind == DeviceKind::VideoInput);
    let last = cameras.next_back().expect("a camera").id.clone();
    let chosen =
        open(CaptureKind::Camera, Choice::Exactly(last.clone())).await.expect("the chosen camera opens");
    assert_eq!(chosen.device_id(), last);

    let gone = || "0123456789abcdef".to_owned();
    let missing = open(CaptureKind::Camera, Choice::Exactly(gone())).await.err();
    assert_eq!(missing, Some(DeviceProblem::ChosenMissing));
    assert!(open(CaptureKind::Camera, Choice::Prefer(gone())).await.is_ok());
}

#[wasm_bindgen_test]
async fn each_refusal_of_the_browser_has_its_name() {
    let cases = [
        ("NotAllowedError", "Permission denied", DeviceProblem::Denied),
        ("NotAllowedError", "Permission dismissed", DeviceProblem::Dismissed),
        ("NotAllowedError", "Permission denied by system", DeviceProblem::DeniedBySystem),
        ("NotFoundError", "Requested device not found", DeviceProblem::Missing),
        ("NotReadableError", "Could not start audio source", DeviceProblem::InUse),
        ("UnknownError", "", DeviceProblem::Failed),
    ];
    for (name, message, problem) in cases {
        let refusal = format!("value: () => Promise.reject(new DOMException('{message}', '{name}'))");
        let _fault = Fault::inject("navigator.mediaDevices", "getUserMedia", &refusal);
        assert_eq!(open(CaptureKind::Microphone, Choice::Any).await.err(), Some(problem));
    }
}

#[wasm_bindgen_test]
async fn without_a_secure_context_there_are_no_devices_and_nothing_breaks() {
    let _fault = Fault::inject("navigator", "mediaDevices", "value: undefined");
    assert_eq!(open(CaptureKind::Camera, Choice::Any).await.err(), Some(DeviceProblem::Insecure));
    assert_eq!(devices::list().await.err(), Some(DeviceProblem::Insecure));
    let _watch = DeviceWatch::start(|| {});
}

#[wasm_bindgen_test]
async fn a_question_that_stays_open_reports_nothing() {
    let _fault =
        Fault::inject("navigator.mediaDevices", "getUserMedia", "value: () => new Promise(() => {})");
    let reports = Reports::new();
    let _opening = Opening::start(CaptureKind::Camera, Choice::Any, reports.listener());
    pause(300).await;
    assert_eq!(reports.count(), 0);
}

#[wasm_bindgen_test]
async fn a_device_that_opens_when_it_is_not_wanted_any_more_is_stopped_at_once() {
    let late = "value: async (wish) => {
        const stream = await original.call(navigator.mediaDevices, wish);
        window.lateTrack = stream.getTracks()[0];
        await new Promise((resolve) => { window.answer = resolve; });
        return stream;
    }";
    let _fault = Fault::inject("navigator.mediaDevices", "getUserMedia", late);
    let reports = Reports::new();
    let opening = Opening::start(CaptureKind::Camera, Choice::Any, reports.listener());
    eventually("the question is open", || js("return !!window.answer", &[]).as_bool().filter(|open| *open))
        .await;
    drop(opening);
    js("window.answer()", &[]);
    let state = || js("return window.lateTrack.readyState", &[]).as_string();
    eventually("the camera is stopped", || state().filter(|state| state == "ended")).await;
    assert_eq!(reports.count(), 0);
}

#[wasm_bindgen_test]
async fn a_change_of_the_devices_is_reported_until_nobody_watches() {
    let changes = Reports::new();
    let report = changes.listener();
    let watch = DeviceWatch::start(move || report(()));
    js("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))", &[]);
    assert_eq!(changes.count(), 1);
    drop(watch);
    js("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))", &[]);
    assert_eq!(changes.count(), 1);
}

#[wasm_bindgen_test]
async fn permissions_are_told_where_the_browser_tells_them() {
    assert!(permissions::permission_for(CaptureKind::Microphone).await.is_some());
    let watch = permissions::PermissionWatch::start(CaptureKind::Camera, |_| {}).await;
    assert!(watch.is_some());
    let _fault = Fault::inject("navigator", "permissions", "value: undefined");
    assert_eq!(permissions::permission_for(CaptureKind::Camera).await, None);
}
