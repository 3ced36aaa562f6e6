//! LiveKit's own client for browsers and LiveKit's Python SDK join a meeting of ours, together with a member of ours.
//! Each hears and sees each other.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::{Devices, Kind},
    house::House,
    person::Person,
    socket::Desk,
    until, until_within,
};
use interop::{
    guest::Guest,
    page::Page,
    python::{Report, Robot},
};
use serde_json::json;
use wire::names::{Action, Screen};

const ADA: Devices = Devices::Fake { hertz: 440.0, colour: (90, 220) }; // reddish
const GUEST: Devices = Devices::Fake { hertz: 700.0, colour: (220, 90) }; // bluish in Chromium
const ROBOT: u32 = 550;

#[tokio::test(flavor = "multi_thread")]
async fn livekits_client_in_chromium_meets_our_member_and_a_robot() -> Result<()> {
    all_hear_and_see_each_other(Kind::Chromium).await
}

#[tokio::test(flavor = "multi_thread")]
async fn livekits_client_in_firefox_meets_our_member_and_a_robot() -> Result<()> {
    all_hear_and_see_each_other(Kind::Firefox).await
}

async fn all_hear_and_see_each_other(kind: Kind) -> Result<()> {
    let house = House::open().await?;
    let page = Page::serve()?;
    let meeting = house.invite(&["Ada"]).await?;
    let server = house.meeting_url();
    let room = meeting.meeting.id.as_str();

    let (ada, guest) = tokio::try_join!(Person::with(ADA), Guest::arrive(kind, "guest", GUEST, &page))?;
    ada.knocks_with_devices(meeting.link("Ada")).await?;
    Desk::open(&house, &meeting).await?.admits_all().await?;
    ada.sees_screen(Screen::Meeting).await?;
    ada.press(Action::Mute).await?;
    let mut robot = Robot::joins(&server, room, "robot", ROBOT)?;
    guest.joins(&server, room).await?;
    guest.microphone(true).await.context("the guest's microphone")?;
    guest.camera(true).await.context("the guest's camera")?;
    until("Ada and the robot at the guest's", || async {
        Ok((guest.people().await?.len() == 2).then_some(()))
    })
    .await?;

    // Sound in six directions, as frequencies.
    ada.hears("guest", 700.0).await?;
    ada.hears("robot", ROBOT as f32).await?;
    guest.person().hears("Ada", 440.0).await?;
    guest.person().hears("robot", ROBOT as f32).await?;
    let ada_id = ada.id_of("Ada").await?;
    robot.hears(&ada_id, 440.0).await?;
    robot.hears("guest", 700.0).await?;

    // Pictures that move, in six directions.
    ada.sees_moving("guest").await?;
    let green = ada.sees_moving("robot").await?;
    ensure!(green.green > green.red && green.green > green.blue, "the robot's picture is green: {green:?}");
    let red = guest.person().sees_moving("Ada").await?;
    ensure!(red.red > red.blue + 40.0, "Ada's picture is reddish: {red:?}");
    guest.person().sees_moving("robot").await?;
    for who in ["guest", ada_id.as_str()] {
        let seen = |report: &Report| matches!(report, Report::Seen { who: of, .. } if of == who);
        robot.reports(&format!("pictures of {who}"), seen).await?;
    }

    // Muting is told, and silences.
    guest.microphone(false).await?;
    robot
        .reports(
            "that the guest is muted",
            |report| matches!(report, Report::Muted { who } if who == "guest"),
        )
        .await?;
    ada.hears_nothing_of("guest").await?;
    guest.microphone(true).await?;
    ada.hears("guest", 700.0).await?;
    ada.press(Action::Mute).await?;
    guest.reports("muted", &format!("{ada_id} microphone")).await?;
    guest.person().hears_nothing_of("Ada").await?;
    ada.press(Action::Mute).await?;
    guest.person().hears("Ada", 440.0).await?;

    // Data in both directions, on both channels.
    for (text, reliable) in [("surely", true), ("perhaps", false)] {
        guest.call("say", json!([text, reliable])).await?;
        let wished = |report: &Report| matches!(report, Report::Data { who, text: said } if who == "guest" && said == text);
        robot.reports(&format!("“{text}” from the guest"), wished).await?;
        guest.reports("data", &format!("back: {text}")).await?;
    }

    // Back after the signalling was cut, and after everything was.
    for (scenario, lost) in [("signal-reconnect", "signal-reconnecting"), ("full-reconnect", "reconnecting")]
    {
        let before = guest.log().await?.iter().filter(|note| note.name == "reconnected").count();
        guest.call("scenario", json!([scenario])).await?;
        guest.reports(lost, "").await.context(scenario)?;
        until(&format!("the guest's return after {scenario}"), || async {
            let back = guest.log().await?.iter().filter(|note| note.name == "reconnected").count();
            Ok((back > before).then_some(()))
        })
        .await?;
        guest.person().hears("Ada", 440.0).await.with_context(|| format!("after {scenario}"))?;
        ada.hears("guest", 700.0).await.with_context(|| format!("after {scenario}"))?;
        ada.sees_moving("guest").await.with_context(|| format!("after {scenario}"))?;
    }

    // Gone, and back.
    guest.call("leave", json!([])).await?;
    ada.waits_until_gone("the guest's tile", "[data-screen=\"meeting\"] [data-participant=\"guest\"]")
        .await?;
    guest.joins(&server, room).await?;
    guest.microphone(true).await?;
    ada.hears("guest", 700.0).await?;

    // Each is told how good the connections are.
    guest.reports("quality", "guest").await?;
    guest.reports("quality", &ada_id).await?;
    robot.reports("the quality of a connection", |report| matches!(report, Report::Quality { .. })).await?;

    robot.goes().await?;
    until_within(Duration::from_secs(60), "the robot's tile gone", || async {
        let tiles = ada.tiles().await?;
        Ok((tiles == 2).then_some(()))
    })
    .await?;
    guest.goes().await?;
    ada.goes().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_robots_hear_each_others_tone_to_the_hertz() -> Result<()> {
    let house = House::open().await?;
    let server = house.meeting_url();
    let mut first = Robot::joins(&server, "hall", "first", 440)?;
    let mut second = Robot::joins(&server, "hall", "second", 880)?;
    let heard = second.hears("first", 440.0).await?;
    ensure!((heard - 440.0).abs() < 1.5, "440 Hz in, {heard} Hz out");
    let heard = first.hears("second", 880.0).await?;
    ensure!((heard - 880.0).abs() < 1.5, "880 Hz in, {heard} Hz out");
    first.goes().await?;
    second.goes().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_ticket_lets_livekits_client_in_nowhere() -> Result<()> {
    let house = House::open().await?;
    let guest = Guest::arrive(Kind::Chromium, "guest", Devices::Plain, &Page::serve()?).await?;
    let forged = sfu::MeetingTokens::new(e2e::KEY, "another secret that is long enough")
        .issue(&sfu::Grant::member("hall", "guest", "guest", Duration::from_secs(60)));
    let refused = guest.joins_with(&house.meeting_url(), &forged).await;
    let refused = refused.err().context("a forged ticket was good")?.to_string();
    ensure!(refused.contains("not signed by this server"), "LiveKit's client was told: {refused}");
    guest.goes().await
}
