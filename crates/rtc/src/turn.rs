//! One turn of the session: when it happens, what it has decided so far, and the ids it gives away.

use livekit_protocol::{SignalRequest, signal_request::Message};
use prost::Message as _;

use crate::{Attempt, Effect, Millis, Timer};

/// Carried through one call of `update`.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(crate) now: Millis,
    /// The socket on which the server listens to us, if there is one. What is sent without one is dropped: whoever
    /// sends must be able to say it again after the connection came back.
    pub(crate) socket: Option<Attempt>,
    /// Whether something changed that the publisher has to offer.
    pub(crate) offer: bool,
    counter: u32,
    effects: Vec<Effect>,
}

impl Turn {
    pub(crate) fn new(now: Millis, socket: Option<Attempt>, counter: u32) -> Self {
        Self { now, socket, offer: false, counter, effects: Vec::new() }
    }

    /// A number that was never used before.
    pub(crate) fn attempt(&mut self) -> Attempt {
        self.counter = self.counter.wrapping_add(1);
        Attempt(self.counter)
    }

    pub(crate) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn send(&mut self, message: Message) {
        if let Some(attempt) = self.socket {
            let bytes = SignalRequest { message: Some(message) }.encode_to_vec();
            self.push(Effect::SendBytes { attempt, bytes });
        }
    }

    /// Sets a timer and returns what its event will carry.
    pub(crate) fn timer(&mut self, timer: Timer, after: Millis) -> Attempt {
        let attempt = self.attempt();
        self.push(Effect::SetTimer { timer, attempt, after });
        attempt
    }

    pub(crate) fn end(self) -> (u32, Vec<Effect>) {
        (self.counter, self.effects)
    }
}
