//! Stories of a waiting room: what happened, and who was told what.

use wire::{
    AttemptId, CheckStatus, Checks, ParticipantId, SENTENCE_LIMIT, UnixMillis,
    desk::{MeetingPhase, Order, OrderProblem, ToDesk, Whereabouts},
    page::MeetingInfo,
    participant::{InvitationProblem, Standing, ToParticipant},
};

use super::{ConnectionId, Effect, Event, Room};
use crate::store::{Change, Picture, PictureOfPerson, StoredState};

const DESK: ConnectionId = ConnectionId(100);

fn id(name: &str) -> ParticipantId {
    ParticipantId(name.to_owned())
}

fn invited(name: &str) -> PictureOfPerson {
    PictureOfPerson {
        id: id(name),
        name: name.to_uppercase(),
        group: String::new(),
        state: StoredState::Absent,
        checks: Checks::default(),
        message_number: 0,
        messages: vec![],
    }
}

/// A meeting of anna, bert and cora, with one desk open.
struct Story {
    room: Room,
    now: i64,
}

impl Story {
    fn begin() -> Self {
        let mut story = Self::of(vec![invited("anna"), invited("bert"), invited("cora")]);
        story.happens(Event::DeskArrived { connection: DESK, staff: id("staff") });
        story
    }

    fn of(people: Vec<PictureOfPerson>) -> Self {
        let meeting = MeetingInfo { title: "Rat".to_owned(), starts_at: UnixMillis(0) };
        let phase = MeetingPhase::Scheduled;
        let picture = Picture { meeting, phase, engine: None, knocks: 0, people, revoked: vec![] };
        Self { room: Room::restored(picture), now: 1_000 }
    }

    fn happens(&mut self, event: Event) -> Vec<Effect> {
        self.now += 1_000;
        self.room.update(UnixMillis(self.now), event)
    }

    fn arrives(&mut self, name: &str, connection: u64, tab: &str) -> Vec<Effect> {
        self.arrival(name, connection, tab, false)
    }

    fn arrival(&mut self, name: &str, connection: u64, tab: &str, take_over: bool) -> Vec<Effect> {
        let connection = ConnectionId(connection);
        self.happens(Event::MemberArrived {
            connection,
            participant: id(name),
            tab: tab.to_owned(),
            take_over,
        })
    }

    fn order(&mut self, order: Order) -> Vec<Effect> {
        self.happens(Event::Ordered { connection: DESK, attempt: AttemptId(7), order })
    }

    fn admit(&mut self, name: &str) -> Vec<Effect> {
        self.order(Order::Admit { participant: id(name) })
    }

    fn reject(&mut self, name: &str, sentence: &str) -> Vec<Effect> {
        self.order(Order::Reject { participant: id(name), sentence: sentence.to_owned() })
    }

    fn whereabouts(&self, name: &str) -> Whereabouts {
        self.room.person(self.room.member(&id(name)).expect("anna, bert or cora")).whereabouts
    }

    /// Gone and come back as the store has it.
    fn restart(&mut self, people: Vec<PictureOfPerson>, knocks: u32, phase: MeetingPhase) {
        let meeting = self.room.meeting.clone();
        self.room = Room::restored(Picture { meeting, phase, engine: None, knocks, people, revoked: vec![] });
    }
}

fn told(effects: &[Effect], connection: u64) -> Vec<&ToParticipant> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::TellMember(to, message) if *to == ConnectionId(connection) => Some(message),
            _ => None,
        })
        .collect()
}

fn told_desk(effects: &[Effect]) -> Vec<&ToDesk> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::TellDesk(DESK, message) => Some(message),
            _ => None,
        })
        .collect()
}

fn kept(effects: &[Effect]) -> Vec<&Change> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Keep(change) => Some(change),
            _ => None,
        })
        .collect()
}

fn standing(effects: &[Effect], connection: u64) -> Standing {
    match told(effects, connection).as_slice() {
        [ToParticipant::Arrived { standing, .. } | ToParticipant::Standing { standing }] => standing.clone(),
        other => panic!("told {other:?}"),
    }
}

const fn waiting(place: u32, meeting_open: bool) -> Standing {
    Standing::Waiting { place, meeting_open }
}

fn failed(effects: &[Effect]) -> OrderProblem {
    match effects {
        [Effect::TellDesk(DESK, ToDesk::Failed { attempt: AttemptId(7), reason })] => *reason,
        other => panic!("it did not simply fail: {other:?}"),
    }
}

#[test]
fn the_first_knock_gives_the_place_and_is_kept_before_it_is_answered() {
    let mut story = Story::begin();
    let effects = story.arrives("bert", 1, "b");
    assert_eq!(effects[0], Effect::Keep(Change::Knocked { participant: id("bert"), knock: 1 }));
    assert_eq!(standing(&effects, 1), waiting(1, false));
    let effects = story.arrives("anna", 2, "a");
    assert_eq!(standing(&effects, 2), waiting(2, false));
    assert_eq!(told(&effects, 1), [] as [&ToParticipant; 0]);
}

#[test]
fn who_waits_moves_up_when_somebody_before_them_is_let_in() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.arrives("bert", 2, "b");
    story.arrives("cora", 3, "c");
    let effects = story.admit("anna");
    assert_eq!(
        kept(&effects),
        [&Change::Admitted { participant: id("anna") }, &Change::Phase(MeetingPhase::Open)]
    );
    assert_eq!(standing(&effects, 1), Standing::Admitted);
    assert_eq!(standing(&effects, 2), waiting(1, true));
    assert_eq!(standing(&effects, 3), waiting(2, true));
    let desk = told_desk(&effects);
    assert_eq!(desk[0], &ToDesk::PhaseChanged { phase: MeetingPhase::Open });
    assert_eq!(desk.last(), Some(&&ToDesk::Done { attempt: AttemptId(7) }));
}

#[test]
fn a_lost_connection_loses_neither_place_nor_admission() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.arrives("bert", 2, "b");
    story.admit("bert");
    let lost = [1, 2].map(|one| story.happens(Event::ConnectionClosed { connection: ConnectionId(one) }));
    assert!(lost.iter().all(|effects| kept(effects).is_empty()));
    let [ToDesk::PersonChanged { person }] = told_desk(&lost[0])[..] else { panic!("{lost:?}") };
    assert!(!person.connected);
    story.arrives("cora", 3, "c");
    let back = story.arrives("anna", 4, "a");
    assert_eq!(standing(&back, 4), waiting(1, true));
    assert!(kept(&back).is_empty(), "a second knock");
    assert_eq!(standing(&story.arrives("bert", 5, "b"), 5), Standing::Admitted);
}

#[test]
fn a_tab_coming_back_has_its_place_at_once_and_its_duplicate_does_not_take_it_back() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let effects = story.arrives("anna", 2, "a");
    assert!(effects.contains(&Effect::Close(ConnectionId(1))));
    assert_eq!(told(&effects, 1), [&ToParticipant::Elsewhere]);
    assert_eq!(standing(&effects, 2), waiting(1, false));
    // The old connection ends late: it must not take the new one with it.
    story.happens(Event::ConnectionClosed { connection: ConnectionId(1) });
    assert!(story.room.at(ConnectionId(2)).is_some());
}

#[test]
fn a_second_tab_is_told_so_until_it_takes_over() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let effects = story.arrives("anna", 2, "other");
    assert_eq!(told(&effects, 2), [&ToParticipant::Elsewhere]);
    assert!(effects.contains(&Effect::Close(ConnectionId(2))));
    assert!(told(&effects, 1).is_empty());
    let effects = story.arrival("anna", 3, "other", true);
    assert_eq!(told(&effects, 1), [&ToParticipant::Elsewhere]);
    assert!(effects.contains(&Effect::Close(ConnectionId(1))));
    assert_eq!(standing(&effects, 3), waiting(1, false));
}

#[test]
fn only_who_is_admitted_gets_a_key() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let ask = Event::AccessRequested { connection: ConnectionId(1), attempt: AttemptId(3) };
    assert_eq!(standing(&story.happens(ask.clone()), 1), waiting(1, false));
    story.order(Order::OpenMeeting);
    assert_eq!(standing(&story.happens(ask.clone()), 1), waiting(1, true));
    story.admit("anna");
    let [Effect::Grant { attempt: Some(AttemptId(3)), participant, .. }] = &story.happens(ask.clone())[..]
    else {
        panic!("no key")
    };
    assert_eq!(*participant, id("anna"));
    story.reject("anna", "");
    assert_eq!(standing(&story.happens(ask.clone()), 1), Standing::Rejected { sentence: String::new() });
    story.admit("anna");
    story.order(Order::EndMeeting);
    assert_eq!(standing(&story.happens(ask), 1), Standing::Over);
}

#[test]
fn who_is_admitted_is_offered_a_key_without_asking() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.order(Order::OpenMeeting);
    let offered = |effects: &[Effect], to| {
        let to = ConnectionId(to);
        let is_offer = |effect: &&Effect| matches!(effect, Effect::Grant { attempt: None, connection, .. } if *connection == to);
        effects.iter().filter(is_offer).count()
    };
    assert_eq!(offered(&story.admit("anna"), 1), 1);
    assert_eq!(offered(&story.arrives("anna", 2, "a"), 2), 1, "also after coming back");
    story.happens(Event::EnteredMeeting { participant: id("anna") });
    assert_eq!(offered(&story.arrives("anna", 3, "a"), 3), 0, "but not in the meeting");
    story.reject("anna", "");
    assert_eq!(offered(&story.arrives("anna", 4, "a"), 4), 0);
}

#[test]
fn a_connection_that_never_arrived_gets_nothing() {
    let mut story = Story::begin();
    let connection = ConnectionId(9);
    for event in [
        Event::AccessRequested { connection, attempt: AttemptId(1) },
        Event::ChecksReported { connection, checks: Checks::default() },
        Event::MemberLeft { connection },
        Event::Ordered { connection, attempt: AttemptId(1), order: Order::AdmitAll },
    ] {
        assert_eq!(story.happens(event), []);
    }
}

#[test]
fn the_rejected_one_reads_the_sentence_also_after_coming_back() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let effects = story.reject("anna", "  Bitte rufen Sie uns an.  ");
    let rejected = Standing::Rejected { sentence: "Bitte rufen Sie uns an.".to_owned() };
    assert_eq!(standing(&effects, 1), rejected);
    assert_eq!(standing(&story.arrives("anna", 2, "a"), 2), rejected);
}

#[test]
fn who_is_rejected_in_the_meeting_is_removed_from_it() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.admit("anna");
    let effects = story.happens(Event::EnteredMeeting { participant: id("anna") });
    assert!(matches!(
        told_desk(&effects)[..],
        [ToDesk::PersonChanged { person }] if person.whereabouts == Whereabouts::Admitted { in_meeting: true }
    ));
    let effects = story.reject("anna", "Genug.");
    assert!(effects.contains(&Effect::Expel(id("anna"))));
    // A key given before is still in its time: whoever comes in with it is put out again.
    let effects = story.happens(Event::EnteredMeeting { participant: id("anna") });
    assert_eq!(effects, [Effect::Expel(id("anna"))]);
}

#[test]
fn a_stranger_with_the_operators_own_token_is_left_in_peace() {
    let mut story = Story::begin();
    assert_eq!(story.happens(Event::EnteredMeeting { participant: id("recorder") }), []);
    assert_eq!(story.happens(Event::EnteredMeeting { participant: id("anna") }), [Effect::Expel(id("anna"))]);
}

#[test]
fn admitting_all_lets_in_who_waits_and_nobody_else() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.arrives("bert", 2, "b");
    story.reject("bert", "Nein.");
    let effects = story.order(Order::AdmitAll);
    assert_eq!(standing(&effects, 1), Standing::Admitted);
    assert!(matches!(story.whereabouts("bert"), Whereabouts::Rejected { .. }));
    assert_eq!(story.whereabouts("cora"), Whereabouts::Absent);
}

#[test]
fn an_order_that_cannot_be_carried_out_changes_nothing() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let long = "x".repeat(SENTENCE_LIMIT + 1);
    for (order, problem) in [
        (Order::Admit { participant: id("cora") }, OrderProblem::NotNow),
        (Order::Admit { participant: id("nobody") }, OrderProblem::NoSuchPerson),
        (Order::Reject { participant: id("cora"), sentence: String::new() }, OrderProblem::NotNow),
        (Order::Reject { participant: id("anna"), sentence: long.clone() }, OrderProblem::BadText),
        (Order::Write { participant: None, text: " ".to_owned() }, OrderProblem::BadText),
        (Order::Write { participant: Some(id("anna")), text: long }, OrderProblem::BadText),
        (Order::Write { participant: Some(id("cora")), text: "x".to_owned() }, OrderProblem::NotNow),
    ] {
        let before = story.room.clone();
        assert_eq!(failed(&story.order(order)), problem);
        assert_eq!(story.room, before);
    }
}

#[test]
fn a_message_written_while_somebody_is_away_reaches_them_on_return() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.arrives("bert", 2, "b");
    story.happens(Event::ConnectionClosed { connection: ConnectionId(1) });
    let effects = story.order(Order::Write { participant: None, text: "Noch zehn Minuten.".to_owned() });
    let message = ToParticipant::Message { number: 1, text: "Noch zehn Minuten.".to_owned() };
    assert_eq!(told(&effects, 2), [&message]);
    assert_eq!(kept(&effects).len(), 2);
    let back = story.arrives("anna", 3, "a");
    assert_eq!(told(&back, 3)[1..], [&message]);
    // Let in: what was said to who waits is of no matter any more, and the count goes on.
    story.admit("anna");
    assert_eq!(told(&story.arrives("anna", 4, "a"), 4).len(), 1);
    let effects = story.order(Order::Write { participant: Some(id("anna")), text: "Lauter!".to_owned() });
    assert_eq!(told(&effects, 4), [&ToParticipant::Message { number: 2, text: "Lauter!".to_owned() }]);
}

#[test]
fn checks_are_kept_and_shown_once_they_changed() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let mut checks = Checks::default();
    checks.hear.status = CheckStatus::Success;
    let report = Event::ChecksReported { connection: ConnectionId(1), checks };
    let effects = story.happens(report.clone());
    assert_eq!(kept(&effects), [&Change::Checked { participant: id("anna"), checks }]);
    assert!(matches!(told_desk(&effects)[..], [ToDesk::PersonChanged { person }] if person.checks == checks));
    assert_eq!(story.happens(report), []);
}

#[test]
fn when_the_meeting_is_over_everybody_is_told_and_nobody_is_let_in() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.arrives("bert", 2, "b");
    story.admit("anna");
    let effects = story.order(Order::EndMeeting);
    assert_eq!(kept(&effects), [&Change::Phase(MeetingPhase::Over)]);
    assert!(effects.contains(&Effect::CloseMeeting));
    assert_eq!(standing(&effects, 1), Standing::Over);
    assert_eq!(standing(&effects, 2), Standing::Over);
    assert_eq!(failed(&story.admit("bert")), OrderProblem::MeetingOver);
    let late = story.arrives("cora", 3, "c");
    assert_eq!(standing(&late, 3), Standing::Over);
    assert!(kept(&late).is_empty());
}

#[test]
fn an_expired_meeting_is_over_for_who_is_still_there() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let effects = story.happens(Event::Expired);
    assert_eq!(standing(&effects, 1), Standing::Over);
    assert_eq!(story.happens(Event::Expired), []);
}

#[test]
fn a_link_taken_back_ends_its_pages_at_once() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.arrives("bert", 2, "b");
    let effects = story.happens(Event::InvitationsRevoked { participants: vec![id("anna")] });
    let problem = InvitationProblem::Revoked;
    assert_eq!(told(&effects, 1), [&ToParticipant::Refused { problem }]);
    assert!(effects.contains(&Effect::Close(ConnectionId(1))));
    assert!(effects.contains(&Effect::Expel(id("anna"))));
    assert_eq!(standing(&effects, 2), waiting(1, false));
    assert!(matches!(told_desk(&effects)[..], [ToDesk::Board { people, .. }] if people.len() == 2));
    assert!(story.room.bars(&id("anna")));
    let effects = story.happens(Event::InvitationsRevoked { participants: vec![id("anna"), id("staff")] });
    assert_eq!(told_desk(&effects), [&ToDesk::Refused { problem }]);
}

#[test]
fn leaving_on_purpose_keeps_the_admission() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.admit("anna");
    story.happens(Event::EnteredMeeting { participant: id("anna") });
    let effects = story.happens(Event::MemberLeft { connection: ConnectionId(1) });
    assert_eq!(effects, [Effect::Detach(id("anna"))]);
    story.happens(Event::LeftMeeting { participant: id("anna") });
    assert_eq!(story.whereabouts("anna"), Whereabouts::Admitted { in_meeting: false });
    assert!(story.room.admits(&id("anna")));
}

#[test]
fn what_was_missed_of_the_meeting_is_counted_anew() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    story.arrives("bert", 2, "b");
    story.admit("anna");
    let effects = story.happens(Event::MeetingCounted { participants: vec![id("anna"), id("bert")] });
    assert!(effects.contains(&Effect::Expel(id("bert"))));
    assert_eq!(story.whereabouts("anna"), Whereabouts::Admitted { in_meeting: true });
    story.happens(Event::MeetingCounted { participants: vec![] });
    assert_eq!(story.whereabouts("anna"), Whereabouts::Admitted { in_meeting: false });
}

#[test]
fn a_restart_keeps_the_order_of_the_first_knocks() {
    let mut story = Story::begin();
    let state = |since, knock| StoredState::Waiting { since: UnixMillis(since), knock };
    let people = vec![
        PictureOfPerson { state: state(20, 2), ..invited("anna") },
        PictureOfPerson { state: StoredState::Admitted, ..invited("bert") },
        PictureOfPerson { state: state(10, 1), ..invited("cora") },
    ];
    story.restart(people, 3, MeetingPhase::Open);
    assert_eq!(story.whereabouts("cora"), Whereabouts::Waiting { since: UnixMillis(10), place: 1 });
    assert_eq!(standing(&story.arrives("anna", 1, "a"), 1), waiting(2, true));
    assert_eq!(standing(&story.arrives("bert", 2, "b"), 2), Standing::Admitted);
}

#[test]
fn who_was_let_in_can_be_muted_and_the_desk_waits_for_the_engines_word() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "a");
    let mute = |name| Order::Mute { participant: id(name) };
    assert_eq!(failed(&story.order(mute("anna"))), OrderProblem::NotNow);
    story.admit("anna");
    let silence = Effect::Silence { desk: DESK, attempt: AttemptId(7), participant: id("anna") };
    assert_eq!(story.order(mute("anna")), [silence]);
    assert_eq!(failed(&story.order(mute("nobody"))), OrderProblem::NoSuchPerson);
    story.order(Order::EndMeeting);
    assert_eq!(failed(&story.order(mute("anna"))), OrderProblem::MeetingOver);
}

#[test]
fn an_echo_room_is_for_members_inside_and_not_without_end() {
    let mut story = Story::begin();
    story.arrives("anna", 1, "tab");
    let (connection, attempt) = (ConnectionId(1), AttemptId(4));
    let ask = |story: &mut Story, connection| story.happens(Event::EchoRoomRequested { connection, attempt });
    let none = Effect::TellMember(connection, ToParticipant::EchoRoomUnavailable { attempt });
    for _ in 0..6 {
        assert_eq!(ask(&mut story, connection), [Effect::OpenEchoRoom { connection, attempt }]);
    }
    assert_eq!(ask(&mut story, connection), std::slice::from_ref(&none), "the seventh within a minute");
    story.now += 60_000;
    assert_eq!(ask(&mut story, connection), [Effect::OpenEchoRoom { connection, attempt }]);
    assert_eq!(ask(&mut story, ConnectionId(9)), [], "nobody we know");
    story.reject("anna", "");
    assert_eq!(ask(&mut story, connection), [none]);
}
