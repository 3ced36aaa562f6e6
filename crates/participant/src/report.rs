//! What a member can hand to somebody who helps: what was found, measured and tried. Nobody's name, no address, and no
//! name of a device is in it, for those often are people's names ("Erika's AirPods").

use diagnosis::{
    Evidence, Facts, Finding,
    fact::{DeviceKind, Direction, MediaPath, Reach},
};
use serde::Serialize;
use wire::{Checks, FindingCode, UnixMillis, names::Screen};

use crate::view::EchoStage;

/// What is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportEvent {
    /// It is to be shown, as of now.
    Pressed,
    /// Not any more.
    ClosePressed,
    /// It is to be copied, in these words. The edge copies it within the press itself.
    CopyPressed(String),
    /// It is to be saved, in these words.
    SavePressed(String),
    /// It was handed out.
    HandedOut,
}

/// What is known at one moment. Absent is what is not known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Of this program.
    pub version: &'static str,
    /// When it was made, by the server's clock, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<UnixMillis>,
    /// The browser's name, without its version.
    pub browser: String,
    /// The system's.
    pub system: String,
    /// Which screen was shown (`data-screen`).
    pub screen: &'static str,
    /// What is wrong, the worst first.
    pub findings: Vec<Found>,
    /// How far the device check is.
    pub checks: Checks,
    /// How the trial of the voice stands (`data-echo`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<EchoStage>,
    /// How many there are to choose from.
    pub microphones: i64,
    /// Likewise.
    pub cameras: i64,
    /// Likewise.
    pub loudspeakers: i64,
    /// Whether a WebSocket opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_socket: Option<bool>,
    /// Whether sound and picture get through over UDP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub udp: Option<bool>,
    /// Whether they do over TCP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tcp: Option<bool>,
    /// To the server and back, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_trip_ms: Option<i64>,
    /// What is lost on the way, in thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss_permille: Option<i64>,
    /// How unevenly it arrives, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jitter_ms: Option<i64>,
    /// What the line carries from the member, in kbit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplink_kbit: Option<i64>,
    /// What it carries to the member, in kbit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downlink_kbit: Option<i64>,
    /// How wrong the device's clock is, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_offset_ms: Option<i64>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// What.
    pub code: FindingCode,
    /// How bad.
    pub severity: &'static str,
    /// What was measured, where that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// And what would have done, in the same unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl Report {
    /// Of what is known now.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn new<'a>(
        facts: &Facts,
        now: diagnosis::Millis,
        found: impl Iterator<Item = &'a Finding>,
        at: Option<UnixMillis>,
        screen: Screen,
        checks: Checks,
        voice: Option<EchoStage>,
    ) -> Self {
        let known = facts.known(now);
        let count = |kind| known.devices().map_or(0, |devices| devices.value.of(kind).map(|_| 1).sum());
        let media = |path| known.media(path).map(works);
        let capacity = |direction| known.capacity(direction).map(|capacity| capacity.0.0.into());
        let (browser, system) = known.platform().map_or_else(
            || (String::new(), String::new()),
            |platform| (format!("{:?}", platform.browser), format!("{:?}", platform.system)),
        );
        Self {
            version: env!("CARGO_PKG_VERSION"),
            at,
            browser,
            system,
            screen: screen.name(),
            findings: found.map(reported).collect(),
            checks,
            voice,
            microphones: count(DeviceKind::AudioInput),
            cameras: count(DeviceKind::VideoInput),
            loudspeakers: count(DeviceKind::AudioOutput),
            web_socket: known.web_socket().map(works),
            udp: media(MediaPath::Udp),
            tcp: media(MediaPath::Tcp),
            round_trip_ms: known.round_trip().map(|trip| whole(trip.0)),
            loss_permille: known.loss().map(|loss| loss.0.0.into()),
            jitter_ms: known.jitter().map(|jitter| whole(jitter.0)),
            uplink_kbit: capacity(Direction::Up),
            downlink_kbit: capacity(Direction::Down),
            clock_offset_ms: known.clock_offset().map(|offset| offset.0),
        }
    }
}

// All numbers of one type: each brings code of its own for being written.
fn whole(millis: diagnosis::Millis) -> i64 {
    i64::try_from(millis.0).unwrap_or(i64::MAX)
}

fn works(reach: Reach) -> bool {
    reach == Reach::Works
}

fn reported(finding: &Finding) -> Found {
    let (value, limit) = match &finding.evidence {
        Evidence::Crossed(crossing) => (Some(crossing.value), Some(crossing.limit)),
        Evidence::Seen | Evidence::Since(_) | Evidence::Other(_) | Evidence::In(_) => (None, None),
    };
    Found { code: finding.code, severity: finding.severity.name(), value, limit }
}
