//! An excerpt of `getStats`: what says whether media flows, and how well. Counters grow for the life of a connection;
//! what follows from their growth is for others to say.

use js_sys::Map;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::RtcPeerConnection;

use super::js;

/// How a peer connection is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeerStats {
    /// The pair of addresses in use; `None` while there is none.
    pub path: Option<Path>,
    /// What arrives, one per track.
    pub inbound: Vec<Inbound>,
    /// What goes out, one per track and layer.
    pub outbound: Vec<Outbound>,
}

/// The pair of addresses in use, without the addresses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// In seconds, as last measured; zero when it was not.
    pub round_trip: f64,
    /// Over TCP, because UDP does not get through.
    pub tcp: bool,
    /// Over a relay.
    pub relayed: bool,
}

/// One track that arrives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inbound {
    /// `MediaStreamTrack.id`.
    pub track_id: String,
    /// Bytes of media.
    pub bytes: f64,
    /// Packets that arrived.
    pub packets: f64,
    /// Packets that did not.
    pub packets_lost: f64,
    /// In seconds.
    pub jitter: f64,
    /// Pictures shown; zero for sound.
    pub frames_decoded: f64,
    /// Loudness between 0 and 1 at this moment; zero for pictures.
    pub audio_level: f64,
}

/// One track, or one layer of it, that goes out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbound {
    /// Bytes of media.
    pub bytes: f64,
    /// Packets.
    pub packets: f64,
    /// Pictures; zero for sound.
    pub frames_encoded: f64,
    /// The picture is worse than it could be because the processor is too slow.
    pub limited_by_cpu: bool,
    /// The picture is worse than it could be because the network is too slow.
    pub limited_by_bandwidth: bool,
}

impl PeerStats {
    /// Empty when the connection is closed.
    pub(super) async fn of(connection: RtcPeerConnection) -> Self {
        let report = match js::call(&connection, "getStats", &[]) {
            Ok(promise) => js::settle(promise).await.unwrap_or(JsValue::UNDEFINED),
            Err(_) => JsValue::UNDEFINED,
        };
        let mut stats = Self::default();
        // `RTCStatsReport` is a read-only map; the methods used here are the same.
        if js::can(&report, "forEach") {
            let report: Map = report.unchecked_into();
            report.for_each(&mut |entry, _| stats.take(&report, &entry));
        }
        stats
    }

    fn take(&mut self, report: &Map, entry: &JsValue) {
        let number = |name| js::get(entry, name).as_f64().unwrap_or_default();
        match js::text(entry, "type").as_str() {
            "inbound-rtp" => self.inbound.push(Inbound {
                track_id: js::text(entry, "trackIdentifier"),
                bytes: number("bytesReceived"),
                packets: number("packetsReceived"),
                packets_lost: number("packetsLost"),
                jitter: number("jitter"),
                frames_decoded: number("framesDecoded"),
                audio_level: number("audioLevel"),
            }),
            "outbound-rtp" => {
                let limit = js::text(entry, "qualityLimitationReason");
                self.outbound.push(Outbound {
                    bytes: number("bytesSent"),
                    packets: number("packetsSent"),
                    frames_encoded: number("framesEncoded"),
                    limited_by_cpu: limit == "cpu",
                    limited_by_bandwidth: limit == "bandwidth",
                });
            }
            "candidate-pair" if in_use(entry) => {
                let local = report.get(&js::get(entry, "localCandidateId"));
                self.path = Some(Path {
                    round_trip: number("currentRoundTripTime"),
                    tcp: js::text(&local, "protocol") == "tcp",
                    relayed: js::text(&local, "candidateType") == "relay",
                });
            }
            _ => {}
        }
    }
}

fn in_use(pair: &JsValue) -> bool {
    js::get(pair, "nominated").is_truthy() && js::text(pair, "state") == "succeeded"
}
