//! What the diagnosis is told of the member's page, and what it says.
//!
//! Facts come from two sides: what only the edge can measure (sound, pictures, the browser) it tells itself; what this
//! session's machines know is told here whenever it changes, so that no machine has to think of it.

use diagnosis::{Action, Fact, Facts, Finding, Severity, Verdict, diagnose, fact};
use wire::{FindingCode, names::Step};

use crate::Millis;

/// The diagnosis of one page. Its code may come after the first screen: until then only what it will have to know is
/// noted.
#[derive(Debug, Default)]
pub struct Diagnosing {
    facts: Learning,
    told: States,
    verdict: Verdict,
    /// What the member has read and put away, as long as it holds.
    read: Vec<FindingCode>,
}

/// What is known, or what is kept for it.
#[derive(Debug)]
enum Learning {
    Away(Vec<(Millis, Fact)>),
    Here(Box<Facts>),
}

impl Default for Learning {
    fn default() -> Self {
        Self::Away(vec![])
    }
}

/// What the session's machines know, as the diagnosis is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct States {
    pub microphone: Option<fact::CaptureState>,
    pub camera: Option<fact::CaptureState>,
    pub devices: Option<fact::Devices>,
    pub output: Option<fact::Output>,
    pub speaker: Option<fact::Speaker>,
    pub chime: Option<fact::Chime>,
    pub own_switch: Option<fact::OwnSwitch>,
    pub web_socket: Option<fact::Reach>,
    pub health: Option<fact::Health>,
    pub transport: Option<fact::Transport>,
    pub answer: Option<fact::Answer>,
}

impl Diagnosing {
    /// It is loaded.
    pub fn loaded(&mut self) {
        if let Learning::Away(noted) = &mut self.facts {
            let mut facts = Box::<Facts>::default();
            for (at, fact) in noted.drain(..) {
                facts.learn(diagnosis::Millis(at), fact);
            }
            self.facts = Learning::Here(facts);
        }
    }

    /// Whether it is loaded.
    pub fn is_loaded(&self) -> bool {
        matches!(self.facts, Learning::Here(_))
    }

    /// Something was observed.
    pub fn observe(&mut self, now: Millis, fact: Fact) {
        match &mut self.facts {
            Learning::Here(facts) => facts.learn(diagnosis::Millis(now), fact),
            // What is measured again in a moment need not be kept.
            Learning::Away(_) if is_repeated(&fact) => {}
            Learning::Away(noted) => noted.push((now, fact)),
        }
    }

    /// The machines' states, of which only those are told that changed: telling one again would say that it began anew.
    pub fn follow(&mut self, now: Millis, states: States) {
        let told = &self.told;
        let news = [
            changed(&told.microphone, &states.microphone)
                .map(|state| Fact::Capture(fact::CaptureKind::Microphone, state)),
            changed(&told.camera, &states.camera)
                .map(|state| Fact::Capture(fact::CaptureKind::Camera, state)),
            changed(&told.devices, &states.devices).map(Fact::Devices),
            changed(&told.output, &states.output).map(Fact::Output),
            changed(&told.speaker, &states.speaker).map(Fact::Speaker),
            changed(&told.chime, &states.chime).map(Fact::Chime),
            changed(&told.own_switch, &states.own_switch).map(Fact::OwnSwitch),
            changed(&told.web_socket, &states.web_socket)
                .map(|reach| Fact::WebSocket(fact::WebSocketReach(reach))),
            changed(&told.health, &states.health).map(Fact::Health),
            changed(&told.transport, &states.transport).map(Fact::Transport),
            changed(&told.answer, &states.answer).map(Fact::Answer),
        ];
        for fact in news.into_iter().flatten() {
            self.observe(now, fact);
        }
        self.told = states;
    }

    /// Looks at what is known by now.
    pub fn look(&mut self, now: Millis) {
        let Learning::Here(facts) = &self.facts else { return };
        self.verdict = diagnose(facts, diagnosis::Millis(now));
        let holding: Vec<FindingCode> = self.all().map(|finding| finding.code).collect();
        // What comes again is said again.
        self.read.retain(|code| holding.contains(code));
    }

    /// The member has read it.
    pub fn put_away(&mut self, code: FindingCode) {
        self.read.push(code);
    }

    /// What is known; nothing before it is loaded.
    pub fn facts(&self) -> Option<&Facts> {
        match &self.facts {
            Learning::Here(facts) => Some(facts),
            Learning::Away(_) => None,
        }
    }

    /// What is to be said, the first of it first. What a screen of its own says is left out.
    pub fn said(&self) -> impl Iterator<Item = &Finding> {
        self.told().filter(|finding| !self.read.contains(&finding.code))
    }

    /// What is wrong as far as this page is concerned, put away or not: what a screen of its own says is left out.
    pub fn told(&self) -> impl Iterator<Item = &Finding> {
        self.all().filter(|finding| !has_own_place(finding.code))
    }

    /// Whether that is wrong, first or not.
    pub fn finds(&self, code: FindingCode) -> bool {
        self.all().any(|finding| finding.code == code)
    }

    /// What keeps a step of the device check from being done, if anything does.
    pub fn of_step(&self, step: Step) -> Option<FindingCode> {
        let bad = |finding: &&Finding| finding.severity >= Severity::Problem;
        let of_step = |finding: &&Finding| self::step(finding.code) == Some(step);
        self.said().filter(bad).find(of_step).map(|finding| finding.code)
    }

    /// Everything that holds, the worst first.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.verdict.top.iter().chain(&self.verdict.folded)
    }
}

/// What is measured every few seconds.
fn is_repeated(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Sound(..)
            | Fact::Picture(..)
            | Fact::RoundTrip(_)
            | Fact::Loss(_)
            | Fact::Jitter(_)
            | Fact::Capacity(..)
            | Fact::Encoder(_)
            | Fact::Media(..)
    )
}

fn changed<T: Clone + PartialEq>(before: &Option<T>, now: &Option<T>) -> Option<T> {
    if before == now { None } else { now.clone() }
}

/// What stands on a screen, or in a place of the screen, that is made for it.
fn has_own_place(code: FindingCode) -> bool {
    use FindingCode as Code;
    matches!(
        code,
        Code::InvitationUnknown
            | Code::InvitationExpired
            | Code::InvitationRevoked
            | Code::MeetingNotOpen
            | Code::MeetingOver
            | Code::Rejected
            | Code::Removed
            | Code::JoinedElsewhere
            | Code::PlaceKept
    )
}

/// The step of the device check that a fault belongs to.
pub fn step(code: FindingCode) -> Option<Step> {
    use FindingCode as Code;
    match code {
        Code::SoundLocked | Code::SpeakerNotHeard | Code::SpeakerUnplugged => Some(Step::Hear),
        Code::MicPermissionPending
        | Code::MicPermissionDismissed
        | Code::MicPermissionDenied
        | Code::MicBlockedBySystem
        | Code::MicBlockedByPolicy
        | Code::MicMissing
        | Code::MicInUse
        | Code::MicFailed
        | Code::MicUnplugged
        | Code::MicMutedBySystem
        | Code::MicSilent
        | Code::WrongMic
        | Code::NotAMicrophone
        | Code::MicTooQuiet
        | Code::MicClipping
        | Code::MicNoisy
        | Code::HeadsetSplit
        | Code::TalkingWhileMuted
        | Code::EchoRisk => Some(Step::Speak),
        Code::CameraPermissionPending
        | Code::CameraPermissionDismissed
        | Code::CameraPermissionDenied
        | Code::CameraBlockedBySystem
        | Code::CameraBlockedByPolicy
        | Code::CameraMissing
        | Code::CameraInUse
        | Code::CameraFailed
        | Code::CameraUnplugged
        | Code::CameraBlack
        | Code::CameraDark
        | Code::CameraFrozen
        | Code::CameraSlow => Some(Step::See),
        Code::Offline
        | Code::Intercepted
        | Code::ServerUnreachable
        | Code::WebsocketBlocked
        | Code::UdpBlocked
        | Code::MediaBlocked
        | Code::HighLatency
        | Code::PacketLoss
        | Code::Jitter
        | Code::UplinkSlow
        | Code::DownlinkSlow
        | Code::ConnectionChanged => Some(Step::Connection),
        Code::InsecureContext
        | Code::BrowserUnsupported
        | Code::InAppBrowser
        | Code::StorageBlocked
        | Code::ClockSkew
        | Code::CpuOverload
        | Code::JoinedElsewhere
        | Code::InvitationUnknown
        | Code::InvitationExpired
        | Code::InvitationRevoked
        | Code::MeetingNotOpen
        | Code::MeetingOver
        | Code::Rejected
        | Code::Removed
        | Code::PlaceKept => None,
    }
}

/// What is on the button: the first remedy that can be had here and now.
pub fn button(finding: &Finding, is_possible: impl Fn(Action) -> bool) -> Option<Action> {
    finding.remedies.iter().copied().find(|action| is_possible(*action))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MICROPHONE: fact::CaptureKind = fact::CaptureKind::Microphone;

    fn asking() -> States {
        States { microphone: Some(fact::CaptureState::Asking), ..States::default() }
    }

    fn loaded() -> Diagnosing {
        let mut diagnosing = Diagnosing::default();
        diagnosing.loaded();
        diagnosing
    }

    fn codes(diagnosing: &Diagnosing) -> Vec<FindingCode> {
        diagnosing.said().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_state_that_does_not_change_does_not_begin_anew() {
        let mut diagnosing = loaded();
        for now in [0, 1_000, 3_999] {
            diagnosing.follow(now, asking());
            diagnosing.look(now);
            assert_eq!(codes(&diagnosing), []);
        }
        diagnosing.look(4_000);
        assert_eq!(codes(&diagnosing), [FindingCode::MicPermissionPending]);
        diagnosing.follow(4_100, States { microphone: Some(fact::CaptureState::Off), ..asking() });
        diagnosing.look(4_100);
        assert_eq!(codes(&diagnosing), []);
    }

    #[test]
    fn what_was_read_is_said_again_when_it_comes_again() {
        let mut diagnosing = loaded();
        diagnosing.observe(0, Fact::Output(fact::Output::Locked));
        diagnosing.look(0);
        assert_eq!(codes(&diagnosing), [FindingCode::SoundLocked]);
        diagnosing.put_away(FindingCode::SoundLocked);
        assert_eq!(codes(&diagnosing), []);
        diagnosing.observe(1, Fact::Output(fact::Output::Running));
        diagnosing.look(1);
        diagnosing.observe(2, Fact::Output(fact::Output::Locked));
        diagnosing.look(2);
        assert_eq!(codes(&diagnosing), [FindingCode::SoundLocked]);
    }

    #[test]
    fn a_step_is_kept_back_by_what_belongs_to_it_and_only_by_what_matters() {
        let mut diagnosing = loaded();
        let states = States {
            microphone: Some(fact::CaptureState::Refused(fact::Refusal::Denied)),
            ..States::default()
        };
        diagnosing.follow(0, states);
        diagnosing.observe(0, Fact::Capability(fact::Capability::SessionStorage, fact::Presence::Absent));
        diagnosing.look(0);
        assert_eq!(diagnosing.of_step(Step::Speak), Some(FindingCode::MicPermissionDenied));
        assert_eq!(diagnosing.of_step(Step::See), None);
        assert_eq!(codes(&diagnosing), [FindingCode::MicPermissionDenied, FindingCode::StorageBlocked]);
    }

    #[test]
    fn what_was_observed_before_it_was_loaded_counts_and_is_said_only_then() {
        let mut diagnosing = Diagnosing::default();
        diagnosing.observe(0, Fact::Output(fact::Output::Locked));
        diagnosing.look(5_000);
        assert_eq!(codes(&diagnosing), []);
        diagnosing.loaded();
        diagnosing.look(5_000);
        assert_eq!(codes(&diagnosing), [FindingCode::SoundLocked]);
    }

    #[test]
    fn the_button_does_what_can_be_done() {
        let mut diagnosing = loaded();
        diagnosing.follow(0, asking());
        diagnosing.look(9_000);
        let finding = diagnosing.said().next().cloned().unwrap();
        assert_eq!(
            button(&finding, |action| action != Action::ShowSteps),
            Some(Action::AskAgain(MICROPHONE))
        );
        assert_eq!(button(&finding, |_| false), None);
    }
}
