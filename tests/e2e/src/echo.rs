//! The trial of the voice, in a browser whose microphone says German words.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;
use wire::{
    checks::CheckStatus,
    names::{Action, Step},
};

use crate::{
    browser::{Devices, Kind},
    faults::Clinic,
    house::House,
    person::Person,
    until_within,
};

/// Longer than a trial may take.
const TRIAL: Duration = Duration::from_secs(70);

/// Notes what is played from a buffer: how long it is, and how loud (RMS).
const NOTE_PLAYED: &str = "
    const play = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (...when) {
        const samples = this.buffer.getChannelData(0);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        window.played = [this.buffer.duration, Math.sqrt(power)];
        return play.apply(this, when);
    };";

/// What is published sends nothing.
pub const MUTE_ON_THE_WAY: &str = "
    const add = RTCPeerConnection.prototype.addTransceiver;
    RTCPeerConnection.prototype.addTransceiver = function (...given) {
        const transceiver = add.apply(this, given);
        transceiver.sender.replaceTrack(null);
        return transceiver;
    };";

/// No address of the other side is ever tried, as behind a wall that lets neither UDP nor TCP through.
pub const NO_WAY: &str = "RTCPeerConnection.prototype.addIceCandidate = async () => {};
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
        return set.call(this, { type, sdp: sdp.replace(/^a=candidate.*\\r\\n/gm, '') });
    };";

/// Arrives with devices that can be made faulty, and tries out the voice until it ends so (`data-echo`).
///
/// # Errors
/// When it does not.
pub async fn tries(clinic: &Clinic, before: &str, ends: &str) -> Result<()> {
    clinic.arrives(before).await?;
    clinic.patient().sees_step(Step::Speak, CheckStatus::Success).await?;
    try_out(clinic.patient(), ends).await
}

async fn try_out(person: &Person, ends: &str) -> Result<()> {
    person.press(Action::StartEcho).await?;
    let seen = "return document.querySelector('[data-echo]')?.dataset.echo ?? 'nothing'";
    until_within(TRIAL, ends, || async {
        let seen = person.driver().execute(seen, vec![]).await?;
        ensure!(seen.json() == &json!(ends), "seen: {}", seen.json());
        Ok(Some(()))
    })
    .await
}

/// Who is heard is told so, as the Sitzungsdienst is, and can hear what came back.
///
/// # Errors
/// When it is not so.
pub async fn is_heard() -> Result<()> {
    let clinic = Clinic::open(Kind::Chromium).await?;
    tries(&clinic, "", "heard").await?;
    let patient = clinic.patient();
    patient.waits_to_read("Man hört Sie.").await?;
    clinic.desk().await?.sees_somebody_heard().await?;
    patient.driver().execute(NOTE_PLAYED, vec![]).await?;
    patient.press(Action::PlayEcho).await?;
    let played = until_within(TRIAL, "the sound that came back", || async {
        let played = patient.driver().execute("return window.played ?? null", vec![]).await?;
        Ok(serde_json::from_value::<Option<[f64; 2]>>(played.json().clone())?)
    })
    .await?;
    let [seconds, level] = played;
    ensure!(seconds > 2.0 && level > 0.005, "{seconds} s at {level}");
    clinic.close().await
}

/// The same in Firefox, which connects nothing before it has lent a device of its own; and whoever wishes tries again.
///
/// # Errors
/// When it is not so.
pub async fn is_heard_in_firefox() -> Result<()> {
    let house = House::open().await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = Person::at_a(Kind::Firefox, Devices::Speaking).await?;
    ada.knocks_with_devices(meeting.link("Ada")).await?;
    try_out(&ada, "heard").await?;
    ada.waits_to_read("Man hört Sie.").await?;
    ada.press(Action::StartEcho).await?;
    ada.press(Action::StopEcho).await?;
    ada.waits_for("the offer", "[data-echo=\"ready\"]").await?;
    ada.goes().await
}
