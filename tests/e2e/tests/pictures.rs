//! How pictures travel: in layers, in the size in which they are shown, not at all when they are on another page; and
//! screens that are shared. Looked at from outside, by what the browser itself counts.

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::Devices,
    house::House,
    person::{PEERS, Person},
    until,
};
use serde::Deserialize;
use wire::names::{Action, Screen};

const BEN: Devices = Devices::Fake { hertz: 700.0, colour: (220, 90) };
const CEM: Devices = Devices::Fake { hertz: 520.0, colour: (90, 220) };

/// One stream of pictures, as the browser counts it.
#[derive(Clone, Debug, Deserialize)]
struct Stream {
    rid: String,
    frames: u64,
    height: u64,
}

/// What goes out (`outbound-rtp`) or comes in (`inbound-rtp`).
async fn streams(at: &Person, direction: &str) -> Result<Vec<Stream>> {
    let script = r"
        const [direction, done] = arguments;
        (async () => {
          const streams = [];
          for (const peer of window.journeyPeers.filter((peer) => peer.connectionState !== 'closed'))
            for (const entry of (await peer.getStats()).values())
              if (entry.type === direction && entry.kind === 'video')
                streams.push({
                  rid: entry.rid ?? '', height: entry.frameHeight ?? 0,
                  frames: entry.framesDecoded ?? entry.framesEncoded ?? 0,
                });
          return { streams };
        })().then(done, (error) => done({ error: String(error) }));
    ";
    let answer = at.driver().execute_async(script, vec![direction.into()]).await?.json().clone();
    serde_json::from_value(answer["streams"].clone()).with_context(|| answer.to_string())
}

/// Lets everybody in whose page waits.
async fn all_in(desk: &Person, people: &[&Person]) -> Result<()> {
    desk.press(Action::AdmitAll).await?;
    for person in people {
        person.sees_screen(Screen::Meeting).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_camera_is_sent_in_three_layers_and_received_as_large_as_it_is_shown() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben"]).await?;
    // The browser's own test camera has a picture of 720 lines.
    let (desk, ada, ben) =
        tokio::try_join!(Person::with(Devices::Plain), Person::with(Devices::Plain), Person::with(BEN))?;
    desk.open(meeting.link("Dienst")).await?;
    for (person, name) in [(&ada, "Ada"), (&ben, "Ben")] {
        person.knock(meeting.link(name)).await?;
        person.driver().execute(PEERS, vec![]).await?;
    }
    all_in(&desk, &[&ada, &ben]).await?;

    let sent = until("three layers", || async {
        let sent = streams(&ada, "outbound-rtp").await?;
        let small = sent.iter().any(|layer| layer.rid == "q" && layer.frames > 5);
        ensure!(sent.len() == 3 && small, "{sent:?}");
        Ok(Some(sent))
    })
    .await?;
    let mut layers: Vec<&str> = sent.iter().map(|layer| layer.rid.as_str()).collect();
    layers.sort_unstable();
    ensure!(layers == ["f", "h", "q"], "{layers:?}");

    // Shown over half a window of 1280 by 900, a picture is large; in a window for a stamp it is not.
    let received = |wanted: &'static str, fits: fn(u64) -> bool| {
        let ben = &ben;
        async move {
            until(wanted, || async {
                let all = streams(ben, "inbound-rtp").await?;
                let height = all.iter().map(|stream| stream.height).max().unwrap_or_default();
                ensure!(fits(height), "{all:?}");
                Ok(Some(height))
            })
            .await
        }
    };
    received("a large picture", |height| height >= 360).await?;
    ben.driver().set_window_rect(0, 0, 320, 560).await?;
    received("a small picture", |height| height > 0 && height <= 180).await?;
    ben.driver().set_window_rect(0, 0, 1280, 900).await?;
    received("a large picture again", |height| height >= 360).await?;
    tokio::try_join!(desk.goes(), ada.goes(), ben.goes())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_on_another_page_is_heard_but_not_seen_until_they_speak() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben", "Cem"]).await?;
    let desk = Person::with(Devices::Plain).await?;
    desk.open(meeting.link("Dienst")).await?;
    let (ada, ben, cem) =
        tokio::try_join!(Person::with(Devices::Plain), Person::with(BEN), Person::with(CEM))?;
    // Ben first, so that he has the first seat.
    for (person, name) in [(&ada, "Ada"), (&ben, "Ben"), (&cem, "Cem")] {
        person.knock(meeting.link(name)).await?;
        person.driver().execute(PEERS, vec![]).await?;
        desk.press_for(name, Action::Admit).await?;
        person.sees_screen(Screen::Meeting).await?;
    }
    ada.sees_moving("Ben").await?;
    ada.sees_moving("Cem").await?;
    // All of one size, in a window for two tiles.
    ada.press(Action::ChangeLayout).await?;
    ada.driver().set_window_rect(0, 0, 320, 790).await?;
    ada.waits_for("two pages", "[data-page=\"1\"][data-pages=\"2\"]").await?;
    let (ben_id, cem_id) = (ben.id_of("Sie (Ben)").await?, cem.id_of("Sie (Cem)").await?);
    let tile = |id: &str| format!("[data-screen=\"meeting\"] [data-participant=\"{id}\"]");
    ada.waits_for("Ben's tile", &tile(&ben_id)).await?;
    ada.waits_until_gone("Cem's tile", &tile(&cem_id)).await?;
    // Nothing comes of the one who is not shown.
    until("one picture that stands still", || async {
        let before = streams(&ada, "inbound-rtp").await?;
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        let after = streams(&ada, "inbound-rtp").await?;
        let moving = before.iter().zip(&after).filter(|(a, b)| b.frames > a.frames).count();
        ensure!(after.len() == 2 && moving == 1, "{before:?} {after:?}");
        Ok(Some(()))
    })
    .await?;

    // Turning the page shows the other one.
    ada.press(Action::NextPage).await?;
    ada.waits_for("Cem's tile", &tile(&cem_id)).await?;
    ada.waits_until_gone("Ben's tile", &tile(&ben_id)).await?;
    ada.press(Action::PreviousPage).await?;
    ada.waits_for("Ben's tile", &tile(&ben_id)).await?;

    // Who speaks unseen is heard at once, and comes forward.
    cem.press(Action::Mute).await?;
    ada.hears_id(&cem_id, 520.0).await?;
    ada.waits_for("Cem's tile on the first page", &tile(&cem_id)).await?;
    ada.waits_for("the first page", "[data-page=\"1\"]").await?;
    tokio::try_join!(desk.goes(), ada.goes(), ben.goes(), cem.goes())?;
    Ok(())
}

/// A browser without a desk to show has no screen: the picture is drawn, the rest is real.
const DRAWN_SCREEN: &str = r"
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = document.createElement('canvas');
      canvas.width = 1280; canvas.height = 720;
      const context = canvas.getContext('2d');
      let at = 0;
      setInterval(() => {
        context.fillStyle = '#10c020'; context.fillRect(0, 0, 1280, 720);
        context.fillStyle = '#ffffff'; context.fillRect((at += 20) % 1280, 0, 120, 720);
      }, 60);
      const stream = canvas.captureStream(15);
      window.journeyScreen = stream.getVideoTracks()[0];
      return stream;
    };
";

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_screen_is_seen_by_the_other_until_it_is_ended() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben"]).await?;
    let (desk, ada, ben) =
        tokio::try_join!(Person::with(Devices::Plain), Person::with(Devices::Plain), Person::with(BEN))?;
    desk.open(meeting.link("Dienst")).await?;
    for (person, name) in [(&ada, "Ada"), (&ben, "Ben")] {
        person.knock(meeting.link(name)).await?;
    }
    all_in(&desk, &[&ada, &ben]).await?;
    ada.driver().execute(DRAWN_SCREEN, vec![]).await?;

    ada.press(Action::ShareScreen).await?;
    ada.waits_for("that it is shown", "[data-action=\"share-screen\"][data-status=\"on\"]").await?;
    let seen = until("a green picture", || async {
        let seen = ben.looks_at_selector("[data-share] video").await?;
        ensure!(seen.green > seen.red + 30.0 && seen.change > 0.5, "{seen:?}");
        Ok(Some(seen))
    })
    .await?;
    ensure!(seen.frames > 0);

    ada.press(Action::ShareScreen).await?;
    ben.waits_until_gone("the screen", "[data-share]").await?;

    // Ended in the browser, by its own button.
    ada.press(Action::ShareScreen).await?;
    ben.waits_for("the screen", "[data-share]").await?;
    let ended = "window.journeyScreen.stop(); window.journeyScreen.dispatchEvent(new Event('ended'))";
    ada.driver().execute(ended, vec![]).await?;
    ben.waits_until_gone("the screen", "[data-share]").await?;
    tokio::try_join!(desk.goes(), ada.goes(), ben.goes())?;
    Ok(())
}
