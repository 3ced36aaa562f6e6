//! One meeting's waiting room in memory: who is invited, where they are, whose page is connected.
//!
//! Pure: no clock, no socket, no database. What happens goes in through [`Room::update`]; what is to be done
//! comes out as [`Effect`]s.

use std::collections::{BTreeMap, BTreeSet};

use wire::{
    AttemptId, Checks, ParticipantId, UnixMillis,
    desk::{MeetingPhase, Person, ToDesk, Whereabouts},
    page::MeetingInfo,
    participant::Standing,
};

use super::Effect;
use crate::store::{Picture, PictureOfPerson, StoredState};

/// One open page. Counted upwards while the server runs; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// The waiting room of one meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub(crate) meeting: MeetingInfo,
    pub(crate) phase: MeetingPhase,
    pub(crate) knocks: u32,
    pub(crate) members: Vec<Member>,
    /// Whose links were taken back.
    pub(crate) revoked: BTreeSet<ParticipantId>,
    /// The open desks, and whose link opened each.
    pub(crate) desks: BTreeMap<ConnectionId, ParticipantId>,
}

/// One invited member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: ParticipantId,
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) state: State,
    pub(crate) page: Page,
    pub(crate) checks: Checks,
    pub(crate) message_number: u32,
    /// Written since the state last changed: what a page that comes back has to show.
    pub(crate) messages: Vec<(u32, String)>,
    /// When echo rooms were opened for them lately.
    pub(crate) echoes: Vec<UnixMillis>,
}

/// Where a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Absent,
    Waiting { since: UnixMillis, knock: u32 },
    Admitted { in_meeting: bool },
    Rejected { sentence: String },
}

/// The member's page. Losing it changes nothing but what the desk sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Closed,
    Open { connection: ConnectionId, tab: String },
}

impl Room {
    /// The room as it was stored. After a restart no page is connected yet and the meeting engine is empty.
    pub fn restored(picture: Picture) -> Self {
        Self {
            meeting: picture.meeting,
            phase: picture.phase,
            knocks: picture.knocks,
            members: picture.people.into_iter().map(Member::restored).collect(),
            revoked: picture.revoked.into_iter().collect(),
            desks: BTreeMap::new(),
        }
    }

    /// Whether this person is to be kept out of the meeting engine. Only invited people are: who bears a token of
    /// the operator's own making (a recorder, a test) is not ours to judge, until the meeting is over.
    pub fn bars(&self, participant: &ParticipantId) -> bool {
        match self.phase {
            MeetingPhase::Over => true,
            MeetingPhase::Scheduled | MeetingPhase::Open => {
                self.revoked.contains(participant)
                    || (self.member(participant).is_some() && !self.admits(participant))
            }
        }
    }

    /// Whether this person may be in the meeting now.
    pub fn admits(&self, participant: &ParticipantId) -> bool {
        self.phase == MeetingPhase::Open
            && self.member(participant).is_some_and(|member| matches!(member.state, State::Admitted { .. }))
    }

    /// Whether anybody is there for whom it matters what changes in the store meanwhile.
    pub fn is_alive(&self) -> bool {
        !self.desks.is_empty()
            || self.members.iter().any(|member| {
                member.connection().is_some() || matches!(member.state, State::Admitted { in_meeting: true })
            })
    }

    /// Whether these, whose links were taken back, are all known to be.
    pub fn knows_revoked(&self, participants: &[ParticipantId]) -> bool {
        participants.iter().all(|participant| self.revoked.contains(participant))
    }

    /// The meeting's start.
    pub fn starts_at(&self) -> UnixMillis {
        self.meeting.starts_at
    }

    pub(crate) fn member(&self, participant: &ParticipantId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == *participant)
    }

    pub(crate) fn member_mut(&mut self, participant: &ParticipantId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == *participant)
    }

    pub(crate) fn at(&self, connection: ConnectionId) -> Option<&Member> {
        self.members.iter().find(|member| member.connection() == Some(connection))
    }

    /// Place in the order of first arrival among those who wait now, from 1.
    fn place(&self, knock: u32) -> u32 {
        let before = self
            .members
            .iter()
            .filter(|member| matches!(member.state, State::Waiting { knock: theirs, .. } if theirs < knock));
        u32::try_from(before.count()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// What the member is told.
    pub(crate) fn standing(&self, member: &Member) -> Standing {
        let meeting_open = match self.phase {
            MeetingPhase::Scheduled => false,
            MeetingPhase::Open => true,
            MeetingPhase::Over => return Standing::Over,
        };
        match &member.state {
            // Whoever arrives has knocked in the same step; this is for completeness of the match alone.
            State::Absent => Standing::Waiting { place: self.place(u32::MAX), meeting_open },
            State::Waiting { knock, .. } => Standing::Waiting { place: self.place(*knock), meeting_open },
            State::Admitted { .. } => Standing::Admitted,
            State::Rejected { sentence } => Standing::Rejected { sentence: sentence.clone() },
        }
    }

    /// What the desk is shown of one member.
    pub(crate) fn person(&self, member: &Member) -> Person {
        Person {
            participant: member.id.clone(),
            name: member.name.clone(),
            group: member.group.clone(),
            whereabouts: match &member.state {
                State::Absent => Whereabouts::Absent,
                State::Waiting { since, knock } => {
                    Whereabouts::Waiting { since: *since, place: self.place(*knock) }
                }
                State::Admitted { in_meeting } => Whereabouts::Admitted { in_meeting: *in_meeting },
                State::Rejected { sentence } => Whereabouts::Rejected { sentence: sentence.clone() },
            },
            connected: member.connection().is_some(),
            checks: member.checks,
        }
    }

    pub(crate) fn board(&self, now: UnixMillis) -> ToDesk {
        ToDesk::Board {
            server_time: now,
            meeting: self.meeting.clone(),
            phase: self.phase,
            people: self.members.iter().map(|member| self.person(member)).collect(),
        }
    }
}

impl Member {
    fn restored(person: PictureOfPerson) -> Self {
        Self {
            id: person.id,
            name: person.name,
            group: person.group,
            state: match person.state {
                StoredState::Absent => State::Absent,
                StoredState::Waiting { since, knock } => State::Waiting { since, knock },
                StoredState::Admitted => State::Admitted { in_meeting: false },
                StoredState::Rejected { sentence } => State::Rejected { sentence },
            },
            page: Page::Closed,
            checks: person.checks,
            message_number: person.message_number,
            messages: person.messages,
            echoes: vec![],
        }
    }

    /// The key to the meeting, in answer to a request or unasked.
    pub(crate) fn grant(&self, connection: ConnectionId, attempt: Option<AttemptId>) -> Effect {
        Effect::Grant { connection, attempt, participant: self.id.clone(), name: self.name.clone() }
    }

    pub(crate) fn connection(&self) -> Option<ConnectionId> {
        match &self.page {
            Page::Closed => None,
            Page::Open { connection, .. } => Some(*connection),
        }
    }
}
