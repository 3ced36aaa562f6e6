//! "You are heard": the member's voice goes to the meeting's engine and comes back, in a room where nobody else is, and
//! what came is held against what was said. Nothing else than that proves it: packets that are counted may be silent.
//!
//! The page is there twice: the [`Side::Speaker`] sends the microphone, the [`Side::Listener`] receives it, each with a
//! signalling session as in the meeting. What was sent and what came are compared at the edge, off the page's thread;
//! what follows from the numbers is decided here.

use signals::Likeness;
use wire::{
    AttemptId,
    participant::{FromParticipant, MeetingAccess},
};

use crate::{
    Millis,
    devices::DeviceId,
    effect::{Effect, Timer},
    meeting,
    view::{Echo, EchoStage},
};

/// How often it is looked how long it has taken, in milliseconds.
const LOOK_EVERY_MS: u32 = 500;
/// How long the server may take to make a room, in milliseconds.
const ROOM_WITHIN_MS: u64 = 5_000;
/// How long sound may take to find a way, in milliseconds: as long as a browser tries all of them (RFC 8445 leaves that
/// open; Chromium gives a pair up after 15 s).
const PATH_WITHIN_MS: u64 = 15_000;
/// How long the member has for a sentence, in milliseconds. With the two above it is less than a minute.
const SENTENCE_WITHIN_MS: u64 = 25_000;
/// So much of the last seconds must have been a voice, in milliseconds: a quiet room may resemble itself.
const VOICE_MS: u64 = 1_000;
/// The share of what was said that may be missing: a codec bridges single losses, and beyond this words are gone.
const MAY_BE_MISSING: f32 = 0.2;
/// How much quieter it may come back, in dB: engines do not change levels, codecs by less than 3 dB.
const MAY_BE_QUIETER_DB: f32 = 12.0;

/// Which of the page's two selves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Sends.
    Speaker,
    /// Receives.
    Listener,
}

/// What happens to it.
#[derive(Debug)]
pub enum EchoEvent {
    /// Try out whether the voice arrives.
    Pressed,
    /// End that.
    StopPressed,
    /// Play what arrived. The edge plays it within the press itself.
    PlayPressed,
    /// The server made a room for it.
    Granted {
        /// In answer to which trial's question.
        attempt: AttemptId,
        /// For the side that sends.
        speaker: MeetingAccess,
        /// For the side that receives.
        listener: MeetingAccess,
    },
    /// The server has none.
    Unavailable {
        /// Likewise.
        attempt: AttemptId,
    },
    /// The microphone's track was copied for it.
    Copied {
        /// Of which trial.
        attempt: AttemptId,
        /// `MediaStreamTrack.id` of the copy.
        cid: String,
    },
    /// Something about one side's signalling session or its media.
    Rtc {
        /// Of which trial.
        attempt: AttemptId,
        /// Which side.
        side: Side,
        /// What.
        event: rtc::Event,
    },
    /// So much of the microphone's last seconds was a voice, in milliseconds.
    Voiced(Millis),
    /// What was sent and what came were compared.
    Compared {
        /// Of which trial.
        attempt: AttemptId,
        /// How alike they are.
        likeness: Likeness,
    },
    /// Time has passed.
    Looked {
        /// Of which trial.
        attempt: AttemptId,
    },
    /// Something else happened in the session.
    LookedAround,
}

impl EchoEvent {
    /// Of which trial; nothing for what is about none in particular.
    pub fn attempt(&self) -> Option<AttemptId> {
        match self {
            Self::Granted { attempt, .. }
            | Self::Unavailable { attempt }
            | Self::Copied { attempt, .. }
            | Self::Rtc { attempt, .. }
            | Self::Compared { attempt, .. }
            | Self::Looked { attempt } => Some(*attempt),
            Self::Pressed | Self::StopPressed | Self::PlayPressed | Self::Voiced(_) | Self::LookedAround => {
                None
            }
        }
    }
}

/// What a trial needs of the rest of the session.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The opening of the microphone; none where there is nothing to try out.
    pub microphone: Option<AttemptId>,
    /// Where a meeting in the server itself is.
    pub own_url: &'a str,
    /// The chosen loudspeaker.
    pub sink: Option<&'a DeviceId>,
    /// The number of the last trial.
    pub last: &'a mut AttemptId,
}

/// Takes in what happened to the trial in that place, if there is one.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn happened(
    place: &mut Option<Box<EchoTest>>,
    around: Surroundings<'_>,
    now: Millis,
    event: EchoEvent,
) -> Vec<Effect> {
    let Some(microphone) = around.microphone else { return stop(place, now) };
    let Some(test) = place.as_deref_mut().filter(|test| test.microphone == microphone) else {
        let mut effects = stop(place, now);
        if matches!(event, EchoEvent::Pressed) {
            let (test, begun) = EchoTest::start(now, around.last.advance(), microphone);
            *place = Some(Box::new(test));
            effects.extend(begun);
        }
        return effects;
    };
    match event {
        EchoEvent::Pressed if test.is_running() => vec![],
        EchoEvent::Pressed => {
            let (again, effects) = EchoTest::start(now, around.last.advance(), microphone);
            *test = again;
            effects
        }
        EchoEvent::StopPressed => stop(place, now),
        EchoEvent::PlayPressed => vec![Effect::Echo(EchoEffect::Play { sink: around.sink.cloned() })],
        EchoEvent::Granted { attempt, speaker, listener } => {
            test.granted(now, attempt, speaker, listener, around.own_url)
        }
        EchoEvent::Unavailable { attempt } => test.unavailable(now, attempt),
        EchoEvent::Copied { attempt, cid } => test.copied(now, attempt, cid),
        EchoEvent::Rtc { attempt, side, event } => test.signal(now, attempt, side, event),
        EchoEvent::Voiced(voiced) => {
            test.voiced(voiced);
            vec![]
        }
        EchoEvent::Compared { attempt, likeness } => test.compared(now, attempt, &likeness),
        EchoEvent::Looked { attempt } => test.look(now, attempt),
        EchoEvent::LookedAround => vec![],
    }
}

/// The member has enough of it, is let in, or has another microphone.
fn stop(place: &mut Option<Box<EchoTest>>, now: Millis) -> Vec<Effect> {
    let Some(mut test) = place.take() else { return vec![] };
    let mut effects = test.leave(now);
    effects.push(Effect::Echo(EchoEffect::Forget));
    effects
}

/// What is shown of it.
// Likewise.
#[inline(never)]
pub fn view(test: &EchoTest) -> Echo {
    Echo { stage: test.stage(), percent: test.percent() }
}

/// What the edge is to do for it.
#[derive(Debug, PartialEq)]
pub enum EchoEffect {
    /// Take a copy of the open microphone's track, which can be switched off without switching off the other, and let go
    /// of the sound of the last time. Answered by `EchoCopied`.
    Copy {
        /// Of which trial.
        attempt: AttemptId,
    },
    /// Be ready for a listener alone, who is to find out by which ways media get through.
    Listen {
        /// Of which trial.
        attempt: AttemptId,
    },
    /// Look by which ways they do.
    Look,
    /// Something for one side's connections. They are made anew with every copy.
    Rtc(Side, rtc::Effect),
    /// The listener has the speaker's sound: compare the two from here on, and look by which way it comes.
    Compare {
        /// Of which trial.
        attempt: AttemptId,
        /// The listener's track.
        track: rtc::RemoteTrackId,
    },
    /// Let go of everything but the sound that came.
    End {
        /// Whether sound found no way at all.
        no_path: bool,
    },
    /// Let go of that, too.
    Forget,
    /// Play the sound that came.
    Play {
        /// The loudspeaker; the system's own when absent.
        sink: Option<DeviceId>,
    },
}

/// One trial after the other.
#[derive(Debug)]
pub struct EchoTest {
    attempt: AttemptId,
    /// The opening of the microphone that is tried out.
    microphone: AttemptId,
    state: State,
}

#[derive(Debug)]
enum State {
    Asking { since: Millis },
    Running(Box<Running>),
    Over(Outcome),
}

#[derive(Debug)]
struct Running {
    since: Millis,
    passed: Millis,
    speaker: rtc::Session,
    listener: rtc::Session,
    /// Since when sound comes.
    comes: Option<Millis>,
    spoken: bool,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Heard,
    NoRoom,
    NoPath,
    Silent,
    Lost,
}

impl EchoTest {
    /// Begins a trial of the microphone of that opening. No two trials of a page have the same number.
    fn start(now: Millis, attempt: AttemptId, microphone: AttemptId) -> (Self, Vec<Effect>) {
        let test = Self { attempt, microphone, state: State::Asking { since: now } };
        let effects = test.ask();
        (test, effects)
    }

    /// Whether it is under way.
    fn is_running(&self) -> bool {
        !matches!(self.state, State::Over(_))
    }

    fn ask(&self) -> Vec<Effect> {
        let attempt = self.attempt;
        vec![Effect::SendLobby(FromParticipant::RequestEchoRoom { attempt }), self.look_later()]
    }

    /// The server has no room.
    fn unavailable(&mut self, now: Millis, attempt: AttemptId) -> Vec<Effect> {
        match self.state {
            State::Asking { .. } if attempt == self.attempt => self.end(now, Outcome::NoRoom),
            State::Asking { .. } | State::Running(_) | State::Over(_) => vec![],
        }
    }

    /// The server made a room.
    fn granted(
        &mut self,
        now: Millis,
        attempt: AttemptId,
        speaker: MeetingAccess,
        listener: MeetingAccess,
        own_url: &str,
    ) -> Vec<Effect> {
        let State::Asking { since } = self.state else { return vec![] };
        if attempt != self.attempt {
            return vec![];
        }
        let mut running = Box::new(Running {
            since,
            passed: now.saturating_sub(since),
            speaker: session(since),
            listener: session(since.wrapping_add(1)),
            comes: None,
            spoken: false,
        });
        let mut said = vec![];
        for (side, access) in [(Side::Listener, listener), (Side::Speaker, speaker)] {
            for event in comes(side, access, own_url) {
                said.extend(running.tell(now, side, event));
            }
        }
        self.state = State::Running(running);
        let mut effects = vec![Effect::Echo(EchoEffect::Copy { attempt })];
        effects.extend(translated(attempt, said));
        effects
    }

    /// The microphone's track was copied.
    fn copied(&mut self, now: Millis, attempt: AttemptId, cid: String) -> Vec<Effect> {
        let State::Running(running) = &mut self.state else { return vec![] };
        if attempt != self.attempt {
            return vec![];
        }
        let source = rtc::LocalSource::Microphone;
        let track = meeting::echo_track(attempt);
        let opened = rtc::Event::LocalTrackOpened { source, track, cid, picture: None };
        translated(attempt, running.tell(now, Side::Speaker, opened))
    }

    /// Something happened to one side.
    fn signal(&mut self, now: Millis, attempt: AttemptId, side: Side, event: rtc::Event) -> Vec<Effect> {
        let State::Running(running) = &mut self.state else { return vec![] };
        if attempt != self.attempt {
            return vec![];
        }
        let effects = running.tell(now, side, event);
        let comes = |(_, effect): &(Side, rtc::Effect)| {
            side == Side::Listener && matches!(effect, rtc::Effect::AttachRemoteTrack { .. })
        };
        if effects.iter().any(comes) {
            running.comes.get_or_insert(now);
        }
        translated(self.attempt, effects)
    }

    /// So much of the last seconds was a voice, as the microphone's own ear has it.
    fn voiced(&mut self, voiced: Millis) {
        if let State::Running(running) = &mut self.state {
            running.spoken |= running.comes.is_some() && voiced >= VOICE_MS;
        }
    }

    /// What was sent and what came were compared.
    fn compared(&mut self, now: Millis, attempt: AttemptId, likeness: &Likeness) -> Vec<Effect> {
        let State::Running(running) = &self.state else { return vec![] };
        if attempt == self.attempt && running.spoken && is_proof(likeness) {
            self.end(now, Outcome::Heard)
        } else {
            vec![]
        }
    }

    /// Some time has passed.
    fn look(&mut self, now: Millis, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.attempt {
            return vec![];
        }
        let (too_long, outcome) = match &mut self.state {
            State::Over(_) => return vec![],
            State::Asking { since } => (now.saturating_sub(*since) > ROOM_WITHIN_MS, Outcome::NoRoom),
            State::Running(running) => {
                running.passed = now.saturating_sub(running.since);
                match running.comes {
                    None => (running.passed > PATH_WITHIN_MS, Outcome::NoPath),
                    Some(comes) => {
                        let outcome = if running.spoken { Outcome::Lost } else { Outcome::Silent };
                        (now.saturating_sub(comes) > SENTENCE_WITHIN_MS, outcome)
                    }
                }
            }
        };
        if too_long { self.end(now, outcome) } else { vec![self.look_later()] }
    }

    /// Where it stands.
    fn stage(&self) -> EchoStage {
        match &self.state {
            State::Asking { .. } => EchoStage::Preparing,
            State::Running(running) if running.comes.is_none() => EchoStage::Preparing,
            State::Running(_) => EchoStage::Speak,
            State::Over(Outcome::Heard) => EchoStage::Heard,
            State::Over(Outcome::NoRoom) => EchoStage::NoRoom,
            State::Over(Outcome::NoPath) => EchoStage::NoPath,
            State::Over(Outcome::Silent) => EchoStage::Silent,
            State::Over(Outcome::Lost) => EchoStage::Lost,
        }
    }

    /// How much of the longest time it may take has passed, in hundredths.
    fn percent(&self) -> u32 {
        match &self.state {
            State::Asking { .. } => 0,
            State::Running(running) => {
                let longest = PATH_WITHIN_MS + SENTENCE_WITHIN_MS;
                u32::try_from(running.passed.min(longest) * 100 / longest).unwrap_or(100)
            }
            State::Over(_) => 100,
        }
    }

    fn end(&mut self, now: Millis, outcome: Outcome) -> Vec<Effect> {
        let mut effects = self.leave(now);
        self.state = State::Over(outcome);
        let no_path = outcome == Outcome::NoPath;
        effects.push(Effect::Echo(EchoEffect::End { no_path }));
        effects
    }

    fn leave(&mut self, now: Millis) -> Vec<Effect> {
        let State::Running(running) = &mut self.state else { return vec![] };
        let mut effects = running.tell(now, Side::Speaker, rtc::Event::LeaveRequested);
        effects.extend(running.tell(now, Side::Listener, rtc::Event::LeaveRequested));
        translated(self.attempt, effects)
    }

    fn look_later(&self) -> Effect {
        Effect::SetTimer { timer: Timer::Echo, attempt: self.attempt, after: LOOK_EVERY_MS }
    }
}

impl Running {
    fn tell(&mut self, now: Millis, side: Side, event: rtc::Event) -> Vec<(Side, rtc::Effect)> {
        let session = match side {
            Side::Speaker => &mut self.speaker,
            Side::Listener => &mut self.listener,
        };
        session.update(rtc::Millis(now), event).into_iter().map(|effect| (side, effect)).collect()
    }
}

/// Whether what came is what was said, as it was said.
fn is_proof(likeness: &Likeness) -> bool {
    likeness.correlation >= signals::ALIKE
        && likeness.loss <= MAY_BE_MISSING
        && likeness.level_difference.0 >= -MAY_BE_QUIETER_DB
}

/// A signalling session of one side.
pub fn session(seed: u64) -> rtc::Session {
    rtc::Session::new(rtc::Config { sdk: "js", version: crate::signalling::CLIENT_VERSION, seed })
}

/// What it is told when that side comes into the room. Nobody is asked for a device that is not tried out.
pub fn comes(side: Side, access: MeetingAccess, own_url: &str) -> [rtc::Event; 3] {
    let wanted = |source, muted| rtc::Event::MuteWanted { source, muted };
    let url = if access.url.is_empty() { own_url.to_owned() } else { access.url };
    let token = rtc::Token::new(access.token.reveal());
    [
        wanted(rtc::LocalSource::Microphone, side == Side::Listener),
        wanted(rtc::LocalSource::Camera, true),
        rtc::Event::JoinRequested { url, token },
    ]
}

/// What the sessions want done, without what is of no use here: no key is renewed, and no device asked for.
pub fn translated(attempt: AttemptId, effects: Vec<(Side, rtc::Effect)>) -> Vec<Effect> {
    let one = |(side, effect)| match (side, effect) {
        (Side::Listener, rtc::Effect::AttachRemoteTrack { track, .. }) => {
            Some(EchoEffect::Compare { attempt, track })
        }
        (
            _,
            rtc::Effect::RequestToken { .. } | rtc::Effect::OpenTrack { .. } | rtc::Effect::StopTrack { .. },
        ) => None,
        (side, effect) => Some(EchoEffect::Rtc(side, effect)),
    };
    effects.into_iter().filter_map(one).map(Effect::Echo).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTEMPT: AttemptId = AttemptId(1);

    fn begun() -> EchoTest {
        EchoTest::start(0, ATTEMPT, AttemptId(5)).0
    }

    fn admit(test: &mut EchoTest, now: Millis) -> Vec<Effect> {
        let access = || MeetingAccess { url: String::new(), token: wire::MeetingToken::new("key") };
        test.granted(now, ATTEMPT, access(), access(), "ws://here")
    }

    /// A trial in which sound comes since a moment.
    fn coming(since: Millis) -> EchoTest {
        let mut test = begun();
        admit(&mut test, 0);
        if let State::Running(running) = &mut test.state {
            running.comes = Some(since);
        }
        test
    }

    fn likeness() -> Likeness {
        Likeness { delay_ms: 80.0, correlation: 0.9, level_difference: signals::Db(-1.0), loss: 0.02 }
    }

    fn ends(effects: &[Effect]) -> bool {
        effects.iter().any(|effect| matches!(effect, Effect::Echo(EchoEffect::End { .. })))
    }

    #[test]
    fn the_page_comes_twice_with_a_copy_of_the_microphone() {
        let mut test = begun();
        let effects = admit(&mut test, 10);
        assert_eq!(effects.first(), Some(&Effect::Echo(EchoEffect::Copy { attempt: ATTEMPT })));
        let opens = |side| {
            effects.iter().any(|effect| {
                matches!(effect, Effect::Echo(EchoEffect::Rtc(of, rtc::Effect::OpenSocket { url, .. }))
                    if *of == side && url.reveal().starts_with("ws://here/rtc"))
            })
        };
        assert!(opens(Side::Speaker) && opens(Side::Listener), "{effects:?}");
        let asks = |effect: &Effect| {
            matches!(effect, Effect::Echo(EchoEffect::Rtc(_, rtc::Effect::OpenTrack { .. })))
        };
        assert!(!effects.iter().any(asks), "no device is asked for: {effects:?}");
        assert_eq!(test.stage(), EchoStage::Preparing);
    }

    #[test]
    fn who_is_heard_is_told_so_and_nobody_else() {
        let nearly = [
            Likeness { correlation: 0.6, ..likeness() },
            Likeness { loss: 0.3, ..likeness() },
            Likeness { level_difference: signals::Db(-20.0), ..likeness() },
        ];
        let mut test = coming(500);
        test.voiced(1_500);
        for likeness in nearly {
            assert_eq!(test.compared(4_000, ATTEMPT, &likeness), []);
        }
        assert_eq!(test.compared(4_000, AttemptId(0), &likeness()), [], "of another trial");
        assert!(ends(&test.compared(4_000, ATTEMPT, &likeness())));
        assert_eq!((test.stage(), test.percent()), (EchoStage::Heard, 100));
    }

    #[test]
    fn a_quiet_room_that_resembles_itself_is_no_proof() {
        let mut test = coming(500);
        test.voiced(900);
        assert_eq!(test.compared(4_000, ATTEMPT, &likeness()), []);
        assert_eq!(test.stage(), EchoStage::Speak);
        // What was said before anything came back proves nothing either.
        let mut early = begun();
        admit(&mut early, 0);
        early.voiced(3_000);
        assert!(matches!(&early.state, State::Running(running) if !running.spoken));
    }

    #[test]
    fn it_ends_within_a_minute_and_says_what_was_wrong() {
        let on_its_way = || {
            let mut test = begun();
            admit(&mut test, 0);
            test
        };
        let spoken = || {
            let mut test = coming(14_000);
            test.voiced(2_000);
            test
        };
        let cases = [
            (begun(), 5_000, EchoStage::NoRoom),
            (on_its_way(), 15_000, EchoStage::NoPath),
            (coming(14_000), 39_000, EchoStage::Silent),
            (spoken(), 39_000, EchoStage::Lost),
        ];
        for (mut test, until, stage) in cases {
            let again = test.look(until, ATTEMPT);
            assert!(matches!(again[..], [Effect::SetTimer { timer: Timer::Echo, .. }]), "{stage:?}");
            assert_eq!(test.look(until + 1, AttemptId(0)), [], "the look of another trial");
            assert!(ends(&test.look(until + 1, ATTEMPT)));
            assert_eq!(test.stage(), stage);
            assert_eq!(test.look(until + 2, ATTEMPT), [], "it is over");
        }
    }

    #[test]
    fn a_server_without_a_room_says_so() {
        let mut test = begun();
        assert_eq!(test.unavailable(10, AttemptId(0)), [], "the answer to another question");
        assert!(ends(&test.unavailable(10, ATTEMPT)));
        assert_eq!(test.stage(), EchoStage::NoRoom);
    }
}
