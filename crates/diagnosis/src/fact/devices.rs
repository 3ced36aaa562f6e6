//! Devices as the browser lists them.

use super::{Lasting, Validity};

/// The browser's id of a device. Aliases ("default") are resolved at the edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub String);

/// What connects the devices of one piece of hardware; empty where the browser does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub String);

/// The kinds of `MediaDeviceKind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceKind {
    /// A microphone.
    AudioInput,
    /// A loudspeaker or headphones.
    AudioOutput,
    /// A camera.
    VideoInput,
}

/// What can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaptureKind {
    /// The microphone.
    Microphone,
    /// The camera.
    Camera,
}

impl CaptureKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Microphone, Self::Camera];

    /// The kind of device it is opened from.
    pub const fn device_kind(self) -> DeviceKind {
        match self {
            Self::Microphone => DeviceKind::AudioInput,
            Self::Camera => DeviceKind::VideoInput,
        }
    }
}

/// One device.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Device {
    /// What it is.
    pub kind: DeviceKind,
    /// Its id; empty before permission.
    pub id: DeviceId,
    /// Its hardware.
    pub group: GroupId,
    /// Its name as the system gives it; empty before permission.
    pub label: String,
}

/// The whole list of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Devices(pub Vec<Device>);

impl Devices {
    /// Those of one kind.
    pub fn of(&self, kind: DeviceKind) -> impl Iterator<Item = &Device> {
        self.0.iter().filter(move |device| device.kind == kind)
    }

    /// The one with this id.
    pub fn get(&self, kind: DeviceKind, id: &DeviceId) -> Option<&Device> {
        self.of(kind).find(|device| device.id == *id)
    }

    /// Whether the list proves that this one is gone. A list without ids proves nothing: permission is missing; nor does
    /// any list about a device of which the browser does not say which it is.
    pub fn lacks(&self, kind: DeviceKind, id: &DeviceId) -> bool {
        !id.0.is_empty() && self.of(kind).all(|device| device.id != *id && !device.id.0.is_empty())
    }
}

impl Lasting for Devices {
    const VALIDITY: Validity = Validity::UntilChanged;
}
