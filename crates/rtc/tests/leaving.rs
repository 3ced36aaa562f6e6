//! Out of the meeting: on purpose, by somebody's decision, or not at all.

mod story;

use livekit_protocol::{DisconnectReason, leave_request::Action};
use rtc::{ConnectionState, Event, LeaveReason, Peer, PeerState, Timer};
use story::*;

#[test]
fn leaving_is_said_and_everything_is_closed() {
    let story = check(
        speaking(),
        vec![event(Event::LeaveRequested)],
        &["say leave: ClientInitiated", "close socket", "close peers", "report left: Asked"],
    );
    assert_eq!(story.session.view().connection, ConnectionState::Left { reason: LeaveReason::Asked });
    assert!(story.session.view().others.is_empty());
}

#[test]
fn leaving_works_at_every_stage() {
    check(connecting(), vec![event(Event::LeaveRequested)], &["close socket", "report left: Asked"]);
    let resuming = told(connected(), vec![socket_closes()]);
    let expect = ["close socket", "close peers", "report left: Asked"];
    check(resuming, vec![event(Event::LeaveRequested)], &expect);
    let pausing = told(connecting(), vec![socket_closes()]);
    check(pausing, vec![event(Event::LeaveRequested)], &["report left: Asked"]);
    let again = told(connecting(), vec![socket_closes(), elapses(Timer::Pause)]);
    let story = check(again, vec![event(Event::LeaveRequested)], &["close socket", "report left: Asked"]);
    check(story, vec![token_comes("late")], &[]);
}

#[test]
fn who_is_not_in_cannot_leave() {
    check(Story::new(), vec![event(Event::LeaveRequested)], &[]);
    let left = told(connected(), vec![event(Event::LeaveRequested)]);
    check(left, vec![event(Event::LeaveRequested)], &[]);
}

#[test]
fn each_decision_of_somebody_else_has_its_own_reason() {
    let cases = [
        (DisconnectReason::DuplicateIdentity, "report left: JoinedElsewhere"),
        (DisconnectReason::ParticipantRemoved, "report left: Removed"),
        (DisconnectReason::RoomDeleted, "report left: MeetingEnded"),
        (DisconnectReason::RoomClosed, "report left: MeetingEnded"),
    ];
    for (reason, expected) in cases {
        let expect = ["close socket", "close peers", expected];
        check(connected(), vec![says(leave(reason, Action::Disconnect))], &expect);
        check(connecting(), vec![says(leave(reason, Action::Disconnect))], &["close socket", expected]);
    }
}

#[test]
fn after_the_end_nothing_is_done_any_more() {
    let left = told(speaking(), vec![event(Event::LeaveRequested)]);
    check(
        left,
        vec![
            socket_closes(),
            offers(5),
            peer(Peer::Subscriber, PeerState::Failed),
            elapses(Timer::Silence),
            elapses(Timer::Ping),
            event(Event::WentOnline),
            event(Event::NetworkChanged),
            opens_microphone(7),
        ],
        &[],
    );
}

#[test]
fn who_left_can_join_again() {
    let left = told(speaking(), vec![event(Event::LeaveRequested)]);
    check(left, vec![join_requested("t5")], &["disable 1", "open socket with t5"]);
}
