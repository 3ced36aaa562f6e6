//! Who sits where. The order never changes by itself: people keep their seats, newcomers sit down behind them. Only
//! who speaks and cannot be seen comes forward, in exchange with the one on the first page who was silent longest.

use wire::ParticipantId;

use crate::Millis;

/// Everybody but the member, in their order.
#[derive(Debug, Default)]
pub struct Seats {
    seats: Vec<Seat>,
    speaker: Option<ParticipantId>,
}

#[derive(Debug)]
struct Seat {
    id: ParticipantId,
    speaking: bool,
    /// When they were last heard to speak; zero when never.
    spoke: Millis,
}

impl Seats {
    /// Who is there now, and whether they speak.
    pub fn follow<'a>(&mut self, now: Millis, people: impl Iterator<Item = (&'a str, bool)> + Clone) {
        self.seats.retain(|seat| people.clone().any(|(id, _)| id == seat.id.0));
        for (id, speaking) in people {
            let known = self.seats.iter().position(|seat| seat.id.0 == id);
            let at = known.unwrap_or(self.seats.len());
            if known.is_none() {
                self.seats.push(Seat { id: ParticipantId(id.to_owned()), speaking, spoke: 0 });
            }
            let seat = &mut self.seats[at];
            if speaking || seat.speaking {
                seat.spoke = now;
            }
            seat.speaking = speaking;
        }
        self.follow_speaker();
    }

    /// Brings forward who speaks and is not among those shown.
    pub fn bring_forward(&mut self, first_page: usize, shown: &[ParticipantId]) {
        for at in first_page..self.seats.len() {
            let seat = &self.seats[at];
            if !seat.speaking || shown.contains(&seat.id) {
                continue;
            }
            let silent = self.seats[..first_page].iter().enumerate().filter(|(_, seat)| !seat.speaking);
            // The last of those who were silent equally long: the front seats are the quietest ones.
            let longest =
                silent.reduce(|a, b| if b.1.spoke <= a.1.spoke { b } else { a }).map(|(place, _)| place);
            if let Some(place) = longest {
                self.seats.swap(place, at);
            }
        }
    }

    /// Who is shown large: who speaks, and who spoke last while nobody does. Whoever has the floor keeps it until they
    /// are silent, so that a cough does not change the picture.
    pub fn speaker(&self) -> Option<&ParticipantId> {
        self.speaker.as_ref()
    }

    /// All, in order.
    pub fn ids(&self) -> impl Iterator<Item = &ParticipantId> {
        self.seats.iter().map(|seat| &seat.id)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.seats.len()
    }

    fn follow_speaker(&mut self) {
        let current = self.seats.iter().find(|seat| Some(&seat.id) == self.speaker.as_ref());
        let speaking = self.seats.iter().find(|seat| seat.speaking);
        let next = match (current, speaking) {
            (Some(current), _) if current.speaking => return,
            (Some(_), None) => return,
            (_, Some(speaking)) => Some(speaking),
            (None, None) => self.seats.first(),
        };
        self.speaker = next.map(|seat| seat.id.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seated(now: Millis, seats: &mut Seats, people: &[(&str, bool)]) {
        seats.follow(now, people.iter().copied());
    }

    fn order(seats: &Seats) -> String {
        seats.ids().map(|id| id.0.as_str()).collect()
    }

    fn ids(names: &str) -> Vec<ParticipantId> {
        names.chars().map(|name| ParticipantId(name.to_string())).collect()
    }

    /// Six people, two on the first page; `a` spoke later than `b`.
    fn six() -> Seats {
        let mut seats = Seats::default();
        let silent = ["a", "b", "c", "d", "e", "f"].map(|name| (name, false));
        let mut speaking = silent;
        speaking[1].1 = true;
        seated(1, &mut seats, &speaking);
        let mut speaking = silent;
        speaking[0].1 = true;
        seated(2, &mut seats, &speaking);
        seated(3, &mut seats, &silent);
        seats
    }

    #[test]
    fn newcomers_sit_down_behind_and_who_leaves_is_not_waited_for() {
        let mut seats = Seats::default();
        seated(0, &mut seats, &[("b", false), ("a", false)]);
        seated(1, &mut seats, &[("a", false), ("c", false), ("b", false)]);
        assert_eq!(order(&seats), "bac");
        seated(2, &mut seats, &[("a", false), ("c", false)]);
        assert_eq!(order(&seats), "ac");
    }

    #[test]
    fn who_speaks_unseen_takes_the_seat_of_the_one_silent_longest() {
        let mut seats = six();
        let speaks = [("a", false), ("b", false), ("c", false), ("d", true), ("e", false), ("f", false)];
        seated(4, &mut seats, &speaks);
        seats.bring_forward(2, &ids("ab"));
        assert_eq!(order(&seats), "adcbef");
    }

    #[test]
    fn who_speaks_and_is_seen_does_not_move() {
        let mut seats = six();
        let speaks = [("a", false), ("b", true), ("c", false), ("d", true), ("e", false), ("f", false)];
        seated(4, &mut seats, &speaks);
        // The member looks at the second page, where `d` sits.
        seats.bring_forward(2, &ids("cd"));
        assert_eq!(order(&seats), "abcdef");
    }

    #[test]
    fn nobody_who_speaks_is_sent_away() {
        let mut seats = six();
        let speaks = [("a", true), ("b", true), ("c", false), ("d", true), ("e", false), ("f", false)];
        seated(4, &mut seats, &speaks);
        seats.bring_forward(2, &ids("ab"));
        assert_eq!(order(&seats), "abcdef");
    }

    #[test]
    fn the_floor_is_kept_until_its_holder_is_silent_and_somebody_else_speaks() {
        let mut seats = Seats::default();
        let large = |seats: &Seats| seats.speaker().map(|id| id.0.clone()).unwrap_or_default();
        seated(0, &mut seats, &[("a", false), ("b", false), ("c", false)]);
        assert_eq!(large(&seats), "a", "somebody is always large");
        seated(1, &mut seats, &[("a", false), ("b", true), ("c", false)]);
        assert_eq!(large(&seats), "b");
        seated(2, &mut seats, &[("a", true), ("b", true), ("c", true)]);
        assert_eq!(large(&seats), "b", "a cough does not change the picture");
        seated(3, &mut seats, &[("a", false), ("b", false), ("c", false)]);
        assert_eq!(large(&seats), "b", "silence does not either");
        seated(4, &mut seats, &[("a", false), ("b", false), ("c", true)]);
        assert_eq!(large(&seats), "c");
        seated(5, &mut seats, &[("a", false), ("b", false)]);
        assert_eq!(large(&seats), "a", "who left is not shown");
    }
}
