//! The loudspeaker step: a chime, and the question whether it was heard. Only the member can answer it.

use diagnosis::fact::Chime;
use wire::{
    AttemptId, FindingCode,
    checks::{Check, CheckStatus},
};

use crate::{devices::DeviceId, effect::Effect, view::HearStage};

/// The loudspeaker.
#[derive(Debug)]
pub struct Hear {
    pub(crate) sink: Option<DeviceId>,
    /// The one that was used until it went.
    gone: Option<DeviceId>,
    attempt: AttemptId,
    state: State,
    rings: Rings,
}

/// What is known of the chime that plays, whatever the member has said of it.
#[derive(Debug, PartialEq)]
enum Rings {
    No,
    Yes,
    /// And comes in through the microphone.
    Back,
}

#[derive(Debug, PartialEq)]
enum State {
    Silent,
    Playing,
    Locked,
    Asking,
    Heard,
    NotHeard,
}

impl Hear {
    /// Nothing played yet; `sink` is the loudspeaker of last time.
    pub fn new(sink: Option<DeviceId>) -> Self {
        Self { sink, gone: None, attempt: AttemptId::default(), state: State::Silent, rings: Rings::No }
    }

    /// Plays the chime.
    pub fn play(&mut self) -> Vec<Effect> {
        (self.state, self.rings) = (State::Playing, Rings::Yes);
        vec![Effect::PlayChime { attempt: self.attempt.advance(), sink: self.sink.clone() }]
    }

    /// Uses another loudspeaker, and plays the chime on it: that is why it was chosen.
    pub fn choose(&mut self, sink: DeviceId) -> Vec<Effect> {
        self.sink = Some(sink.clone());
        self.gone = None;
        let mut effects = vec![Effect::UseSink(sink)];
        effects.extend(self.play());
        effects
    }

    /// Loudspeakers went. Sound comes from the system's own until the one that was used is back. `None` when it was
    /// none of those.
    pub fn went(&mut self, went: &[DeviceId]) -> Option<Effect> {
        let gone = self.sink.take_if(|sink| went.contains(sink))?;
        self.gone = Some(gone);
        Some(Effect::UseSink(DeviceId(String::new())))
    }

    /// Loudspeakers came. The one that went is used again.
    pub fn came(&mut self, came: &[DeviceId]) -> Option<Effect> {
        let back = self.gone.take_if(|gone| came.contains(gone))?;
        self.sink = Some(back.clone());
        Some(Effect::UseSink(back))
    }

    /// The chime was played to its end. Returns whether the microphone, if it listened, heard nothing of it.
    pub fn played(&mut self, attempt: AttemptId) -> bool {
        if attempt != self.attempt {
            return false;
        }
        if self.state == State::Playing {
            self.state = State::Asking;
        }
        std::mem::replace(&mut self.rings, Rings::No) == Rings::Yes
    }

    /// A chime came in through the microphone. Returns whether it is this one.
    pub fn came_back(&mut self) -> bool {
        let rings = self.rings != Rings::No;
        if rings {
            self.rings = Rings::Back;
        }
        rings
    }

    /// The browser held the chime back.
    pub fn locked(&mut self, attempt: AttemptId) {
        if attempt == self.attempt && self.state == State::Playing {
            (self.state, self.rings) = (State::Locked, Rings::No);
        }
    }

    /// The member answered. Counts while it plays just as well: many answer at the first note.
    pub fn answered(&mut self, heard: bool) {
        if matches!(self.state, State::Playing | State::Asking) {
            self.state = if heard { State::Heard } else { State::NotHeard };
        }
    }

    /// How far the check is.
    pub fn check(&self) -> Check {
        let (status, finding) = match self.state {
            State::Silent => (CheckStatus::Idle, None),
            State::Playing | State::Asking => (CheckStatus::Running, None),
            State::Locked => (CheckStatus::Failed, Some(FindingCode::SoundLocked)),
            State::Heard => (CheckStatus::Success, None),
            State::NotHeard => (CheckStatus::Failed, Some(FindingCode::SpeakerNotHeard)),
        };
        Check { status, finding }
    }

    /// Whether the browser held the chime back.
    pub fn is_locked(&self) -> bool {
        self.state == State::Locked
    }

    /// It holds nothing back any more.
    pub fn unlocked(&mut self) {
        if self.state == State::Locked {
            self.state = State::Silent;
        }
    }

    /// The loudspeaker that was used until it went.
    pub fn gone(&self) -> Option<&DeviceId> {
        self.gone.as_ref()
    }

    /// What the member said of the chime; nothing before it was played.
    pub fn chime(&self) -> Option<Chime> {
        match self.state {
            State::Silent | State::Locked => None,
            State::Playing | State::Asking => Some(Chime::Played),
            State::Heard => Some(Chime::Heard),
            State::NotHeard => Some(Chime::NotHeard),
        }
    }

    /// What the member can do now.
    pub fn stage(&self) -> HearStage {
        match self.state {
            State::Silent | State::Locked => HearStage::Silent,
            State::Playing => HearStage::Playing,
            State::Asking => HearStage::Asking,
            State::Heard => HearStage::Heard,
            State::NotHeard => HearStage::NotHeard,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chime_comes_back_only_while_it_rings() {
        let mut hear = Hear::new(None);
        assert!(!hear.came_back(), "somebody else's");
        hear.play();
        let silent = hear.attempt;
        hear.answered(true);
        assert!(hear.played(silent), "nothing came back");
        assert!(!hear.came_back());
        hear.play();
        assert!(!hear.played(silent), "the one before");
        assert!(hear.came_back());
        assert!(!hear.played(hear.attempt));
    }

    #[test]
    fn another_loudspeaker_is_tried_at_once_and_the_old_chime_no_longer_counts() {
        let mut hear = Hear::new(None);
        hear.play();
        let old = hear.attempt;
        let effects = hear.choose(DeviceId("headset".into()));
        assert!(matches!(effects[..], [Effect::UseSink(_), Effect::PlayChime { .. }]));
        hear.played(old);
        assert_eq!(hear.stage(), HearStage::Playing);
    }

    #[test]
    fn a_loudspeaker_that_goes_is_used_again_when_it_is_back() {
        let id = |name: &str| DeviceId(name.into());
        let mut hear = Hear::new(Some(id("headset")));
        assert_eq!(hear.went(&[id("other")]), None);
        assert_eq!(hear.went(&[id("headset")]), Some(Effect::UseSink(id(""))));
        assert_eq!(hear.came(&[id("other")]), None);
        assert_eq!(hear.came(&[id("headset")]), Some(Effect::UseSink(id("headset"))));
        assert_eq!(hear.came(&[id("headset")]), None);
    }

    #[test]
    fn nobody_can_have_heard_what_was_not_played() {
        let mut hear = Hear::new(None);
        hear.answered(true);
        assert_eq!(hear.check().status, CheckStatus::Idle);
    }

    #[test]
    fn a_chime_held_back_says_so() {
        let mut hear = Hear::new(None);
        hear.play();
        hear.locked(hear.attempt);
        assert_eq!(hear.check().finding, Some(FindingCode::SoundLocked));
    }
}
