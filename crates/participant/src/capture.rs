//! One microphone or one camera: asked for, waited for, open, failed.
//!
//! It does not decide when to open (the session does), and it does not listen or look: what is heard and seen
//! comes as `VoiceHeard` and `PictureSeen`.

use wire::{
    AttemptId, FindingCode,
    checks::{Check, CheckStatus},
};

use crate::{
    devices::{CaptureKind, DeviceId, DeviceProblem},
    effect::{Effect, Timer},
};

/// How long a permission prompt may stay open before the member is pointed to it, in milliseconds.
/// Source: fault catalogue, `permission-pending`. The promise behind a prompt may never settle.
pub const PROMPT_PENDING_AFTER_MS: u32 = 4_000;

/// One capture device.
#[derive(Debug)]
pub struct Capture {
    kind: CaptureKind,
    wanted: Option<DeviceId>,
    attempt: AttemptId,
    state: State,
}

#[derive(Debug, PartialEq)]
enum State {
    Off,
    Skipped,
    Asking { long: bool },
    Live { device: Option<DeviceId>, proven: bool },
    Failed(DeviceProblem),
}

impl Capture {
    /// A device that nobody asked for yet; `wanted` is the one of last time.
    pub fn new(kind: CaptureKind, wanted: Option<DeviceId>) -> Self {
        Self { kind, wanted, attempt: AttemptId::default(), state: State::Off }
    }

    /// Asks the browser for the device, whatever came before.
    pub fn ask(&mut self) -> Vec<Effect> {
        let attempt = self.attempt.advance();
        self.state = State::Asking { long: false };
        vec![
            Effect::OpenCapture { attempt, kind: self.kind, device: self.wanted.clone() },
            Effect::SetTimer { timer: self.pending_timer(), attempt, after: PROMPT_PENDING_AFTER_MS },
        ]
    }

    /// Asks for another device.
    pub fn choose(&mut self, device: DeviceId) -> Vec<Effect> {
        self.wanted = Some(device);
        self.ask()
    }

    /// Closes the device, or gives up waiting for it. A late answer is stale from here on.
    pub fn close(&mut self) -> Vec<Effect> {
        self.attempt.advance();
        match std::mem::replace(&mut self.state, State::Off) {
            State::Off | State::Skipped | State::Failed(_) => vec![],
            State::Asking { .. } | State::Live { .. } => vec![Effect::CloseCapture { kind: self.kind }],
        }
    }

    /// The member goes without.
    pub fn skip(&mut self) -> Vec<Effect> {
        let effects = self.close();
        self.state = State::Skipped;
        effects
    }

    /// The browser opened it. Returns whether that is the answer to the newest request.
    pub fn opened(&mut self, attempt: AttemptId, device: Option<DeviceId>) -> bool {
        let awaited = attempt == self.attempt && matches!(self.state, State::Asking { .. });
        if awaited {
            self.state = State::Live { device, proven: false };
        }
        awaited
    }

    /// The browser refused it. Returns whether that is the answer to the newest request.
    pub fn refused(&mut self, attempt: AttemptId, problem: DeviceProblem) -> bool {
        let awaited = attempt == self.attempt && matches!(self.state, State::Asking { .. });
        if awaited {
            self.state = State::Failed(problem);
        }
        awaited
    }

    /// The open device is gone. Falls back to whatever device the browser offers.
    pub fn ended(&mut self, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.attempt || !self.is_live() {
            return vec![];
        }
        self.wanted = None;
        self.ask()
    }

    /// A voice or a picture came through it. Returns whether that is news.
    pub fn prove(&mut self, of: AttemptId) -> bool {
        match &mut self.state {
            State::Live { proven, .. } if of == self.attempt && !*proven => {
                *proven = true;
                true
            }
            State::Live { .. } | State::Off | State::Skipped | State::Asking { .. } | State::Failed(_) => {
                false
            }
        }
    }

    /// The prompt has been open for long. Returns whether it still is.
    pub fn pending(&mut self, attempt: AttemptId) -> bool {
        let awaited = attempt == self.attempt && matches!(self.state, State::Asking { .. });
        if awaited {
            self.state = State::Asking { long: true };
        }
        awaited
    }

    /// Whether it gives signals.
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    /// Whether the browser is being asked.
    pub fn is_asking(&self) -> bool {
        matches!(self.state, State::Asking { .. })
    }

    /// Whether the member goes without, or nobody asked.
    pub fn is_idle(&self) -> bool {
        matches!(self.state, State::Off | State::Skipped)
    }

    /// The device in use, or else the one that is wanted.
    pub fn device(&self) -> Option<&DeviceId> {
        match &self.state {
            State::Live { device: Some(device), .. } => Some(device),
            State::Live { device: None, .. }
            | State::Off
            | State::Skipped
            | State::Asking { .. }
            | State::Failed(_) => self.wanted.as_ref(),
        }
    }

    /// The newest request: the number of the capture that is open.
    pub fn attempt(&self) -> AttemptId {
        self.attempt
    }

    /// How far the check of this device is.
    pub fn check(&self) -> Check {
        let (status, finding) = match &self.state {
            State::Off => (CheckStatus::Idle, None),
            State::Skipped => (CheckStatus::Skipped, None),
            State::Asking { long: false } | State::Live { proven: false, .. } => (CheckStatus::Running, None),
            State::Asking { long: true } => (CheckStatus::Running, Some(self.pending_finding())),
            State::Live { proven: true, .. } => (CheckStatus::Success, None),
            State::Failed(problem) => (CheckStatus::Failed, Some(problem.finding(self.kind))),
        };
        Check { status, finding }
    }

    fn pending_finding(&self) -> FindingCode {
        match self.kind {
            CaptureKind::Microphone => FindingCode::MicPermissionPending,
            CaptureKind::Camera => FindingCode::CameraPermissionPending,
        }
    }

    fn pending_timer(&self) -> Timer {
        match self.kind {
            CaptureKind::Microphone => Timer::MicrophonePending,
            CaptureKind::Camera => Timer::CameraPending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> (Capture, AttemptId) {
        let mut capture = Capture::new(CaptureKind::Microphone, None);
        capture.ask();
        let attempt = capture.attempt();
        (capture, attempt)
    }

    #[test]
    fn an_answer_to_an_older_request_is_ignored() {
        let (mut capture, first) = asked();
        capture.choose(DeviceId("headset".into()));
        assert!(!capture.opened(first, None));
        assert!(!capture.refused(first, DeviceProblem::Denied));
        assert!(capture.is_asking());
        assert!(capture.opened(capture.attempt(), None));
        assert!(capture.is_live());
    }

    #[test]
    fn a_device_that_opens_after_the_member_gave_up_stays_closed() {
        let (mut capture, attempt) = asked();
        assert_eq!(capture.skip(), [Effect::CloseCapture { kind: CaptureKind::Microphone }]);
        assert!(!capture.opened(attempt, None));
        assert_eq!(capture.check().status, CheckStatus::Skipped);
    }

    #[test]
    fn a_prompt_left_open_is_pointed_at_and_its_answer_still_counts() {
        let (mut capture, attempt) = asked();
        assert!(capture.pending(attempt));
        assert_eq!(capture.check().finding, Some(FindingCode::MicPermissionPending));
        assert!(capture.opened(attempt, None));
        assert_eq!(capture.check(), Check { status: CheckStatus::Running, finding: None });
    }

    #[test]
    fn an_unplugged_device_is_replaced_by_what_the_browser_offers() {
        let (mut capture, _) = asked();
        capture.choose(DeviceId("headset".into()));
        let attempt = capture.attempt();
        capture.opened(attempt, Some(DeviceId("headset".into())));
        let effects = capture.ended(attempt);
        assert!(matches!(&effects[0], Effect::OpenCapture { device: None, .. }));
        assert!(capture.ended(attempt).is_empty(), "the old device ends only once");
    }

    #[test]
    fn only_the_open_device_can_be_proven() {
        let (mut capture, attempt) = asked();
        assert!(!capture.prove(attempt));
        capture.opened(attempt, None);
        assert!(capture.prove(attempt));
        assert!(!capture.prove(attempt), "once is enough");
        assert_eq!(capture.check().status, CheckStatus::Success);
    }
}
