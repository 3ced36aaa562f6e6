//! The server API of the embedded meeting, called by LiveKit's own library over real HTTP.

mod support;

use std::time::Duration;

use livekit_api::services::{
    ServerError, ServiceError,
    room::{CreateRoomOptions, RoomClient, SendDataOptions, UpdateParticipantOptions},
};
use livekit_protocol::{
    DisconnectReason, ParticipantPermission, RoomParticipantIdentity, data_packet::Value,
    signal_response::Message as Response,
};
use support::{
    Meeting,
    client::{Client, Seen},
};

const SECRET: &str = "a secret for the length of a test";

fn api(meeting: &Meeting) -> RoomClient {
    RoomClient::with_api_key(&format!("http://{}", meeting.address), "test", SECRET)
}

fn code<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> String {
    match result {
        Err(ServiceError::Twirp(ServerError::Twirp(error))) => error.code,
        other => panic!("not refused: {other:?}"),
    }
}

async fn joined(meeting: &Meeting, identity: &str) -> Client {
    let mut client = meeting.join("hall", identity).await;
    client.connected().await;
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_was_made_waits_for_its_first_participant_and_ends_when_told() {
    let meeting = Meeting::start().await;
    let api = api(&meeting);
    let options =
        CreateRoomOptions { metadata: "the council".into(), empty_timeout: 60, ..Default::default() };
    let made = api.create_room("hall", options.clone()).await.unwrap();
    assert_eq!((&*made.name, &*made.metadata, made.empty_timeout), ("hall", "the council", 60));
    let again = api.create_room("hall", options).await.unwrap();
    assert_eq!(again.sid, made.sid, "it is there already");
    api.create_room("cellar", CreateRoomOptions::default()).await.unwrap();
    let mut anna = joined(&meeting, "anna").await;
    let names = async |wanted: &[&str]| {
        let rooms = api.list_rooms(wanted.iter().map(ToString::to_string).collect()).await.unwrap();
        rooms.into_iter().map(|room| (room.name, room.num_participants)).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]).await, [("cellar".to_owned(), 0), ("hall".to_owned(), 1)]);
    assert_eq!(names(&["cellar", "attic"]).await, [("cellar".to_owned(), 0)]);

    let changed = api.update_room_metadata("hall", "part two").await.unwrap();
    assert_eq!(changed.metadata, "part two");
    anna.message("the room's news", |message| match message {
        Response::RoomUpdate(update) => update.room.filter(|room| room.metadata == "part two"),
        _ => None,
    })
    .await;

    api.delete_room("hall").await.unwrap();
    left(&mut anna, DisconnectReason::RoomDeleted).await;
    api.delete_room("cellar").await.unwrap();
    while !names(&[]).await.is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(code(api.delete_room("hall").await), "not_found");
}

async fn left(client: &mut Client, reason: DisconnectReason) {
    let leave = client
        .message("the end", |message| match message {
            Response::Leave(leave) => Some(leave),
            _ => None,
        })
        .await;
    assert_eq!(leave.reason(), reason);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_nobody_joins_ends_after_its_time() {
    let meeting = Meeting::start().await;
    let api = api(&meeting);
    let options = CreateRoomOptions { empty_timeout: 1, ..Default::default() };
    api.create_room("hall", options).await.unwrap();
    assert_eq!(api.list_rooms(vec![]).await.unwrap().len(), 1);
    let gone = async {
        while !api.list_rooms(vec![]).await.unwrap().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(support::PATIENCE, gone).await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn participants_are_listed_and_removed_and_their_token_with_them() {
    let meeting = Meeting::start().await;
    let api = api(&meeting);
    assert!(api.list_participants("hall").await.unwrap().is_empty());
    assert_eq!(code(api.get_participant("hall", "anna").await), "not_found");
    let token = meeting.token("hall", "anna");
    let mut anna = Client::connect(meeting.address, &token, "").await.unwrap();
    anna.connected().await;
    let track = anna.publish_microphone("microphone").await;
    let ben = joined(&meeting, "ben").await;
    let mut identities: Vec<String> =
        api.list_participants("hall").await.unwrap().into_iter().map(|info| info.identity).collect();
    identities.sort();
    assert_eq!(identities, ["anna", "ben"]);
    let info = api.get_participant("hall", "anna").await.unwrap();
    assert_eq!((info.sid, info.tracks[0].sid.clone()), (anna.sid.clone(), track.sid));
    assert_eq!(api.get_participant("hall", "ben").await.unwrap().sid, ben.sid);

    api.remove_participant("hall", "anna").await.unwrap();
    left(&mut anna, DisconnectReason::ParticipantRemoved).await;
    assert_eq!(code(api.remove_participant("hall", "anna").await), "not_found");
    assert_eq!(Client::connect(meeting.address, &token, "").await.err(), Some(401));
    assert!(Client::connect(meeting.address, &meeting.token("hall", "anna"), "").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_keeps_the_tokens_that_are_not_revoked() {
    let meeting = Meeting::start().await;
    let token = meeting.token("hall", "anna");
    let remove = async |revoke_token_ts| {
        let mut anna = Client::connect(meeting.address, &token, "").await.unwrap();
        anna.connected().await;
        let (room, identity) = ("hall".to_owned(), "anna".to_owned());
        let request = RoomParticipantIdentity { room, identity, revoke_token_ts };
        meeting.sfu.service().remove_participant(request).await.unwrap();
        left(&mut anna, DisconnectReason::ParticipantRemoved).await;
    };
    remove(1).await;
    // Of this time of the clock at the latest: tokens of tomorrow are nobody's to revoke.
    remove(i64::MAX).await;
    assert_eq!(Client::connect(meeting.address, &token, "").await.err(), Some(401));
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert!(Client::connect(meeting.address, &meeting.token("hall", "anna"), "").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_muted_track_is_silent_for_the_others_whatever_is_sent() {
    let meeting = Meeting::start().await;
    let api = api(&meeting);
    let mut anna = joined(&meeting, "anna").await;
    let track = anna.publish_microphone("annas").await;
    let mut cem = joined(&meeting, "cem").await;
    cem.publish_microphone("cems").await;
    let mut ben = joined(&meeting, "ben").await;
    let _speaking = (anna.keep_speaking(b"this is anna"), cem.keep_speaking(b"this is cem"));
    let mut voice = async || {
        let pick = |seen| match seen {
            Seen::Sound { data, .. } => Some(data),
            _ => None,
        };
        ben.until("sound", pick).await
    };
    while voice().await != b"this is anna" {}
    while voice().await != b"this is cem" {}

    let muted = api.mute_published_track("hall", "anna", &track.sid, true).await.unwrap();
    assert!(muted.muted && muted.sid == track.sid);
    let told = |message| match message {
        Response::Mute(mute) => Some((mute.sid, mute.muted)),
        _ => None,
    };
    assert_eq!(anna.message("the word that it is muted", told).await, (track.sid.clone(), true));
    for count in 0..100 {
        let heard = voice().await;
        assert!(count < 10 || heard != b"this is anna", "heard after {count} packets");
    }
    assert!(api.get_participant("hall", "anna").await.unwrap().tracks[0].muted);
    assert_eq!(
        code(api.mute_published_track("hall", "anna", &track.sid, false).await),
        "failed_precondition",
        "a microphone is its owner's to switch on"
    );
    assert_eq!(code(api.mute_published_track("hall", "anna", "TR_nothing", true).await), "not_found");
    assert_eq!(code(api.mute_published_track("hall", "dora", &track.sid, true).await), "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_permissions_change_while_somebody_is_there() {
    let meeting = Meeting::start().await;
    let api = api(&meeting);
    let mut anna = joined(&meeting, "anna").await;
    let track = anna.publish_microphone("annas").await;
    let mut ben = joined(&meeting, "ben").await;
    let options = UpdateParticipantOptions {
        name: "Anna Alt".into(),
        metadata: "chair".into(),
        permission: Some(ParticipantPermission { can_subscribe: true, ..Default::default() }),
        ..Default::default()
    };
    let changed = api.update_participant("hall", "anna", options).await.unwrap();
    assert_eq!((&*changed.name, &*changed.metadata), ("Anna Alt", "chair"));
    ben.participant("anna's news", |info| {
        info.identity == "anna" && info.name == "Anna Alt" && info.tracks.is_empty()
    })
    .await;
    let ended = |message| match message {
        Response::TrackUnpublished(ended) => Some(ended.track_sid),
        _ => None,
    };
    assert_eq!(anna.message("the end of the track", ended).await, track.sid);
    let options = UpdateParticipantOptions {
        attributes: [("a".to_owned(), "b".to_owned())].into(),
        ..Default::default()
    };
    assert_eq!(code(api.update_participant("hall", "anna", options).await), "unimplemented");
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_are_ended_from_outside() {
    let meeting = Meeting::start().await;
    let api = api(&meeting);
    let mut anna = joined(&meeting, "anna").await;
    let track = anna.publish_microphone("annas").await;
    let mut ben = joined(&meeting, "ben").await;
    let offer = |wanted: bool| {
        let sid = track.sid.clone();
        move |message| match message {
            Response::Offer(offer) if offer.mid_to_track_id.values().any(|track| *track == sid) == wanted => {
                Some(())
            }
            _ => None,
        }
    };
    api.update_subscriptions("hall", "ben", vec![track.sid.clone()], false).await.unwrap();
    ben.message("an offer without the track", offer(false)).await;
    api.update_subscriptions("hall", "ben", vec![track.sid.clone()], true).await.unwrap();
    ben.message("an offer with the track", offer(true)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_is_sent_to_everybody_or_to_who_is_named() {
    let meeting = Meeting::start().await;
    let api = api(&meeting);
    let mut anna = joined(&meeting, "anna").await;
    let mut ben = joined(&meeting, "ben").await;
    let to = |who: &[&str]| SendDataOptions {
        destination_identities: who.iter().map(ToString::to_string).collect(),
        topic: Some("agenda".into()),
        ..Default::default()
    };
    api.send_data("hall", b"for ben".to_vec(), to(&["ben"])).await.unwrap();
    api.send_data("hall", b"for all".to_vec(), to(&[])).await.unwrap();
    for (client, expected) in [(&mut ben, &b"for ben"[..]), (&mut anna, b"for all")] {
        let payload = client
            .until("data", |seen| match seen {
                Seen::Data(packet) => match packet.value {
                    Some(Value::User(user)) => Some((user.payload, user.topic)),
                    _ => None,
                },
                _ => None,
            })
            .await;
        assert_eq!(payload, (expected.to_vec(), Some("agenda".to_owned())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lacks_the_grant_or_the_secret_does_nothing() {
    let meeting = Meeting::start().await;
    let _anna = joined(&meeting, "anna").await;
    let url = format!("http://{}", meeting.address);
    let forged = RoomClient::with_api_key(&url, "test", "another secret of more than 32 characters");
    assert_eq!(code(forged.list_rooms(vec![]).await), "unauthenticated");
    // A member's own token, and one for another room.
    let member = RoomClient::with_token(&url, &meeting.token("hall", "anna"));
    assert_eq!(code(member.list_rooms(vec![]).await), "unauthenticated");
    assert_eq!(code(member.remove_participant("hall", "anna").await), "unauthenticated");
    assert_eq!(code(member.delete_room("hall").await), "unauthenticated");
    let life = std::time::Duration::from_secs(60);
    let elsewhere = RoomClient::with_token(&url, &meeting.tokens.issue_service("cellar", life));
    assert_eq!(code(elsewhere.remove_participant("hall", "anna").await), "unauthenticated");
    assert_eq!(api(&meeting).list_participants("hall").await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_in_json_are_answered_in_json_with_the_names_of_the_protocols_files() {
    let meeting = Meeting::start().await;
    let _anna = joined(&meeting, "anna").await;
    let token = meeting.tokens.issue_service("hall", std::time::Duration::from_secs(60));
    let post = async |path: &str, body: &str, kind: &str| {
        let request = reqwest::Client::new().post(format!("http://{}{path}", meeting.address));
        let request = request.bearer_auth(&token).header("content-type", kind).body(body.to_owned());
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str::<serde_json::Value>(&answer.text().await.unwrap()).unwrap())
    };
    let json = "application/json";
    let (status, rooms) = post("/twirp/livekit.RoomService/ListRooms", r#"{"names":["hall"]}"#, json).await;
    assert_eq!((status, &rooms["rooms"][0]["num_participants"]), (200, &serde_json::json!(1)));
    for (path, body, kind, status, code) in [
        ("/twirp/livekit.RoomService/ListRooms", "{", json, 400, "malformed"),
        ("/twirp/livekit.RoomService/ListRooms", "", "text/plain", 404, "bad_route"),
        ("/twirp/livekit.RoomService/Nothing", "{}", json, 404, "bad_route"),
        ("/twirp/livekit.Egress/StartEgress", "{}", json, 404, "bad_route"),
        ("/twirp/livekit.RoomService/MoveParticipant", "{}", json, 501, "unimplemented"),
    ] {
        let (answered, error) = post(path, body, kind).await;
        assert_eq!((answered, error["code"].as_str()), (status, Some(code)), "{path}");
    }
}
