//! The list of devices, and when it changes. Labels and ids are empty until a device was opened once.

use gloo_events::EventListener;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaDeviceInfo, MediaDeviceKind, MediaDevices};

use super::{js, problem::DeviceProblem};

/// What a device does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceKind {
    /// A microphone.
    AudioInput,
    /// A loudspeaker.
    AudioOutput,
    /// A camera.
    VideoInput,
}

/// One device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What it does.
    pub kind: DeviceKind,
    /// `deviceId`; stable for this site, empty before permission.
    pub id: String,
    /// What connects the parts of one piece of hardware.
    pub group: String,
    /// Its name; empty before permission.
    pub label: String,
}

/// All devices, in the browser's order: the default of each kind first.
pub async fn list() -> Result<Vec<Device>, DeviceProblem> {
    let promise = media_devices()?.enumerate_devices().map_err(|e| DeviceProblem::of(&e))?;
    let infos = JsFuture::from(promise).await.map_err(|e| DeviceProblem::of(&e))?;
    Ok(Array::from(&infos).iter().filter_map(|info| device(&info.unchecked_into())).collect())
}

fn media_devices() -> Result<MediaDevices, DeviceProblem> {
    let devices = js::window().navigator().media_devices().map_err(|_| DeviceProblem::Insecure)?;
    if devices.is_undefined() { Err(DeviceProblem::Insecure) } else { Ok(devices) }
}

fn device(info: &MediaDeviceInfo) -> Option<Device> {
    let kind = match info.kind() {
        MediaDeviceKind::Audioinput => DeviceKind::AudioInput,
        MediaDeviceKind::Audiooutput => DeviceKind::AudioOutput,
        MediaDeviceKind::Videoinput => DeviceKind::VideoInput,
        // A kind of a future browser.
        _ => return None,
    };
    Some(Device { kind, id: info.device_id(), group: info.group_id(), label: info.label() })
}

/// Reports every change of the list while it lives.
#[derive(Debug)]
pub struct DeviceWatch {
    _listener: Option<EventListener>,
}

impl DeviceWatch {
    /// Begins to watch. Without a secure context nothing is ever reported.
    pub fn start(on_change: impl Fn() + 'static) -> Self {
        let listen =
            |devices: MediaDevices| EventListener::new(&devices, "devicechange", move |_| on_change());
        Self { _listener: media_devices().ok().map(listen) }
    }
}
