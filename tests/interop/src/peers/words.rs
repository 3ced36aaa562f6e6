//! By which words a fault is told from the others. They are chosen to let pass whatever a reader could understand so, the
//! names and messages of the browser's own errors among them. Where a browser has the same error for two faults, it counts
//! for the one that it means in its own documentation.

use wire::names::FindingCode as Code;

/// The words for one fault, in small letters.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The fault.
    pub code: Code,
    /// One sentence must have a word of each of these.
    pub each: &'static [&'static [&'static str]],
    /// And none of these, which mean another fault.
    pub none: &'static [&'static str],
}

/// Whether a sentence tells this fault from the others.
pub fn tell(code: Code, sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let has = |word: &&str| sentence.contains(*word);
    WORDS.iter().any(|words| {
        words.code == code && words.each.iter().all(|any| any.iter().any(has)) && !words.none.iter().any(has)
    })
}

const MICROPHONE: &[&str] = &["microphone", "audio", "sound", "voice"];
const CAMERA: &[&str] = &["camera", "video", "picture"];

const PENDING: &[&str] = &["pending", "waiting", "prompt", "not answered", "please allow"];
const DISMISSED: &[&str] = &["dismissed", "closed"];
const DENIED: &[&str] = &["denied", "refused", "not allowed", "notallowed", "no permission"];
const BY_OTHERS: &[&str] = &["dismissed", "system", "policy"];
const SYSTEM: &[&str] = &["system"];
const POLICY: &[&str] = &["policy", "embedding page", "iframe"];
const MISSING: &[&str] = &["not found", "notfound", "no microphone", "no camera", "no device", "missing"];
const IN_USE: &[&str] = &["in use", "notreadable", "could not start", "another program", "another app"];
const PULLED: &[&str] =
    &["unplugged", "disconnected", "removed", "ended", "not found", "notfound", "no device", "missing"];

const fn of(code: Code, each: &'static [&'static [&'static str]]) -> Words {
    Words { code, each, none: &[] }
}

const fn denied(code: Code, each: &'static [&'static [&'static str]]) -> Words {
    Words { code, each, none: BY_OTHERS }
}

/// Those of every fault that is shown to anybody.
pub const WORDS: &[Words] = &[
    of(Code::MicPermissionPending, &[MICROPHONE, PENDING]),
    of(Code::MicPermissionDismissed, &[MICROPHONE, DISMISSED]),
    denied(Code::MicPermissionDenied, &[MICROPHONE, DENIED]),
    of(Code::MicBlockedBySystem, &[MICROPHONE, SYSTEM]),
    of(Code::MicBlockedByPolicy, &[MICROPHONE, POLICY]),
    of(Code::MicMissing, &[MICROPHONE, MISSING]),
    of(Code::MicInUse, &[MICROPHONE, IN_USE]),
    // It has no name: that the microphone fails is all there is to say.
    of(Code::MicFailed, &[MICROPHONE]),
    of(Code::CameraPermissionPending, &[CAMERA, PENDING]),
    of(Code::CameraPermissionDismissed, &[CAMERA, DISMISSED]),
    denied(Code::CameraPermissionDenied, &[CAMERA, DENIED]),
    of(Code::CameraBlockedBySystem, &[CAMERA, SYSTEM]),
    of(Code::CameraBlockedByPolicy, &[CAMERA, POLICY]),
    of(Code::CameraMissing, &[CAMERA, MISSING]),
    of(Code::CameraInUse, &[CAMERA, IN_USE]),
    of(Code::CameraFailed, &[CAMERA]),
    of(Code::MicUnplugged, &[MICROPHONE, PULLED]),
    of(Code::CameraUnplugged, &[CAMERA, PULLED]),
    of(Code::MicMutedBySystem, &[MICROPHONE, &["muted", "switch"]]),
    of(Code::MicSilent, &[MICROPHONE, &["silen", "unable to detect", "no sound", "nothing"]]),
    of(Code::MicTooQuiet, &[MICROPHONE, &["quiet", "too low", "faint"]]),
    of(Code::MicClipping, &[MICROPHONE, &["loud", "clip", "distort"]]),
    of(Code::MicNoisy, &[MICROPHONE, &["nois", "hum"]]),
    of(Code::NotAMicrophone, &[&["not a microphone", "stereo mix", "stereomix", "own sound"]]),
    of(Code::WrongMic, &[&["other microphone", "another microphone", "wrong microphone"]]),
    of(Code::CameraBlack, &[CAMERA, &["black", "covered", "shutter"]]),
    of(Code::CameraDark, &[CAMERA, &["dark", "light"]]),
    of(Code::CameraFrozen, &[CAMERA, &["frozen", "freez", "no new", "no frames", "stands still"]]),
    of(Code::CameraSlow, &[CAMERA, &["slow", "frame rate", "frames per second", "fps"]]),
    of(Code::InsecureContext, &[&["secure context", "https"]]),
    of(Code::BrowserUnsupported, &[&["supported on this browser", "not supported", "unsupported"]]),
    of(Code::InAppBrowser, &[&["in-app", "webview", "another browser", "in your browser"]]),
    of(Code::StorageBlocked, &[&["storage", "cookies"]]),
    of(Code::ClockSkew, &[&["clock", "system time"]]),
    of(Code::Offline, &[&["offline", "no network", "internet"]]),
    // What a browser says of a server that it does not reach.
    of(
        Code::ServerUnreachable,
        &[&["unreachable", "cannot be reached", "could not reach", "failed to fetch"]],
    ),
    of(Code::Intercepted, &[&["captive", "intercept", "sign in to the network", "answers in its place"]]),
    // That there is no WebSocket is said of every line that fails; here it is an error of its own.
    of(Code::WebsocketBlocked, &[&["websocket error", "websockets are", "websocket is blocked"]]),
];
