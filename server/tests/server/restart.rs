//! What survives: the process is killed as a power cut would do it, and started anew.

use crate::common::House;
use wire::{
    CheckStatus, Checks,
    desk::{Order, Whereabouts},
    participant::{FromParticipant, Standing, ToParticipant},
};

const FIVE: &str = "name,role,group\nAnna,member,\nBert,member,\nCora,member,\nDora,member,\nEmil,member,\n";
const STAFF: usize = 5;

const fn waiting(place: u32) -> Standing {
    Standing::Waiting { place, meeting_open: true }
}

#[tokio::test]
async fn killed_while_three_wait_and_two_are_admitted_everybody_is_where_they_were() {
    let house = House::new("");
    let meeting = house.meeting("2099-11-23 18:30", FIVE).await;
    let server = house.serve().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let mut pages = vec![];
    // They knock in another order than they are listed.
    for person in [4, 2, 0, 3, 1] {
        let mut page = server.member(&meeting.secret(person), "t").await;
        page.standing().await;
        pages.push(page);
    }
    for person in [2, 3] {
        desk.order(Order::Admit { participant: meeting.participant(person) }).await.unwrap();
    }
    let text = "Gleich geht es los.".to_owned();
    desk.order(Order::Write { participant: Some(meeting.participant(1)), text: text.clone() }).await.unwrap();
    let mut checks = Checks::default();
    checks.see.status = CheckStatus::Skipped;
    pages[0].say(&FromParticipant::ReportChecks { checks }).await;
    desk.person(|person| person.checks == checks).await;
    let since = |people: &[wire::desk::Person]| match people[0].whereabouts {
        Whereabouts::Waiting { since, .. } => since,
        _ => panic!("Anna waits"),
    };
    let mut board = server.desk(&meeting.secret(STAFF)).await;
    let before = board.board().await;
    server.kill().await;
    drop((desk, pages, board));

    let server = house.serve().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let people = desk.board().await;
    assert_eq!(since(&people), since(&before));
    assert_eq!(people[4].checks, checks);
    assert!(people.iter().all(|person| !person.connected));
    // They return in yet another order.
    for (person, standing) in
        [(0, waiting(2)), (1, waiting(3)), (2, Standing::Admitted), (3, Standing::Admitted), (4, waiting(1))]
    {
        let mut page = server.member(&meeting.secret(person), "t").await;
        assert_eq!(page.standing().await, standing, "person {person}");
        match person {
            1 => {
                let message = ToParticipant::Message { number: 1, text: text.clone() };
                assert_eq!(page.hear().await, Some(message));
            }
            2 => assert!(page.ask_for_access().await.is_ok()),
            _ => {}
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_in_the_very_next_moment() {
    let house = House::new("");
    let meeting = house.meeting("2099-11-23 18:30", FIVE).await;
    for person in 0..5 {
        let server = house.serve().await;
        let mut page = server.member(&meeting.secret(person), "t").await;
        let place = u32::try_from(person).unwrap() + 1;
        assert_eq!(page.standing().await, Standing::Waiting { place, meeting_open: false });
        server.kill().await;
    }
    let server = house.serve().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    for (person, place) in desk.board().await.into_iter().zip(1..) {
        assert!(matches!(person.whereabouts, Whereabouts::Waiting { place: found, .. } if found == place));
    }
    server.stop().await;
}

#[tokio::test]
async fn a_server_told_to_stop_says_goodbye_within_seconds_and_logs_no_secret() {
    let house = House::new("");
    let meeting = house.meeting("2099-11-23 18:30", FIVE).await;
    let server = house.serve().await;
    let mut page = server.member(&meeting.secret(0), "t").await;
    page.standing().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    desk.order(Order::AdmitAll).await.unwrap();
    let key = page.ask_for_access().await;
    let key = match key {
        Ok(key) => key,
        Err(_) => page.ask_for_access().await.unwrap(),
    };
    server.get(&format!("/j/{}", meeting.secret(0)), &[]).await;
    server.get(&format!("/rtc/validate?access_token={key}"), &[]).await;
    let log = server.stop().await;
    assert!(log.contains("/j/{token}"), "{log}");
    for secret in [&meeting.secret(0), &meeting.secret(STAFF), &key, "Anna", "127.0.0.1"] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
