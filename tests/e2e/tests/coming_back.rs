//! Whatever is cut comes back without a click: the same place, the same admission, no second knock.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use e2e::{
    browser::Devices,
    house::{House, Meeting},
    person::Person,
    setting,
    socket::Desk,
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
    if let Some(livekit) = house.livekit() {
        livekit.kill().await?;
    }
    // The pages notice, and say so.
    ben.waits_for("the word that the connection is lost", "[data-link=\"returning\"]").await?;
    house.start().await?;
    if let Some(livekit) = house.livekit() {
        livekit.start().await?;
    }

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

/// How long the sleep is, in seconds: longer than anybody on the server waits for a sign of life.
const SLEEP: &str = "40";

#[tokio::test(flavor = "multi_thread")]
async fn a_sleeping_computer_loses_neither_place_nor_seat() -> Result<()> {
    let sleep = Duration::from_secs(setting("VORZIMMER_SLEEP_SECONDS", SLEEP).parse()?);
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben", "Cem", "Dora"]).await?;
    let mut desk = Desk::open(&house, &meeting).await?;
    let ada = sit_down(&meeting, "Ada", ADA).await?;
    let ben = sit_down(&meeting, "Ben", Devices::Plain).await?;
    desk.admits_all().await?;
    ada.sees_screen(Screen::Meeting).await?;
    ben.sees_screen(Screen::Meeting).await?;
    ada.press(Action::Mute).await?;
    ben.hears("Ada", 440.0).await?;
    let cem = sit_down(&meeting, "Cem", Devices::Plain).await?;
    ensure!(place(&cem).await? == "1");

    // Ada in the meeting and Cem in the waiting room shut their laptops.
    ada.browser().stops()?;
    cem.browser().stops()?;
    let shut = Instant::now();
    let id = ben.id_of("Ada").await?;
    let tile = format!("[data-screen=\"meeting\"] [data-participant=\"{id}\"]");
    ben.waits_until_gone("the tile of Ada, who sleeps", &tile).await?;
    let dora = sit_down(&meeting, "Dora", Devices::Plain).await?;
    ensure!(place(&dora).await? == "2", "Cem's place is kept while he sleeps");
    tokio::time::sleep(sleep.saturating_sub(shut.elapsed())).await;

    // Both open them again, and press nothing.
    ada.browser().goes_on()?;
    cem.browser().goes_on()?;
    ben.hears("Ada", 440.0).await?;
    ada.sees_screen(Screen::Meeting).await?;
    cem.sees_screen(Screen::Waiting).await?;
    until("Cem's connection", || async {
        Ok(cem.driver().find_all(By::Css("[data-link=\"returning\"]")).await?.is_empty().then_some(()))
    })
    .await?;
    ensure!(place(&cem).await? == "1" && place(&dora).await? == "2");
    // He is really there, and not only on the screen. The desk's own line was silent for too long.
    Desk::open(&house, &meeting).await?.admits_all().await?;
    cem.sees_screen(Screen::Meeting).await?;
    for person in [ada, ben, cem, dora] {
        person.goes().await?;
    }
    Ok(())
}
