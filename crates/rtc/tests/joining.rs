//! The way into the meeting.

mod story;

use livekit_protocol::{JoinResponse, SignalTarget, TrackSource, signal_response::Message};
use rtc::{Attempt, ConnectionState, Event, Peer, PeerState, PeersId, Timer, Token};
use story::*;

#[test]
fn a_member_joins_answers_the_first_offer_and_is_in() {
    let story = check(
        Story::new(),
        vec![
            join_requested("t1"),
            socket_opens(),
            says(Message::Join(welcome(&[participant("PA_a", "anna", &[])]))),
            offers(7),
            answer_ready(),
            peer(Peer::Subscriber, PeerState::Connecting),
            peer(Peer::Subscriber, PeerState::Connected),
        ],
        &[
            "open socket with t1",
            "create peers",
            "say ping, round trip 0",
            "say old ping",
            "apply offer-7",
            "say answer 7 my-answer",
            "report joined",
        ],
    );
    let view = story.session.view();
    assert_eq!(view.connection, ConnectionState::Connected);
    assert_eq!(view.me.identity, Some("me".into()));
    assert_eq!(view.others.len(), 1);
}

#[test]
fn the_view_tells_each_stage_of_the_way() {
    let connection = |story: Story| story.session.view().connection;
    assert_eq!(connection(Story::new()), ConnectionState::Idle);
    assert_eq!(connection(connecting()), ConnectionState::Connecting);
    assert_eq!(connection(joining()), ConnectionState::Joining);
    assert_eq!(connection(connected()), ConnectionState::Connected);
}

#[test]
fn a_second_request_to_join_is_refused_at_every_stage() {
    for given in [connecting(), joining(), connected()] {
        check(given, vec![join_requested("t2")], &[]);
    }
}

#[test]
fn a_server_that_does_not_open_the_socket_is_tried_again_with_a_fresh_token() {
    check(
        connecting(),
        vec![elapses(Timer::Socket), token_comes("t2")],
        &["close socket", "request token", "open socket with t2"],
    );
}

#[test]
fn a_server_that_opens_the_socket_and_says_nothing_for_five_seconds_is_tried_again() {
    let story = told(connecting(), vec![socket_opens()]);
    assert_eq!(story.timers[&Timer::Socket].1, rtc::Millis(5_000));
    check(
        story,
        vec![elapses(Timer::Socket), elapses(Timer::Pause)],
        &["close socket", "request token", "open socket with t1"],
    );
}

#[test]
fn peer_connections_that_do_not_come_up_are_made_anew() {
    check(
        joining(),
        vec![elapses(Timer::Peers), elapses(Timer::Pause)],
        &["close socket", "close peers", "request token", "open socket with t1"],
    );
}

#[test]
fn the_first_time_in_is_joining_even_after_failed_attempts() {
    check(
        connecting(),
        vec![
            socket_closes(),
            token_comes("t2"),
            says(Message::Join(welcome(&[]))),
            peer(Peer::Subscriber, PeerState::Connected),
        ],
        &[
            "close socket",
            "request token",
            "open socket with t2",
            "create peers",
            "say ping, round trip 0",
            "say old ping",
            "report joined",
        ],
    );
}

#[test]
fn a_server_whose_publisher_is_primary_gets_an_offer_at_once_and_decides_by_it() {
    let join = JoinResponse { subscriber_primary: false, ..welcome(&[]) };
    let story = check(
        connecting(),
        vec![says(Message::Join(join)), peer(Peer::Subscriber, PeerState::Connected)],
        &["create peers", "say ping, round trip 0", "say old ping", "create offer"],
    );
    check(story, vec![peer(Peer::Publisher, PeerState::Connected)], &["report joined"]);
}

/// With microphone and camera at hand, and somebody there who is seen.
fn coming_in() -> Story {
    let seen = participant("PA_a", "anna", &[track("TR_a", TrackSource::Camera, false)]);
    // Though the server would take an offer at once.
    let join = JoinResponse { fast_publish: true, ..welcome(&[seen]) };
    let story = told(connecting(), vec![opens_microphone(1), says(Message::Join(join))]);
    assert!(!story.said.iter().any(|said| said == "create offer"), "{:?}", story.said);
    check(story, vec![opens_camera(2)], &[])
}

fn assert_sends(story: &Story) {
    let added: Vec<_> = story.said.iter().filter(|said| said.contains("add ")).collect();
    assert_eq!(added.len(), 2, "{:?}", story.said);
    assert!(story.said.iter().any(|said| said == "create offer"), "{:?}", story.said);
}

#[test]
fn who_comes_in_receives_the_others_before_sending_anything() {
    let story = check(coming_in(), vec![peer(Peer::Subscriber, PeerState::Connected)], &["report joined"]);
    assert_sends(&told(story, vec![arrives(1, "PA_a", "TR_a", "0")]));
}

#[test]
fn who_heard_of_the_others_before_the_way_was_open_sends_when_it_is() {
    let story =
        check(coming_in(), vec![arrives(1, "PA_a", "TR_a", "0")], &["attach 1 as camera of anna (TR_a)"]);
    assert_sends(&told(story, vec![peer(Peer::Subscriber, PeerState::Connected)]));
}

#[test]
fn nobody_waits_for_ever_for_what_is_switched_off() {
    let story = check(coming_in(), vec![peer(Peer::Subscriber, PeerState::Connected)], &["report joined"]);
    let story = told(story, vec![elapses(Timer::Listening)]);
    assert_sends(&story);
    check(story, vec![elapses_stale(Timer::Listening)], &[]);
}

#[test]
fn fast_publishing_offers_at_once() {
    let join = JoinResponse { fast_publish: true, ..welcome(&[]) };
    let expect = ["create peers", "say ping, round trip 0", "say old ping", "create offer"];
    check(connecting(), vec![says(Message::Join(join))], &expect);
}

#[test]
fn candidates_of_the_server_wait_until_its_offer_is_set() {
    let story = check(
        joining(),
        vec![trickles(SignalTarget::Subscriber, "c1"), offers(1), trickles(SignalTarget::Subscriber, "c2")],
        &["apply offer-1"],
    );
    check(
        story,
        vec![answer_ready(), trickles(SignalTarget::Subscriber, "c3")],
        &[
            "say answer 1 my-answer",
            "add candidate c1 to subscriber",
            "add candidate c2 to subscriber",
            "add candidate c3 to subscriber",
        ],
    );
}

#[test]
fn own_candidates_are_sent_after_the_answer_they_belong_to() {
    check(
        joining(),
        vec![offers(1), gathers(Peer::Subscriber, "m1"), answer_ready(), gathers(Peer::Subscriber, "m2")],
        &[
            "apply offer-1",
            "say answer 1 my-answer",
            "say candidate m1 of subscriber",
            "say candidate m2 of subscriber",
        ],
    );
}

#[test]
fn candidates_for_another_offer_wait_for_it_on_both_sides() {
    check(
        connected(),
        vec![
            offers(2),
            trickles(SignalTarget::Subscriber, "c1"),
            gathers(Peer::Subscriber, "m1"),
            answer_ready(),
        ],
        &[
            "apply offer-2",
            "say answer 2 my-answer",
            "say candidate m1 of subscriber",
            "add candidate c1 to subscriber",
        ],
    );
}

#[test]
fn of_offers_that_come_while_one_is_answered_only_the_newest_is_answered_next() {
    let story = check(
        joining(),
        vec![offers(1), offers(2), offers(3), answer_ready()],
        &["apply offer-1", "say answer 1 my-answer", "apply offer-3"],
    );
    check(story, vec![answer_ready()], &["say answer 3 my-answer"]);
}

#[test]
fn an_offer_that_the_browser_refuses_leads_to_a_new_stay() {
    check(
        connected(),
        vec![offers(2), answer_fails()],
        &["apply offer-2", "close socket", "report interrupted", "close peers", "open socket with t1"],
    );
}

/// Every stage at which something is awaited, so that a stale answer could be taken for the right one.
fn stages() -> Vec<Story> {
    let lost = || told(connected(), vec![socket_closes()]);
    let asked = || {
        let published = published("mic1", "TR_mic", TrackSource::Microphone, true);
        told(connected(), vec![opens_microphone(1), says(published)])
    };
    vec![
        connecting(),
        joining(),
        told(joining(), vec![offers(1)]),
        connected(),
        speaking(),
        asked(),
        told(asked(), vec![offer_ready()]),
        told(asked(), vec![offer_ready(), says_answer(1)]),
        told(connected(), vec![peer(Peer::Subscriber, PeerState::Disconnected)]),
        lost(),
        told(lost(), vec![socket_closes()]),
        told(lost(), vec![socket_closes(), elapses(Timer::Pause), socket_closes()]),
        told(connecting(), vec![socket_closes()]),
        told(connecting(), vec![socket_closes(), elapses(Timer::Pause)]),
        told(connecting(), vec![socket_closes(), elapses(Timer::Pause), token_comes("t2")]),
        told(connected(), vec![event(Event::LeaveRequested)]),
    ]
}

#[test]
fn what_old_attempts_say_changes_nothing() {
    let nobody = Attempt(4711);
    let sdp = rtc::Sdp::new("stale");
    for given in stages() {
        let peers = given.peers.first().copied().unwrap_or(PeersId(4712));
        let (timers, view) = (given.timers.clone(), given.session.view());
        let after = check(
            given,
            vec![
                event(Event::SocketOpened { attempt: nobody }),
                event(Event::SocketClosed { attempt: nobody }),
                event(Event::SocketMessage { attempt: nobody, bytes: bytes(Message::Join(welcome(&[]))) }),
                event(Event::LocalDescriptionReady { peers, attempt: nobody, sdp: sdp.clone() }),
                event(Event::LocalDescriptionReady {
                    peers: PeersId(4711),
                    attempt: nobody,
                    sdp: sdp.clone(),
                }),
                event(Event::RemoteAnswerApplied { peers, attempt: nobody }),
                event(Event::DescriptionFailed { peers, attempt: nobody }),
                event(Event::PeerStateChanged {
                    peers: PeersId(4711),
                    peer: Peer::Subscriber,
                    state: PeerState::Failed,
                }),
                event(Event::TokenRenewed { attempt: nobody, url: "wss://x".into(), token: Token::new("x") }),
                elapses_stale(Timer::Socket),
                elapses_stale(Timer::Peers),
                elapses_stale(Timer::Ping),
                elapses_stale(Timer::Silence),
                elapses_stale(Timer::Grace),
                elapses_stale(Timer::Answer),
                elapses_stale(Timer::Pause),
                elapses_stale(Timer::Token),
            ],
            &[],
        );
        assert_eq!(after.timers, timers);
        assert_eq!(after.session.view(), view);
    }
}

#[test]
fn bytes_that_are_no_message_change_nothing() {
    for given in [connecting(), joining(), connected()] {
        let attempt = given.sockets[0];
        let junk = |bytes: &[u8]| event(Event::SocketMessage { attempt, bytes: bytes.to_vec() });
        check(given, vec![junk(b""), junk(b"\xff\xff\xff"), junk(&[0x0a, 0xff, 0xff, 0xff, 0x7f])], &[]);
    }
}

#[test]
fn anything_but_a_welcome_as_first_message_is_ignored() {
    let story = check(connecting(), vec![offers(1), update(&[participant("PA_x", "x", &[])])], &[]);
    assert!(story.session.view().others.is_empty());
}
