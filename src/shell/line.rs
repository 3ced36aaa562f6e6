//! Reads the statistics of the meeting's connections every two seconds, and hands them to the session.

use diagnosis::fact::QualityLimit;
use gloo_timers::callback::Interval;
use participant::{
    Event,
    line::{Given, Kind, Path, Reading, Received, Report, Sent},
};
use wasm_bindgen_futures::spawn_local;

use super::Sender;
use crate::browser::peer_stats::{self, Limit, PeerStats, Reader};

/// How often, in milliseconds.
const EVERY_MS: u32 = 2_000;

/// Reads while this lives.
pub struct LineWatch {
    _interval: Interval,
}

impl LineWatch {
    /// Begins to read.
    pub fn start(publisher: Reader, subscriber: Reader, sender: Sender<Event>) -> Self {
        let interval = Interval::new(EVERY_MS, move || {
            let (publisher, subscriber, sender) = (publisher.clone(), subscriber.clone(), sender.clone());
            spawn_local(async move {
                let (up, down) = (publisher.read().await, subscriber.read().await);
                sender.send(Event::LineRead(Box::new(reading(&up, &down))));
            });
        });
        Self { _interval: interval }
    }
}

fn reading(up: &PeerStats, down: &PeerStats) -> Reading {
    Reading {
        paths: [
            up.path.as_ref().map(|path| way(path, path.outgoing)),
            down.path.as_ref().map(|path| way(path, None)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        sent: up.outbound.iter().map(|stream| sent(stream, &up.reports)).collect(),
        received: down.inbound.iter().map(received).collect(),
        given: up.sources.iter().map(given).collect(),
    }
}

/// What goes up over the subscriber's connection is too little to be an estimate of anything.
fn way(path: &peer_stats::Path, outgoing: Option<f64>) -> Path {
    Path { tcp: path.tcp, udp_offered: path.udp_offered, round_trip: path.round_trip, outgoing }
}

fn sent(stream: &peer_stats::Outbound, reports: &[peer_stats::Report]) -> Sent {
    let report = reports.iter().find(|report| report.ssrc == stream.ssrc);
    Sent {
        ssrc: stream.ssrc,
        kind: kind(stream.kind),
        packets: stream.packets - stream.packets_resent.unwrap_or_default(),
        resent: stream.packets_resent,
        frames: stream.frames_encoded,
        encoding: stream.encode_time,
        limit: stream.limit.map(|limit| match limit {
            Limit::None => QualityLimit::None,
            Limit::Cpu => QualityLimit::Cpu,
            Limit::Bandwidth => QualityLimit::Bandwidth,
            Limit::Other => QualityLimit::Other,
        }),
        report: report.map(|report| Report {
            at: report.at,
            lost: report.packets_lost,
            jitter: report.jitter,
            round_trip: report.round_trip,
        }),
    }
}

fn received(stream: &peer_stats::Inbound) -> Received {
    Received {
        ssrc: stream.ssrc,
        kind: kind(stream.kind),
        bytes: stream.bytes,
        packets: stream.packets,
        lost: stream.packets_lost,
        jitter: stream.jitter,
    }
}

fn given(source: &peer_stats::Source) -> Given {
    Given { track: source.track_id.clone(), frames: source.frames }
}

fn kind(kind: peer_stats::Kind) -> Kind {
    match kind {
        peer_stats::Kind::Audio => Kind::Sound,
        peer_stats::Kind::Video => Kind::Picture,
    }
}
