//! The main path in Firefox, with Chromium at the other end.

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::{Devices, Kind},
    house::House,
    person::Person,
    socket::Desk,
    until,
};
use wire::{
    checks::CheckStatus,
    names::{Action, FindingCode, Screen, Step},
};

const ADA: Devices = Devices::Fake { hertz: 440.0, colour: (90, 220) }; // in Firefox: a colour that wanders
const BEN: Devices = Devices::Fake { hertz: 700.0, colour: (220, 90) }; // in Chromium: bluish

#[tokio::test(flavor = "multi_thread")]
async fn a_member_in_firefox_and_one_in_chromium_hear_and_see_each_other() -> Result<()> {
    let mut house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben"]).await?;
    // The Sitzungsdienst works in Firefox, too.
    let (desk, ada, ben) = tokio::try_join!(
        Person::at_a(Kind::Firefox, Devices::Plain),
        Person::at_a(Kind::Firefox, ADA),
        Person::with(BEN)
    )?;
    desk.open(meeting.link("Dienst")).await?;
    desk.sees_screen(Screen::Desk).await?;
    for (person, name) in [(&ada, "Ada"), (&ben, "Ben")] {
        person.knocks_with_devices(meeting.link(name)).await?;
        person.press(Action::PlayChime).await?;
        person.press(Action::Heard).await?;
        person.sees_step(Step::Hear, CheckStatus::Success).await?;
    }
    // A reload while waiting costs nothing.
    ada.reload().await?;
    ada.sees_screen(Screen::Waiting).await?;
    ada.sees_step(Step::See, CheckStatus::Success).await?;

    desk.press_for("Ada", Action::Admit).await?;
    ada.sees_screen(Screen::Meeting).await?;
    desk.press_for("Ben", Action::Admit).await?;
    ben.sees_screen(Screen::Meeting).await?;
    ada.press(Action::Mute).await?;
    ben.press(Action::Mute).await?;
    both_ways(&ada, &ben).await.context("at first")?;
    let blue = ada.sees_moving("Ben").await?;
    ensure!(blue.blue > blue.red + 40.0, "Ben's picture is bluish: {blue:?}");
    ben.sees_moving("Ada").await?;

    // Muting silences, in both directions.
    ada.press(Action::Mute).await?;
    ben.hears_nothing_of("Ada").await?;
    ada.press(Action::Mute).await?;
    ben.press(Action::Mute).await?;
    ada.hears_nothing_of("Ben").await?;
    ben.press(Action::Mute).await?;
    both_ways(&ada, &ben).await.context("after muting")?;

    // A reload keeps the seat.
    ada.reload().await?;
    ada.sees_screen(Screen::Meeting).await?;
    ada.press(Action::Mute).await?;
    both_ways(&ada, &ben).await.context("after a reload")?;
    until("two tiles, not three", || async { Ok((ben.tiles().await? == 2).then_some(())) }).await?;

    // A killed server loses nobody, and nobody touches anything.
    house.kill().await?;
    ada.waits_for("the word that the connection is lost", "[data-link=\"returning\"]").await?;
    house.start().await?;
    both_ways(&ada, &ben).await.context("after the server was killed")?;
    ada.sees_moving("Ben").await.context("after the server was killed")?;

    // Leaving removes the tile, and coming back needs no second admission.
    let id = ben.id_of("Ada").await?;
    ada.press(Action::Leave).await?;
    ada.sees_screen(Screen::Ended).await?;
    ben.waits_until_gone("Ada's tile", &format!("[data-screen=\"meeting\"] [data-participant=\"{id}\"]"))
        .await?;
    ada.press(Action::Rejoin).await?;
    ada.sees_screen(Screen::Meeting).await?;
    ada.hears("Ben", 700.0).await.context("after coming back")?;

    desk.press(Action::EndMeeting).await?;
    desk.press(Action::ConfirmEnd).await?;
    ada.sees_screen(Screen::Ended).await?;
    tokio::try_join!(desk.goes(), ada.goes(), ben.goes())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_members_in_firefox_hear_and_see_each_other() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben"]).await?;
    let (ada, ben) = tokio::try_join!(Person::at_a(Kind::Firefox, ADA), Person::at_a(Kind::Firefox, BEN))?;
    ada.knocks_with_devices(meeting.link("Ada")).await?;
    ben.knocks_with_devices(meeting.link("Ben")).await?;
    Desk::open(&house, &meeting).await?.admits_all().await?;
    for person in [&ada, &ben] {
        person.sees_screen(Screen::Meeting).await?;
        person.press(Action::Mute).await?;
    }
    both_ways(&ada, &ben).await?;
    ada.sees_moving("Ben").await?;
    ben.sees_moving("Ada").await?;
    tokio::try_join!(ada.goes(), ben.goes())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_names_refused_and_missing_devices() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben"]).await?;
    let ada = Person::at_a(Kind::Firefox, Devices::Refused).await?;
    ada.knock(meeting.link("Ada")).await?;
    ada.sees_finding(FindingCode::MicPermissionDenied).await?;
    ada.sees_folded(FindingCode::CameraPermissionDenied).await?;
    ada.goes().await?;
    // This machine has neither.
    let ben = Person::at_a(Kind::Firefox, Devices::Missing).await?;
    ben.knock(meeting.link("Ben")).await?;
    ben.sees_finding(FindingCode::MicMissing).await?;
    ben.sees_folded(FindingCode::CameraMissing).await?;
    ben.goes().await
}

async fn both_ways(ada: &Person, ben: &Person) -> Result<()> {
    ada.hears("Ben", 700.0).await?;
    ben.hears("Ada", 440.0).await
}
