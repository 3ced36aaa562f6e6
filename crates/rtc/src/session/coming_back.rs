//! The way back after the connection broke. There is always a next step: nobody has to click.
//!
//! First the stay is picked up, at once and then again and again, for as long as a server keeps it. A browser does not
//! say why a socket did not open, so a server that refuses looks like a network that is gone. Therefore a fresh token
//! is asked for beside the second attempt: when it comes, our server can be reached again, and a stay that cannot be
//! picked up even with it is over. Then a new one is begun. No attempt waits for a token; the old one is good for
//! minutes.

use super::{
    OPEN_LIMIT, Session,
    state::{Loss, Rejoin, Renewal, Resume, State},
};
use crate::{Attempt, Effect, Millis, SocketUrl, Timer, address::Access, turn::Turn};

/// After so long a server has given the old stay up.
const RESUME_WINDOW: Millis = Millis(30_000);
/// A connection that held for so long was sound: the next loss is a new story, without the pauses of the last one.
const SOUND_AFTER: Millis = Millis(10_000);
/// A token that has not come after so long is asked for again.
const TOKEN_LIMIT: Millis = Millis(10_000);
/// From this try on there is a real pause.
const LATER: u32 = 2;
/// How long a socket may take to open on the way back. Short, because the packet that opens it is sent only at 0, 1, 3
/// and 7 seconds (RFC 6298): a fresh attempt notices sooner that the network is back.
const REOPEN_LIMIT: Millis = Millis(3_000);
/// Each further attempt may take so much longer, for lines that really are that slow.
const REOPEN_MORE: Millis = Millis(500);

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
        let first_loss = |tries| Loss { since: turn.now, tries, renewal: Renewal::None };
        match std::mem::replace(&mut self.state, State::Idle) {
            state @ (State::Idle | State::Left { .. }) => self.state = state,
            State::Connecting { access, .. } => self.rejoin(access, first_loss(1), demand, turn),
            State::Joining { link } => {
                let (access, loss) = (link.access.clone(), first_loss(1));
                self.state = State::Joining { link };
                self.end_stay(turn);
                self.rejoin(access, loss, demand, turn);
            }
            State::Connected { link, since, tries } => {
                let sound = turn.now.since(since) >= SOUND_AFTER;
                let loss = first_loss(if sound { 0 } else { tries });
                turn.push(Effect::ReportInterrupted);
                if demand == Demand::Resume {
                    return self.resume(link, loss, turn);
                }
                let access = link.access.clone();
                self.state = State::Connected { link, since, tries };
                self.end_stay(turn);
                self.rejoin(access, loss, demand, turn);
            }
            State::Resuming { link, loss, step } => {
                let in_time = turn.now.since(loss.since) <= RESUME_WINDOW;
                let hopeless = matches!(loss.renewal, Renewal::Fresh);
                let loss = Loss { tries: loss.tries + 1, ..loss };
                if demand == Demand::Resume && in_time && !hopeless {
                    return self.resume(link, loss, turn);
                }
                let access = link.access.clone();
                self.state = State::Resuming { link, loss, step };
                self.end_stay(turn);
                match demand {
                    Demand::RejoinLater => self.rejoin(access, loss, demand, turn),
                    // The attempts to pick up were pause enough.
                    Demand::Resume | Demand::Rejoin => self.open_to_rejoin(access, loss, turn),
                }
            }
            State::Rejoining { access, loss, step } => {
                let loss = Loss { tries: loss.tries + 1, ..loss };
                self.state = State::Rejoining { access: access.clone(), loss, step };
                self.end_stay(turn);
                self.rejoin(access, loss, demand, turn);
            }
        }
    }

    /// The browser has a network again, or the page runs again: do not wait any longer, and do not trust blindly.
    pub(super) fn try_now(&mut self, turn: &mut Turn) {
        match &mut self.state {
            // Silent for longer than a server may be: there is nothing to ask any more.
            State::Connected { link, .. } if link.pulse.is_over(turn.now) => {
                self.come_back(Demand::Resume, turn);
            }
            State::Joining { link }
            | State::Connected { link, .. }
            | State::Resuming { link, step: Resume::Mending { .. }, .. }
            | State::Rejoining { step: Rejoin::Joining { link }, .. } => link.pulse.probe(turn),
            State::Resuming { step: Resume::Pausing { .. }, .. } => self.open_to_resume(turn),
            State::Rejoining { access, loss, step: Rejoin::Pausing { .. } } => {
                let (access, loss) = (access.clone(), *loss);
                self.open_to_rejoin(access, loss, turn);
            }
            // It was begun without a network, or before the sleep.
            State::Resuming { step: Resume::Opening { socket }, .. } => {
                turn.push(Effect::CloseSocket { attempt: *socket });
                self.open_to_resume(turn);
            }
            State::Rejoining { access, loss, step: Rejoin::Opening { socket } } => {
                turn.push(Effect::CloseSocket { attempt: *socket });
                let (access, loss) = (access.clone(), *loss);
                self.open_to_rejoin(access, loss, turn);
            }
            State::Connecting { .. } | State::Idle | State::Left { .. } => {}
        }
    }

    /// The device has another address. The socket of the old one is dead without knowing it, and so is the media:
    /// picking up takes both along, where waiting for the silence would take many seconds.
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
            State::Rejoining { access, loss, step: Rejoin::Pausing { pause, .. } } if *pause == attempt => {
                let (access, loss) = (access.clone(), *loss);
                self.open_to_rejoin(access, loss, turn);
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
        if let Some(loss) = self.state.loss_mut()
            && loss.renewal == Renewal::Asked(attempt)
        {
            loss.renewal = request_token(turn);
        }
    }

    pub(super) fn token_renewed(&mut self, attempt: Attempt, fresh: Access, turn: &mut Turn) {
        match &mut self.state {
            State::Resuming { link, loss, step } if loss.renewal == Renewal::Asked(attempt) => {
                loss.renewal = Renewal::Fresh;
                link.access = fresh;
                match step {
                    Resume::Pausing { .. } => self.open_to_resume(turn),
                    // What is on its way has the old one. It is enough, or the next attempt has this one.
                    Resume::Opening { .. } => loss.renewal = Renewal::None,
                    Resume::Mending { .. } => {}
                }
            }
            State::Rejoining { access, loss, step } if loss.renewal == Renewal::Asked(attempt) => {
                loss.renewal = Renewal::Fresh;
                *access = fresh;
                match step {
                    Rejoin::Pausing { patient: false, .. } => {
                        let (access, loss) = (access.clone(), *loss);
                        self.open_to_rejoin(access, loss, turn);
                    }
                    Rejoin::Pausing { patient: true, .. }
                    | Rejoin::Opening { .. }
                    | Rejoin::Joining { .. } => {}
                }
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

    pub(super) fn open_socket(&self, url: SocketUrl, limit: Millis, turn: &mut Turn) -> Attempt {
        let attempt = turn.attempt();
        turn.push(Effect::OpenSocket { attempt, url });
        turn.push(Effect::SetTimer { timer: Timer::Socket, attempt, after: limit });
        attempt
    }

    /// The next attempt to pick the stay up: the first at once.
    fn resume(&mut self, link: Box<super::state::Link>, mut loss: Loss, turn: &mut Turn) {
        if loss.tries > 0 && loss.renewal == Renewal::None {
            loss.renewal = request_token(turn);
        }
        let pause = match self.backoff.pause(loss.tries) {
            Millis(0) => Attempt::default(),
            pause => turn.timer(Timer::Pause, pause),
        };
        self.state = State::Resuming { link, loss, step: Resume::Pausing { pause } };
        if pause == Attempt::default() {
            self.open_to_resume(turn);
        }
    }

    fn open_to_resume(&mut self, turn: &mut Turn) {
        let State::Resuming { link, loss, .. } = &self.state else { return };
        let url = link.access.resume(&self.config, &link.sid);
        let socket = self.open_socket(url, reopen_limit(loss.tries), turn);
        if let State::Resuming { step, .. } = &mut self.state {
            *step = Resume::Opening { socket };
        }
    }

    /// The next attempt to begin a new stay.
    fn rejoin(&mut self, access: Access, mut loss: Loss, demand: Demand, turn: &mut Turn) {
        let patient = demand == Demand::RejoinLater;
        if patient {
            loss.tries = loss.tries.max(LATER);
        }
        if loss.tries > 0 && !matches!(loss.renewal, Renewal::Asked(_)) {
            loss.renewal = request_token(turn);
        }
        let pause = self.backoff.pause(loss.tries);
        if pause == Millis(0) {
            return self.open_to_rejoin(access, loss, turn);
        }
        let pause = turn.timer(Timer::Pause, pause);
        self.state = State::Rejoining { access, loss, step: Rejoin::Pausing { pause, patient } };
    }

    fn open_to_rejoin(&mut self, access: Access, loss: Loss, turn: &mut Turn) {
        let socket = self.open_socket(access.join(&self.config), reopen_limit(loss.tries), turn);
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

fn reopen_limit(tries: u32) -> Millis {
    Millis((REOPEN_LIMIT.0 + REOPEN_MORE.0 * u64::from(tries)).min(OPEN_LIMIT.0))
}

fn request_token(turn: &mut Turn) -> Renewal {
    let attempt = turn.attempt();
    turn.push(Effect::RequestToken { attempt });
    turn.push(Effect::SetTimer { timer: Timer::Token, attempt, after: TOKEN_LIMIT });
    Renewal::Asked(attempt)
}
