//! Whether sound and picture find a way to the meeting's engine, tried out while the member waits: the page goes into an
//! echo room and listens, sends nothing, and leaves again. Whoever has no way is to know it before the meeting begins.
//!
//! By which way they come is looked up at the edge; when it is tried is decided here.

use wire::{
    AttemptId,
    participant::{FromParticipant, MeetingAccess},
};

use crate::{
    Millis,
    echo::{self, EchoEffect, EchoEvent, Side},
    effect::Effect,
};

/// How long the member has waited before it is tried, in milliseconds: the page's parts and devices come first.
const FIRST_AFTER_MS: Millis = 3_000;

/// How long the server may take to make a room, in milliseconds.
const ROOM_WITHIN_MS: Millis = 5_000;

/// How long media may take to find a way once there is a room, in milliseconds: as long as in the meeting itself.
const WAY_WITHIN_MS: Millis = 10_000;

/// Connections stand over TCP for a moment at times before UDP is found to work: so long after they stand it is looked by
/// which way, in milliseconds.
const SETTLED_AFTER_MS: Millis = 1_000;

/// And so long after that it is known.
const LOOKED_AFTER_MS: Millis = 1_000;

/// How soon it is tried again where not all was well, in milliseconds: what was found holds for a minute.
const POOR_AGAIN_MS: Millis = 15_000;

/// How soon where it was. Walls do not grow while somebody waits.
const WELL_AGAIN_MS: Millis = 900_000;

/// The trials of one page.
#[derive(Debug)]
pub struct Ways {
    attempt: AttemptId,
    state: State,
}

#[derive(Debug)]
enum State {
    Due(Millis),
    Asking(Millis),
    Running { since: Millis, session: Box<rtc::Session>, stands: Option<Millis>, looked: bool },
}

/// What a trial needs of the rest of the session.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// Whether the member waits, and nothing else needs the line.
    pub ready: bool,
    /// Whether it is known that not every way is open.
    pub poor: bool,
    /// Where a meeting in the server itself is.
    pub own_url: &'a str,
    /// The number of the last trial, of this kind or of the voice.
    pub last: &'a mut AttemptId,
}

/// Goes on with it. Takes in what happened in the trial, if anything.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn follow(
    place: &mut Option<Box<Ways>>,
    around: Surroundings<'_>,
    now: Millis,
    event: Option<EchoEvent>,
) -> Vec<Effect> {
    let first = State::Due(now.saturating_add(FIRST_AFTER_MS));
    let ways = place.get_or_insert_with(|| Box::new(Ways { attempt: AttemptId::default(), state: first }));
    let mut effects = event.map_or_else(Vec::new, |event| ways.happened(now, event, around.own_url));
    effects.extend(ways.go_on(now, around));
    effects
}

/// The device is in another network.
// Likewise.
#[inline(never)]
pub fn network_changed(ways: &mut Ways, now: Millis) {
    if matches!(ways.state, State::Due(_)) {
        ways.state = State::Due(now.saturating_add(FIRST_AFTER_MS));
    }
}

impl Ways {
    /// The number of the newest trial.
    pub fn attempt(&self) -> AttemptId {
        self.attempt
    }

    fn go_on(&mut self, now: Millis, around: Surroundings<'_>) -> Vec<Effect> {
        if !around.ready {
            let effects = match self.state {
                State::Running { .. } => self.end(now, 0, false),
                State::Due(_) | State::Asking(_) => vec![],
            };
            let due = match self.state {
                State::Due(due) => due,
                State::Asking(_) | State::Running { .. } => now,
            };
            self.state = State::Due(due.max(now.saturating_add(FIRST_AFTER_MS)));
            return effects;
        }
        match &mut self.state {
            State::Due(due) if now >= *due => {
                self.attempt = around.last.advance();
                self.state = State::Asking(now);
                vec![Effect::SendLobby(FromParticipant::RequestEchoRoom { attempt: self.attempt })]
            }
            State::Asking(since) if now.saturating_sub(*since) > ROOM_WITHIN_MS => {
                // Whether there is an engine is not the member's business before the meeting.
                self.state = State::Due(now.saturating_add(WELL_AGAIN_MS));
                vec![]
            }
            State::Due(_) | State::Asking(_) => vec![],
            State::Running { since, session, stands, looked } => {
                if session.connection() == rtc::ConnectionState::Connected {
                    let stands = *stands.get_or_insert(now);
                    let long = now.saturating_sub(stands);
                    if long >= SETTLED_AFTER_MS + LOOKED_AFTER_MS {
                        let again = if around.poor { POOR_AGAIN_MS } else { WELL_AGAIN_MS };
                        return self.end(now, again, false);
                    }
                    let look = long >= SETTLED_AFTER_MS && !*looked;
                    *looked |= look;
                    return if look { vec![Effect::Echo(EchoEffect::Look)] } else { vec![] };
                }
                if now.saturating_sub(*since) <= WAY_WITHIN_MS {
                    return vec![];
                }
                // A server that is not heard says nothing of media.
                let no_path = session.is_heard();
                self.end(now, POOR_AGAIN_MS, no_path)
            }
        }
    }

    fn happened(&mut self, now: Millis, event: EchoEvent, own_url: &str) -> Vec<Effect> {
        match (event, &mut self.state) {
            (EchoEvent::Granted { listener, .. }, State::Asking(_)) => self.granted(now, listener, own_url),
            (EchoEvent::Unavailable { .. }, State::Asking(_)) => {
                self.state = State::Due(now.saturating_add(WELL_AGAIN_MS));
                vec![]
            }
            (EchoEvent::Rtc { side: Side::Listener, event, .. }, State::Running { session, .. }) => {
                heard(self.attempt, session, now, [event])
            }
            _ => vec![],
        }
    }

    fn granted(&mut self, now: Millis, access: MeetingAccess, own_url: &str) -> Vec<Effect> {
        let mut session = Box::new(echo::session(now));
        let mut effects = vec![Effect::Echo(EchoEffect::Listen { attempt: self.attempt })];
        let comes = echo::comes(Side::Listener, access, own_url);
        effects.extend(heard(self.attempt, &mut session, now, comes));
        self.state = State::Running { since: now, session, stands: None, looked: false };
        effects
    }

    /// Leaves the room.
    fn end(&mut self, now: Millis, again: Millis, no_path: bool) -> Vec<Effect> {
        let mut effects = match &mut self.state {
            State::Running { session, .. } => heard(self.attempt, session, now, [rtc::Event::LeaveRequested]),
            State::Due(_) | State::Asking(_) => vec![],
        };
        effects.push(Effect::Echo(EchoEffect::End { no_path }));
        self.state = State::Due(now.saturating_add(again));
        effects
    }
}

fn heard<const N: usize>(
    attempt: AttemptId,
    session: &mut rtc::Session,
    now: Millis,
    events: [rtc::Event; N],
) -> Vec<Effect> {
    let effects = events.into_iter().flat_map(|event| session.update(rtc::Millis(now), event));
    echo::translated(attempt, effects.map(|effect| (Side::Listener, effect)).collect())
}

#[cfg(test)]
mod tests {
    use wire::MeetingToken;

    use super::*;

    /// A page, second by second.
    #[derive(Default)]
    struct Waiting {
        place: Option<Box<Ways>>,
        now: Millis,
        last: AttemptId,
        busy: bool,
        poor: bool,
    }

    impl Waiting {
        fn follow(&mut self, event: Option<EchoEvent>) -> Vec<Effect> {
            let (ready, poor) = (!self.busy, self.poor);
            let around = Surroundings { ready, poor, own_url: "ws://here", last: &mut self.last };
            follow(&mut self.place, around, self.now, event)
        }

        /// What is wanted first within so many seconds.
        fn within(&mut self, seconds: u64) -> Vec<Effect> {
            for _ in 0..seconds {
                self.now += 1_000;
                let effects = self.follow(None);
                if !effects.is_empty() {
                    return effects;
                }
            }
            vec![]
        }

        fn asks(&mut self, seconds: u64) -> bool {
            let asks = |effect: &Effect| {
                matches!(effect, Effect::SendLobby(FromParticipant::RequestEchoRoom { .. }))
            };
            self.within(seconds).iter().any(asks)
        }

        fn is_granted(&mut self) -> Vec<Effect> {
            let access = || MeetingAccess { url: String::new(), token: MeetingToken::new("key") };
            let (attempt, speaker, listener) = (self.last, access(), access());
            self.follow(Some(EchoEvent::Granted { attempt, speaker, listener }))
        }
    }

    fn ends(effects: &[Effect]) -> Option<bool> {
        effects.iter().find_map(|effect| match effect {
            Effect::Echo(EchoEffect::End { no_path }) => Some(*no_path),
            _ => None,
        })
    }

    #[test]
    fn the_page_listens_in_a_room_of_its_own_and_sends_nothing() {
        let mut waiting = Waiting::default();
        waiting.follow(None);
        assert!(!waiting.asks(2));
        assert!(waiting.asks(1));
        let effects = waiting.is_granted();
        assert!(matches!(effects.first(), Some(Effect::Echo(EchoEffect::Listen { .. }))), "{effects:?}");
        let is_a_listeners =
            |effect: &Effect| matches!(effect, Effect::Echo(EchoEffect::Rtc(Side::Listener, _)));
        assert!(effects.len() > 1 && effects[1..].iter().all(is_a_listeners), "{effects:?}");
    }

    #[test]
    fn a_trial_is_given_up_when_something_else_needs_the_line() {
        let mut waiting = Waiting::default();
        waiting.follow(None);
        waiting.asks(3);
        waiting.is_granted();
        waiting.busy = true;
        assert_eq!(ends(&waiting.within(1)), Some(false));
        assert_eq!(waiting.within(60), []);
        waiting.busy = false;
        assert!(waiting.asks(4), "and made up for afterwards");
    }

    #[test]
    fn no_way_is_said_only_of_an_engine_that_is_heard() {
        let mut waiting = Waiting::default();
        waiting.follow(None);
        waiting.asks(3);
        waiting.is_granted();
        waiting.now += WAY_WITHIN_MS;
        assert_eq!(ends(&waiting.within(1)), Some(false), "its socket did not open");
        assert!(waiting.asks(15));
    }

    #[test]
    fn without_an_engine_it_is_left_alone() {
        let mut waiting = Waiting::default();
        waiting.follow(None);
        waiting.asks(3);
        let attempt = waiting.last;
        waiting.follow(Some(EchoEvent::Unavailable { attempt }));
        assert_eq!(waiting.within(800), []);
    }
}
