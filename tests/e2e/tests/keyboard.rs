//! The member's way and the Sitzungsdienst's way, by keyboard alone: Tab, Enter and letters, never a pointer.

use anyhow::Result;
use e2e::{browser::Devices, house::House, person::Person};
use wire::names::{Action, Screen};

#[tokio::test(flavor = "multi_thread")]
async fn both_ways_can_be_walked_by_keyboard_alone() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let (desk, ada) = tokio::try_join!(Person::with(Devices::Plain), Person::with(Devices::Plain))?;

    ada.open(meeting.link("Ada")).await?;
    ada.tabs_and_enters(Action::Enter).await?;
    ada.sees_screen(Screen::Waiting).await?;
    ada.tabs_and_enters(Action::PlayChime).await?;
    ada.tabs_and_enters(Action::Heard).await?;

    // Rejected with a sentence, then admitted all the same.
    desk.open(meeting.link("Dienst")).await?;
    desk.sees_screen(Screen::Desk).await?;
    desk.tabs_and_enters(Action::Reject).await?;
    desk.tabs_to_selector("dialog textarea").await?;
    desk.types("Noch nicht").await?;
    desk.tabs_and_enters(Action::ConfirmReject).await?;
    ada.sees_screen(Screen::Rejected).await?;
    ada.waits_to_read("Noch nicht").await?;
    desk.tabs_and_enters(Action::Admit).await?;

    ada.sees_screen(Screen::Meeting).await?;
    ada.tabs_and_enters(Action::Mute).await?;
    ada.waits_for("the microphone on", "[data-action=\"mute\"][data-status=\"on\"]").await?;
    ada.tabs_and_enters(Action::Camera).await?;
    ada.tabs_and_enters(Action::Leave).await?;
    ada.sees_screen(Screen::Ended).await?;
    ada.tabs_and_enters(Action::Rejoin).await?;
    ada.sees_screen(Screen::Meeting).await?;

    desk.tabs_and_enters(Action::EndMeeting).await?;
    desk.tabs_and_enters(Action::ConfirmEnd).await?;
    ada.sees_screen(Screen::Ended).await?;
    tokio::try_join!(desk.goes(), ada.goes())?;
    Ok(())
}
