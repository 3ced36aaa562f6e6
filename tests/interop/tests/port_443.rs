//! Members whose network lets nothing out but TCP to port 443, in Chromium, behind each front that `docs/operation.md` describes.

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::Devices,
    home::{Home, Weather},
    until,
};
use interop::{
    front::{City, Front},
    hall::{ADA_HERTZ, BEN_HERTZ},
};
use wire::{
    FindingCode as Code,
    names::{Action, Screen},
};

#[tokio::test(flavor = "multi_thread")]
async fn through_nginx() -> Result<()> {
    meets(Front::Nginx).await
}

#[tokio::test(flavor = "multi_thread")]
async fn through_caddy() -> Result<()> {
    meets(Front::Caddy).await
}

#[tokio::test(flavor = "multi_thread")]
async fn by_itself() -> Result<()> {
    meets(Front::Itself).await
}

/// Ada has port 443 alone, Ben everything. They hear each other, Ada by way of the relay and inside TLS.
async fn meets(front: Front) -> Result<()> {
    let (home, bens_home) = (Home::build(1).await?, Home::build(2).await?);
    let city = City::build(front).await?;
    let meeting = city.house.invite(&["Ada", "Ben"]).await?;
    ensure!(meeting.link("Ada").starts_with("https://sitzung.example/j/"), "{}", meeting.link("Ada"));
    home.line().set(Weather { udp: false, tcp_port: Some(443), ..Weather::FINE });
    let fake = |hertz, colour| Devices::Fake { hertz, colour };
    let (ada, ben, desk) = tokio::try_join!(
        city.member(Some(&home), fake(ADA_HERTZ, (90, 220))),
        city.member(Some(&bens_home), fake(BEN_HERTZ, (220, 90))),
        city.member(None, Devices::Missing),
    )?;
    ada.knocks_with_devices(meeting.link("Ada")).await?;
    ben.knocks_with_devices(meeting.link("Ben")).await?;
    desk.open(meeting.link("Dienst")).await?;
    desk.press(Action::AdmitAll).await?;
    for person in [&ada, &ben] {
        person.sees_screen(Screen::Meeting).await?;
        person.press(Action::Mute).await?;
    }
    ben.hears("Ada", ADA_HERTZ).await?;
    ada.hears("Ben", BEN_HERTZ).await?;
    let (adas, bens) = (ada.relays().await?, ben.relays().await?);
    ensure!(!adas.is_empty() && adas.iter().all(|relay| relay == "tls"), "Ada's media go by {adas:?}");
    ensure!(bens.iter().all(String::is_empty), "Ben's media go by {bens:?}");
    for (name, person, wanted) in [("Ben", &ben, &[][..]), ("Ada", &ada, &[Code::UdpBlocked.name()])] {
        // What was found on the way there takes a moment to go.
        until(&format!("{name} to be told {wanted:?} alone"), || async {
            let mut told = person.is_told().await?;
            // A tone that never ends is no voice.
            told.retain(|code| code != Code::MicNoisy.name());
            ensure!(told == wanted, "{told:?}");
            Ok(Some(()))
        })
        .await?;
    }
    for person in [ada, ben, desk] {
        person.goes().await.context("at the end")?;
    }
    Ok(())
}
