//! The machine of the desk: a connection, and on it a board.

use wire::{
    AttemptId, InvitationToken, KEEP_ALIVE_EVERY_MS, PROTOCOL, SILENCE_LIMIT_MS,
    desk::{FromDesk, Order, ToDesk},
    participant::InvitationProblem,
};

use crate::{Effect, Event, Millis, Timer, View, board::Board, view::Dialog};

/// The pauses before the next try, in milliseconds; the last one repeats.
const PAUSES_MS: [u32; 6] = [0, 300, 1_000, 2_000, 3_000, 5_000];

/// The session of one desk.
#[derive(Debug)]
pub struct Session {
    invitation: InvitationToken,
    socket: AttemptId,
    order: AttemptId,
    tries: usize,
    link: Link,
    board: Option<Board>,
}

#[derive(Debug, PartialEq)]
enum Link {
    /// Not begun.
    Idle,
    /// Lost; a timer runs until the next try.
    Pausing,
    /// Asked for a socket, or said who we are on it; not answered yet.
    Arriving {
        since: Millis,
    },
    Live {
        heard: Millis,
    },
    Refused(InvitationProblem),
}

impl Session {
    /// A desk that is not connected yet.
    pub fn new(invitation: InvitationToken) -> Self {
        Self {
            invitation,
            socket: AttemptId::default(),
            order: AttemptId::default(),
            tries: 0,
            link: Link::Idle,
            board: None,
        }
    }

    /// Takes in what happened at `now`, and says what is to be done.
    pub fn update(&mut self, now: Millis, event: Event) -> Vec<Effect> {
        match event {
            Event::Started => self.open(now),
            Event::SocketOpened { attempt } => self.arrive(attempt),
            Event::Heard { attempt, message } => self.heard(now, attempt, message),
            Event::SocketClosed { attempt } => self.closed(attempt),
            Event::TimerElapsed { timer, attempt } => self.elapsed(now, timer, attempt),
            Event::PageWoke if self.link == Link::Pausing => self.open(now),
            Event::PageWoke => self.say_hello(now),
            Event::AdmitPressed(participant) => self.give(Order::Admit { participant }),
            Event::AdmitAllPressed => self.give(Order::AdmitAll),
            Event::MutePressed(participant) => self.give(Order::Mute { participant }),
            Event::OpenPressed => self.give(Order::OpenMeeting),
            Event::RejectPressed(participant) => self.ask(|board| {
                let name = board.name_of(&participant)?.to_owned();
                Some(Dialog::Reject { participant, name })
            }),
            Event::WritePressed(None) => self.ask(|_| Some(Dialog::Write { to: None })),
            Event::WritePressed(Some(participant)) => self.ask(|board| {
                let name = board.name_of(&participant)?.to_owned();
                Some(Dialog::Write { to: Some((participant, name)) })
            }),
            Event::EndPressed => self.ask(|_| Some(Dialog::End)),
            Event::DialogCancelled => self.ask(|_| None),
            Event::RejectConfirmed { sentence } => self.confirm(|dialog| match dialog {
                Dialog::Reject { participant, .. } => Some(Order::Reject { participant, sentence }),
                Dialog::Write { .. } | Dialog::End => None,
            }),
            Event::SendConfirmed { text } => self.confirm(|dialog| match dialog {
                Dialog::Write { to } => Some(Order::Write { participant: to.map(|(who, _)| who), text }),
                Dialog::Reject { .. } | Dialog::End => None,
            }),
            Event::EndConfirmed => self.confirm(|dialog| match dialog {
                Dialog::End => Some(Order::EndMeeting),
                Dialog::Reject { .. } | Dialog::Write { .. } => None,
            }),
        }
    }

    /// What to show.
    pub fn view(&self) -> View {
        match (&self.link, &self.board) {
            (Link::Refused(problem), _) => View::Refused { problem: *problem },
            (link, Some(board)) => View::Board(board.view(matches!(link, Link::Live { .. }))),
            (_, None) => View::Arriving { unreachable: self.tries > 1 },
        }
    }

    fn open(&mut self, now: Millis) -> Vec<Effect> {
        let attempt = self.socket.advance();
        self.link = Link::Arriving { since: now };
        vec![Effect::OpenSocket { attempt }, self.keep_alive_timer()]
    }

    fn arrive(&mut self, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.socket {
            return vec![];
        }
        vec![Effect::Send(FromDesk::Arrive { protocol: PROTOCOL, invitation: self.invitation.clone() })]
    }

    fn heard(&mut self, now: Millis, attempt: AttemptId, message: ToDesk) -> Vec<Effect> {
        if attempt != self.socket || !matches!(self.link, Link::Arriving { .. } | Link::Live { .. }) {
            return vec![];
        }
        self.tries = 0;
        self.link = Link::Live { heard: now };
        match (message, &mut self.board) {
            (ToDesk::Board { phase, people, .. }, Some(board)) => board.replace(phase, people),
            (ToDesk::Board { phase, people, .. }, none @ None) => *none = Some(Board::new(phase, people)),
            (ToDesk::PersonChanged { person }, Some(board)) => board.change(person),
            (ToDesk::PhaseChanged { phase }, Some(board)) => board.turn_to(phase),
            (ToDesk::Done { attempt }, Some(board)) => board.settle(attempt, Ok(())),
            (ToDesk::Failed { attempt, reason }, Some(board)) => board.settle(attempt, Err(reason)),
            (ToDesk::Refused { problem }, _) => {
                self.link = Link::Refused(problem);
                return vec![Effect::CloseSocket];
            }
            (ToDesk::Outdated, _) => return vec![Effect::ReloadPage],
            (ToDesk::StillHere, _) => {}
            // Nothing can be said of a board that was never sent.
            (
                ToDesk::PersonChanged { .. }
                | ToDesk::PhaseChanged { .. }
                | ToDesk::Done { .. }
                | ToDesk::Failed { .. },
                None,
            ) => {}
        }
        vec![]
    }

    fn closed(&mut self, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.socket || !matches!(self.link, Link::Arriving { .. } | Link::Live { .. }) {
            return vec![];
        }
        self.lose_answers();
        let after = PAUSES_MS[self.tries.min(PAUSES_MS.len() - 1)];
        self.tries += 1;
        self.link = Link::Pausing;
        vec![Effect::SetTimer { timer: Timer::Retry, attempt, after }]
    }

    fn elapsed(&mut self, now: Millis, timer: Timer, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.socket {
            return vec![];
        }
        match timer {
            Timer::Retry if self.link == Link::Pausing => self.open(now),
            Timer::Retry => vec![],
            Timer::KeepAlive => {
                let mut effects = self.say_hello(now);
                if attempt == self.socket && matches!(self.link, Link::Arriving { .. } | Link::Live { .. }) {
                    effects.push(self.keep_alive_timer());
                }
                effects
            }
        }
    }

    fn say_hello(&mut self, now: Millis) -> Vec<Effect> {
        let (Link::Arriving { since: last } | Link::Live { heard: last }) = self.link else { return vec![] };
        if now.saturating_sub(last) > Millis::from(SILENCE_LIMIT_MS) {
            self.lose_answers();
            let mut effects = vec![Effect::CloseSocket];
            effects.extend(self.open(now));
            return effects;
        }
        match self.link {
            Link::Live { .. } => vec![Effect::Send(FromDesk::KeepAlive)],
            Link::Idle | Link::Pausing | Link::Arriving { .. } | Link::Refused(_) => vec![],
        }
    }

    fn lose_answers(&mut self) {
        if let Some(board) = &mut self.board {
            board.lose_answers();
        }
    }

    fn ask(&mut self, dialog: impl FnOnce(&Board) -> Option<Dialog>) -> Vec<Effect> {
        if let Some(board) = &mut self.board {
            board.dialog = dialog(board);
        }
        vec![]
    }

    fn confirm(&mut self, order: impl FnOnce(Dialog) -> Option<Order>) -> Vec<Effect> {
        if !matches!(self.link, Link::Live { .. }) {
            // The dialog stays open with what was typed; it can be sent once the page is back.
            return vec![];
        }
        let order = self.board.as_mut().and_then(|board| board.dialog.take()).and_then(order);
        order.map(|order| self.give(order)).unwrap_or_default()
    }

    fn give(&mut self, order: Order) -> Vec<Effect> {
        let (Some(board), Link::Live { .. }) = (&mut self.board, &self.link) else { return vec![] };
        let attempt = self.order.advance();
        board.give(attempt, order).map(Effect::Send).into_iter().collect()
    }

    fn keep_alive_timer(&self) -> Effect {
        Effect::SetTimer { timer: Timer::KeepAlive, attempt: self.socket, after: KEEP_ALIVE_EVERY_MS }
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Checks, ParticipantId, UnixMillis,
        desk::{MeetingPhase, OrderProblem, Person, Whereabouts},
        page::MeetingInfo,
    };

    use super::*;
    use crate::view::{self, Notice, OrderKind};

    fn person(id: &str, whereabouts: Whereabouts) -> Person {
        Person {
            participant: ParticipantId(id.into()),
            name: id.to_uppercase(),
            group: String::new(),
            whereabouts,
            connected: true,
            checks: Checks::default(),
        }
    }

    fn waiting(id: &str, place: u32) -> Person {
        person(id, Whereabouts::Waiting { since: UnixMillis(0), place })
    }

    fn board_of(people: Vec<Person>) -> ToDesk {
        let meeting = MeetingInfo { title: "Sitzung".into(), starts_at: UnixMillis(0) };
        ToDesk::Board { server_time: UnixMillis(0), meeting, phase: MeetingPhase::Scheduled, people }
    }

    fn live_with(people: Vec<Person>) -> Session {
        let mut session = Session::new(InvitationToken::new("secret"));
        session.update(0, Event::Started);
        let attempt = session.socket;
        session.update(0, Event::SocketOpened { attempt });
        session.update(0, Event::Heard { attempt, message: board_of(people) });
        session
    }

    fn hear(session: &mut Session, message: ToDesk) -> Vec<Effect> {
        let attempt = session.socket;
        session.update(1, Event::Heard { attempt, message })
    }

    fn shown(session: &Session) -> view::Board {
        match session.view() {
            View::Board(board) => board,
            other => panic!("expected the board, got {other:?}"),
        }
    }

    #[test]
    fn who_waits_longest_stands_first() {
        let session = live_with(vec![waiting("b", 2), person("c", Whereabouts::Absent), waiting("a", 1)]);
        let names: Vec<_> = shown(&session).waiting.iter().map(|row| row.person.name.clone()).collect();
        assert_eq!(names, ["A", "B"]);
    }

    #[test]
    fn a_person_moves_only_by_the_servers_word() {
        let mut session = live_with(vec![waiting("a", 1)]);
        let effects = session.update(1, Event::AdmitPressed(ParticipantId("a".into())));
        assert!(matches!(effects[..], [Effect::Send(FromDesk::Do { order: Order::Admit { .. }, .. })]));
        assert!(shown(&session).waiting[0].busy);
        hear(
            &mut session,
            ToDesk::PersonChanged { person: person("a", Whereabouts::Admitted { in_meeting: false }) },
        );
        hear(&mut session, ToDesk::Done { attempt: AttemptId(1) });
        let board = shown(&session);
        assert_eq!((board.waiting.len(), board.admitted.len()), (0, 1));
        assert_eq!(board.notice, Some(Notice::Done(OrderKind::Admitted)));
    }

    #[test]
    fn a_second_press_gives_no_second_order() {
        let mut session = live_with(vec![waiting("a", 1)]);
        assert_eq!(session.update(1, Event::AdmitAllPressed).len(), 1);
        assert!(session.update(1, Event::AdmitAllPressed).is_empty());
    }

    #[test]
    fn a_stale_answer_changes_nothing() {
        let mut session = live_with(vec![waiting("a", 1)]);
        session.update(1, Event::AdmitAllPressed);
        hear(&mut session, ToDesk::Failed { attempt: AttemptId(7), reason: OrderProblem::NotNow });
        assert!(shown(&session).busy);
        assert_eq!(shown(&session).notice, None);
    }

    #[test]
    fn an_order_whose_answer_was_lost_is_neither_done_nor_failed() {
        let mut session = live_with(vec![waiting("a", 1)]);
        session.update(1, Event::AdmitPressed(ParticipantId("a".into())));
        let attempt = session.socket;
        session.update(2, Event::SocketClosed { attempt });
        let board = shown(&session);
        assert_eq!((board.live, board.notice), (false, Some(Notice::Unknown)));
        assert!(!board.waiting[0].busy);
    }

    #[test]
    fn what_was_typed_is_not_lost_with_the_connection() {
        let mut session = live_with(vec![waiting("a", 1)]);
        session.update(1, Event::RejectPressed(ParticipantId("a".into())));
        let attempt = session.socket;
        session.update(2, Event::SocketClosed { attempt });
        assert!(session.update(3, Event::RejectConfirmed { sentence: "Nein".into() }).is_empty());
        assert!(shown(&session).dialog.is_some());
    }

    #[test]
    fn rejecting_carries_the_sentence() {
        let mut session = live_with(vec![waiting("a", 1)]);
        session.update(1, Event::RejectPressed(ParticipantId("a".into())));
        let effects = session.update(2, Event::RejectConfirmed { sentence: "Falscher Ausschuss".into() });
        let [Effect::Send(FromDesk::Do { order: Order::Reject { sentence, .. }, .. })] = &effects[..] else {
            panic!("expected an order, got {effects:?}")
        };
        assert_eq!(sentence, "Falscher Ausschuss");
        assert_eq!(shown(&session).dialog, None);
    }

    #[test]
    fn a_dead_connection_is_replaced_when_the_page_wakes() {
        let mut session = live_with(vec![]);
        let effects = session.update(600_000, Event::PageWoke);
        assert!(matches!(
            effects[..],
            [Effect::CloseSocket, Effect::OpenSocket { .. }, Effect::SetTimer { .. }]
        ));
    }

    #[test]
    fn what_an_older_socket_says_is_ignored() {
        let mut session = live_with(vec![waiting("a", 1)]);
        let old = session.socket;
        session.update(600_000, Event::PageWoke);
        session.update(600_001, Event::Heard { attempt: old, message: board_of(vec![]) });
        assert_eq!(shown(&session).waiting.len(), 1);
    }

    #[test]
    fn a_link_that_opens_no_desk_is_not_tried_again() {
        let mut session = live_with(vec![]);
        assert_eq!(
            hear(&mut session, ToDesk::Refused { problem: InvitationProblem::Revoked }),
            [Effect::CloseSocket]
        );
        let attempt = session.socket;
        assert!(session.update(2, Event::SocketClosed { attempt }).is_empty());
        assert_eq!(session.view(), View::Refused { problem: InvitationProblem::Revoked });
    }
}
