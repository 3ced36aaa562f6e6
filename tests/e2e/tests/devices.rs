//! The plain device errors: each is named by its code and a sentence, in both languages, and none is a dead end.

use anyhow::{Result, ensure};
use e2e::{
    browser::{Browser, Devices},
    house::House,
    person::Person,
};
use wire::{
    checks::CheckStatus,
    names::{Action, FindingCode, Screen, Step},
};

#[tokio::test(flavor = "multi_thread")]
async fn refused_devices_are_named_and_the_member_can_still_get_in() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = Person::with(Devices::Refused).await?;
    ada.knock(meeting.link("Ada")).await?;
    let microphone = ada.sees_finding(FindingCode::MicPermissionDenied).await?;
    ada.sees_folded(FindingCode::CameraPermissionDenied).await?;
    ensure!(microphone.contains("Mikrofon"), "{microphone}");
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
    ada.sees_folded(FindingCode::CameraMissing).await?;
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
    ada.sees_folded(FindingCode::CameraInUse).await?;
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

/// Lets the page believe that a microphone was pulled out, and plugged in again: Chromium's own test devices cannot be.
const CABLE: &str = r"
    const devices = navigator.mediaDevices;
    const list = devices.enumerateDevices.bind(devices), open = devices.getUserMedia.bind(devices);
    const opened = [];
    let pulled = null;
    devices.enumerateDevices = async () => (await list()).filter((device) => device.deviceId !== pulled);
    devices.getUserMedia = async (wanted) => {
      const here = (await list()).find((device) => device.kind === 'audioinput'
        && device.deviceId !== pulled && device.deviceId !== 'default');
      if (wanted.audio && pulled) wanted = { audio: { ...wanted.audio, deviceId: { exact: here.deviceId } } };
      const stream = await open(wanted);
      opened.push(...stream.getAudioTracks());
      return stream;
    };
    window.journeyCable = {
      pull() {
        const track = opened.at(-1);
        pulled = track.getSettings().deviceId;
        track.stop();
        track.dispatchEvent(new Event('ended'));
        devices.dispatchEvent(new Event('devicechange'));
      },
      plug() { pulled = null; devices.dispatchEvent(new Event('devicechange')); },
    };
";

#[tokio::test(flavor = "multi_thread")]
async fn a_pulled_microphone_is_replaced_and_taken_again_in_the_meeting_too() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let (desk, ada) = tokio::try_join!(Person::with(Devices::Plain), Person::with(Devices::Plain))?;
    desk.open(meeting.link("Dienst")).await?;
    ada.open(meeting.link("Ada")).await?;
    ada.driver().execute(CABLE, vec![]).await?;
    ada.press(Action::Enter).await?;
    ada.sees_screen(Screen::Waiting).await?;
    ada.sees_step(Step::Speak, CheckStatus::Success).await?;
    // The second one: the first is the system's choice, which is always there.
    let choose = "const list = document.querySelector('[data-action=\"choose-microphone\"]');
        list.selectedIndex = list.options.length - 1; list.dispatchEvent(new Event('change', { bubbles: true }))";
    ada.waits_for("microphones to choose from", "[data-action=\"choose-microphone\"]").await?;
    ada.driver().execute(choose, vec![]).await?;
    ada.sees_step(Step::Speak, CheckStatus::Success).await?;

    for admit in [true, false] {
        ada.driver().execute("window.journeyCable.pull()", vec![]).await?;
        ada.waits_for("that another one is used", "[data-notice=\"mic-replaced\"]").await?;
        ada.driver().execute("window.journeyCable.plug()", vec![]).await?;
        let back = ada.waits_for("that it is back", "[data-notice=\"mic-returned\"]").await?;
        ensure!(back.text().await?.contains("wieder da"));
        if admit {
            desk.press_for("Ada", Action::Admit).await?;
            ada.sees_screen(Screen::Meeting).await?;
        }
    }
    tokio::try_join!(desk.goes(), ada.goes())?;
    Ok(())
}
