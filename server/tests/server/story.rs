//! The whole story over real WebSockets: from the link to the key to the meeting.

use crate::common::{House, KEY, Meeting, SECRET, Server};
use sfu::MeetingTokens;
use wire::{
    AttemptId, CheckStatus, Checks, PROTOCOL,
    desk::{FromDesk, MeetingPhase, Order, OrderProblem, ToDesk, Whereabouts},
    participant::{FromParticipant, InvitationProblem, Standing, ToParticipant},
};

const THREE: &str = "Name;Rolle;Gruppe\nAnna Alt;Mitglied;SPD\nBert Blau;Mitglied;CDU\nCora Cyan;;\n";
/// The Sitzungsdienst comes after the three of the list.
const STAFF: usize = 3;

async fn evening() -> (House, Meeting, Server) {
    let house = House::new("");
    let meeting = house.meeting("2099-11-23 18:30", THREE).await;
    let server = house.serve().await;
    (house, meeting, server)
}

const fn waiting(place: u32, meeting_open: bool) -> Standing {
    Standing::Waiting { place, meeting_open }
}

#[tokio::test]
async fn members_wait_are_let_in_and_get_a_key_that_opens_their_meeting_alone() {
    let (_house, meeting, server) = evening().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let people = desk.board().await;
    assert_eq!(people.len(), 3);
    assert!(people.iter().all(|person| person.whereabouts == Whereabouts::Absent && !person.connected));

    let mut anna = server.member(&meeting.secret(0), "a").await;
    assert_eq!(anna.standing().await, waiting(1, false));
    let mut bert = server.member(&meeting.secret(1), "b").await;
    assert_eq!(bert.standing().await, waiting(2, false));
    let seen = desk.person(|person| person.participant == meeting.participant(1)).await;
    assert_eq!((seen.name.as_str(), seen.group.as_str(), seen.connected), ("Bert Blau", "CDU", true));

    assert_eq!(anna.ask_for_access().await, Err(waiting(1, false)));
    desk.order(Order::Admit { participant: meeting.participant(0) }).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Admitted);
    assert_eq!(bert.standing().await, waiting(1, true));
    assert_eq!(bert.ask_for_access().await, Err(waiting(1, true)));

    let token = anna.ask_for_access().await.unwrap();
    let claims = MeetingTokens::new(KEY, SECRET).verify(&token).unwrap();
    assert_eq!((claims.room, claims.identity), (meeting.id(), meeting.participant(0).0));
    assert_eq!(claims.name, "Anna Alt");
    let other = anna.ask_for_access().await.unwrap();
    assert!(MeetingTokens::new(KEY, SECRET).verify(&other).is_ok());
    server.stop().await;
}

#[tokio::test]
async fn nobody_comes_into_the_meeting_whom_the_waiting_room_keeps_out() {
    let (_house, meeting, server) = evening().await;
    let validate = |token: String| server.url(&format!("/rtc/validate?access_token={token}"));
    for path in ["/rtc", "/rtc/validate", "/rtc/validate?access_token=nonsense"] {
        assert_eq!(server.get(path, &[]).await.status(), 401, "{path}");
    }
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    anna.standing().await;
    // Genuine, but for somebody who waits: as if a key had been given before.
    let life = std::time::Duration::from_secs(600);
    let forged = |participant: usize| {
        let grant = sfu::Grant::member(meeting.id(), meeting.participant(participant).0, "x", life);
        MeetingTokens::new(KEY, SECRET).issue(&grant)
    };
    let status = async |token: String| reqwest::get(validate(token)).await.unwrap().status().as_u16();
    assert_eq!(status(forged(0)).await, 401);
    desk.order(Order::Admit { participant: meeting.participant(0) }).await.unwrap();
    anna.standing().await;
    let key = anna.ask_for_access().await.unwrap();
    assert_eq!(status(key.clone()).await, 200);
    assert_eq!(status(forged(1)).await, 401);
    let bearer = reqwest::Client::new().get(server.url("/rtc/validate")).bearer_auth(forged(1));
    assert_eq!(bearer.send().await.unwrap().status(), 401);
    let reject = Order::Reject { participant: meeting.participant(0), sentence: "Nein.".to_owned() };
    desk.order(reject).await.unwrap();
    assert_eq!(status(key).await, 401);
    assert_eq!(anna.standing().await, Standing::Rejected { sentence: "Nein.".to_owned() });
    assert!(anna.ask_for_access().await.is_err());
    server.stop().await;
}

#[tokio::test]
async fn the_rejected_one_reads_the_sentence_and_may_be_let_in_after_all() {
    let (_house, meeting, server) = evening().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    anna.standing().await;
    let sentence = "Bitte rufen Sie das Sitzungsbüro an: „0123“ <b>".to_owned();
    let reject = Order::Reject { participant: meeting.participant(0), sentence: sentence.clone() };
    desk.order(reject).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Rejected { sentence: sentence.clone() });
    drop(anna);
    desk.person(|person| !person.connected).await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    assert_eq!(anna.standing().await, Standing::Rejected { sentence });
    desk.order(Order::Admit { participant: meeting.participant(0) }).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Admitted);
    server.stop().await;
}

#[tokio::test]
async fn a_message_reaches_who_is_there_and_who_comes_back() {
    let (_house, meeting, server) = evening().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    anna.standing().await;
    let mut bert = server.member(&meeting.secret(1), "b").await;
    bert.standing().await;
    drop(bert);
    desk.person(|person| person.participant == meeting.participant(1) && !person.connected).await;
    let text = "Wir beginnen zehn Minuten später.".to_owned();
    desk.order(Order::Write { participant: None, text: text.clone() }).await.unwrap();
    let message = ToParticipant::Message { number: 1, text };
    anna.until(|heard| (*heard == message).then_some(())).await;
    let mut bert = server.member(&meeting.secret(1), "b").await;
    bert.until(|heard| (*heard == message).then_some(())).await;
    let nobody =
        Order::Write { participant: Some(wire::ParticipantId("p0".to_owned())), text: "x".to_owned() };
    assert_eq!(desk.order(nobody).await, Err(OrderProblem::NoSuchPerson));
    server.stop().await;
}

#[tokio::test]
async fn checks_are_seen_at_every_desk() {
    let (_house, meeting, server) = evening().await;
    let mut first = server.desk(&meeting.secret(STAFF)).await;
    let mut second = server.desk(&meeting.secret(STAFF)).await;
    first.board().await;
    second.board().await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    let mut checks = Checks::default();
    checks.hear.status = CheckStatus::Success;
    anna.say(&FromParticipant::ReportChecks { checks }).await;
    first.person(|person| person.checks == checks).await;
    second.person(|person| person.checks == checks).await;
    let mut third = server.desk(&meeting.secret(STAFF)).await;
    assert_eq!(third.board().await[0].checks, checks);
    server.stop().await;
}

#[tokio::test]
async fn a_second_tab_waits_its_turn_and_a_reload_does_not() {
    let (_house, meeting, server) = evening().await;
    let secret = meeting.secret(0);
    let mut first = server.member(&secret, "first").await;
    first.standing().await;
    let mut second = server.member(&secret, "second").await;
    assert_eq!(second.hear().await, Some(ToParticipant::Elsewhere));
    second.is_closed().await;
    // A reload: the same tab again, while the server still holds the old connection.
    let mut reloaded = server.member(&secret, "first").await;
    assert_eq!(reloaded.standing().await, waiting(1, false));
    assert_eq!(first.hear().await, Some(ToParticipant::Elsewhere));
    first.is_closed().await;
    let mut third = server.page::<crate::common::Member>(wire::WAITING_ROOM_PATH).await;
    third.arrive(&secret, "third", true).await;
    assert_eq!(third.standing().await, waiting(1, false));
    assert_eq!(reloaded.hear().await, Some(ToParticipant::Elsewhere));
    reloaded.is_closed().await;
    server.stop().await;
}

#[tokio::test]
async fn a_link_that_leads_nowhere_says_why() {
    let house = House::new("[waiting_room]\ninvitation_hours = 1");
    let meeting = house.meeting("2099-11-23 18:30", THREE).await;
    let past = house.meeting("2020-11-23 18:30", THREE).await;
    let (ok, ..) = house.run(&["invitation", "revoke", &meeting.link(1)]).await;
    assert!(ok);
    let server = house.serve().await;
    // The Sitzungsdienst has a page of its own, and a member has no desk.
    for (secret, problem) in [
        ("nonsense".to_owned(), InvitationProblem::Unknown),
        (past.secret(0), InvitationProblem::Expired),
        (meeting.secret(1), InvitationProblem::Revoked),
        (meeting.secret(STAFF), InvitationProblem::Unknown),
    ] {
        let mut page = server.member(&secret, "a").await;
        assert_eq!(page.hear().await, Some(ToParticipant::Refused { problem }));
        page.is_closed().await;
    }
    for (secret, problem) in [
        ("nonsense".to_owned(), InvitationProblem::Unknown),
        (past.secret(STAFF), InvitationProblem::Expired),
        (meeting.secret(0), InvitationProblem::Unknown),
    ] {
        let mut page = server.desk(&secret).await;
        assert_eq!(page.hear().await, Some(ToDesk::Refused { problem }));
        page.is_closed().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn a_link_taken_back_while_its_page_is_open_ends_it() {
    let (house, meeting, server) = evening().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    anna.standing().await;
    desk.order(Order::AdmitAll).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Admitted);
    let key = anna.ask_for_access().await.unwrap();
    let (ok, ..) = house.run(&["invitation", "revoke", &meeting.participant(0).0]).await;
    assert!(ok);
    let heard = anna.hear().await;
    assert_eq!(heard, Some(ToParticipant::Refused { problem: InvitationProblem::Revoked }));
    anna.is_closed().await;
    assert_eq!(desk.board().await.len(), 2);
    let path = format!("/rtc/validate?access_token={key}");
    assert_eq!(server.get(&path, &[]).await.status(), 401);
    server.stop().await;
}

#[tokio::test]
async fn the_end_of_the_meeting_reaches_everybody() {
    let (house, meeting, server) = evening().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    anna.standing().await;
    desk.order(Order::OpenMeeting).await.unwrap();
    assert_eq!(anna.standing().await, waiting(1, true));
    desk.order(Order::EndMeeting).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Over);
    assert_eq!(desk.order(Order::AdmitAll).await, Err(OrderProblem::MeetingOver));
    server.stop().await;
    let server = house.serve().await;
    let mut bert = server.member(&meeting.secret(1), "b").await;
    assert_eq!(bert.standing().await, Standing::Over);
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let phase = desk.until(|heard| match heard {
        ToDesk::Board { phase, .. } => Some(*phase),
        _ => None,
    });
    assert_eq!(phase.await, MeetingPhase::Over);
    server.stop().await;
}

#[tokio::test]
async fn a_page_of_another_version_is_told_to_load_anew() {
    let (_house, meeting, server) = evening().await;
    let newer = PROTOCOL + 1;
    for text in [
        format!(r#"{{"arrive":{{"protocol":{newer},"something":"new"}}}}"#),
        format!(r#"{{"knock":{{"protocol":{newer}}}}}"#),
        format!(r#"{{"kind":"arrive","protocol":{newer}}}"#),
    ] {
        let mut page = server.page::<crate::common::Member>(wire::WAITING_ROOM_PATH).await;
        page.say_text(text).await;
        assert_eq!(page.hear().await, Some(ToParticipant::Outdated));
        page.is_closed().await;
    }
    let mut desk = server.page::<crate::common::Desk>(wire::DESK_PATH).await;
    let invitation = wire::InvitationToken::new(meeting.secret(STAFF));
    desk.say(&FromDesk::Arrive { protocol: newer, invitation }).await;
    assert_eq!(desk.hear().await, Some(ToDesk::Outdated));
    desk.is_closed().await;
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_message_at_the_right_time_ends_the_connection_and_keeps_the_place() {
    let (_house, meeting, server) = evening().await;
    let access = FromParticipant::RequestAccess { attempt: AttemptId(1) };
    let mut page = server.page::<crate::common::Member>(wire::WAITING_ROOM_PATH).await;
    page.say(&access).await;
    page.is_closed().await;
    for nonsense in ["", "{", "null", r#""admit""#, "\u{0}"] {
        let mut page = server.member(&meeting.secret(0), "a").await;
        assert_eq!(page.standing().await, waiting(1, false));
        page.say_text(nonsense.to_owned()).await;
        page.is_closed().await;
    }
    let mut page = server.member(&meeting.secret(0), "a").await;
    page.standing().await;
    page.say_text(format!("\"{}\"", "x".repeat(70_000))).await;
    page.is_closed().await;
    let mut page = server.member(&meeting.secret(0), "a").await;
    assert_eq!(page.standing().await, waiting(1, false));
    server.stop().await;
}

#[tokio::test]
async fn a_page_that_floods_is_cut_off_and_a_page_that_keeps_alive_is_answered() {
    let (_house, meeting, server) = evening().await;
    let mut bert = server.member(&meeting.secret(1), "b").await;
    bert.standing().await;
    bert.say(&FromParticipant::KeepAlive).await;
    let Some(ToParticipant::StillHere { server_time }) = bert.hear().await else { panic!("no answer") };
    assert!(server_time.0.abs_diff(unix_ms()) < 60_000);
    let mut anna = server.member(&meeting.secret(0), "a").await;
    anna.standing().await;
    let flood = serde_json::to_string(&FromParticipant::KeepAlive).unwrap();
    let mut answered = 0;
    for _ in 0..500 {
        use futures_util::SinkExt;
        let frame = tokio_tungstenite::tungstenite::Message::text(flood.clone());
        if anna.socket.send(frame).await.is_err() {
            break;
        }
    }
    while let Some(heard) = anna.hear().await {
        assert!(matches!(heard, ToParticipant::StillHere { .. }), "{heard:?}");
        answered += 1;
    }
    assert!(answered < 200, "{answered} messages were answered");
    server.stop().await;
}

#[tokio::test]
async fn only_pages_of_this_server_may_open_a_web_socket() {
    use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest};
    let (_house, _meeting, server) = evening().await;
    for path in [wire::WAITING_ROOM_PATH, wire::DESK_PATH] {
        for origin in [Some("https://evil.example"), None] {
            let mut request = format!("ws://{}{path}", server.address).into_client_request().unwrap();
            if let Some(origin) = origin {
                request.headers_mut().insert("origin", origin.parse().unwrap());
            }
            let error = connect_async(request).await.unwrap_err().to_string();
            assert!(error.contains("403"), "{error}");
        }
    }
    server.stop().await;
}

fn unix_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}
