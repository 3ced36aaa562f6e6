//! Links that lead nowhere: each kind has its own answer and its own screen.

use anyhow::{Result, ensure};
use e2e::{browser::Devices, house::House, person::Person};
use wire::names::Screen;

#[tokio::test(flavor = "multi_thread")]
async fn each_link_that_lets_nobody_in_says_why() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let past = house.invite_for("2020-01-15 18:30", &["Ben"]).await?;
    house.run(&["invitation", "revoke", meeting.link("Ada")]).await?;

    let unknown = house.url("/j/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let cases = [
        (unknown.as_str(), 404, "invitation-unknown"),
        (past.link("Ben"), 410, "invitation-expired"),
        (meeting.link("Ada"), 410, "invitation-revoked"),
    ];
    let person = Person::with(Devices::Plain).await?;
    let mut sentences = vec![];
    for (link, status, finding) in cases {
        ensure!(reqwest::get(link).await?.status().as_u16() == status, "{finding}");
        person.open(link).await?;
        person.sees_screen(Screen::Refused).await?;
        let shown = person.waits_for(finding, &format!("[data-finding=\"{finding}\"]")).await?;
        sentences.push(shown.text().await?);
    }
    sentences.dedup();
    ensure!(sentences.len() == 3, "three problems, three sentences: {sentences:?}");

    // Without any link the page is no dead end either.
    person.open(&house.url("/")).await?;
    person.sees_screen(Screen::Refused).await?;
    person.waits_to_read("01234 5678-90").await?;
    person.goes().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_is_told_and_can_take_over() -> Result<()> {
    use wire::names::Action;
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let first = Person::with(Devices::Plain).await?;
    let second = Person::with(Devices::Plain).await?;
    first.knock(meeting.link("Ada")).await?;
    second.open(meeting.link("Ada")).await?;
    second.press(Action::Enter).await?;
    second.sees_screen(Screen::Elsewhere).await?;
    first.sees_screen(Screen::Waiting).await?;
    second.press(Action::ContinueHere).await?;
    second.sees_screen(Screen::Waiting).await?;
    first.sees_screen(Screen::Elsewhere).await?;
    tokio::try_join!(first.goes(), second.goes())?;
    Ok(())
}
