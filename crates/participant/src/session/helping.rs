//! What the diagnosis is told by this session's machines, and what is done when a finding's button is pressed.

use diagnosis::{Action, Evidence, Fact, Finding, StepId, fact};
use wire::{AttemptId, FindingCode};

use super::Session;
use crate::{
    Millis,
    capture::Capture,
    devices::{CaptureKind, Device, DeviceId, DeviceKind, hardware},
    diagnosing::{self, States},
    effect::{Effect, Timer},
    meeting,
    stage::Stage,
    view::Help,
};

/// How often the diagnosis looks whether time alone has changed something, in milliseconds.
const LOOK_EVERY_MS: u32 = 1_000;

impl Session {
    /// Looks again in a second, as long as this page is inside.
    pub(super) fn look_again(&mut self) -> Vec<Effect> {
        let (timer, attempt) = (Timer::Look, self.look.advance());
        vec![Effect::SetTimer { timer, attempt, after: LOOK_EVERY_MS }]
    }

    /// Tells the diagnosis what the machines know by now.
    pub(super) fn follow_states(&mut self, now: Millis) {
        let states = States {
            microphone: Some(self.capture_state(&self.microphone, DeviceKind::AudioInput)),
            camera: Some(self.capture_state(&self.camera, DeviceKind::VideoInput)),
            devices: (!self.devices.is_empty()).then(|| fact::Devices(self.devices.clone())),
            output: self.output(),
            speaker: Some(self.speaker()),
            chime: self.hear.chime(),
            own_switch: (self.stage == Stage::Meeting).then(|| {
                let muted = self.is_muted(CaptureKind::Microphone);
                if muted { fact::OwnSwitch::Off } else { fact::OwnSwitch::On }
            }),
            web_socket: self.lobby.has_socket().then_some(fact::Reach::Works),
            health: self.lobby.is_live().then_some(fact::Health::Ours),
            transport: self.transport(),
            answer: self.answer(),
        };
        self.diagnosing.follow(now, states);
        self.diagnosing.look(now);
    }

    fn capture_state(&self, capture: &Capture, kind: DeviceKind) -> fact::CaptureState {
        capture.state(|id| self.hardware_fact(kind, id))
    }

    /// A device as the diagnosis knows it: the hardware and not the browser's word for "whichever".
    fn hardware_fact(&self, kind: DeviceKind, id: Option<&DeviceId>) -> DeviceId {
        let hardware = id.map(|id| hardware(&self.devices, kind, id).unwrap_or_else(|| id.clone()));
        hardware.unwrap_or_else(|| DeviceId(String::new()))
    }

    /// The open device of a kind, as the diagnosis knows it.
    pub(super) fn live_device(&self, kind: CaptureKind) -> DeviceId {
        let capture = match kind {
            CaptureKind::Microphone => &self.microphone,
            CaptureKind::Camera => &self.camera,
        };
        self.hardware_fact(kind.device_kind(), capture.device())
    }

    /// Whether sound plays: held back is what the browser refused to play as well as what it does not run.
    fn output(&self) -> Option<fact::Output> {
        if self.sound_locked || self.hear.is_locked() {
            Some(fact::Output::Locked)
        } else {
            self.sound_runs.map(|runs| if runs { fact::Output::Running } else { fact::Output::Locked })
        }
    }

    fn speaker(&self) -> fact::Speaker {
        match (self.hear.gone(), &self.hear.sink) {
            (Some(gone), _) => fact::Speaker::Gone(gone.clone()),
            (None, Some(sink)) => fact::Speaker::Chosen(sink.clone()),
            (None, None) => fact::Speaker::Default,
        }
    }

    fn transport(&self) -> Option<fact::Transport> {
        if self.stage != Stage::Meeting {
            return None;
        }
        let view = self.rtc.view()?;
        let stands = meeting::is_live(&view);
        Some(if stands { fact::Transport::Connected } else { fact::Transport::Broken })
    }

    fn answer(&self) -> Option<fact::Answer> {
        use wire::participant::InvitationProblem as Problem;
        match &self.stage {
            Stage::Waiting { meeting_open: true, .. } => Some(fact::Answer::Waiting),
            Stage::Waiting { meeting_open: false, .. } => Some(fact::Answer::MeetingNotOpen),
            Stage::Joining | Stage::Meeting | Stage::Left => Some(fact::Answer::Admitted),
            Stage::Rejected { .. } => Some(fact::Answer::Rejected),
            Stage::Over => Some(fact::Answer::MeetingOver),
            Stage::Refused(Problem::Unknown) => Some(fact::Answer::InvitationUnknown),
            Stage::Refused(Problem::Expired) => Some(fact::Answer::InvitationExpired),
            Stage::Refused(Problem::Revoked) => Some(fact::Answer::InvitationRevoked),
            Stage::Blank | Stage::Stranger | Stage::Arrival | Stage::Entering | Stage::Elsewhere => None,
        }
    }

    /// The waiting room's socket is closed. Where it fails again and again, plain HTTP tells whether anybody is there; and
    /// where somebody is, and it fails once more, that is the way to go on. A server that was only started anew is back
    /// before.
    pub(super) fn lobby_closed(&mut self, now: Millis, attempt: AttemptId) -> Vec<Effect> {
        let mut effects = self.lobby.closed(attempt);
        if !self.lobby.is_failing() || effects.is_empty() {
            return effects;
        }
        // What it takes is loaded together with the diagnosis.
        if std::mem::take(&mut self.answers) && self.diagnosing.is_loaded() {
            return self.lobby.go_on_over_http(now);
        }
        effects.push(Effect::AskHealth);
        effects
    }

    /// Something was observed at the edge.
    pub(super) fn observed(&mut self, now: Millis, fact: Fact) {
        let mut since = now;
        if let Fact::Permission(kind, _) = &fact
            && !self.permissions.contains(kind)
        {
            // What the browser says first was so from the beginning, and takes nothing back that was refused meanwhile.
            self.permissions.push(*kind);
            since = 0;
        }
        match &fact {
            Fact::Platform(platform) => self.platform = Some(*platform),
            Fact::NetworkChanged(_) => self.network_changed(now),
            Fact::Permission(fact::CaptureKind::Microphone, state) => self.permitted(*state),
            // Asked while the socket failed, and answered when it was back: no news.
            Fact::Health(_) if self.lobby.is_live() => return,
            // Only now it is known what it means that the socket fails.
            Fact::Health(health) => {
                self.answers = *health == fact::Health::Ours;
                let fails = fact::WebSocketReach(fact::Reach::Fails);
                self.diagnosing.observe(now, Fact::WebSocket(fails));
            }
            _ => {}
        }
        self.diagnosing.observe(since, fact);
    }

    /// What to say, if anything is wrong.
    pub(super) fn help(&self) -> Option<Help> {
        let mut said = self.diagnosing.said();
        let top = said.next()?;
        Some(self.help_with(top, said.map(|finding| finding.code).collect()))
    }

    // Never copied into what calls it, as what follows: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    fn help_with(&self, top: &Finding, folded: Vec<FindingCode>) -> Help {
        let named = match &top.evidence {
            Evidence::Other(id) => self.devices.iter().find(|device| device.id == *id),
            Evidence::Seen | Evidence::Since(_) | Evidence::Crossed(_) | Evidence::In(_) => None,
        };
        Help {
            code: top.code,
            severity: top.severity,
            button: diagnosing::button(top, |action| self.is_possible(action)),
            steps: self.steps(top.code),
            device: named.map(|device| device.label.clone()).unwrap_or_default(),
            dial_in: self.dial_in.as_deref().filter(|_| top.remedies.contains(&Action::Telephone)).cloned(),
            folded,
        }
    }

    fn steps(&self, code: FindingCode) -> &'static [StepId] {
        let platform = self.platform;
        platform.map_or(&[], |platform| diagnosis::steps(code, platform.browser, platform.system))
    }

    /// Whether a remedy can be had here and now.
    fn is_possible(&self, action: Action) -> bool {
        match action {
            Action::AskAgain(_)
            | Action::UnlockSound
            | Action::TryAgain
            | Action::Reload
            | Action::CopyLink
            | Action::Acknowledge => true,
            Action::PlayChime | Action::GoWithoutCamera => matches!(self.stage, Stage::Waiting { .. }),
            Action::Choose(kind) => self.another(kind).is_some(),
            Action::SwitchMicrophoneOn | Action::RestartIce => self.stage == Stage::Meeting,
            Action::UseLess => self.stage == Stage::Meeting && self.less.is_none(),
            Action::ContinueHere => self.stage == Stage::Elsewhere,
            // The steps and the telephone's number are shown without asking, and the Sitzungsdienst is told without asking.
            Action::ShowSteps | Action::TellStaff | Action::Telephone => false,
        }
    }

    /// The device to use in place of the one in use: the one that proves to be better, or else the next of the list.
    #[inline(never)]
    fn another(&self, kind: DeviceKind) -> Option<DeviceId> {
        if let Some(Evidence::Other(better)) = self.diagnosing.said().next().map(|top| &top.evidence) {
            return Some(better.clone());
        }
        let used = match kind {
            DeviceKind::AudioInput => self.microphone.device(),
            DeviceKind::VideoInput => self.camera.device(),
            DeviceKind::AudioOutput => self.hear.sink.as_ref(),
        };
        let real = |device: &&Device| {
            let known = device.kind == kind && !device.id.0.is_empty();
            known && hardware(&self.devices, kind, &device.id).as_ref() == Some(&device.id)
        };
        let all: Vec<&Device> = self.devices.iter().filter(real).collect();
        let used = used.and_then(|id| hardware(&self.devices, kind, id));
        let at = used.and_then(|id| all.iter().position(|device| device.id == id));
        let next = at.map_or(0, |at| (at + 1) % all.len().max(1));
        let next = all.get(next).filter(|_| at.is_none_or(|at| at != next))?;
        Some(next.id.clone())
    }

    /// The button of a finding was pressed. Heeded once the diagnosis is loaded: there is none before.
    #[inline(never)]
    pub(super) fn remedy(&mut self, now: Millis, action: Action) -> Vec<Effect> {
        match action {
            Action::AskAgain(kind) => self.capture(kind).ask(),
            Action::Choose(kind) => match self.another(kind) {
                Some(id) => self.choose(kind, id),
                None => vec![],
            },
            Action::GoWithoutCamera => self.camera.skip(),
            Action::SwitchMicrophoneOn if self.stage == Stage::Meeting => {
                self.toggle(now, CaptureKind::Microphone)
            }
            Action::UnlockSound => {
                self.unlocked();
                vec![]
            }
            Action::PlayChime => self.hear.play(),
            Action::UseLess if self.stage == Stage::Meeting => self.use_less(now),
            Action::RestartIce => self.signal(now, rtc::Event::NetworkChanged),
            Action::TryAgain => self.woke(now),
            Action::Reload => vec![Effect::ReloadPage],
            Action::CopyLink => vec![Effect::CopyLink],
            Action::ContinueHere if self.stage == Stage::Elsewhere => self.enter(now, true),
            Action::Acknowledge => {
                let top = self.diagnosing.said().next().map(|finding| finding.code);
                if let Some(code) = top {
                    self.diagnosing.put_away(code);
                }
                vec![]
            }
            Action::SwitchMicrophoneOn
            | Action::ContinueHere
            | Action::UseLess
            | Action::Telephone
            | Action::ShowSteps
            | Action::TellStaff => vec![],
        }
    }

    /// The browser lets sound play.
    pub(super) fn unlocked(&mut self) {
        self.sound_locked = false;
        self.sound_runs = Some(true);
        self.hear.unlocked();
    }
}
