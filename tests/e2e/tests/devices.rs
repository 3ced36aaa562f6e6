//! The plain device errors: each is named by its code and a sentence, in both languages, and none is a dead end.

use anyhow::{Result, ensure};
use e2e::{
    browser::{Browser, Devices},
    house::House,
    person::Person,
};
use wire::names::{Action, FindingCode, Screen};

#[tokio::test(flavor = "multi_thread")]
async fn refused_devices_are_named_and_the_member_can_still_get_in() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = Person::with(Devices::Refused).await?;
    ada.knock(meeting.link("Ada")).await?;
    let microphone = ada.sees_finding(FindingCode::MicPermissionDenied).await?;
    let camera = ada.sees_finding(FindingCode::CameraPermissionDenied).await?;
    ensure!(microphone.contains("Mikrofon") && camera.contains("Kamera"), "{microphone} / {camera}");
    ada.press(Action::Language).await?;
    ada.waits_to_read("microphone").await?;

    let desk = Person::with(Devices::Plain).await?;
    desk.open(meeting.link("Dienst")).await?;
    desk.press_for("Ada", Action::Admit).await?;
    ada.sees_screen(Screen::Meeting).await?;
    tokio::try_join!(desk.goes(), ada.goes())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_devices_are_named() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = Person::with(Devices::Missing).await?;
    ada.open(meeting.link("Ada")).await?;
    // Chromium can be started without cameras, but not without microphones: their absence is its own exception.
    let none = "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = (wanted) => wanted.audio
            ? Promise.reject(new DOMException('Requested device not found', 'NotFoundError')) : real(wanted)";
    ada.driver().execute(none, vec![]).await?;
    ada.press(Action::Enter).await?;
    ada.sees_finding(FindingCode::MicMissing).await?;
    ada.sees_finding(FindingCode::CameraMissing).await?;
    ada.goes().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_something_else_holds_is_named() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = Person::at(Browser::start(Devices::Plain, "de").await?);
    // Chromium's own exception for a camera that another program has; the device itself cannot be taken away here.
    ada.open(meeting.link("Ada")).await?;
    let held = "navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))";
    ada.driver().execute(held, vec![]).await?;
    ada.press(Action::Enter).await?;
    ada.sees_finding(FindingCode::MicInUse).await?;
    ada.sees_finding(FindingCode::CameraInUse).await?;
    ada.goes().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_left_open_is_pointed_at() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = Person::at(Browser::start(Devices::Plain, "de").await?);
    ada.open(meeting.link("Ada")).await?;
    let open = "navigator.mediaDevices.getUserMedia = () => new Promise(() => {})";
    ada.driver().execute(open, vec![]).await?;
    ada.press(Action::Enter).await?;
    ada.sees_finding(FindingCode::MicPermissionPending).await?;
    ada.goes().await
}
