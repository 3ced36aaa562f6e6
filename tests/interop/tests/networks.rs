//! Meetings through bad networks: they go on, or come back by themselves, and the sound is the last to go.
//!
//! The line is Ada's, in both directions unless said otherwise; Ben's is good. Nobody presses anything.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{home::Weather, setting, until, watch};
use interop::{
    figures,
    hall::{ADA_HERTZ, BEN_HERTZ, Hall},
};
use serde_json::json;

const MS: fn(u64) -> Duration = Duration::from_millis;

/// How long a bad line lasts before it is judged, so that both sides have got used to it.
const SETTLE: Duration = Duration::from_secs(6);

/// How long it is looked at.
const LOOK: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_goes_on_with_loss_delay_and_jitter() -> Result<()> {
    let weathers = [
        ("5 % loss", Weather { loss_percent: 5, ..Weather::FINE }),
        ("10 % loss", Weather { loss_percent: 10, ..Weather::FINE }),
        ("200 ms", Weather { delay: MS(200), ..Weather::FINE }),
        ("30 ms, jitter 80 ms", Weather { delay: MS(30), jitter: MS(80), ..Weather::FINE }),
    ];
    let hall = Hall::open(|_| {}).await?;
    look(&hall, "good line").await?;
    for (name, weather) in weathers {
        hall.home.line().set(weather);
        tokio::time::sleep(SETTLE).await;
        let (up, down) = look(&hall, name).await?;
        for (way, share) in [("up", up), ("down", down)] {
            ensure!(share.heard_percent > 75.0, "{name}, {way}: sound is made up: {share:?}");
            ensure!(share.frames > 3.0, "{name}, {way}: the picture stands still: {share:?}");
        }
        hall.ben.hears("Ada", ADA_HERTZ).await.context(name)?;
        hall.ada.hears("Ben", BEN_HERTZ).await.context(name)?;
    }
    hall.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_uplink_costs_the_picture_and_not_the_sound() -> Result<()> {
    let hall = Hall::open(|_| {}).await?;
    let (before, _) = look(&hall, "good line, before the narrow one").await?;
    for kilobits in [300, 100] {
        let narrow = Weather { kilobits: Some(kilobits), ..Weather::FINE };
        hall.home.line().set_each(narrow, Weather::FINE);
        tokio::time::sleep(SETTLE).await;
        let (up, down) = look(&hall, &format!("uplink of {kilobits} kbit/s")).await?;
        ensure!(up.heard_percent > 80.0, "the sound goes with the picture at {kilobits} kbit/s: {up:?}");
        ensure!(up.picture_kilobits < f64::from(kilobits), "{up:?}");
        ensure!(
            up.picture_kilobits < before.picture_kilobits.max(f64::from(kilobits)),
            "the picture costs what it did: {before:?}, {up:?}"
        );
        ensure!(down.heard_percent > 90.0 && down.frames > 5.0, "the way down is good: {down:?}");
        hall.ben.hears("Ada", ADA_HERTZ).await?;
    }
    hall.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_udp_is_blocked_everything_goes_over_tcp() -> Result<()> {
    let wall = Weather { udp: false, ..Weather::FINE };
    let hall = Hall::open(|home| home.line().set(wall)).await?;
    ensure!(hall.ada.received().await?.tcp, "Ada's media goes over TCP");
    look(&hall, "UDP blocked").await?;

    // And where it is blocked only once the meeting is on.
    hall.home.line().set(Weather::FINE);
    hall.ada.reload().await?;
    hall.ada.press(wire::names::Action::Mute).await?;
    hall.all_hear_each_other().await?;
    until("media over UDP again", || async { Ok((!hall.ada.received().await?.tcp).then_some(())) }).await?;
    hall.home.line().set(wall);
    until("media over TCP", || async { Ok(hall.ada.received().await?.tcp.then_some(())) }).await?;
    hall.all_hear_each_other().await.context("after UDP was blocked")?;
    hall.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_heal_by_themselves() -> Result<()> {
    // In the long form, twenty cuts of 1 to 20 seconds in an order that looks like chance and is always the same.
    let cuts: u64 = setting("VORZIMMER_CUTS", "3").parse()?;
    let hall = Hall::open(|_| {}).await?;
    hall.ben.notes_when_heard("Ada").await?;
    hall.ada.notes_when_heard("Ben").await?;
    for n in 0..cuts {
        let cut = Duration::from_secs(if cuts == 3 { [2, 18, 7][n as usize] } else { n * 7 % 20 + 1 });
        hall.home.line().set(Weather::CUT);
        tokio::time::sleep(cut).await;
        hall.home.line().set(Weather::FINE);
        let mended = watch::now()?;
        let patience = Duration::from_secs(90);
        let up = hall.ben.hears_again_after(mended, patience).await;
        let up = up.with_context(|| format!("Ada at Ben's, after {cut:?}"))?;
        let down = hall.ada.hears_again_after(mended, patience).await;
        let down = down.with_context(|| format!("Ben at Ada's, after {cut:?}"))?;
        let figure = json!({ "cut_s": cut.as_secs(), "heard_after_s": up.as_secs_f64(), "hears_after_s": down.as_secs_f64() });
        figures::note("cuts", &figure)?;
        hall.all_hear_each_other().await?;
        hall.ben.sees_moving("Ada").await.with_context(|| format!("after {cut:?}"))?;
        hall.ada.sees_moving("Ben").await.with_context(|| format!("after {cut:?}"))?;
    }
    hall.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_is_taken_up() -> Result<()> {
    let hall = Hall::open(|_| {}).await?;
    hall.ben.notes_when_heard("Ada").await?;
    hall.home.moves(2, 3).await?;
    let moved = watch::now()?;
    let back = hall.ben.hears_again_after(moved + 500.0, Duration::from_secs(90)).await?;
    figures::note("moves", &json!({ "heard_after_s": back.as_secs_f64() + 0.5 }))?;
    hall.all_hear_each_other().await?;
    hall.ben.sees_moving("Ada").await?;
    hall.close().await
}

/// What arrives of Ada at Ben's, and of Ben at Ada's.
async fn look(hall: &Hall, name: &str) -> Result<(watch::Share, watch::Share)> {
    let (up, down) = tokio::try_join!(hall.ben.receives_within(LOOK), hall.ada.receives_within(LOOK))?;
    for (way, share) in [("up", &up), ("down", &down)] {
        let figure = json!({
            "line": name, "way": way, "heard_percent": share.heard_percent, "frames_per_s": share.frames,
            "width": share.width, "picture_kbits": share.picture_kilobits, "sound_kbits": share.sound_kilobits,
        });
        figures::note("lines", &figure)?;
    }
    Ok((up, down))
}
