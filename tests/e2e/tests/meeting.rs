//! The main path: from the personal link to being heard and seen, with real media in a browser for each person.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::Devices,
    house::{House, Meeting},
    person::Person,
    socket::Knock,
    until,
};
use wire::{
    AttemptId, InvitationToken, PROTOCOL,
    checks::CheckStatus,
    names::{Action, Screen, Step},
    participant::{FromParticipant, Standing, ToParticipant},
};

const ADA: Devices = Devices::Fake { hertz: 440.0, colour: (90, 220) }; // reddish
const BEN: Devices = Devices::Fake { hertz: 700.0, colour: (220, 90) }; // bluish

#[tokio::test(flavor = "multi_thread")]
async fn two_members_hear_and_see_each_other_and_nobody_else_does() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben", "Cem", "Dora"]).await?;
    let (desk, ada, ben) =
        tokio::try_join!(Person::with(Devices::Plain), Person::with(ADA), Person::with(BEN))?;
    desk.open(meeting.link("Dienst")).await?;
    desk.sees_screen(Screen::Desk).await?;

    // Both wait; their devices are tested by what really comes out of them.
    for (person, name) in [(&ada, "Ada"), (&ben, "Ben")] {
        person.knock(meeting.link(name)).await?;
        person.sees_step(Step::Speak, CheckStatus::Success).await.context("the microphone")?;
        person.sees_step(Step::See, CheckStatus::Success).await.context("the camera")?;
        person.press(Action::PlayChime).await?;
        person.press(Action::Heard).await?;
        person.sees_step(Step::Hear, CheckStatus::Success).await?;
    }

    desk.press_for("Ada", Action::Admit).await?;
    ada.sees_screen(Screen::Meeting).await?;
    ben.sees_screen(Screen::Waiting).await?;
    who_waits_gets_nothing(&house, &meeting).await?;
    desk.press_for("Ben", Action::Admit).await?;
    ben.sees_screen(Screen::Meeting).await?;

    // Everybody comes in silent.
    until("Ada's tile at Ben's", || async { Ok((ben.tiles().await? == 2).then_some(())) }).await?;
    ada.press(Action::Mute).await?;
    ben.press(Action::Mute).await?;
    ada.hears("Ben", 700.0).await?;
    ben.hears("Ada", 440.0).await?;
    let ben_at_adas = ada.sees_moving("Ben").await?;
    ensure!(ben_at_adas.blue > ben_at_adas.red + 40.0, "Ben's picture is bluish: {ben_at_adas:?}");
    let ada_at_bens = ben.sees_moving("Ada").await?;
    ensure!(ada_at_bens.red > ada_at_bens.blue + 40.0, "Ada's picture is reddish: {ada_at_bens:?}");

    // Muting silences on the far side within a second.
    ada.press(Action::Mute).await?;
    let muted = Instant::now();
    ben.hears_nothing_of("Ada").await?;
    // One look listens for 0.8 s, so that the first silent one may end 1.8 s after the press.
    ensure!(muted.elapsed() < Duration::from_millis(2_500), "silent only after {:?}", muted.elapsed());

    // The Sitzungsdienst can silence a member, who reads it and alone can undo it.
    ada.press(Action::Mute).await?;
    ben.hears("Ada", 440.0).await?;
    desk.press_for("Ada", Action::MutePerson).await?;
    let said = "[data-notice=\"muted-by-staff\"]";
    ada.waits_for("the word that the microphone was switched off", said).await?;
    ben.hears_nothing_of("Ada").await?;
    ada.press(Action::Mute).await?;
    ben.hears("Ada", 440.0).await?;
    ada.waits_until_gone("that word", said).await?;

    // Leaving removes the tile.
    let id = ben.id_of("Ada").await?;
    ada.press(Action::Leave).await?;
    ada.sees_screen(Screen::Ended).await?;
    let tile = format!("[data-screen=\"meeting\"] [data-participant=\"{id}\"]");
    ben.waits_until_gone("Ada's tile", &tile).await?;

    // And coming back needs no second admission.
    ada.press(Action::Rejoin).await?;
    ada.sees_screen(Screen::Meeting).await?;
    until("Ada's tile again", || async { Ok((ben.tiles().await? == 2).then_some(())) }).await?;
    tokio::try_join!(desk.goes(), ada.goes(), ben.goes())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_rejected_reads_why_and_gets_in_only_by_admission() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let (desk, ada) = tokio::try_join!(Person::with(Devices::Plain), Person::with(ADA))?;
    desk.open(meeting.link("Dienst")).await?;
    ada.knock(meeting.link("Ada")).await?;
    desk.press_for("Ada", Action::Reject).await?;
    let sentence = "Bitte rufen Sie das Sitzungsbüro an.";
    desk.waits_for("a field for the sentence", "dialog[open] textarea").await?.send_keys(sentence).await?;
    desk.press(Action::ConfirmReject).await?;
    ada.sees_screen(Screen::Rejected).await?;
    ada.waits_to_read(sentence).await?;
    no_token_for(&house, &meeting, "Ada").await?;
    // Asking directly took Ada's place over; her page was told, and the rejection holds when she is back.
    ada.sees_screen(Screen::Elsewhere).await?;
    ada.press(Action::ContinueHere).await?;
    ada.sees_screen(Screen::Rejected).await?;

    desk.press_for("Ada", Action::Admit).await?;
    ada.sees_screen(Screen::Meeting).await?;

    // Ending the meeting ends it for everybody.
    desk.press(Action::EndMeeting).await?;
    desk.press(Action::ConfirmEnd).await?;
    ada.sees_screen(Screen::Ended).await?;
    tokio::try_join!(desk.goes(), ada.goes())?;
    Ok(())
}

/// Asks every endpoint directly, with everything that somebody who waits knows.
async fn who_waits_gets_nothing(house: &House, meeting: &Meeting) -> Result<()> {
    no_token_for(house, meeting, "Cem").await?;
    let secret = secret(meeting, "Cem");
    for path in ["/rtc", "/rtc/validate", "/rtc/v1", "/rtc/v1/validate"] {
        for token in ["", "nonsense", secret] {
            let url = house.url(&format!("{path}?access_token={token}"));
            let status = reqwest::get(&url).await?.status();
            ensure!(status.is_client_error(), "{path} with a bad token answers {status}");
            let socket = tokio_tungstenite::connect_async(url.replace("http://", "ws://")).await;
            ensure!(socket.is_err(), "{path} lets a WebSocket be opened with a bad token");
        }
    }
    Ok(())
}

async fn no_token_for(house: &House, meeting: &Meeting, name: &str) -> Result<()> {
    let mut knock = Knock::open(house).await?;
    let invitation = InvitationToken::new(secret(meeting, name));
    let arrive =
        FromParticipant::Arrive { protocol: PROTOCOL, invitation, take_over: true, tab: "direct".into() };
    knock.say(&arrive).await?;
    knock.say(&FromParticipant::RequestAccess { attempt: AttemptId(1) }).await?;
    knock.say(&FromParticipant::KeepAlive).await?;
    loop {
        match knock.hear().await? {
            ToParticipant::AccessGranted { .. } | ToParticipant::AccessOffered { .. } => {
                anyhow::bail!("{name} got a token without admission")
            }
            ToParticipant::Arrived { standing, .. } | ToParticipant::Standing { standing } => {
                ensure!(standing != Standing::Admitted, "{name} is not admitted");
            }
            ToParticipant::StillHere { .. } => return Ok(()),
            ToParticipant::Refused { .. }
            | ToParticipant::Elsewhere
            | ToParticipant::Message { .. }
            | ToParticipant::MeetingUnavailable { .. }
            | ToParticipant::EchoRoomGranted { .. }
            | ToParticipant::EchoRoomUnavailable { .. }
            | ToParticipant::Outdated => {}
        }
    }
}

fn secret<'a>(meeting: &'a Meeting, name: &str) -> &'a str {
    meeting.link(name).rsplit('/').next().unwrap_or_default()
}
