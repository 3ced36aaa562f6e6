//! What the Sitzungsdienst can order, carried out on the picture of the meeting. Pure, like the rest of
//! [`crate::waiting_room::Room`].

use wire::{
    ParticipantId, SENTENCE_LIMIT,
    desk::{MeetingPhase, Order, OrderProblem},
    participant::ToParticipant,
};

use crate::{
    store::Change,
    waiting_room::{Effect, Room, State},
};

impl Room {
    /// Carries an order out, or says why not; then nothing has changed.
    pub(crate) fn carry_out(&mut self, order: Order) -> Result<Vec<Effect>, OrderProblem> {
        if self.phase == MeetingPhase::Over {
            return match order {
                Order::EndMeeting => Ok(vec![]),
                Order::Admit { .. }
                | Order::AdmitAll
                | Order::Reject { .. }
                | Order::Write { .. }
                | Order::Mute { .. }
                | Order::OpenMeeting => Err(OrderProblem::MeetingOver),
            };
        }
        match order {
            Order::Admit { participant } => self.admit(&participant),
            Order::AdmitAll => Ok(self.admit_all()),
            Order::Reject { participant, sentence } => self.reject(&participant, &sentence),
            Order::Write { participant, text } => self.write(participant.as_ref(), &text),
            // Answered by the meeting engine, when it has done so.
            Order::Mute { participant } => self.may_mute(&participant).map(|()| vec![]),
            Order::OpenMeeting => Ok(self.open()),
            Order::EndMeeting => Ok(self.end()),
        }
    }

    /// Whether somebody can be muted. The meeting engine knows better than we do who is in the meeting: whoever was let
    /// in may be.
    pub(crate) fn may_mute(&self, participant: &ParticipantId) -> Result<(), OrderProblem> {
        if self.phase == MeetingPhase::Over {
            return Err(OrderProblem::MeetingOver);
        }
        match self.member(participant).ok_or(OrderProblem::NoSuchPerson)?.state {
            State::Admitted { .. } => Ok(()),
            State::Absent | State::Waiting { .. } | State::Rejected { .. } => Err(OrderProblem::NotNow),
        }
    }

    fn admit(&mut self, participant: &ParticipantId) -> Result<Vec<Effect>, OrderProblem> {
        let member = self.member_mut(participant).ok_or(OrderProblem::NoSuchPerson)?;
        match member.state {
            State::Absent => return Err(OrderProblem::NotNow),
            State::Admitted { .. } => return Ok(vec![]),
            State::Waiting { .. } | State::Rejected { .. } => {}
        }
        member.state = State::Admitted { in_meeting: false };
        member.messages.clear();
        let mut effects = vec![Effect::Keep(Change::Admitted { participant: participant.clone() })];
        effects.extend(self.open());
        Ok(effects)
    }

    fn admit_all(&mut self) -> Vec<Effect> {
        let mut effects = self.open();
        for member in &mut self.members {
            if matches!(member.state, State::Waiting { .. }) {
                member.state = State::Admitted { in_meeting: false };
                member.messages.clear();
                effects.push(Effect::Keep(Change::Admitted { participant: member.id.clone() }));
            }
        }
        effects
    }

    fn reject(&mut self, participant: &ParticipantId, sentence: &str) -> Result<Vec<Effect>, OrderProblem> {
        let sentence = sentence.trim();
        if sentence.chars().count() > SENTENCE_LIMIT {
            return Err(OrderProblem::BadText);
        }
        let member = self.member_mut(participant).ok_or(OrderProblem::NoSuchPerson)?;
        let expelled = match member.state {
            State::Absent => return Err(OrderProblem::NotNow),
            State::Waiting { .. } | State::Rejected { .. } => None,
            State::Admitted { .. } => Some(Effect::Expel(participant.clone())),
        };
        member.state = State::Rejected { sentence: sentence.to_owned() };
        member.messages.clear();
        let rejected = Change::Rejected { participant: participant.clone(), sentence: sentence.to_owned() };
        Ok([Effect::Keep(rejected)].into_iter().chain(expelled).collect())
    }

    fn write(&mut self, to: Option<&ParticipantId>, text: &str) -> Result<Vec<Effect>, OrderProblem> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > SENTENCE_LIMIT {
            return Err(OrderProblem::BadText);
        }
        let mut effects = vec![];
        let mut told = vec![];
        if let Some(participant) = to {
            self.member(participant).ok_or(OrderProblem::NoSuchPerson)?;
        }
        for member in &mut self.members {
            let meant = match to {
                Some(participant) => member.id == *participant && member.state != State::Absent,
                None => matches!(member.state, State::Waiting { .. }),
            };
            if !meant {
                continue;
            }
            member.message_number = member.message_number.saturating_add(1);
            let (number, participant) = (member.message_number, member.id.clone());
            member.messages.push((number, text.to_owned()));
            effects.push(Effect::Keep(Change::Written { participant, number, text: text.to_owned() }));
            if let Some(connection) = member.connection() {
                let message = ToParticipant::Message { number, text: text.to_owned() };
                told.push(Effect::TellMember(connection, message));
            }
        }
        if effects.is_empty() {
            // Nobody waits, or the one meant never knocked: nobody would read it.
            return Err(OrderProblem::NotNow);
        }
        effects.extend(told);
        Ok(effects)
    }

    fn open(&mut self) -> Vec<Effect> {
        match self.phase {
            MeetingPhase::Scheduled => {
                self.phase = MeetingPhase::Open;
                vec![Effect::Keep(Change::Phase(MeetingPhase::Open))]
            }
            MeetingPhase::Open | MeetingPhase::Over => vec![],
        }
    }
}
