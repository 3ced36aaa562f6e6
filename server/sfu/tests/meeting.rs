//! A meeting from the outside: real sockets, real encryption, several clients.

mod support;

use std::time::Duration;

use livekit_protocol::{
    DataPacket, DisconnectReason, MuteTrackRequest, Ping, TrackType, UpdateTrackSettings, UserPacket,
    data_packet::Value,
    leave_request::Action,
    participant_info::State,
    request_response::{Reason, Request as Refused},
    signal_request::Message as Request,
    signal_response::Message as Response,
};
use sfu::{Grant, MeetingTokens, RoomEvent};
use support::{
    Meeting, PATIENCE,
    client::{Client, Network, Seen, Way},
};
use tokio::time::timeout;

/// Waits until a client hears exactly this.
async fn hears(client: &mut Client, wanted: &[u8]) -> String {
    client
        .until("sound", |seen| match seen {
            Seen::Sound { track, data } if data == wanted => Some(track),
            _ => None,
        })
        .await
}

/// What was on its way has arrived by now: whoever still sends has been heard a few times since.
async fn hears_only(client: &mut Client, wanted: &[u8], forbidden: &[u8]) {
    for count in 0..20 {
        client
            .until("sound", |seen| match seen {
                Seen::Sound { data, .. } => {
                    assert!(count < 5 || data != forbidden, "heard what must not be heard");
                    (data == wanted).then_some(())
                }
                _ => None,
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_members_hear_each_other_and_not_themselves() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    let annas = anna.publish_microphone("anna's microphone").await;
    let mut ben = meeting.join("hall", "ben").await;
    assert_eq!(ben.others.len(), 1);
    assert_eq!(ben.others[0].tracks[0].sid, annas.sid);
    ben.connected().await;
    let bens = ben.publish_microphone("ben's microphone").await;

    let _speaking = (anna.keep_speaking(b"this is anna"), ben.keep_speaking(b"this is ben"));
    assert_eq!(hears(&mut ben, b"this is anna").await, annas.sid);
    assert_eq!(hears(&mut anna, b"this is ben").await, bens.sid);
    hears_only(&mut ben, b"this is anna", b"this is ben").await;
    hears_only(&mut anna, b"this is ben", b"this is anna").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_token_gets_401_and_nothing_else() {
    let meeting = Meeting::start().await;
    let _anna = meeting.join("hall", "anna").await;
    let forged = MeetingTokens::new("test", "another secret")
        .issue(&Grant::member("hall", "mallory", "Mallory", PATIENCE));
    for token in ["", "nonsense", &forged] {
        assert_eq!(Client::connect(meeting.address, token, "").await.err(), Some(401));
        for path in ["/rtc", "/rtc/validate"] {
            let (status, answer) = meeting.get(&format!("{path}?access_token={token}")).await;
            assert_eq!(status, 401);
            assert!(!answer.contains("anna") && !answer.contains("candidate"), "{answer}");
        }
    }
    let token = meeting.token("hall", "ben");
    assert_eq!(meeting.get(&format!("/rtc/validate?access_token={token}")).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn newer_clients_are_told_to_fall_back_from_any_origin() {
    let meeting = Meeting::start().await;
    for path in ["/rtc/v1", "/rtc/v1/validate"] {
        let (status, answer) = meeting.get(path).await;
        assert_eq!(status, 404);
        assert!(answer.to_lowercase().contains("access-control-allow-origin: *"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_hear_and_see_nothing_of_each_other() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    anna.publish_microphone("a").await;
    let _speaking = anna.keep_speaking(b"for the hall");
    let mut eve = meeting.join("cellar", "eve").await;
    assert!(eve.others.is_empty());
    eve.connected().await;
    let mut ed = meeting.join("cellar", "ed").await;
    ed.connected().await;
    ed.publish_microphone("e").await;
    let _also_speaking = ed.keep_speaking(b"for the cellar");
    let update = eve.participant("ed", |info| !info.tracks.is_empty()).await;
    assert_eq!(update.identity, "ed");
    for _ in 0..20 {
        let heard = eve
            .until("sound", |seen| match seen {
                Seen::Sound { data, .. } => Some(data),
                _ => None,
            })
            .await;
        assert_eq!(heard, b"for the cellar");
    }
    assert_eq!(meeting.sfu.participants("hall").await.len(), 1);
    let cellar = meeting.sfu.participants("cellar").await;
    assert!(cellar.iter().all(|participant| participant.identity.starts_with('e')));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_send_is_not_heard_and_who_may_not_receive_hears_nothing() {
    let meeting = Meeting::start().await;
    let mut listener = Grant::member("hall", "listener", "", PATIENCE);
    listener.can_publish = false;
    listener.can_publish_data = false;
    let mut listener = Client::connect(meeting.address, &meeting.tokens.issue(&listener), "").await.unwrap();
    listener.connected().await;
    let mut speaker = Grant::member("hall", "speaker", "", PATIENCE);
    speaker.can_subscribe = false;
    let mut speaker = Client::connect(meeting.address, &meeting.tokens.issue(&speaker), "").await.unwrap();
    speaker.connected().await;
    let track = speaker.publish_microphone("s").await;
    let _speaking = speaker.keep_speaking(b"hear me");
    assert_eq!(hears(&mut listener, b"hear me").await, track.sid);

    let refused = async |client: &mut Client, cid: &str, kind: TrackType| {
        let request =
            livekit_protocol::AddTrackRequest { cid: cid.into(), r#type: kind.into(), ..Default::default() };
        client.ask(Request::AddTrack(request.clone()));
        client
            .message("a refusal", |message| match message {
                Response::TrackPublished(_) => panic!("published"),
                Response::RequestResponse(response) => {
                    assert_eq!(response.request, Some(Refused::AddTrack(request.clone())));
                    Some(response.reason())
                }
                _ => None,
            })
            .await
    };
    assert_eq!(refused(&mut listener, "l", TrackType::Audio).await, Reason::NotAllowed);
    assert_eq!(refused(&mut speaker, "s", TrackType::Data).await, Reason::UnsupportedType);
    assert_eq!(refused(&mut speaker, "", TrackType::Audio).await, Reason::InvalidRequest);
    assert!(!speaker.drain().iter().any(|seen| matches!(seen, Seen::Sound { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn muting_silences_on_the_far_side_whatever_the_device_still_sends() {
    let meeting = Meeting::start().await;
    let (mut anna, mut cem) = (meeting.join("hall", "anna").await, meeting.join("hall", "cem").await);
    anna.connected().await;
    cem.connected().await;
    let track = anna.publish_microphone("a").await;
    cem.publish_microphone("c").await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    let _speaking = (anna.keep_speaking(b"anna"), cem.keep_speaking(b"cem"));
    hears(&mut ben, b"anna").await;

    let mute = |muted| Request::Mute(MuteTrackRequest { sid: track.sid.clone(), muted });
    anna.ask(mute(true));
    ben.participant("a muted track", |info| info.tracks.iter().any(|track| track.muted)).await;
    hears_only(&mut ben, b"cem", b"anna").await;
    anna.ask(mute(false));
    hears(&mut ben, b"anna").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_track_that_nobody_looks_at_is_not_sent() {
    let meeting = Meeting::start().await;
    let (mut anna, mut cem) = (meeting.join("hall", "anna").await, meeting.join("hall", "cem").await);
    anna.connected().await;
    cem.connected().await;
    let track = anna.publish_microphone("a").await;
    cem.publish_microphone("c").await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    let _speaking = (anna.keep_speaking(b"anna"), cem.keep_speaking(b"cem"));
    hears(&mut ben, b"anna").await;

    let setting = |disabled| {
        let track_sids = vec![track.sid.clone()];
        Request::TrackSetting(UpdateTrackSettings { track_sids, disabled, ..Default::default() })
    };
    ben.ask(setting(true));
    ben.ask(Request::Ping(1));
    ben.message("a pong", |message| matches!(message, Response::Pong(_)).then_some(())).await;
    hears_only(&mut ben, b"cem", b"anna").await;
    ben.ask(setting(false));
    hears(&mut ben, b"anna").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_is_told_once_and_who_stops_too() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    anna.publish_microphone("a").await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    let speaking = anna.keep_speaking(b"sound");
    let sid = anna.sid.clone();
    let mut changes = async |active: bool| {
        ben.message("a speaker", |message| match message {
            Response::SpeakersChanged(changed) => {
                changed.speakers.into_iter().find(|speaker| speaker.sid == sid && speaker.active == active)
            }
            _ => None,
        })
        .await
    };
    let loud = changes(true).await;
    assert!((0.05..0.2).contains(&loud.level), "{}", loud.level);
    drop(speaking);
    changes(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_reaches_who_it_is_for_with_its_true_sender() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    anna.publish_microphone("a").await;
    let (mut ben, mut cem) = (meeting.join("hall", "ben").await, meeting.join("hall", "cem").await);
    ben.connected().await;
    cem.connected().await;
    let packet = |text: &str, to: &[&str]| DataPacket {
        participant_identity: "mayor".into(),
        destination_identities: to.iter().map(|to| (*to).to_owned()).collect(),
        value: Some(Value::User(UserPacket { payload: text.into(), ..Default::default() })),
        ..Default::default()
    };
    anna.send_data(packet("for ben", &["ben"]));
    anna.send_data(packet("for all", &[]));
    let first = async |client: &mut Client| {
        client
            .until("data", |seen| match seen {
                Seen::Data(packet) => match packet.value {
                    Some(Value::User(user)) => Some((packet.participant_identity, user.payload)),
                    _ => None,
                },
                _ => None,
            })
            .await
    };
    assert_eq!(first(&mut ben).await, ("anna".into(), b"for ben".to_vec()));
    assert_eq!(first(&mut ben).await, ("anna".into(), b"for all".to_vec()));
    assert_eq!(first(&mut cem).await, ("anna".into(), b"for all".to_vec()));
}

/// The next data message.
async fn payload(client: &mut Client) -> Vec<u8> {
    client
        .until("data", |seen| match seen {
            Seen::Data(packet) => match packet.value {
                Some(Value::User(user)) => Some(user.payload),
                _ => None,
            },
            _ => None,
        })
        .await
}

fn numbered(sequence: u32, text: &str) -> DataPacket {
    let user = UserPacket { payload: text.into(), ..Default::default() };
    DataPacket { sequence, value: Some(Value::User(user)), ..Default::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn reliable_data_sent_during_an_outage_arrives_after_it() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    anna.publish_microphone("a").await;
    let network = Network::default();
    let token = meeting.token("hall", "ben");
    let mut ben =
        Client::connect_through(network.clone(), Way::Udp, meeting.address, &token, "").await.unwrap();
    ben.connected().await;
    anna.send_data(numbered(1, "before"));
    assert_eq!(payload(&mut ben).await, b"before");
    network.cut(true);
    for number in 2..7 {
        anna.send_data(numbered(number, &format!("during {number}")));
    }
    anna.ask(Request::Ping(1));
    anna.message("a pong", |message| matches!(message, Response::Pong(_)).then_some(())).await;
    ben.drain();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!ben.drain().iter().any(|seen| matches!(seen, Seen::Data(_))), "the network is cut");
    network.cut(false);
    for number in 2..7 {
        assert_eq!(payload(&mut ben).await, format!("during {number}").into_bytes());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_learns_which_data_arrived_and_what_is_repeated_is_not_told_twice() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    anna.publish_microphone("a").await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    anna.send_data(numbered(1, "one"));
    anna.send_data(numbered(2, "two"));
    anna.send_data(numbered(2, "two"));
    anna.send_data(numbered(3, "three"));
    for expected in ["one", "two", "three"] {
        assert_eq!(payload(&mut ben).await, expected.as_bytes());
    }
    anna.drop_signalling();
    let query = format!("&reconnect=1&sid={}", anna.sid);
    let mut again =
        support::client::Signalling::connect(meeting.address, &meeting.token("hall", "anna"), &query).await;
    let Response::Reconnect(reconnect) = again.next().await else { panic!("not resumed") };
    assert_eq!(reconnect.last_message_seq, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_and_going_is_told_to_the_others_and_to_the_waiting_room() {
    let meeting = Meeting::start().await;
    let mut events = meeting.sfu.events();
    let mut next = async || timeout(PATIENCE, events.recv()).await.unwrap().unwrap();
    let joined = |who: &str| RoomEvent::Joined { room: "hall".into(), identity: who.into() };
    let left = |who: &str| RoomEvent::Left { room: "hall".into(), identity: who.into() };

    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    assert_eq!(next().await, joined("anna"));
    let ben = meeting.join("hall", "ben").await;
    let info = anna.participant("ben", |info| info.state() == State::Active).await;
    assert_eq!((&*info.identity, &*info.sid), ("ben", &*ben.sid));
    assert_eq!(next().await, joined("ben"));
    ben.leave();
    anna.participant("ben's leaving", |info| info.identity == "ben" && info.state() == State::Disconnected)
        .await;
    assert_eq!(next().await, left("ben"));

    meeting.sfu.remove_participant("hall", "anna").await;
    let leave = anna
        .message("a goodbye", |message| match message {
            Response::Leave(leave) => Some(leave),
            _ => None,
        })
        .await;
    assert_eq!((leave.reason(), leave.action()), (DisconnectReason::ParticipantRemoved, Action::Disconnect));
    anna.until("the end", |seen| matches!(seen, Seen::Hangup).then_some(())).await;
    assert_eq!(next().await, left("anna"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_members_tokens_open_nothing_until_they_are_given_a_new_one() {
    let meeting = Meeting::start().await;
    let before = meeting.token("hall", "anna");
    let mut anna = meeting.join("hall", "anna").await;
    let refreshed = anna
        .message("a refreshed token", |message| match message {
            Response::RefreshToken(token) => Some(token),
            _ => None,
        })
        .await;
    meeting.sfu.remove_participant("hall", "anna").await;
    for token in [before, refreshed] {
        assert_eq!(Client::connect(meeting.address, &token, "").await.err(), Some(401));
    }
    assert!(Client::connect(meeting.address, &meeting.token("hall", "ben"), "").await.is_ok());
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert!(Client::connect(meeting.address, &meeting.token("hall", "anna"), "").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_knock_of_the_same_person_replaces_the_first() {
    let meeting = Meeting::start().await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    let mut first = meeting.join("hall", "anna").await;
    first.connected().await;
    let mut second = meeting.join("hall", "anna").await;
    let leave = first
        .message("a goodbye", |message| match message {
            Response::Leave(leave) => Some(leave),
            _ => None,
        })
        .await;
    assert_eq!((leave.reason(), leave.action()), (DisconnectReason::DuplicateIdentity, Action::Disconnect));
    second.connected().await;
    ben.participant("the second", |info| info.sid == second.sid && info.state() == State::Active).await;
    assert_eq!(meeting.sfu.participants("hall").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_signalling_connection_is_resumed_without_losing_a_word() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    anna.publish_microphone("a").await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    let _speaking = anna.keep_speaking(b"still here");
    hears(&mut ben, b"still here").await;

    anna.drop_signalling();
    tokio::time::sleep(Duration::from_millis(300)).await;
    ben.drain();
    hears(&mut ben, b"still here").await;
    let query = format!("&reconnect=1&sid={}", anna.sid);
    let mut again =
        support::client::Signalling::connect(meeting.address, &meeting.token("hall", "anna"), &query).await;
    assert!(matches!(again.next().await, Response::Reconnect(_)));
    let offer = again
        .until(|message| match message {
            Response::Offer(offer) => Some(offer),
            _ => None,
        })
        .await;
    assert!(offer.sdp.contains("a=ice-ufrag:"));
    assert!(!ben.drain().iter().any(|seen| matches!(seen, Seen::Message(_))), "the others notice nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_too_late_is_told_to_join_anew() {
    let meeting = Meeting::start().await;
    let token = meeting.token("hall", "anna");
    let mut late =
        support::client::Signalling::connect(meeting.address, &token, "&reconnect=1&sid=PA_gone").await;
    let Response::Leave(leave) = late.next().await else { panic!("not a goodbye") };
    assert_eq!(leave.action(), Action::Reconnect);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_meeting_does_not_grow_its_descriptions_for_ever() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    let mut sections = 0;
    for _ in 0..4 {
        let mut ben = meeting.join("hall", "ben").await;
        ben.connected().await;
        let track = ben.publish_microphone("b").await;
        let speaking = ben.keep_speaking(b"hello");
        let mut heard = None;
        while heard.is_none() {
            heard = anna
                .until("ben's sound", |seen| match seen {
                    Seen::Sound { track: whose, .. } => Some((whose == track.sid).then_some(())),
                    Seen::Message(message) => match *message {
                        Response::Offer(offer) => {
                            sections = offer.sdp.matches("\nm=").count();
                            None
                        }
                        _ => None,
                    },
                    _ => None,
                })
                .await;
        }
        drop(speaking);
        ben.leave();
        anna.section_falls_idle().await;
        assert_eq!(sections, 2, "data and one section for sound");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_ends_its_senders_connection_and_nobody_elses() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    let absurd = |sdp: &str| {
        let description = livekit_protocol::SessionDescription {
            r#type: "offer".into(),
            sdp: sdp.into(),
            ..Default::default()
        };
        livekit_protocol::SignalRequest { message: Some(Request::Offer(description)) }
    };
    let offers =
        ["", "v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n", &"m=audio 9 x\r\n".repeat(100_000)];
    let frames = offers.map(|sdp| prost::Message::encode_to_vec(&absurd(sdp)));
    for frame in frames.iter().map(Vec::as_slice).chain([&[0xff; 40][..], &vec![0; 3 * 1024 * 1024]]) {
        let mut mallory = meeting.join("hall", "mallory").await;
        mallory.send_raw(frame);
        mallory.until("the end", |seen| matches!(seen, Seen::Hangup).then_some(())).await;
    }
    anna.ask(Request::PingReq(Ping { timestamp: 5, rtt: 0 }));
    let pong = anna
        .message("a pong", |message| match message {
            Response::PongResp(pong) if pong.last_ping_timestamp == 5 => Some(pong),
            _ => None,
        })
        .await;
    assert!(pong.timestamp > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_ends_when_it_is_empty_and_begins_anew() {
    let meeting = Meeting::start().await;
    let first = meeting.join("hall", "anna").await;
    first.leave();
    timeout(PATIENCE, async {
        while !meeting.sfu.participants("hall").await.is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .unwrap();
    let mut second = meeting.join("hall", "anna").await;
    second.connected().await;
    assert_ne!(first.sid, second.sid);
    assert_eq!(meeting.sfu.participants("hall").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_server_tells_everybody_to_come_back() {
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    meeting.sfu.shutdown().await;
    let leave = anna
        .message("a goodbye", |message| match message {
            Response::Leave(leave) => Some(leave),
            _ => None,
        })
        .await;
    assert_eq!((leave.reason(), leave.action()), (DisconnectReason::ServerShutdown, Action::Reconnect));
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_given_the_configured_addresses_and_no_foreign_server() {
    let meeting = Meeting::start_with(|config| config.tcp = Some(([127, 0, 0, 1], 0).into())).await;
    let mut signalling =
        support::client::Signalling::connect(meeting.address, &meeting.token("hall", "anna"), "").await;
    let Response::Join(join) = signalling.next().await else { panic!("not a welcome") };
    assert!(join.ice_servers.is_empty());
    let offer = signalling
        .until(|message| match message {
            Response::Offer(offer) => Some(offer.sdp),
            _ => None,
        })
        .await;
    let candidates: Vec<&str> = offer.lines().filter(|line| line.starts_with("a=candidate:")).collect();
    assert_eq!(candidates.len(), 2, "{candidates:?}");
    assert!(candidates.iter().all(|candidate| candidate.contains(" 127.0.0.1 ")));
    assert!(candidates.iter().any(|candidate| candidate.contains("tcptype passive")));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_udp_is_heard_and_hears_over_tcp() {
    let meeting = Meeting::start_with(|config| config.tcp = Some(([127, 0, 0, 1], 0).into())).await;
    let way = Way::Tcp(([127, 0, 0, 1], meeting.sfu.tcp_port().unwrap()).into());
    let token = meeting.token("hall", "anna");
    let mut anna = Client::connect_over(way, meeting.address, &token, "").await.unwrap();
    anna.connected().await;
    anna.publish_microphone("a").await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    ben.publish_microphone("b").await;
    let _speaking = (anna.keep_speaking(b"over tcp"), ben.keep_speaking(b"over udp"));
    hears(&mut ben, b"over tcp").await;
    hears(&mut anna, b"over udp").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_open_to_every_address_answers_from_the_one_that_was_asked() {
    for any in ["0.0.0.0:0", "[::]:0"] {
        let meeting = Meeting::start_with(|config| {
            config.udp = any.parse().unwrap();
            config.advertise = vec!["127.0.0.1".parse().unwrap()];
        })
        .await;
        let mut anna = meeting.join("hall", "anna").await;
        anna.connected().await;
    }
}
