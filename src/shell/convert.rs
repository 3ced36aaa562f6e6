//! Between the words of the browser's adapters and those of the session.

use participant::{CaptureKind, Device, DeviceId, DeviceKind, DeviceProblem, GroupId, Memory};

use crate::browser::{
    devices, media, problem,
    storage::{self, Remembered},
};

/// What to open.
pub fn capture_kind(kind: CaptureKind) -> media::CaptureKind {
    match kind {
        CaptureKind::Microphone => media::CaptureKind::Microphone,
        CaptureKind::Camera => media::CaptureKind::Camera,
    }
}

/// A device of the browser's list.
pub fn device(device: devices::Device) -> Device {
    let kind = match device.kind {
        devices::DeviceKind::AudioInput => DeviceKind::AudioInput,
        devices::DeviceKind::AudioOutput => DeviceKind::AudioOutput,
        devices::DeviceKind::VideoInput => DeviceKind::VideoInput,
    };
    Device { kind, id: DeviceId(device.id), group: GroupId(device.group), label: device.label }
}

/// Why a device was not opened.
pub fn device_problem(problem: problem::DeviceProblem) -> DeviceProblem {
    use problem::DeviceProblem as Theirs;
    match problem {
        Theirs::Insecure => DeviceProblem::Insecure,
        Theirs::Denied => DeviceProblem::Denied,
        Theirs::DeniedBySystem => DeviceProblem::BySystem,
        Theirs::DeniedByPolicy => DeviceProblem::ByPolicy,
        Theirs::Dismissed => DeviceProblem::Dismissed,
        Theirs::Missing | Theirs::ChosenMissing => DeviceProblem::Missing,
        Theirs::InUse => DeviceProblem::InUse,
        Theirs::Failed => DeviceProblem::Other,
    }
}

/// What this device remembers from last time.
pub fn recall() -> Memory {
    Memory {
        microphone: storage::recall(Remembered::Microphone),
        camera: storage::recall(Remembered::Camera),
        speaker: storage::recall(Remembered::Speaker),
    }
}

/// Keeps it for the next time.
pub fn remember(memory: &Memory) {
    let all = [
        (Remembered::Microphone, &memory.microphone),
        (Remembered::Camera, &memory.camera),
        (Remembered::Speaker, &memory.speaker),
    ];
    for (what, value) in all {
        match value {
            Some(value) => storage::remember(what, value),
            None => storage::forget(what),
        }
    }
}
