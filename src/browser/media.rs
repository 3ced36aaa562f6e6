//! Microphone and camera: `getUserMedia`, one device at a time. What is opened is stopped on `Drop`.
//!
//! The browser's question may stay open for ever, so opening is an object of its own: as long as [`Opening`] lives
//! and has not reported, the answer is pending. Dropping it means that the answer is not wanted any more; a device
//! that opens after that is stopped at once.

use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MediaStream, MediaStreamConstraints, MediaStreamTrack};

use super::{
    js,
    problem::DeviceProblem,
    track::{Stream, Track},
};

/// The picture that is asked of a camera; a camera that cannot gives what it has. Enough for a large tile, and every
/// webcam of the last ten years has it.
const PICTURE: (u32, u32) = (1280, 720);
/// Frames per second that are asked of a camera. Talking heads need no more.
const FRAME_RATE: u32 = 24;

/// What to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaptureKind {
    /// A microphone.
    Microphone,
    /// A camera.
    Camera,
}

/// Which device to open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The browser's own choice.
    #[default]
    Any,
    /// This one (`deviceId`) if it is there, another if not.
    Prefer(String),
    /// This one and no other; else [`DeviceProblem::ChosenMissing`].
    Exactly(String),
}

/// A request that is under way. Dropping it gives it up.
#[derive(Debug)]
pub struct Opening {
    wanted: Rc<Cell<bool>>,
}

impl Opening {
    /// Asks for a device, with the browser's question when it has one, and reports once.
    pub fn start(
        kind: CaptureKind,
        choice: Choice,
        on_done: impl FnOnce(Result<Capture, DeviceProblem>) + 'static,
    ) -> Self {
        let wanted = Rc::new(Cell::new(true));
        let still_wanted = wanted.clone();
        spawn_local(async move {
            // A capture that is not wanted any more is dropped here, and with that stopped.
            let outcome = open(kind, &choice).await;
            if still_wanted.get() {
                on_done(outcome);
            }
        });
        Self { wanted }
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.wanted.set(false);
    }
}

async fn open(kind: CaptureKind, choice: &Choice) -> Result<Capture, DeviceProblem> {
    // Without a secure context there is no `mediaDevices` at all, and the typed binding would not say so.
    let devices = js::window().navigator().media_devices().map_err(|_| DeviceProblem::Insecure)?;
    if devices.is_undefined() {
        return Err(DeviceProblem::Insecure);
    }
    let promise =
        devices.get_user_media_with_constraints(&constraints(kind, choice)).map_err(|e| problem(kind, &e))?;
    let stream = JsFuture::from(promise).await.map_err(|e| problem(kind, &e))?;
    Capture::of(kind, stream.unchecked_into()).ok_or(DeviceProblem::Failed)
}

/// Why a device was not opened. Chromium calls what a permissions policy forbids "denied", as what the member forbids, and
/// tells the difference elsewhere (`document.featurePolicy`).
fn problem(kind: CaptureKind, exception: &JsValue) -> DeviceProblem {
    let name = match kind {
        CaptureKind::Microphone => "microphone",
        CaptureKind::Camera => "camera",
    };
    let policy = js::get(&js::get(&js::window(), "document"), "featurePolicy");
    let allows = || js::call(&policy, "allowsFeature", &[name.into()]);
    match DeviceProblem::of(exception) {
        DeviceProblem::Denied if allows().is_ok_and(|allowed| allowed == JsValue::FALSE) => {
            DeviceProblem::DeniedByPolicy
        }
        problem => problem,
    }
}

fn constraints(kind: CaptureKind, choice: &Choice) -> MediaStreamConstraints {
    let ideal = |value: u32| js::object(&[("ideal", value.into())]);
    let yes = JsValue::TRUE;
    let mut wishes = match kind {
        CaptureKind::Microphone => {
            vec![
                ("echoCancellation", yes.clone()),
                ("noiseSuppression", yes.clone()),
                ("autoGainControl", yes),
            ]
        }
        CaptureKind::Camera => vec![
            ("width", ideal(PICTURE.0)),
            ("height", ideal(PICTURE.1)),
            ("aspectRatio", ideal_ratio()),
            ("frameRate", ideal(FRAME_RATE)),
            ("facingMode", js::object(&[("ideal", "user".into())])),
        ],
    };
    match choice {
        Choice::Any => {}
        Choice::Prefer(id) => wishes.push(("deviceId", js::object(&[("ideal", id.into())]))),
        Choice::Exactly(id) => wishes.push(("deviceId", js::object(&[("exact", id.into())]))),
    }
    let constraints = MediaStreamConstraints::new();
    match kind {
        CaptureKind::Microphone => constraints.set_audio(&js::object(&wishes)),
        CaptureKind::Camera => constraints.set_video(&js::object(&wishes)),
    }
    constraints
}

fn ideal_ratio() -> JsValue {
    js::object(&[("ideal", (f64::from(PICTURE.0) / f64::from(PICTURE.1)).into())])
}

/// What happened to an open device by itself. Stopping it ourselves is not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaptureChange {
    /// Gone for good: unplugged, or the permission was taken back.
    Ended,
    /// It gives nothing at this moment: muted by the system, or another program has it.
    Muted,
    /// It gives something again.
    Unmuted,
}

/// An open microphone or camera. Stopped on `Drop`.
#[derive(Debug)]
pub struct Capture {
    kind: CaptureKind,
    track: MediaStreamTrack,
    listeners: Vec<EventListener>,
}

impl Capture {
    pub(super) fn of(kind: CaptureKind, stream: MediaStream) -> Option<Self> {
        let tracks: Array = stream.get_tracks().unchecked_into();
        let track: MediaStreamTrack = tracks.get(0).dyn_into().ok()?;
        Some(Self { kind, track, listeners: Vec::new() })
    }

    /// What it is.
    pub fn kind(&self) -> CaptureKind {
        self.kind
    }

    /// The handle of its track.
    pub fn track(&self) -> Track {
        // Not `self.track.clone()`: that is JavaScript's method, and makes a second track.
        Track(Clone::clone(&self.track))
    }

    /// A new stream of its track.
    pub fn stream(&self) -> Stream {
        Stream::of(&[&self.track()])
    }

    /// A second track of the same device, muted and stopped on its own.
    pub fn duplicate(&self) -> Self {
        // JavaScript's `clone`, not Rust's.
        Self { kind: self.kind, track: MediaStreamTrack::clone(&self.track), listeners: Vec::new() }
    }

    /// The id of the device, to be remembered; empty when the browser does not say.
    pub fn device_id(&self) -> String {
        js::text(&self.settings(), "deviceId")
    }

    /// The device's name as the system has it.
    pub fn label(&self) -> String {
        self.track.label()
    }

    /// Width and height of the picture; `None` for sound, and while the browser does not know.
    pub fn picture_size(&self) -> Option<(u32, u32)> {
        let settings = self.settings();
        let number = |name| js::get(&settings, name).as_f64().filter(|number| *number >= 1.0);
        Some((number("width")? as u32, number("height")? as u32))
    }

    /// Reports what happens to the device from now on, in place of an earlier listener.
    pub fn on_change(&mut self, on_change: impl Fn(CaptureChange) + 'static) {
        let on_change = Rc::new(on_change);
        let listen = |name: &'static str, change| {
            let on_change = on_change.clone();
            EventListener::new(&self.track, name, move |_| on_change(change))
        };
        self.listeners = vec![
            listen("ended", CaptureChange::Ended),
            listen("mute", CaptureChange::Muted),
            listen("unmute", CaptureChange::Unmuted),
        ];
    }

    fn settings(&self) -> JsValue {
        js::call(&self.track, "getSettings", &[]).unwrap_or(JsValue::UNDEFINED)
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        self.track.stop();
    }
}
