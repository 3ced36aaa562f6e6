//! Several engines in one server, meetings pinned to one, and an engine that vanished from the configuration.

use wire::{desk::Order, participant::Standing};

use crate::{
    common::{House, Meeting, MemberPage, Server},
    deployment, neighbour,
};

const ONE: &str = "Name;Rolle\nAnna Alt;Mitglied\n";

async fn admitted(server: &Server, meeting: &Meeting) -> MemberPage {
    let mut desk = server.desk(&meeting.secret(1)).await;
    desk.board().await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    anna.standing().await;
    desk.order(Order::Admit { participant: meeting.participant(0) }).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Admitted);
    anna
}

#[tokio::test]
async fn meetings_of_one_server_run_on_different_engines_at_the_same_time() {
    let (_house, next) = neighbour().await;
    let (_other_house, other) = neighbour().await;
    let deployments = format!("{}{}", deployment("next", &next), deployment("other", &other));
    let house = House::on("livekit", &deployments);
    let usual = house.meeting("2099-11-23 18:30", ONE).await;
    let here = house.meeting_with("2099-11-23 18:30", ONE, &["--engine", "embedded"]).await;
    let there = house.meeting_with("2099-11-23 18:30", ONE, &["--engine", "other"]).await;
    let server = house.serve().await;
    for (meeting, url, asked) in [
        (&usual, format!("ws://{}", next.address), &next),
        (&here, String::new(), &server),
        (&there, format!("ws://{}", other.address), &other),
    ] {
        let access = admitted(&server, meeting).await.access().await.unwrap();
        assert_eq!(access.url, url);
        let valid = asked.get(&format!("/rtc/validate?access_token={}", access.token.reveal()), &[]).await;
        assert_eq!(valid.status(), 200);
    }
    let (_, out, _) = house.run(&["meeting", "list"]).await;
    assert!(out.contains("(on embedded)") && out.contains("(on other)"), "{out}");
    for server in [server, next, other] {
        server.stop().await;
    }
}

#[tokio::test]
async fn a_server_whose_meetings_all_run_elsewhere_has_no_meeting_of_its_own() {
    let (_house, next) = neighbour().await;
    let house = House::on("next", &deployment("next", &next));
    let server = house.serve().await;
    for path in ["/rtc", "/rtc/validate", "/rtc/v1"] {
        assert_eq!(server.get(path, &[]).await.status(), 404, "{path}");
    }
    let page = server.get("/", &[]).await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains(&format!(" ws://{}", next.address)), "{policy}");
    server.stop().await;
    next.stop().await;
}

#[tokio::test]
async fn an_engine_that_vanished_from_the_file_loses_nothing_and_is_named() {
    let (_house, next) = neighbour().await;
    let before = deployment("next", &next);
    let house = House::on("embedded", &before);
    let meeting = house.meeting_with("2099-11-23 18:30", ONE, &["--engine", "next"]).await;
    let with = std::fs::read_to_string(&house.config).unwrap();
    std::fs::write(&house.config, with.replace(&before, "")).unwrap();

    let (ok, out, _) = house.run(&["config", "check"]).await;
    assert!(!ok);
    let named = format!("the meeting {} is pinned to the engine \"next\"", meeting.id());
    assert!(out.contains(&named), "{out}");
    let server = house.serve().await;
    let mut anna = admitted(&server, &meeting).await;
    assert!(anna.access().await.is_none(), "there is no key to a meeting that runs nowhere");
    let log = server.stop().await;
    assert!(log.contains("there is no meeting engine \"next\" in the configuration"), "{log}");

    std::fs::write(&house.config, with).unwrap();
    let server = house.serve().await;
    let mut anna = server.member(&meeting.secret(0), "a").await;
    assert_eq!(anna.standing().await, Standing::Admitted);
    assert_eq!(anna.access().await.unwrap().url, format!("ws://{}", next.address));
    server.stop().await;
    next.stop().await;
}

#[tokio::test]
async fn a_meeting_is_pinned_to_no_engine_that_is_not_there() {
    let house = House::new("");
    let list = house.folder.path().join("members.csv");
    std::fs::write(&list, ONE).unwrap();
    let list = list.display().to_string();
    let (ok, _, error) = house
        .run(&[
            "meeting",
            "new",
            "--title",
            "Rat",
            "--start",
            "2099-11-23 18:30",
            "--members",
            &list,
            "--staff",
            "Dienst",
            "--engine",
            "next",
        ])
        .await;
    assert!(!ok);
    assert!(error.contains("there is no meeting engine \"next\"; there are embedded"), "{error}");
}

#[tokio::test]
async fn an_engine_that_does_not_answer_keeps_nobody_from_the_waiting_room() {
    let (_house, next) = neighbour().await;
    let house = House::on("livekit", &deployment("next", &next));
    let meeting = house.meeting("2099-11-23 18:30", ONE).await;
    next.stop().await;
    let server = house.serve().await;
    let mut anna = admitted(&server, &meeting).await;
    // The key is given all the same: that we do not reach the engine does not mean that members do not.
    assert!(anna.access().await.is_some());
    let mut desk = server.desk(&meeting.secret(1)).await;
    let refused = desk.order(Order::Mute { participant: meeting.participant(0) }).await;
    assert_eq!(refused, Err(wire::desk::OrderProblem::EngineSilent));
    server.stop().await;
}
