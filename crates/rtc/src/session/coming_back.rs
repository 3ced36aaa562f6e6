//! The way back after the connection broke. There is always a next step: nobody has to click.
//!
//! First the stay is picked up: at once, after a pause, and once more with a fresh token, whose arrival shows that the
//! way to our server is open again. A browser does not say why a socket did not open, so a server that refuses looks
//! like a network that is gone; after these three, or when the server says so, a new stay is begun.

use super::{
    OPEN_LIMIT, Session,
    state::{Loss, Rejoin, Resume, State},
};
use crate::{Attempt, Effect, Millis, SocketUrl, Timer, address::Access, turn::Turn};

/// So many times the old stay is picked up before a new one is begun.
const RESUME_TRIES: u32 = 3;
/// After so long a server has given the old stay up.
const RESUME_WINDOW: Millis = Millis(30_000);
/// A connection that held for so long was sound: the next loss is a new story, without the pauses of the last one.
const SOUND_AFTER: Millis = Millis(10_000);
/// A token that has not come after so long is asked for again.
const TOKEN_LIMIT: Millis = Millis(10_000);
/// From this try on there is a real pause.
const LATER: u32 = 2;

/// How to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// Into the old stay, if that is possible.
    Resume,
    /// Into a new one.
    Rejoin,
    /// Into a new one, after a pause.
    RejoinLater,
}

impl Session {
    /// The connection is of no use any more, or never came about. Whatever it was, this is the next step.
    pub(super) fn come_back(&mut self, demand: Demand, turn: &mut Turn) {
        if let Some(attempt) = self.state.socket() {
            turn.push(Effect::CloseSocket { attempt });
        }
        turn.socket = None;
        let first_loss = |tries| Loss { since: turn.now, tries };
        match std::mem::replace(&mut self.state, State::Idle) {
            state @ (State::Idle | State::Left { .. }) => self.state = state,
            State::Connecting { access, .. } => self.rejoin(access, later(first_loss(1), demand), turn),
            State::Joining { link } => {
                let (access, loss) = (link.access.clone(), later(first_loss(1), demand));
                self.state = State::Joining { link };
                self.end_stay(turn);
                self.rejoin(access, loss, turn);
            }
            State::Connected { link, since, tries } => {
                let sound = turn.now.since(since) >= SOUND_AFTER;
                let loss = later(first_loss(if sound { 0 } else { tries }), demand);
                turn.push(Effect::ReportInterrupted);
                if demand == Demand::Resume && loss.tries < RESUME_TRIES {
                    // The step is set just below.
                    self.state =
                        State::Resuming { link, loss, step: Resume::Pausing { pause: Attempt::default() } };
                    return self.resume(turn);
                }
                let access = link.access.clone();
                self.state = State::Connected { link, since, tries };
                self.end_stay(turn);
                self.rejoin(access, loss, turn);
            }
            State::Resuming { link, loss, step } => {
                let loss = Loss { tries: loss.tries + 1, ..loss };
                let access = link.access.clone();
                self.state = State::Resuming { link, loss, step };
                if demand == Demand::Resume && loss.tries < RESUME_TRIES {
                    return self.resume(turn);
                }
                self.end_stay(turn);
                match demand {
                    Demand::RejoinLater => self.rejoin(access, later(loss, demand), turn),
                    // The attempts to pick up were pause enough.
                    Demand::Resume | Demand::Rejoin => self.ask_for_token(access, loss, turn),
                }
            }
            State::Rejoining { access, loss, step } => {
                let loss = later(Loss { tries: loss.tries + 1, ..loss }, demand);
                self.state = State::Rejoining { access: access.clone(), loss, step };
                self.end_stay(turn);
                self.rejoin(access, loss, turn);
            }
        }
    }

    /// The browser has a network again, or the page runs again: do not wait any longer, and do not trust blindly.
    pub(super) fn try_now(&mut self, turn: &mut Turn) {
        match &mut self.state {
            State::Joining { link }
            | State::Connected { link, .. }
            | State::Resuming { link, step: Resume::Mending { .. }, .. }
            | State::Rejoining { step: Rejoin::Joining { link }, .. } => link.pulse.probe(turn),
            State::Resuming { step: Resume::Pausing { pause }, .. }
            | State::Rejoining { step: Rejoin::Pausing { pause }, .. } => {
                let pause = *pause;
                self.pause_over(pause, turn);
            }
            State::Resuming { step: Resume::AwaitingToken { attempt }, .. }
            | State::Rejoining { step: Rejoin::AwaitingToken { attempt }, .. } => {
                let attempt = *attempt;
                self.token_overdue(attempt, turn);
            }
            State::Resuming { step: Resume::Opening { .. }, .. }
            | State::Rejoining { step: Rejoin::Opening { .. }, .. }
            | State::Connecting { .. }
            | State::Idle
            | State::Left { .. } => {}
        }
    }

    /// The device has another address. The socket of the old one is dead without knowing it, and so is the media:
    /// picking up takes both along, where waiting for the silence would take half a minute.
    pub(super) fn network_changed(&mut self, turn: &mut Turn) {
        match self.state {
            State::Connected { .. } => self.come_back(Demand::Resume, turn),
            State::Idle
            | State::Connecting { .. }
            | State::Joining { .. }
            | State::Resuming { .. }
            | State::Rejoining { .. }
            | State::Left { .. } => self.try_now(turn),
        }
    }

    pub(super) fn pause_over(&mut self, attempt: Attempt, turn: &mut Turn) {
        match &self.state {
            State::Resuming { step: Resume::Pausing { pause }, .. } if *pause == attempt => {
                self.open_to_resume(turn)
            }
            State::Rejoining { access, loss, step: Rejoin::Pausing { pause } } if *pause == attempt => {
                let (access, loss) = (access.clone(), *loss);
                self.ask_for_token(access, loss, turn);
            }
            State::Resuming { .. }
            | State::Rejoining { .. }
            | State::Idle
            | State::Connecting { .. }
            | State::Joining { .. }
            | State::Connected { .. }
            | State::Left { .. } => {}
        }
    }

    /// A token that was asked for has not come.
    pub(super) fn token_overdue(&mut self, attempt: Attempt, turn: &mut Turn) {
        match &mut self.state {
            State::Resuming { step: Resume::AwaitingToken { attempt: current }, .. }
            | State::Rejoining { step: Rejoin::AwaitingToken { attempt: current }, .. }
                if *current == attempt =>
            {
                *current = request_token(turn);
            }
            State::Resuming { .. }
            | State::Rejoining { .. }
            | State::Idle
            | State::Connecting { .. }
            | State::Joining { .. }
            | State::Connected { .. }
            | State::Left { .. } => {}
        }
    }

    pub(super) fn token_renewed(&mut self, attempt: Attempt, fresh: Access, turn: &mut Turn) {
        match &mut self.state {
            State::Resuming { link, loss, step: Resume::AwaitingToken { attempt: current } }
                if *current == attempt =>
            {
                let loss = *loss;
                if turn.now.since(loss.since) <= RESUME_WINDOW {
                    link.access = fresh;
                    return self.open_to_resume(turn);
                }
                self.end_stay(turn);
                self.open_to_rejoin(fresh, loss, turn);
            }
            State::Rejoining { loss, step: Rejoin::AwaitingToken { attempt: current }, .. }
                if *current == attempt =>
            {
                let loss = *loss;
                self.open_to_rejoin(fresh, loss, turn);
            }
            State::Resuming { .. }
            | State::Rejoining { .. }
            | State::Idle
            | State::Connecting { .. }
            | State::Joining { .. }
            | State::Connected { .. }
            | State::Left { .. } => {}
        }
    }

    pub(super) fn open_socket(&self, url: SocketUrl, turn: &mut Turn) -> Attempt {
        let attempt = turn.attempt();
        turn.push(Effect::OpenSocket { attempt, url });
        turn.push(Effect::SetTimer { timer: Timer::Socket, attempt, after: OPEN_LIMIT });
        attempt
    }

    /// The next attempt to pick the stay up.
    fn resume(&mut self, turn: &mut Turn) {
        let State::Resuming { loss, step, .. } = &mut self.state else { return };
        match loss.tries {
            0 => self.open_to_resume(turn),
            1 => *step = Resume::Pausing { pause: turn.timer(Timer::Pause, self.backoff.pause(1)) },
            _ => *step = Resume::AwaitingToken { attempt: request_token(turn) },
        }
    }

    fn open_to_resume(&mut self, turn: &mut Turn) {
        let State::Resuming { link, .. } = &self.state else { return };
        let socket = self.open_socket(link.access.resume(&self.config, &link.sid), turn);
        if let State::Resuming { step, .. } = &mut self.state {
            *step = Resume::Opening { socket };
        }
    }

    /// The next attempt to begin a new stay: after a pause, with a fresh token.
    fn rejoin(&mut self, access: Access, loss: Loss, turn: &mut Turn) {
        let pause = self.backoff.pause(loss.tries);
        if pause == Millis(0) {
            return self.ask_for_token(access, loss, turn);
        }
        let pause = turn.timer(Timer::Pause, pause);
        self.state = State::Rejoining { access, loss, step: Rejoin::Pausing { pause } };
    }

    fn ask_for_token(&mut self, access: Access, loss: Loss, turn: &mut Turn) {
        let attempt = request_token(turn);
        self.state = State::Rejoining { access, loss, step: Rejoin::AwaitingToken { attempt } };
    }

    fn open_to_rejoin(&mut self, access: Access, loss: Loss, turn: &mut Turn) {
        let socket = self.open_socket(access.join(&self.config), turn);
        self.state = State::Rejoining { access, loss, step: Rejoin::Opening { socket } };
    }

    /// Closes the peer connections, if there are any. The people stay in the view until the new stay tells otherwise.
    fn end_stay(&mut self, turn: &mut Turn) {
        self.roster.clear_media(turn);
        if let Some(peers) = self.state.peers() {
            turn.push(Effect::ClosePeers { peers });
        }
        for slot in self.local.slots() {
            slot.unpublished();
        }
    }
}

fn request_token(turn: &mut Turn) -> Attempt {
    let attempt = turn.attempt();
    turn.push(Effect::RequestToken { attempt });
    turn.push(Effect::SetTimer { timer: Timer::Token, attempt, after: TOKEN_LIMIT });
    attempt
}

fn later(loss: Loss, demand: Demand) -> Loss {
    match demand {
        Demand::Resume | Demand::Rejoin => loss,
        Demand::RejoinLater => Loss { tries: loss.tries.max(LATER), ..loss },
    }
}
