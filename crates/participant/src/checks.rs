//! The four checks together: what the desk is told, and what the waiting room shows of devices.

use wire::{
    Checks, FindingCode,
    checks::{Check, CheckStatus},
};

use crate::{
    capture::Capture,
    devices::{Device, DeviceId, DeviceKind},
    hear::Hear,
    lobby::Lobby,
    view::Choice,
};

/// The state of all four.
pub fn checks(hear: &Hear, microphone: &Capture, camera: &Capture, lobby: &Lobby) -> Checks {
    Checks {
        heard: false,
        hear: hear.check(),
        speak: microphone.check(),
        see: camera.check(),
        connection: connection(lobby),
    }
}

/// The connection to the server.
pub fn connection(lobby: &Lobby) -> Check {
    if lobby.is_live() {
        Check { status: CheckStatus::Success, finding: None }
    } else if lobby.is_failing() {
        Check { status: CheckStatus::Failed, finding: Some(FindingCode::ServerUnreachable) }
    } else {
        Check { status: CheckStatus::Running, finding: None }
    }
}

/// The devices of one kind, and which of them is in use.
pub fn choice(devices: &[Device], kind: DeviceKind, used: Option<&DeviceId>) -> Choice {
    let devices: Vec<_> = devices
        .iter()
        // Before permission the browser lists nameless devices: nothing to choose from.
        .filter(|device| device.kind == kind && !device.label.is_empty())
        .cloned()
        .collect();
    let chosen = used.and_then(|id| devices.iter().position(|device| device.id == *id));
    // The first is the system's own choice in every browser.
    let chosen = chosen.or(if devices.is_empty() { None } else { Some(0) });
    Choice { devices, chosen }
}
