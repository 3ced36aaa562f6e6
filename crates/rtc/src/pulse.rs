//! Whether the server is still there: pings, answers, and the silence between.

use livekit_protocol::{Ping, Pong, signal_request::Message};

use crate::{Attempt, Millis, Timer, turn::Turn};

/// How often to ping at least. Servers ask for a ping every 5 seconds and give up after 15; that is their patience with
/// us, and ours may be shorter: who hears nothing wants to be back soon.
const INTERVAL: Millis = Millis(3_000);
/// How long to wait at most: three pings, each of which a lossy network may delay by two repetitions.
const LIMIT: Millis = Millis(9_000);
/// How long a server that is doubted may take to answer.
const PROBE_LIMIT: Millis = Millis(2_000);
/// A timer that comes so much too late tells of a page that slept. Its messages may be waiting behind the timer.
const SLEPT: Millis = Millis(2_000);

/// The heartbeat of one socket.
#[derive(Debug)]
pub(crate) struct Pulse {
    interval: Millis,
    limit: Millis,
    heard_at: Millis,
    doubt: Doubt,
    ping: Attempt,
    silence: Attempt,
    round_trip: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    None,
    Probing,
}

/// What the silence timer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Alive,
    Dead,
}

impl Pulse {
    /// Begins; the server's wishes are in seconds, 0 when it has none.
    pub(crate) fn start(interval: i32, limit: i32, turn: &mut Turn) -> Self {
        let seconds = |wish: i32, most: Millis| {
            u64::try_from(wish).ok().filter(|s| *s > 0).map_or(most, |s| most.min(Millis(s * 1000)))
        };
        let mut pulse = Self {
            interval: seconds(interval, INTERVAL),
            limit: seconds(limit, LIMIT),
            heard_at: turn.now,
            doubt: Doubt::None,
            ping: Attempt::default(),
            silence: Attempt::default(),
            round_trip: None,
        };
        pulse.again(turn);
        pulse
    }

    /// Begins again on another socket.
    pub(crate) fn again(&mut self, turn: &mut Turn) {
        self.heard_at = turn.now;
        self.doubt = Doubt::None;
        self.silence = turn.timer(Timer::Silence, self.limit);
        self.beat(turn);
    }

    /// The server said something.
    pub(crate) fn heard(&mut self, turn: &mut Turn) {
        self.heard_at = turn.now;
        match self.doubt {
            Doubt::None => {}
            Doubt::Probing => {
                self.doubt = Doubt::None;
                self.silence = turn.timer(Timer::Silence, self.limit);
            }
        }
    }

    /// The server answered a ping. An answer to none of ours measures nothing.
    pub(crate) fn answered(&mut self, pong: &Pong, now: Millis) {
        if let Some(sent) =
            u64::try_from(pong.last_ping_timestamp).ok().filter(|sent| *sent > 0 && *sent <= now.0)
        {
            self.round_trip = Some(now.since(Millis(sent)));
        }
    }

    /// The next ping is due.
    pub(crate) fn ping_due(&mut self, attempt: Attempt, turn: &mut Turn) {
        if attempt == self.ping {
            self.beat(turn);
        }
    }

    /// Whether the server has been silent for longer than it may be.
    pub(crate) fn is_over(&self, now: Millis) -> bool {
        now.since(self.heard_at) > self.limit
    }

    /// Asks the server at once, because something happened that may have broken the socket unseen.
    pub(crate) fn probe(&mut self, turn: &mut Turn) {
        self.doubt = Doubt::Probing;
        self.silence = turn.timer(Timer::Silence, PROBE_LIMIT);
        self.beat(turn);
    }

    /// The silence timer is over.
    pub(crate) fn silence_elapsed(&mut self, attempt: Attempt, turn: &mut Turn) -> Verdict {
        if attempt != self.silence {
            return Verdict::Alive;
        }
        let silent_for = turn.now.since(self.heard_at);
        match self.doubt {
            Doubt::Probing => Verdict::Dead,
            Doubt::None if silent_for < self.limit => {
                let rest = self.limit.since(silent_for);
                self.silence = turn.timer(Timer::Silence, rest);
                Verdict::Alive
            }
            Doubt::None if silent_for > Millis(self.limit.0 + SLEPT.0) => {
                self.probe(turn);
                Verdict::Alive
            }
            Doubt::None => Verdict::Dead,
        }
    }

    pub(crate) fn round_trip(&self) -> Option<Millis> {
        self.round_trip
    }

    fn beat(&mut self, turn: &mut Turn) {
        let timestamp = turn.now.0 as i64;
        let rtt = self.round_trip.unwrap_or_default().0 as i64;
        // Both kinds, as servers of different ages listen to one or the other.
        turn.send(Message::PingReq(Ping { timestamp, rtt }));
        turn.send(Message::Ping(timestamp));
        self.ping = turn.timer(Timer::Ping, self.interval);
    }
}
