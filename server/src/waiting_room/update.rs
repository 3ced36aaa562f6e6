//! What happens in a waiting room, and what follows from it.
//!
//! [`Effect::Keep`] comes before everything that depends on it: whoever carries the effects out stores first, and
//! when that fails throws the new room away and tells nobody.

use wire::{
    AttemptId, Checks, ParticipantId, UnixMillis,
    desk::{MeetingPhase, Order, ToDesk},
    participant::{InvitationProblem, ToParticipant},
};

use super::{
    events::{Effect, Event},
    room::{ConnectionId, Member, Page, Room, State},
};
use crate::store::Change;

/// So many echo rooms may be asked for within [`ECHO_WITHIN_MS`]: who ends a trial and begins anew is not held up.
const ECHO_ROOMS: usize = 6;

/// In milliseconds.
const ECHO_WITHIN_MS: i64 = 60_000;

impl Room {
    /// Takes in what happened at `now`; returns what is to be done, in order.
    pub fn update(&mut self, now: UnixMillis, event: Event) -> Vec<Effect> {
        let before = self.clone();
        let mut effects = match event {
            Event::MemberArrived { connection, participant, tab, take_over } => {
                self.member_arrived(now, connection, &participant, tab, take_over)
            }
            Event::ChecksReported { connection, checks } => self.checks_reported(connection, checks),
            Event::AccessRequested { connection, attempt } => self.access_requested(connection, attempt),
            Event::EchoRoomRequested { connection, attempt } => {
                self.echo_room_requested(now, connection, attempt)
            }
            Event::MemberLeft { connection } => match self.at(connection) {
                Some(member) => vec![Effect::Detach(member.id.clone())],
                None => vec![],
            },
            Event::DeskArrived { connection, staff } => {
                self.desks.insert(connection, staff);
                vec![Effect::TellDesk(connection, self.board(now))]
            }
            Event::Ordered { connection, attempt, order } => {
                return self.ordered_by(&before, now, connection, attempt, order);
            }
            Event::ConnectionClosed { connection } => self.connection_closed(connection),
            Event::EnteredMeeting { participant } => self.entered_meeting(&participant),
            Event::LeftMeeting { participant } => self.left_meeting(&participant),
            Event::MeetingCounted { participants } => self.meeting_counted(&participants),
            Event::InvitationsRevoked { participants } => self.revoked(&participants),
            Event::Expired => self.end(),
        };
        effects.extend(self.news_since(&before, now));
        effects
    }

    fn ordered_by(
        &mut self,
        before: &Self,
        now: UnixMillis,
        desk: ConnectionId,
        attempt: AttemptId,
        order: Order,
    ) -> Vec<Effect> {
        if !self.desks.contains_key(&desk) {
            return vec![];
        }
        if let Order::Mute { participant } = &order {
            return vec![match self.may_mute(participant) {
                Ok(()) => Effect::Silence { desk, attempt, participant: participant.clone() },
                Err(reason) => Effect::TellDesk(desk, ToDesk::Failed { attempt, reason }),
            }];
        }
        match self.carry_out(order) {
            Ok(mut effects) => {
                effects.extend(self.news_since(before, now));
                effects.push(Effect::TellDesk(desk, ToDesk::Done { attempt }));
                effects
            }
            Err(reason) => vec![Effect::TellDesk(desk, ToDesk::Failed { attempt, reason })],
        }
    }

    fn member_arrived(
        &mut self,
        now: UnixMillis,
        connection: ConnectionId,
        participant: &ParticipantId,
        tab: String,
        take_over: bool,
    ) -> Vec<Effect> {
        let over = self.phase == MeetingPhase::Over;
        let knock = self.knocks.saturating_add(1);
        let Some(member) = self.member_mut(participant) else {
            // Taken back between the look into the store and here.
            let problem = InvitationProblem::Revoked;
            return vec![
                Effect::TellMember(connection, ToParticipant::Refused { problem }),
                Effect::Close(connection),
            ];
        };
        let mut effects = vec![];
        match &member.page {
            Page::Closed => {}
            // A tab that comes back (a reload, a network change) does not hear this on its old connection any more.
            // Its duplicate does, and the two do not take the place from each other for ever.
            Page::Open { connection: old, tab: theirs } if take_over || *theirs == tab => {
                effects.extend([Effect::TellMember(*old, ToParticipant::Elsewhere), Effect::Close(*old)]);
            }
            Page::Open { .. } => {
                return vec![
                    Effect::TellMember(connection, ToParticipant::Elsewhere),
                    Effect::Close(connection),
                ];
            }
        }
        member.page = Page::Open { connection, tab };
        if !over && member.state == State::Absent {
            member.state = State::Waiting { since: now, knock };
            self.knocks = knock;
            effects.insert(0, Effect::Keep(Change::Knocked { participant: participant.clone(), knock }));
        }
        if let Some(member) = self.member(participant) {
            let standing = self.standing(member);
            let arrived = ToParticipant::Arrived {
                participant: member.id.clone(),
                server_time: now,
                meeting: self.meeting.clone(),
                standing,
            };
            effects.push(Effect::TellMember(connection, arrived));
            // Who is in the meeting already has a key.
            if self.admits(&member.id) && member.state != (State::Admitted { in_meeting: true }) {
                effects.push(member.grant(connection, None));
            }
            effects.extend(member.messages.iter().map(|(number, text)| {
                Effect::TellMember(connection, ToParticipant::Message { number: *number, text: text.clone() })
            }));
        }
        effects
    }

    fn checks_reported(&mut self, connection: ConnectionId, checks: Checks) -> Vec<Effect> {
        let Some(participant) = self.at(connection).map(|member| member.id.clone()) else { return vec![] };
        match self.member_mut(&participant) {
            Some(member) if member.checks != checks => {
                member.checks = checks;
                vec![Effect::Keep(Change::Checked { participant, checks })]
            }
            Some(_) | None => vec![],
        }
    }

    fn access_requested(&self, connection: ConnectionId, attempt: AttemptId) -> Vec<Effect> {
        let Some(member) = self.at(connection) else { return vec![] };
        if self.admits(&member.id) {
            vec![member.grant(connection, Some(attempt))]
        } else {
            let standing = self.standing(member);
            vec![Effect::TellMember(connection, ToParticipant::Standing { standing })]
        }
    }

    /// Not for whom the door is shut, and not without end: each costs the engine two participants.
    fn echo_room_requested(
        &mut self,
        now: UnixMillis,
        connection: ConnectionId,
        attempt: AttemptId,
    ) -> Vec<Effect> {
        let over = self.phase == MeetingPhase::Over;
        let theirs = |member: &&mut Member| member.connection() == Some(connection);
        let Some(member) = self.members.iter_mut().find(theirs) else { return vec![] };
        let shut = over || matches!(member.state, State::Rejected { .. });
        member.echoes.retain(|at| now.0.saturating_sub(at.0) < ECHO_WITHIN_MS);
        if shut || member.echoes.len() >= ECHO_ROOMS {
            return vec![Effect::TellMember(connection, ToParticipant::EchoRoomUnavailable { attempt })];
        }
        member.echoes.push(now);
        vec![Effect::OpenEchoRoom { connection, attempt }]
    }

    fn connection_closed(&mut self, connection: ConnectionId) -> Vec<Effect> {
        self.desks.remove(&connection);
        if let Some(member) = self.members.iter_mut().find(|member| member.connection() == Some(connection)) {
            member.page = Page::Closed;
        }
        vec![Effect::Close(connection)]
    }

    fn entered_meeting(&mut self, participant: &ParticipantId) -> Vec<Effect> {
        if self.bars(participant) {
            // A token outlived the admission.
            return vec![Effect::Expel(participant.clone())];
        }
        if let Some(member) = self.member_mut(participant)
            && let State::Admitted { in_meeting } = &mut member.state
        {
            *in_meeting = true;
        }
        vec![]
    }

    fn left_meeting(&mut self, participant: &ParticipantId) -> Vec<Effect> {
        if let Some(member) = self.member_mut(participant)
            && let State::Admitted { in_meeting } = &mut member.state
        {
            *in_meeting = false;
        }
        vec![]
    }

    fn meeting_counted(&mut self, participants: &[ParticipantId]) -> Vec<Effect> {
        for member in &mut self.members {
            if let State::Admitted { in_meeting } = &mut member.state {
                *in_meeting = participants.contains(&member.id);
            }
        }
        participants.iter().filter(|who| self.bars(who)).cloned().map(Effect::Expel).collect()
    }

    fn revoked(&mut self, participants: &[ParticipantId]) -> Vec<Effect> {
        let (gone, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut self.members)
            .into_iter()
            .partition(|member| participants.contains(&member.id));
        self.members = stay;
        self.revoked.extend(participants.iter().cloned());
        let mut effects = vec![];
        for member in gone {
            if let Some(connection) = member.connection() {
                let problem = InvitationProblem::Revoked;
                effects.push(Effect::TellMember(connection, ToParticipant::Refused { problem }));
                effects.push(Effect::Close(connection));
            }
            effects.push(Effect::Expel(member.id));
        }
        let desks = std::mem::take(&mut self.desks);
        for (desk, staff) in desks {
            if participants.contains(&staff) {
                let problem = InvitationProblem::Revoked;
                effects.push(Effect::TellDesk(desk, ToDesk::Refused { problem }));
                effects.push(Effect::Close(desk));
            } else {
                self.desks.insert(desk, staff);
            }
        }
        effects
    }

    /// Ends the meeting for everybody.
    pub(crate) fn end(&mut self) -> Vec<Effect> {
        if self.phase == MeetingPhase::Over {
            return vec![];
        }
        self.phase = MeetingPhase::Over;
        for member in &mut self.members {
            if let State::Admitted { in_meeting } = &mut member.state {
                *in_meeting = false;
            }
        }
        vec![Effect::Keep(Change::Phase(MeetingPhase::Over)), Effect::CloseMeeting]
    }
}
