//! Whatever is cut comes back without a click: the same place, the same admission, no second knock.

use anyhow::{Result, ensure};
use e2e::{
    browser::Devices,
    house::{House, Meeting},
    person::Person,
    until,
};
use thirtyfour::By;
use wire::names::{Action, Screen};

const ADA: Devices = Devices::Fake { hertz: 440.0, colour: (90, 220) };

/// How the waiting room says its number to programs.
async fn place(person: &Person) -> Result<String> {
    until("a place", || async {
        let shown = person.driver().find(By::Css("[data-place]")).await?.attr("data-place").await?;
        Ok(shown)
    })
    .await
}

/// The order of those who wait, as the desk shows it.
async fn order(desk: &Person) -> Result<Vec<String>> {
    let rows = desk.driver().find_all(By::Css("[data-section=\"waiting\"] [data-participant]")).await?;
    let mut ids = vec![];
    for row in rows {
        ids.extend(row.attr("data-participant").await?);
    }
    Ok(ids)
}

async fn sit_down(meeting: &Meeting, name: &str, devices: Devices) -> Result<Person> {
    let person = Person::with(devices).await?;
    person.knock(meeting.link(name)).await?;
    Ok(person)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_keeps_the_place_and_later_the_seat_in_the_meeting() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben"]).await?;
    let desk = Person::with(Devices::Plain).await?;
    desk.open(meeting.link("Dienst")).await?;
    let ada = sit_down(&meeting, "Ada", ADA).await?;
    let ben = sit_down(&meeting, "Ben", Devices::Plain).await?;
    ensure!(place(&ada).await? == "1" && place(&ben).await? == "2");

    ada.reload().await?;
    ada.sees_screen(Screen::Waiting).await?;
    ensure!(place(&ada).await? == "1", "a reload costs no place");

    desk.press(Action::AdmitAll).await?;
    ada.sees_screen(Screen::Meeting).await?;
    ben.sees_screen(Screen::Meeting).await?;
    ada.reload().await?;
    ada.sees_screen(Screen::Meeting).await?;
    ada.press(Action::Mute).await?;
    ben.hears("Ada", 440.0).await?;
    until("two tiles, not three", || async { Ok((ben.tiles().await? == 2).then_some(())) }).await?;
    tokio::try_join!(desk.goes(), ada.goes(), ben.goes())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nobody() -> Result<()> {
    let mut house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben", "Cem", "Dora", "Emil"]).await?;
    let desk = Person::with(Devices::Plain).await?;
    desk.open(meeting.link("Dienst")).await?;
    let ada = sit_down(&meeting, "Ada", ADA).await?;
    let ben = sit_down(&meeting, "Ben", Devices::Plain).await?;
    desk.press(Action::AdmitAll).await?;
    ada.sees_screen(Screen::Meeting).await?;
    ben.sees_screen(Screen::Meeting).await?;
    let mut waiting = vec![];
    for name in ["Cem", "Dora", "Emil"] {
        waiting.push(sit_down(&meeting, name, Devices::Plain).await?);
    }
    let before = until("three in the waiting room", || async {
        let order = order(&desk).await?;
        Ok((order.len() == 3).then_some(order))
    })
    .await?;
    ada.press(Action::Mute).await?;
    ben.hears("Ada", 440.0).await?;

    house.kill().await?;
    // The pages notice, and say so.
    ben.waits_for("the word that the connection is lost", "[data-link=\"returning\"]").await?;
    house.start().await?;

    // Nobody touches anything from here on. Ada's microphone is still on.
    ben.hears("Ada", 440.0).await?;
    for (at, person) in waiting.iter().enumerate() {
        person.sees_screen(Screen::Waiting).await?;
        ensure!(place(person).await? == (at + 1).to_string());
    }
    until("the same order as before", || async { Ok((order(&desk).await? == before).then_some(())) }).await?;
    ada.sees_screen(Screen::Meeting).await?;

    for person in waiting.into_iter().chain([desk, ada, ben]) {
        person.goes().await?;
    }
    Ok(())
}
