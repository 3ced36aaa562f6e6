//! The board: who is invited, where they are, which orders are under way.
//!
//! It changes only by the server's word. An order under way marks the row it is about, nothing else.

use wire::{
    AttemptId, ParticipantId,
    desk::{FromDesk, MeetingPhase, Order, OrderProblem, Person, Whereabouts},
};

use crate::view::{self, Dialog, Notice, OrderKind, Row};

/// What the desk knows.
#[derive(Debug)]
pub struct Board {
    phase: MeetingPhase,
    people: Vec<Person>,
    under_way: Vec<(AttemptId, Order)>,
    pub(crate) dialog: Option<Dialog>,
    notice: Option<Notice>,
}

impl Board {
    /// A board as the server sent it.
    pub fn new(phase: MeetingPhase, people: Vec<Person>) -> Self {
        Self { phase, people, under_way: vec![], dialog: None, notice: None }
    }

    /// The server sent everything anew, after the connection was lost.
    pub fn replace(&mut self, phase: MeetingPhase, people: Vec<Person>) {
        self.phase = phase;
        self.people = people;
    }

    /// One person changed.
    pub fn change(&mut self, person: Person) {
        match self.people.iter_mut().find(|known| known.participant == person.participant) {
            Some(known) => *known = person,
            None => self.people.push(person),
        }
    }

    /// The meeting was opened or ended.
    pub fn turn_to(&mut self, phase: MeetingPhase) {
        self.phase = phase;
    }

    /// An order goes out. One that is under way already is not given twice.
    pub fn give(&mut self, attempt: AttemptId, order: Order) -> Option<FromDesk> {
        if self.under_way.iter().any(|(_, other)| *other == order) {
            return None;
        }
        self.under_way.push((attempt, order.clone()));
        self.notice = None;
        Some(FromDesk::Do { attempt, order })
    }

    /// An order was answered. A stale answer changes nothing.
    pub fn settle(&mut self, attempt: AttemptId, outcome: Result<(), OrderProblem>) {
        let Some(at) = self.under_way.iter().position(|(known, _)| *known == attempt) else { return };
        let (_, order) = self.under_way.remove(at);
        self.notice = Some(match outcome {
            Ok(()) => Notice::Done(kind(&order)),
            Err(problem) => Notice::Failed(problem),
        });
    }

    /// The connection broke: what was under way may have been carried out or not.
    pub fn lose_answers(&mut self) {
        if !self.under_way.is_empty() {
            self.under_way.clear();
            self.notice = Some(Notice::Unknown);
        }
    }

    /// The name of somebody on the board.
    pub fn name_of(&self, participant: &ParticipantId) -> Option<&str> {
        self.people
            .iter()
            .find(|person| person.participant == *participant)
            .map(|person| person.name.as_str())
    }

    /// What to show.
    pub fn view(&self, live: bool) -> view::Board {
        let rows = |wanted: fn(&Whereabouts) -> bool| -> Vec<Row> {
            let those = self.people.iter().filter(|person| wanted(&person.whereabouts));
            those
                .map(|person| Row { person: person.clone(), busy: self.is_busy(&person.participant) })
                .collect()
        };
        // Put in order one by one: a general sort is much code for a browser to load.
        let mut waiting: Vec<Row> = vec![];
        for row in rows(|at| matches!(at, Whereabouts::Waiting { .. })) {
            let at = waiting.partition_point(|before| place(before) <= place(&row));
            waiting.insert(at, row);
        }
        let ready = waiting.iter().filter(|row| row.person.checks.ready()).count();
        view::Board {
            live,
            phase: self.phase,
            waiting,
            admitted: rows(|at| matches!(at, Whereabouts::Admitted { .. })),
            rejected: rows(|at| matches!(at, Whereabouts::Rejected { .. })),
            absent: rows(|at| matches!(at, Whereabouts::Absent)),
            ready,
            dialog: self.dialog.clone(),
            busy: self.under_way.iter().any(|(_, order)| about(order).is_none()),
            notice: self.notice.clone(),
        }
    }

    fn is_busy(&self, participant: &ParticipantId) -> bool {
        self.under_way.iter().any(|(_, order)| about(order) == Some(participant))
    }
}

fn place(row: &Row) -> u32 {
    match row.person.whereabouts {
        Whereabouts::Waiting { place, .. } => place,
        Whereabouts::Absent | Whereabouts::Admitted { .. } | Whereabouts::Rejected { .. } => u32::MAX,
    }
}

fn about(order: &Order) -> Option<&ParticipantId> {
    match order {
        Order::Admit { participant } | Order::Reject { participant, .. } | Order::Mute { participant } => {
            Some(participant)
        }
        Order::Write { participant, .. } => participant.as_ref(),
        Order::AdmitAll | Order::OpenMeeting | Order::EndMeeting => None,
    }
}

fn kind(order: &Order) -> OrderKind {
    match order {
        Order::Admit { .. } => OrderKind::Admitted,
        Order::AdmitAll => OrderKind::AllAdmitted,
        Order::Reject { .. } => OrderKind::Rejected,
        Order::Write { .. } => OrderKind::Written,
        Order::Mute { .. } => OrderKind::Muted,
        Order::OpenMeeting => OrderKind::Opened,
        Order::EndMeeting => OrderKind::Ended,
    }
}
