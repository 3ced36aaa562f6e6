//! One microphone or one camera: asked for, waited for, open, failed.
//!
//! It does not decide when to open (the session does), and it does not listen or look: what is heard and seen
//! comes as `VoiceHeard` and `PictureSeen`.

use diagnosis::fact;
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
    /// The one that the member chose, this time or last time, or had until it went.
    wanted: Option<DeviceId>,
    attempt: AttemptId,
    why: Why,
    state: State,
}

/// Why the browser was asked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// At the start, or because the member pressed or chose something.
    Wanted,
    /// The one that was open is gone.
    Lost,
    /// The wanted one is back.
    Back,
}

/// What became of an open device by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It was the answer to a wish.
    Plain,
    /// Another one is used in place of the one that went.
    Replaced,
    /// The one that went is used again.
    Returned,
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
        Self { kind, wanted, attempt: AttemptId::default(), why: Why::Wanted, state: State::Off }
    }

    /// Asks the browser for the device, whatever came before.
    pub fn ask(&mut self) -> Vec<Effect> {
        self.ask_for(self.wanted.clone(), Why::Wanted)
    }

    fn ask_for(&mut self, device: Option<DeviceId>, why: Why) -> Vec<Effect> {
        let attempt = self.attempt.advance();
        self.state = State::Asking { long: false };
        self.why = why;
        vec![
            Effect::OpenCapture { attempt, kind: self.kind, device },
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

    /// The browser opened it. `None` when that is no answer to the newest request.
    pub fn opened(&mut self, attempt: AttemptId, device: Option<DeviceId>) -> Option<Turn> {
        if attempt != self.attempt || !self.is_asking() {
            return None;
        }
        let turn = match self.why {
            Why::Wanted => Turn::Plain,
            // Some browsers lend the one that just went once more; and what was gone may be back already.
            Why::Lost | Why::Back if device.is_some() && device == self.wanted => Turn::Returned,
            Why::Lost | Why::Back => Turn::Replaced,
        };
        self.state = State::Live { device, proven: false };
        Some(turn)
    }

    /// The browser refused it. Returns whether that is the answer to the newest request.
    pub fn refused(&mut self, attempt: AttemptId, problem: DeviceProblem) -> bool {
        let awaited = attempt == self.attempt && matches!(self.state, State::Asking { .. });
        if awaited {
            self.state = State::Failed(match (problem, self.why) {
                (DeviceProblem::Missing, Why::Lost) => DeviceProblem::Gone,
                (problem, Why::Wanted | Why::Lost | Why::Back) => problem,
            });
        }
        awaited
    }

    /// The open device is gone. Falls back to whatever device the browser offers, and keeps in mind which it was.
    /// `hardware` is what the browser's "default" meant.
    pub fn ended(&mut self, attempt: AttemptId, hardware: Option<DeviceId>) -> Vec<Effect> {
        let State::Live { device, .. } = &self.state else { return vec![] };
        if attempt != self.attempt {
            return vec![];
        }
        if self.why != Why::Lost || self.wanted.is_none() {
            self.wanted = hardware.or(device.clone());
        }
        self.ask_for(None, Why::Lost)
    }

    /// Devices of its kind came: is the wanted one among them, or anything at all where there was nothing?
    pub fn came(&mut self, came: &[DeviceId]) -> Vec<Effect> {
        let back = self.wanted.as_ref().filter(|wanted| came.contains(wanted)).cloned();
        match (&self.state, back) {
            (State::Live { device, .. }, Some(back)) if device.as_ref() != Some(&back) => {
                self.ask_for(Some(back), Why::Back)
            }
            (State::Failed(DeviceProblem::Missing | DeviceProblem::Gone), back) if !came.is_empty() => {
                self.ask_for(back, Why::Back)
            }
            (
                State::Live { .. } | State::Failed(_) | State::Off | State::Skipped | State::Asking { .. },
                _,
            ) => {
                vec![]
            }
        }
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

    /// How far it is, as the diagnosis is told; `hardware` tells which device an id of the browser means.
    pub fn state(&self, hardware: impl Fn(Option<&DeviceId>) -> DeviceId) -> fact::CaptureState {
        match &self.state {
            State::Off | State::Skipped => fact::CaptureState::Off,
            State::Asking { .. } => fact::CaptureState::Asking,
            State::Live { device, .. } => fact::CaptureState::Live(hardware(device.as_ref())),
            State::Failed(problem) => fact::CaptureState::Refused(problem.refusal()),
        }
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
        assert_eq!(capture.opened(first, None), None);
        assert!(!capture.refused(first, DeviceProblem::Denied));
        assert!(capture.is_asking());
        assert_eq!(capture.opened(capture.attempt(), None), Some(Turn::Plain));
        assert!(capture.is_live());
    }

    #[test]
    fn a_device_that_opens_after_the_member_gave_up_stays_closed() {
        let (mut capture, attempt) = asked();
        assert_eq!(capture.skip(), [Effect::CloseCapture { kind: CaptureKind::Microphone }]);
        assert_eq!(capture.opened(attempt, None), None);
        assert_eq!(capture.check().status, CheckStatus::Skipped);
    }

    #[test]
    fn a_prompt_left_open_is_pointed_at_and_its_answer_still_counts() {
        let (mut capture, attempt) = asked();
        assert!(capture.pending(attempt));
        assert_eq!(capture.check().finding, Some(FindingCode::MicPermissionPending));
        assert_eq!(capture.opened(attempt, None), Some(Turn::Plain));
        assert_eq!(capture.check(), Check { status: CheckStatus::Running, finding: None });
    }

    fn id(name: &str) -> DeviceId {
        DeviceId(name.into())
    }

    /// With a headset in use.
    fn with_headset() -> (Capture, AttemptId) {
        let (mut capture, _) = asked();
        capture.choose(id("headset"));
        let attempt = capture.attempt();
        capture.opened(attempt, Some(id("headset")));
        (capture, attempt)
    }

    #[test]
    fn an_unplugged_device_is_replaced_by_what_the_browser_offers_and_taken_again_when_it_is_back() {
        let (mut capture, attempt) = with_headset();
        let effects = capture.ended(attempt, None);
        assert!(matches!(&effects[0], Effect::OpenCapture { device: None, .. }));
        assert!(capture.ended(attempt, None).is_empty(), "the old device ends only once");
        let attempt = capture.attempt();
        assert_eq!(capture.opened(attempt, Some(id("built-in"))), Some(Turn::Replaced));
        assert!(capture.came(&[id("camera")]).is_empty(), "another newcomer is left alone");
        let effects = capture.came(&[id("headset")]);
        assert!(
            matches!(&effects[0], Effect::OpenCapture { device: Some(back), .. } if *back == id("headset"))
        );
        let attempt = capture.attempt();
        assert_eq!(capture.opened(attempt, Some(id("headset"))), Some(Turn::Returned));
        assert!(capture.came(&[id("headset")]).is_empty(), "it is used already");
    }

    #[test]
    fn a_second_loss_does_not_forget_the_first_device() {
        let (mut capture, attempt) = with_headset();
        capture.ended(attempt, None);
        let attempt = capture.attempt();
        capture.opened(attempt, Some(id("usb")));
        capture.ended(attempt, None);
        let attempt = capture.attempt();
        capture.opened(attempt, Some(id("built-in")));
        assert!(!capture.came(&[id("headset")]).is_empty());
    }

    #[test]
    fn where_there_is_nothing_left_whatever_comes_is_taken() {
        let (mut capture, attempt) = with_headset();
        capture.ended(attempt, None);
        let attempt = capture.attempt();
        assert!(capture.refused(attempt, DeviceProblem::Missing));
        assert_eq!(capture.check().finding, Some(FindingCode::MicUnplugged));
        let effects = capture.came(&[id("other")]);
        assert!(matches!(&effects[0], Effect::OpenCapture { device: None, .. }));
        let attempt = capture.attempt();
        assert_eq!(capture.opened(attempt, Some(id("other"))), Some(Turn::Replaced));
    }

    #[test]
    fn the_one_behind_default_is_remembered_not_the_alias() {
        let (mut capture, attempt) = asked();
        capture.opened(attempt, Some(id("default")));
        capture.ended(attempt, Some(id("headset")));
        let attempt = capture.attempt();
        capture.opened(attempt, Some(id("default")));
        assert!(!capture.came(&[id("headset")]).is_empty());
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
