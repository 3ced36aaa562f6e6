//! Devices, as the browser lists them, and what can be wrong with one.

use diagnosis::fact::Refusal;
pub use diagnosis::fact::{CaptureKind, Device, DeviceId, DeviceKind, GroupId};
use wire::FindingCode;

/// The hardware behind an id. Chromium lists the system's choice a second time, as "default", which stays when the
/// hardware goes.
pub(crate) fn hardware(devices: &[Device], kind: DeviceKind, id: &DeviceId) -> Option<DeviceId> {
    let of_kind = || devices.iter().filter(|device| device.kind == kind);
    let listed = of_kind().find(|device| device.id == *id)?;
    let same = |device: &&Device| !is_alias(&device.id) && device.group == listed.group;
    Some(if is_alias(id) { of_kind().find(same)?.id.clone() } else { id.clone() })
}

fn is_alias(id: &DeviceId) -> bool {
    id.0 == "default" || id.0 == "communications"
}

/// Why the browser did not open a device: the names of `DOMException`, told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceProblem {
    /// The page is not served securely: `navigator.mediaDevices` is missing.
    Insecure,
    /// `NotAllowedError`: refused by the member or the browser.
    Denied,
    /// `NotAllowedError` after the prompt was closed without an answer.
    Dismissed,
    /// `NotAllowedError` whose message names the system.
    BySystem,
    /// `NotAllowedError` for want of the embedding page's leave.
    ByPolicy,
    /// `NotFoundError`, `OverconstrainedError` for the only device.
    Missing,
    /// The same, after there had been one.
    Gone,
    /// `NotReadableError`, `AbortError`: another program or the hardware.
    InUse,
    /// Anything else.
    Other,
}

impl DeviceProblem {
    /// The same, as the diagnosis is told.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Denied => Refusal::Denied,
            Self::Dismissed => Refusal::Dismissed,
            Self::BySystem => Refusal::BySystem,
            Self::ByPolicy => Refusal::ByPolicy,
            Self::Missing => Refusal::NotFound,
            Self::Gone => Refusal::Gone,
            Self::InUse => Refusal::InUse,
            Self::Insecure | Self::Other => Refusal::Other,
        }
    }

    /// What the member is shown.
    pub fn finding(self, kind: CaptureKind) -> FindingCode {
        use FindingCode as Code;
        match (self, kind) {
            (Self::Insecure, _) => Code::InsecureContext,
            (Self::Denied, CaptureKind::Microphone) => Code::MicPermissionDenied,
            (Self::Denied, CaptureKind::Camera) => Code::CameraPermissionDenied,
            (Self::Dismissed, CaptureKind::Microphone) => Code::MicPermissionDismissed,
            (Self::Dismissed, CaptureKind::Camera) => Code::CameraPermissionDismissed,
            (Self::BySystem, CaptureKind::Microphone) => Code::MicBlockedBySystem,
            (Self::BySystem, CaptureKind::Camera) => Code::CameraBlockedBySystem,
            (Self::ByPolicy, CaptureKind::Microphone) => Code::MicBlockedByPolicy,
            (Self::ByPolicy, CaptureKind::Camera) => Code::CameraBlockedByPolicy,
            (Self::Missing, CaptureKind::Microphone) => Code::MicMissing,
            (Self::Missing, CaptureKind::Camera) => Code::CameraMissing,
            (Self::Gone, CaptureKind::Microphone) => Code::MicUnplugged,
            (Self::Gone, CaptureKind::Camera) => Code::CameraUnplugged,
            (Self::InUse, CaptureKind::Microphone) => Code::MicInUse,
            (Self::InUse, CaptureKind::Camera) => Code::CameraInUse,
            (Self::Other, CaptureKind::Microphone) => Code::MicFailed,
            (Self::Other, CaptureKind::Camera) => Code::CameraFailed,
        }
    }
}
