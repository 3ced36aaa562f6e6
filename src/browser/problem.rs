//! What goes wrong with devices and with sound. The one place where the names of `DOMException` become variants.

use wasm_bindgen::JsValue;

use super::js;

/// Why a microphone or a camera could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DeviceProblem {
    /// The page is not served securely: the browser offers no devices.
    #[error("the page is not a secure context")]
    Insecure,
    /// The member, or a rule of the browser, said no.
    #[error("permission denied")]
    Denied,
    /// The question was closed without an answer.
    #[error("permission prompt dismissed")]
    Dismissed,
    /// The operating system said no.
    #[error("denied by the system")]
    DeniedBySystem,
    /// The embedding page or a header said no.
    #[error("denied by a permissions policy")]
    DeniedByPolicy,
    /// There is no such device.
    #[error("no device")]
    Missing,
    /// The device asked for by its id is not there; another may be.
    #[error("the chosen device is not there")]
    ChosenMissing,
    /// There is one, and something else holds it, or it does not start.
    #[error("device in use")]
    InUse,
    /// The browser did not say what it is.
    #[error("device failed")]
    Failed,
}

/// What a rejection of `getUserMedia` means. `name` and `message` are the exception's; messages are Chromium's,
/// the only browser whose names alone are ambiguous.
pub fn device_problem(name: &str, message: &str) -> DeviceProblem {
    let says = |words: &str| message.to_ascii_lowercase().contains(words);
    match name {
        "NotAllowedError" | "PermissionDeniedError" if says("dismissed") => DeviceProblem::Dismissed,
        "NotAllowedError" | "PermissionDeniedError" if says("by system") => DeviceProblem::DeniedBySystem,
        "NotAllowedError" | "PermissionDeniedError" if says("policy") => DeviceProblem::DeniedByPolicy,
        "NotAllowedError" | "PermissionDeniedError" => DeviceProblem::Denied,
        "SecurityError" => DeviceProblem::DeniedByPolicy,
        "NotFoundError" | "DevicesNotFoundError" => DeviceProblem::Missing,
        "OverconstrainedError" | "ConstraintNotSatisfiedError" => DeviceProblem::ChosenMissing,
        "NotReadableError" | "TrackStartError" | "AbortError" => DeviceProblem::InUse,
        _ => DeviceProblem::Failed,
    }
}

impl DeviceProblem {
    /// What an exception of `getUserMedia` means.
    pub(super) fn of(exception: &JsValue) -> Self {
        device_problem(&js::text(exception, "name"), &js::text(exception, "message"))
    }
}

/// Why nothing can be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SoundProblem {
    /// The browser holds sound back until the page is pressed, or something else (a telephone call) has it.
    #[error("sound is locked")]
    SoundLocked,
    /// The loudspeaker asked for is not there or not allowed.
    #[error("the chosen output is not there")]
    SinkMissing,
    /// The browser has no Web Audio, or it failed.
    #[error("sound failed")]
    Failed,
}

impl SoundProblem {
    /// What a rejection of `play()` or `setSinkId()` means. An interrupted `play()` (`AbortError`) is no problem
    /// and is `None`.
    pub(super) fn of(exception: &JsValue) -> Option<Self> {
        match js::text(exception, "name").as_str() {
            "NotAllowedError" | "InvalidStateError" => Some(Self::SoundLocked),
            "NotFoundError" | "SecurityError" => Some(Self::SinkMissing),
            "AbortError" => None,
            _ => Some(Self::Failed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_exception_of_a_browser_has_its_meaning() {
        let cases = [
            ("NotAllowedError", "Permission denied", DeviceProblem::Denied),
            ("NotAllowedError", "Permission dismissed", DeviceProblem::Dismissed),
            ("NotAllowedError", "Permission denied by system", DeviceProblem::DeniedBySystem),
            ("NotAllowedError", "Permissions policy violation", DeviceProblem::DeniedByPolicy),
            (
                "NotAllowedError",
                "The request is not allowed by the user agent or the platform in the current context.",
                DeviceProblem::Denied,
            ),
            ("NotFoundError", "Requested device not found", DeviceProblem::Missing),
            ("NotReadableError", "Could not start video source", DeviceProblem::InUse),
            ("NotReadableError", "Concurrent mic process limit.", DeviceProblem::InUse),
            ("OverconstrainedError", "", DeviceProblem::ChosenMissing),
            ("TypeError", "", DeviceProblem::Failed),
        ];
        for (name, message, problem) in cases {
            assert_eq!(device_problem(name, message), problem, "{name}: {message}");
        }
    }
}
