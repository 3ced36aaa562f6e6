//! What changed between two pictures of a room, told to everybody who sees it. No change can be forgotten: whatever
//! happened, the pictures are compared.

use wire::{UnixMillis, desk::ToDesk, participant::ToParticipant};

use super::{Effect, room::Room};

impl Room {
    /// Whatever somebody sees differently now: every open page is told its own part.
    pub(crate) fn news_since(&self, before: &Self, now: UnixMillis) -> Vec<Effect> {
        let mut news = vec![];
        for member in &self.members {
            let Some(connection) = member.connection() else { continue };
            let Some(earlier) = before.at(connection) else { continue };
            let standing = self.standing(member);
            if standing != before.standing(earlier) {
                news.push(Effect::TellMember(connection, ToParticipant::Standing { standing }));
                if self.admits(&member.id) {
                    news.push(member.grant(connection, None));
                }
            }
        }
        for desk in self.desks.keys().filter(|desk| before.desks.contains_key(desk)) {
            news.extend(
                self.news_for_desk(before, now).into_iter().map(|told| Effect::TellDesk(*desk, told)),
            );
        }
        news
    }

    fn news_for_desk(&self, before: &Self, now: UnixMillis) -> Vec<ToDesk> {
        if self.members.len() != before.members.len() {
            return vec![self.board(now)];
        }
        let mut news = vec![];
        if self.phase != before.phase {
            news.push(ToDesk::PhaseChanged { phase: self.phase });
        }
        for (member, earlier) in self.members.iter().zip(&before.members) {
            let person = self.person(member);
            if person != before.person(earlier) {
                news.push(ToDesk::PersonChanged { person });
            }
        }
        news
    }
}
