//! The program comes in parts: the first screen does without the later ones, and a part that cannot be fetched is
//! waited for.

use anyhow::{Result, ensure};
use e2e::{browser::Devices, house::House, person::Person, until};
use serde_json::{Value, json};
use wire::names::{Action, Screen};

/// Notes when the member can go on.
const WATCH: &str = r#"
    const look = () => {
        const enter = document.querySelector('[data-screen="arrival"] [data-action="enter"]');
        if (document.documentElement?.dataset.ready === "true" && enter && !enter.disabled) {
            window.usableAt ??= performance.now();
        }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
"#;

/// When the meeting's part was asked for and when it was there, and when the member could go on.
const TIMES: &str = r#"
    const part = performance.getEntriesByType("resource").find((entry) => entry.name.includes("/meeting-"));
    return part?.responseEnd ? [window.usableAt ?? null, part.startTime, part.responseEnd] : null;
"#;

/// Asks the browser's developer tools for something.
async fn tell(person: &Person, command: &str, parameters: Value) -> Result<()> {
    person.driver().cdp().send_raw(command, parameters).await?;
    Ok(())
}

/// Lets the meeting's part through, or not.
async fn block(person: &Person, urls: &[&str]) -> Result<()> {
    tell(person, "Network.enable", json!({})).await?;
    tell(person, "Network.setBlockedURLs", json!({ "urls": urls })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_meeting_needs_is_fetched_after_the_first_screen_can_be_used() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = Person::with(Devices::Plain).await?;
    tell(&ada, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    ada.open(meeting.link("Ada")).await?;
    let times = until("the meeting's part", || async {
        let times = ada.driver().execute(TIMES, vec![]).await?.json().clone();
        Ok(serde_json::from_value::<Option<[f64; 3]>>(times)?)
    })
    .await?;
    let [usable, asked, _] = times;
    ensure!(usable < asked, "usable after {usable} ms, the part was asked for after {asked} ms");
    let desks = ada
        .driver()
        .execute(
            "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/desk-')).length",
            vec![],
        )
        .await?;
    ensure!(desks.json() == &json!(0), "a member has no use for the desk");
    ada.goes().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_whose_network_drops_the_meetings_part_is_told_so_and_comes_in_by_herself() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let desk = Person::with(Devices::Plain).await?;
    desk.open(meeting.link("Dienst")).await?;
    let ada = Person::with(Devices::Plain).await?;
    block(&ada, &["*/meeting-*"]).await?;
    // Everything up to the meeting works without that part.
    ada.knock(meeting.link("Ada")).await?;
    desk.press(Action::AdmitAll).await?;
    ada.sees_screen(Screen::Joining).await?;
    ada.waits_for("a word about the delay", "[data-screen=\"joining\"] [data-link=\"returning\"]").await?;
    block(&ada, &[]).await?;
    ada.sees_screen(Screen::Meeting).await?;
    tokio::try_join!(desk.goes(), ada.goes())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_whose_network_drops_the_diagnosis_goes_all_the_way_without_it() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let desk = Person::with(Devices::Plain).await?;
    desk.open(meeting.link("Dienst")).await?;
    let ada = Person::with(Devices::Plain).await?;
    block(&ada, &["*/help-*"]).await?;
    ada.knock(meeting.link("Ada")).await?;
    // Comes back by herself, with the devices of the last time.
    ada.reload().await?;
    ada.sees_screen(Screen::Waiting).await?;
    desk.press(Action::AdmitAll).await?;
    ada.sees_screen(Screen::Meeting).await?;
    ada.press(Action::Mute).await?;
    ada.reload().await?;
    ada.sees_screen(Screen::Meeting).await?;
    tokio::try_join!(desk.goes(), ada.goes())?;
    Ok(())
}
