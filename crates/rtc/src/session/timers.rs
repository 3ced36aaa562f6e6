//! What follows when a time is over. A timer whose matter is settled is ignored.

use super::{
    Session,
    coming_back::Demand,
    state::{Link, Rejoin, Resume, State},
};
use crate::{Attempt, LocalSource, Timer, pulse::Verdict, turn::Turn};

impl Session {
    pub(super) fn timer_elapsed(&mut self, timer: Timer, attempt: Attempt, turn: &mut Turn) {
        match timer {
            Timer::Socket => {
                if self.state.expected_socket() == Some(attempt) {
                    self.come_back(Demand::Resume, turn);
                }
            }
            Timer::Peers => {
                let unsettled = matches!(
                    self.state,
                    State::Joining { .. }
                        | State::Resuming { step: Resume::Mending { .. }, .. }
                        | State::Rejoining { step: Rejoin::Joining { .. }, .. }
                );
                if unsettled && self.state.link().is_some_and(|link| link.settle == attempt) {
                    self.come_back(Demand::Rejoin, turn);
                }
            }
            Timer::Grace => {
                let still_down = |link: &Link| link.grace == attempt && !link.all_connected();
                if matches!(&self.state, State::Connected { link, .. } if still_down(link)) {
                    self.come_back(Demand::Resume, turn);
                }
            }
            Timer::Answer => {
                // Without a socket nobody can answer; coming back offers anew.
                let overdue = self.state.link().is_some_and(|link| link.publisher.is_overdue(attempt));
                if overdue && turn.socket.is_some() {
                    self.come_back(Demand::Rejoin, turn);
                }
            }
            Timer::Ping => {
                if let Some(link) = self.state.live_link_mut() {
                    link.pulse.ping_due(attempt, turn);
                }
            }
            Timer::Silence => {
                let verdict =
                    self.state.live_link_mut().map(|link| link.pulse.silence_elapsed(attempt, turn));
                match verdict {
                    Some(Verdict::Dead) => self.come_back(Demand::Resume, turn),
                    Some(Verdict::Alive) | None => {}
                }
            }
            Timer::Pause => self.pause_over(attempt, turn),
            Timer::Token => self.token_overdue(attempt, turn),
            Timer::Microphone => self.publication_overdue(LocalSource::Microphone, attempt, turn),
            Timer::Camera => self.publication_overdue(LocalSource::Camera, attempt, turn),
            Timer::Screen => self.publication_overdue(LocalSource::Screen, attempt, turn),
            Timer::Listening => self.listened_long_enough(attempt, turn),
            Timer::Pictures => self.roster.pictures.due(attempt, turn),
        }
    }

    /// Without a socket nobody can answer; coming back asks anew.
    fn publication_overdue(&mut self, source: LocalSource, attempt: Attempt, turn: &mut Turn) {
        if let (Some(peers), Some(_)) = (self.state.peers(), turn.socket) {
            self.local.slot(source).overdue(attempt, turn, peers);
        }
    }
}
