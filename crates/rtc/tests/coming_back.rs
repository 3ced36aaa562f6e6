//! Losing the connection, and coming back without a click.

mod story;

use livekit_protocol::{
    DisconnectReason, IceServer, ReconnectResponse, TrackSource, leave_request::Action,
    signal_response::Message,
};
use rtc::{ConnectionState, DataChannel, Event, LocalSource, Millis, Peer, PeerState, Timer};
use story::*;

fn known() -> Message {
    Message::Reconnect(ReconnectResponse::default())
}

#[test]
fn a_lost_socket_is_picked_up_at_once_and_nobody_is_lost() {
    let story = told(speaking(), vec![update(&[participant("PA_a", "anna", &[])])]);
    let story = check(
        story,
        vec![socket_closes(), socket_opens(), says(known())],
        &[
            "close socket",
            "report interrupted",
            "open socket with t1 to resume PA_me",
            "say sync: answer Some(1), offer Some(1), published [\"TR_mic\"], unwanted []",
            "say mute TR_mic",
            "create offer with ice restart",
            "say ping, round trip 0",
            "say old ping",
            "report returned",
        ],
    );
    assert_eq!(story.session.view().others.len(), 1);
}

#[test]
fn a_failed_peer_connection_is_mended_over_a_new_socket() {
    check(
        speaking(),
        vec![
            peer(Peer::Publisher, PeerState::Failed),
            says(known()),
            offer_ready(),
            says_answer(2),
            answer_applied(),
            peer(Peer::Publisher, PeerState::Connected),
        ],
        &[
            "close socket",
            "report interrupted",
            "open socket with t1 to resume PA_me",
            "say sync: answer Some(1), offer Some(1), published [\"TR_mic\"], unwanted []",
            "say mute TR_mic",
            "create offer with ice restart",
            "say ping, round trip 0",
            "say old ping",
            "say offer 2 my-offer",
            "apply answer-2",
            "report returned",
        ],
    );
}

#[test]
fn a_peer_connection_that_comes_back_by_itself_in_time_is_left_alone() {
    let blip = vec![
        peer(Peer::Subscriber, PeerState::Disconnected),
        peer(Peer::Subscriber, PeerState::Connected),
        elapses(Timer::Grace),
    ];
    check(connected(), blip, &["say ping, round trip 0", "say old ping"]);
    check(
        connected(),
        vec![peer(Peer::Subscriber, PeerState::Disconnected), elapses(Timer::Grace)],
        &[
            "say ping, round trip 0",
            "say old ping",
            "close socket",
            "report interrupted",
            "open socket with t1 to resume PA_me",
        ],
    );
}

#[test]
fn while_the_network_is_gone_it_is_tried_again_and_again_and_a_fresh_token_ends_the_pause() {
    let story = check(
        speaking(),
        vec![
            socket_closes(),
            socket_closes(),
            elapses(Timer::Pause),
            elapses(Timer::Socket),
            elapses(Timer::Pause),
            elapses(Timer::Socket),
        ],
        &[
            "close socket",
            "report interrupted",
            "open socket with t1 to resume PA_me",
            "close socket",
            "request token",
            "open socket with t1 to resume PA_me",
            "close socket",
            "open socket with t1 to resume PA_me",
            "close socket",
        ],
    );
    let since = Millis(120_000);
    assert_eq!(story.session.view().connection, ConnectionState::Resuming { since });
    let story = check(story, vec![token_comes("t2")], &["open socket with t2 to resume PA_me"]);
    check(story, vec![says(known())], &RESUMED);
}

/// What is said of a microphone that was published, on a socket that picked the stay up.
const RESUMED: [&str; 6] = [
    "say sync: answer Some(1), offer Some(1), published [\"TR_mic\"], unwanted []",
    "say mute TR_mic",
    "create offer with ice restart",
    "say ping, round trip 0",
    "say old ping",
    "report returned",
];

#[test]
fn a_token_that_comes_while_a_socket_is_opening_is_kept_for_the_next_one() {
    let story = told(speaking(), vec![socket_closes(), socket_closes(), elapses(Timer::Pause)]);
    let story = check(story, vec![token_comes("t2")], &[]);
    check(
        story,
        vec![socket_closes(), elapses(Timer::Pause)],
        &["close socket", "request token", "open socket with t2 to resume PA_me"],
    );
}

#[test]
fn on_the_way_back_a_socket_that_hangs_is_not_waited_for_long() {
    let story = told(speaking(), vec![socket_closes()]);
    assert_eq!(story.timers[&Timer::Socket].1, Millis(3_000));
    assert_eq!(connecting().timers[&Timer::Socket].1, Millis(10_000), "the first time there is patience");
}

#[test]
fn a_server_that_does_not_know_us_any_more_gets_us_anew_with_everything_we_publish() {
    let story = told(speaking(), vec![socket_closes(), socket_closes(), token_comes("t2")]);
    check(
        story,
        vec![
            socket_closes(),
            says(Message::Join(welcome(&[]))),
            peer(Peer::Subscriber, PeerState::Connected),
            says(published("mic1", "TR_mic2", TrackSource::Microphone, true)),
        ],
        &[
            "close socket",
            "close peers",
            "open socket with t2",
            "create peers",
            "say ping, round trip 0",
            "say old ping",
            "say add microphone mic1, muted",
            "report returned",
            "publish microphone 1",
            "create offer",
        ],
    );
}

#[test]
fn after_half_a_minute_a_new_stay_is_begun() {
    let story = told(speaking(), vec![socket_closes(), wait(31_000)]);
    check(story, vec![socket_closes()], &["close socket", "close peers", "open socket with t1"]);
}

#[test]
fn a_server_that_gives_a_new_stay_instead_of_the_old_one_is_taken_at_its_word() {
    check(
        speaking(),
        vec![socket_closes(), says(Message::Join(welcome(&[])))],
        &[
            "close socket",
            "report interrupted",
            "open socket with t1 to resume PA_me",
            "close peers",
            "create peers",
            "say ping, round trip 0",
            "say old ping",
            "say add microphone mic1, muted",
        ],
    );
}

#[test]
fn the_server_may_ask_to_come_back_in_either_way() {
    let unknown = DisconnectReason::UnknownReason;
    check(
        connected(),
        vec![says(leave(unknown, Action::Resume))],
        &["close socket", "report interrupted", "open socket with t1 to resume PA_me"],
    );
    check(
        connected(),
        vec![says(leave(unknown, Action::Reconnect))],
        &["close socket", "report interrupted", "close peers", "open socket with t1"],
    );
}

#[test]
fn a_server_that_shuts_down_is_come_back_to_after_a_pause() {
    let story = check(
        connected(),
        vec![says(leave(DisconnectReason::ServerShutdown, Action::Disconnect))],
        &["close socket", "report interrupted", "close peers", "request token"],
    );
    let pause = story.timers[&Timer::Pause].1;
    assert!((500..1_000).contains(&pause.0), "{pause:?}");
    check(story, vec![token_comes("t2"), elapses(Timer::Pause)], &["open socket with t2"]);
}

#[test]
fn a_refused_resume_leads_to_a_new_stay() {
    check(
        speaking(),
        vec![socket_closes(), says(leave(DisconnectReason::StateMismatch, Action::Reconnect))],
        &[
            "close socket",
            "report interrupted",
            "open socket with t1 to resume PA_me",
            "close socket",
            "close peers",
            "open socket with t1",
        ],
    );
}

#[test]
fn peer_connections_that_cannot_be_mended_are_made_anew() {
    let mending = || told(speaking(), vec![peer(Peer::Publisher, PeerState::Failed), says(known())]);
    check(mending(), vec![elapses(Timer::Peers)], &["close socket", "close peers", "open socket with t1"]);
    check(
        mending(),
        vec![peer(Peer::Publisher, PeerState::Failed)],
        &["close socket", "close peers", "open socket with t1"],
    );
}

#[test]
fn it_goes_on_trying_every_five_seconds_for_ever() {
    let mut story = connecting();
    let mut pauses = Vec::new();
    for _ in 0..30 {
        story = told(story, vec![socket_closes()]);
        pauses.push(story.timers[&Timer::Pause].1.0);
        story = told(story, vec![elapses(Timer::Pause)]);
    }
    assert_eq!(pauses[0], 300);
    assert!((500..1_000).contains(&pauses[1]));
    assert!((2_000..2_500).contains(&pauses[5]));
    assert!(pauses[10..].iter().all(|pause| (5_000..5_500).contains(pause)), "{pauses:?}");
}

#[test]
fn a_network_that_is_back_ends_the_pause_and_an_attempt_from_before_it() {
    let paused = || told(connecting(), vec![socket_closes(), socket_closes()]);
    let story = check(paused(), vec![event(Event::WentOnline)], &["open socket with t1"]);
    check(story, vec![event(Event::WentOnline)], &["close socket", "open socket with t1"]);
    let resuming = told(speaking(), vec![socket_closes()]);
    check(resuming, vec![event(Event::WentOnline)], &["close socket", "open socket with t1 to resume PA_me"]);
}

#[test]
fn a_token_that_does_not_come_is_asked_for_again_and_only_the_last_answer_counts() {
    let story = told(connecting(), vec![socket_closes()]);
    check(
        story,
        vec![elapses(Timer::Token), old_token_comes(1, "old"), token_comes("new")],
        &["request token", "open socket with new"],
    );
}

#[test]
fn a_connection_that_breaks_again_and_again_gets_longer_pauses() {
    let returned = vec![socket_closes(), says(known()), wait(500)];
    let story = told(connected(), returned);
    let story = check(story, vec![socket_closes()], &["close socket", "report interrupted", "request token"]);
    assert_eq!(story.timers[&Timer::Pause].1, Millis(300));
}

#[test]
fn silence_of_the_server_is_noticed_and_any_word_ends_it() {
    let speak = || says(Message::Pong(1));
    check(
        connected(),
        vec![speak(), elapses(Timer::Silence)],
        &["close socket", "report interrupted", "open socket with t1 to resume PA_me"],
    );
    // Heard in between: the rest of the time is waited for.
    let story = check(connected(), vec![speak(), wait(5_000), speak(), wait(5_000)], &[]);
    let silence = story.timers[&Timer::Silence];
    check(story, vec![event(Event::TimerElapsed { timer: Timer::Silence, attempt: silence.0 })], &[]);
}

#[test]
fn a_page_that_slept_asks_before_it_gives_the_socket_up() {
    let slept = || told(connected(), vec![says(Message::Pong(1)), wait(60_000)]);
    let probed = check(slept(), vec![elapses(Timer::Silence)], &["say ping, round trip 0", "say old ping"]);
    let answered = told(probed, vec![says(Message::Pong(1))]);
    assert_eq!(answered.session.view().connection, ConnectionState::Connected);
    check(
        slept(),
        vec![elapses(Timer::Silence), elapses(Timer::Silence)],
        &[
            "say ping, round trip 0",
            "say old ping",
            "close socket",
            "report interrupted",
            "open socket with t1 to resume PA_me",
        ],
    );
}

#[test]
fn waking_up_asks_the_server_at_once_and_waits_two_seconds() {
    let story = told(connected(), vec![says(Message::Pong(1))]);
    let story = check(story, vec![event(Event::WokeUp)], &["say ping, round trip 0", "say old ping"]);
    assert_eq!(story.timers[&Timer::Silence].1, Millis(2_000));
}

#[test]
fn another_network_is_followed_without_leaving() {
    check(
        connected(),
        vec![event(Event::NetworkChanged)],
        &["close socket", "report interrupted", "open socket with t1 to resume PA_me"],
    );
}

#[test]
fn waking_up_after_a_long_sleep_asks_nobody() {
    check(
        connected(),
        vec![says(Message::Pong(1)), wait(600_000), event(Event::WokeUp)],
        &["close socket", "report interrupted", "open socket with t1 to resume PA_me"],
    );
}

#[test]
fn a_browser_that_says_offline_gives_nothing_up_but_what_was_open_is_gone_when_it_is_online_again() {
    let heard = told(connected(), vec![says(Message::Pong(1))]);
    let story = check(heard, vec![event(Event::WentOffline)], &[]);
    check(
        story,
        vec![event(Event::WentOnline)],
        &["close socket", "report interrupted", "open socket with t1 to resume PA_me"],
    );
}

#[test]
fn media_that_stops_is_a_reason_to_ask_whether_the_server_is_there_at_all() {
    let blip = vec![peer(Peer::Subscriber, PeerState::Disconnected)];
    let story = check(connected(), blip, &["say ping, round trip 0", "say old ping"]);
    check(
        story,
        vec![elapses(Timer::Silence)],
        &["close socket", "report interrupted", "open socket with t1 to resume PA_me"],
    );
}

#[test]
fn a_refreshed_token_is_used_to_come_back() {
    check(
        connected(),
        vec![says(Message::RefreshToken("t9".into())), socket_closes()],
        &["close socket", "report interrupted", "open socket with t9 to resume PA_me"],
    );
}

#[test]
fn what_the_old_socket_and_the_old_peers_still_say_is_ignored() {
    let story = told(speaking(), vec![socket_closes()]);
    let story = check(
        story,
        vec![
            old_socket_closes(1),
            old_socket_says(1, leave(DisconnectReason::ParticipantRemoved, Action::Disconnect)),
            old_socket_says(1, known()),
        ],
        &[],
    );
    let rejoined = told(story, vec![says(Message::Join(welcome(&[])))]);
    check(rejoined, vec![first_peer(Peer::Subscriber, PeerState::Failed)], &[]);
}

#[test]
fn data_that_the_server_does_not_have_is_sent_again_and_what_it_has_is_not() {
    let say = |topic: &str| {
        event(Event::DataWanted {
            channel: DataChannel::Reliable,
            topic: topic.into(),
            payload: b"1".to_vec(),
            to: vec![],
        })
    };
    let open = told(speaking(), vec![channel_opens(Peer::Publisher, DataChannel::Reliable)]);
    let lost = told(open, vec![say("one"), say("two"), socket_closes(), say("three")]);
    let back = |last| Message::Reconnect(ReconnectResponse { last_message_seq: last, ..Default::default() });
    let story = told(lost, vec![says(back(1))]);
    let sent: Vec<_> = story.said.iter().filter(|said| said.starts_with("send")).collect();
    assert_eq!(
        sent,
        [
            "send reliable one=1 to all",
            "send reliable two=1 to all",
            "send reliable three=1 to all",
            "send reliable two=1 to all",
            "send reliable three=1 to all",
        ]
    );
    // A server that does not number them knows nothing of it.
    let story = check(told(story, vec![socket_closes()]), vec![], &[]);
    let story = told(story, vec![says(back(0))]);
    assert!(!story.said.iter().any(|said| said.starts_with("send reliable")), "{:?}", story.said);
}

#[test]
fn an_answer_made_for_an_offer_of_the_old_socket_is_not_sent_on_the_new_one() {
    let story = told(connected(), vec![offers(2), socket_closes(), says(known())]);
    check(story, vec![answer_ready(), offers(3)], &["apply offer-3"]);
}

#[test]
fn an_offer_that_was_under_way_is_made_anew_with_ice_restart() {
    let asked = || {
        told(
            connected(),
            vec![opens_microphone(1), says(published("mic1", "TR_mic", TrackSource::Microphone, true))],
        )
    };
    // The browser was still making it.
    let lost = told(asked(), vec![socket_closes()]);
    let back = check(lost, vec![offer_ready()], &[]);
    let back = told(back, vec![says(known())]);
    check(back, vec![offer_ready()], &["say offer 1 my-offer"]);
    // The server had it, and its answer is lost.
    let lost = told(asked(), vec![offer_ready(), socket_closes(), says(known())]);
    check(lost, vec![old_offer_ready(1), offer_ready()], &["say offer 2 my-offer"]);
}

#[test]
fn what_is_switched_while_the_connection_is_lost_is_told_afterwards() {
    let story = told(speaking(), vec![socket_closes()]);
    let story = check(story, vec![wants_muted(LocalSource::Microphone, false)], &["enable 1"]);
    let story = told(story, vec![says(known())]);
    assert!(story.said.contains(&"say unmute TR_mic".to_owned()), "{:?}", story.said);
}

#[test]
fn a_camera_switched_off_while_joining_anew_is_not_published_again() {
    let story = told(
        speaking_and_seen(),
        vec![
            says(leave(DisconnectReason::UnknownReason, Action::Reconnect)),
            wants_muted(LocalSource::Camera, true),
        ],
    );
    check(
        story,
        vec![says(Message::Join(welcome(&[])))],
        &["create peers", "say ping, round trip 0", "say old ping", "say add microphone mic1, muted"],
    );
}

#[test]
fn new_ice_servers_are_used_for_the_mending() {
    let response = ReconnectResponse {
        ice_servers: vec![IceServer { urls: vec!["turn:x".into()], ..Default::default() }],
        ..Default::default()
    };
    let story = told(connected(), vec![socket_closes()]);
    let story = told(story, vec![says(Message::Reconnect(response))]);
    assert!(story.said.contains(&"set ice servers".to_owned()));
}

#[test]
fn the_round_trip_is_measured_and_told() {
    let sent = 120_000;
    let pong = Message::PongResp(livekit_protocol::Pong { last_ping_timestamp: sent, timestamp: 1 });
    let story = told(connected(), vec![says(Message::Pong(1)), event(Event::WokeUp), wait(42), says(pong)]);
    assert_eq!(story.session.view().round_trip, Some(Millis(42)));
    check(story, vec![elapses(Timer::Ping)], &["say ping, round trip 42", "say old ping"]);
}
