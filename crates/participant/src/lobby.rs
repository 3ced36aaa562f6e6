//! The connection to the waiting room: opened, lost, opened again for as long as the page lives.
//!
//! It knows nothing of places and admissions; it says when the server is heard and when not.

use wire::{
    AttemptId, InvitationToken, KEEP_ALIVE_EVERY_MS, PROTOCOL, SILENCE_LIMIT_MS, participant::FromParticipant,
};

use crate::{
    Millis,
    effect::{Effect, Timer, Way},
};

/// The pauses before the next try, in milliseconds; the last one repeats. The first is nothing: most losses are
/// over at once (a restarted server, a woken device), and a member must not notice them.
const PAUSES_MS: [u32; 6] = [0, 300, 1_000, 2_000, 3_000, 5_000];

/// The connection.
#[derive(Debug)]
pub struct Lobby {
    invitation: InvitationToken,
    tab: String,
    attempt: AttemptId,
    tries: usize,
    /// Over what the next connection is, or the one that is there.
    way: Way,
    state: State,
}

#[derive(Debug, PartialEq)]
enum State {
    /// Not wanted.
    Closed,
    /// Lost; a timer runs until the next try.
    Pausing,
    Opening {
        take_over: bool,
        since: Millis,
    },
    /// Said who we are, no answer yet.
    Arriving {
        since: Millis,
    },
    Live {
        heard: Millis,
    },
}

impl Lobby {
    /// Not connected yet.
    pub fn new(invitation: InvitationToken, tab: String) -> Self {
        Self {
            invitation,
            tab,
            attempt: AttemptId::default(),
            tries: 0,
            way: Way::WebSocket,
            state: State::Closed,
        }
    }

    /// Connects, from anew. `take_over` takes the place from another tab.
    pub fn open(&mut self, now: Millis, take_over: bool) -> Vec<Effect> {
        let attempt = self.attempt.advance();
        self.state = State::Opening { take_over, since: now };
        vec![Effect::OpenLobby { attempt, way: self.way }, self.keep_alive_timer()]
    }

    /// Disconnects for good.
    pub fn close(&mut self) -> Vec<Effect> {
        self.attempt.advance();
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Closed | State::Pausing => vec![],
            State::Opening { .. } | State::Arriving { .. } | State::Live { .. } => vec![Effect::CloseLobby],
        }
    }

    /// The socket is open: says who we are.
    pub fn opened(&mut self, now: Millis, attempt: AttemptId) -> Vec<Effect> {
        let State::Opening { take_over, .. } = self.state else { return vec![] };
        if attempt != self.attempt {
            return vec![];
        }
        self.state = State::Arriving { since: now };
        vec![Effect::SendLobby(FromParticipant::Arrive {
            protocol: PROTOCOL,
            invitation: self.invitation.clone(),
            take_over,
            tab: self.tab.clone(),
        })]
    }

    /// The server said something. Returns whether it came on the socket that counts.
    pub fn heard(&mut self, now: Millis, attempt: AttemptId) -> bool {
        let counts =
            attempt == self.attempt && matches!(self.state, State::Arriving { .. } | State::Live { .. });
        if counts {
            self.tries = 0;
            self.state = State::Live { heard: now };
        }
        counts
    }

    /// The socket is closed.
    pub fn closed(&mut self, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.attempt {
            return vec![];
        }
        match self.state {
            State::Closed | State::Pausing => vec![],
            State::Opening { .. } | State::Arriving { .. } | State::Live { .. } => {
                // What fails over HTTP is tried anew from the beginning: the network may be another one.
                self.way = Way::WebSocket;
                self.pause()
            }
        }
    }

    /// The server answers, and lets no WebSocket be opened: goes on over HTTP.
    pub fn go_on_over_http(&mut self, now: Millis) -> Vec<Effect> {
        self.way = Way::Http;
        self.open(now, false)
    }

    /// A WebSocket opens by now: goes back to it.
    pub fn go_back_to_socket(&mut self, now: Millis) -> Vec<Effect> {
        if self.way == Way::WebSocket || self.state == State::Closed {
            return vec![];
        }
        self.begin_again(now)
    }

    /// Whether the server is heard over a WebSocket.
    pub fn has_socket(&self) -> bool {
        self.is_live() && self.way == Way::WebSocket
    }

    /// The pause is over.
    pub fn retry(&mut self, now: Millis, attempt: AttemptId) -> Vec<Effect> {
        if attempt == self.attempt && self.state == State::Pausing { self.open(now, false) } else { vec![] }
    }

    /// Time to say that we are here, and to see whether the server still is.
    pub fn keep_alive(&mut self, now: Millis, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.attempt {
            return vec![];
        }
        self.say_hello(now, vec![self.keep_alive_timer()])
    }

    /// The page slept or the network changed: a connection may be dead without having said so.
    pub fn woke(&mut self, now: Millis) -> Vec<Effect> {
        match self.state {
            State::Pausing => self.open(now, false),
            State::Closed | State::Opening { .. } | State::Arriving { .. } | State::Live { .. } => {
                self.say_hello(now, vec![])
            }
        }
    }

    /// Whether the server is heard.
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    /// Whether at least one try failed since the server was last heard.
    pub fn is_failing(&self) -> bool {
        self.tries > 1
    }

    fn say_hello(&mut self, now: Millis, mut then: Vec<Effect>) -> Vec<Effect> {
        let (State::Opening { since: last, .. }
        | State::Arriving { since: last }
        | State::Live { heard: last }) = self.state
        else {
            return vec![];
        };
        if now.saturating_sub(last) > Millis::from(SILENCE_LIMIT_MS) {
            return self.begin_again(now);
        }
        if self.is_live() {
            then.push(Effect::SendLobby(FromParticipant::KeepAlive));
            if self.way == Way::Http {
                then.push(Effect::TrySocket);
            }
        }
        then
    }

    fn begin_again(&mut self, now: Millis) -> Vec<Effect> {
        self.way = Way::WebSocket;
        let mut effects = vec![Effect::CloseLobby];
        effects.extend(self.open(now, false));
        effects
    }

    fn pause(&mut self) -> Vec<Effect> {
        let after = PAUSES_MS[self.tries.min(PAUSES_MS.len() - 1)];
        self.tries += 1;
        self.state = State::Pausing;
        vec![Effect::SetTimer { timer: Timer::LobbyRetry, attempt: self.attempt, after }]
    }

    fn keep_alive_timer(&self) -> Effect {
        Effect::SetTimer { timer: Timer::LobbyKeepAlive, attempt: self.attempt, after: KEEP_ALIVE_EVERY_MS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lobby() -> Lobby {
        Lobby::new(InvitationToken::new("secret"), "tab".into())
    }

    fn live() -> (Lobby, AttemptId) {
        let mut lobby = lobby();
        lobby.open(0, false);
        let attempt = lobby.attempt;
        lobby.opened(0, attempt);
        assert!(lobby.heard(10, attempt));
        (lobby, attempt)
    }

    #[test]
    fn a_lost_connection_is_tried_at_once_and_then_with_growing_pauses() {
        let (mut lobby, _) = live();
        let mut pauses = vec![];
        for _ in 0..8 {
            let attempt = lobby.attempt;
            let [Effect::SetTimer { timer: Timer::LobbyRetry, after, .. }] = lobby.closed(attempt)[..] else {
                panic!("a lost connection must be tried again")
            };
            pauses.push(after);
            assert!(matches!(lobby.retry(0, attempt)[..], [Effect::OpenLobby { .. }, _]));
        }
        assert_eq!(pauses, [0, 300, 1_000, 2_000, 3_000, 5_000, 5_000, 5_000]);
    }

    #[test]
    fn what_an_older_socket_says_is_ignored() {
        let (mut lobby, old) = live();
        lobby.open(0, false);
        assert!(!lobby.heard(20, old));
        assert!(lobby.closed(old).is_empty());
        assert!(lobby.opened(20, old).is_empty());
        assert!(lobby.retry(0, old).is_empty());
    }

    #[test]
    fn after_ten_minutes_of_sleep_a_dead_connection_is_replaced_at_once() {
        let (mut lobby, attempt) = live();
        let effects = lobby.woke(600_000);
        assert_eq!(effects[0], Effect::CloseLobby);
        assert!(matches!(effects[1], Effect::OpenLobby { attempt: next, .. } if next != attempt));
    }

    #[test]
    fn over_http_a_socket_is_tried_beside_and_gone_back_to() {
        let (mut lobby, attempt) = live();
        assert_eq!(lobby.go_back_to_socket(5), [], "it is on one");
        lobby.closed(attempt);
        let [Effect::OpenLobby { attempt, way: Way::Http }, _] = lobby.go_on_over_http(10)[..] else {
            panic!("it goes on")
        };
        lobby.opened(20, attempt);
        assert!(!lobby.keep_alive(25, attempt).contains(&Effect::TrySocket), "nobody answered yet");
        assert!(lobby.heard(30, attempt) && !lobby.has_socket());
        assert!(lobby.keep_alive(40, attempt).contains(&Effect::TrySocket));
        assert!(lobby.woke(50).contains(&Effect::TrySocket));
        let [Effect::CloseLobby, Effect::OpenLobby { way: Way::WebSocket, .. }, _] =
            lobby.go_back_to_socket(60)[..]
        else {
            panic!("it goes back")
        };
    }

    #[test]
    fn what_fails_over_http_begins_with_a_socket_again() {
        let (mut lobby, attempt) = live();
        lobby.closed(attempt);
        lobby.go_on_over_http(10);
        let attempt = lobby.attempt;
        lobby.closed(attempt);
        assert!(matches!(lobby.retry(20, attempt)[..], [Effect::OpenLobby { way: Way::WebSocket, .. }, _]));
    }

    #[test]
    fn a_server_that_is_heard_is_not_left() {
        let (mut lobby, attempt) = live();
        let effects = lobby.keep_alive(10_000, attempt);
        assert!(effects.contains(&Effect::SendLobby(FromParticipant::KeepAlive)));
        assert!(lobby.heard(10_050, attempt));
        assert!(!lobby.keep_alive(30_000, attempt).contains(&Effect::CloseLobby));
    }

    #[test]
    fn a_socket_that_neither_opens_nor_fails_is_given_up() {
        let mut lobby = lobby();
        lobby.open(0, false);
        let attempt = lobby.attempt;
        assert!(!lobby.keep_alive(10_000, attempt).contains(&Effect::CloseLobby));
        assert_eq!(lobby.keep_alive(30_000, attempt)[0], Effect::CloseLobby);
    }

    #[test]
    fn a_closed_connection_stays_closed() {
        let (mut lobby, attempt) = live();
        assert_eq!(lobby.close(), [Effect::CloseLobby]);
        assert!(lobby.closed(attempt).is_empty());
        assert!(lobby.woke(600_000).is_empty());
    }
}
