//! An excerpt of `getStats`: what says whether media flows, and how well. Counters grow for the life of a connection;
//! what follows from their growth is for others to say. What a browser does not tell is absent: Firefox estimates no
//! bandwidth and names no limit.

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
    /// What the other side reported of what goes out.
    pub reports: Vec<Report>,
    /// The pictures that go out, before they are encoded.
    pub sources: Vec<Source>,
}

/// The pair of addresses in use, without the addresses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// In seconds, as last measured.
    pub round_trip: Option<f64>,
    /// What the line is estimated to carry from here, in bit/s.
    pub outgoing: Option<f64>,
    /// Over TCP, because UDP does not get through.
    pub tcp: bool,
    /// Whether the other side can be reached over UDP, by its own word.
    pub udp_offered: bool,
    /// Over a relay.
    pub relayed: bool,
}

/// Sound or picture, as `kind` has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Sound.
    #[default]
    Audio,
    /// Picture.
    Video,
}

/// One track that arrives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inbound {
    /// Its number in RTP.
    pub ssrc: u32,
    /// Of what.
    pub kind: Kind,
    /// `MediaStreamTrack.id`.
    pub track_id: String,
    /// Bytes of media.
    pub bytes: f64,
    /// Packets that arrived.
    pub packets: f64,
    /// Packets that did not.
    pub packets_lost: f64,
    /// In seconds.
    pub jitter: Option<f64>,
    /// Pictures shown; zero for sound.
    pub frames_decoded: f64,
    /// Loudness between 0 and 1 at this moment; zero for pictures.
    pub audio_level: f64,
}

/// One track, or one layer of it, that goes out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbound {
    /// Its number in RTP.
    pub ssrc: u32,
    /// Of what.
    pub kind: Kind,
    /// Bytes of media.
    pub bytes: f64,
    /// Packets, those that were sent again included.
    pub packets: f64,
    /// Packets that were sent again.
    pub packets_resent: Option<f64>,
    /// Pictures; zero for sound.
    pub frames_encoded: f64,
    /// The time that took, in seconds.
    pub encode_time: Option<f64>,
    /// Why the picture is worse than it could be.
    pub limit: Option<Limit>,
}

/// Why a picture is worse than it could be (`qualityLimitationReason`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It is not.
    None,
    /// The processor is too slow.
    Cpu,
    /// The network is too slow.
    Bandwidth,
    /// Something else.
    Other,
}

/// What the other side reported of a stream that goes out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The number of the stream in RTP.
    pub ssrc: u32,
    /// When it came, in milliseconds of the Unix clock.
    pub at: f64,
    /// Packets that did not arrive, so far.
    pub packets_lost: f64,
    /// In seconds.
    pub jitter: Option<f64>,
    /// To the other side and back, in seconds.
    pub round_trip: Option<f64>,
}

/// The pictures of a track that goes out, before they are encoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// `MediaStreamTrack.id`.
    pub track_id: String,
    /// How many there were.
    pub frames: f64,
}

/// What reads how a connection is doing. Does not keep it open.
#[derive(Clone, Debug)]
pub struct Reader(pub(super) RtcPeerConnection);

impl Reader {
    /// How it is doing now.
    pub async fn read(self) -> PeerStats {
        PeerStats::of(self.0).await
    }
}

impl PeerStats {
    /// Empty when the connection is closed.
    pub(super) async fn of(connection: RtcPeerConnection) -> Self {
        let report = match js::call(&connection, "getStats", &[]) {
            Ok(promise) => js::settle(promise).await.unwrap_or(JsValue::UNDEFINED),
            Err(_) => JsValue::UNDEFINED,
        };
        let mut stats = Self::default();
        let mut udp_offered = false;
        // `RTCStatsReport` is a read-only map; the methods used here are the same.
        if js::can(&report, "forEach") {
            let report: Map = report.unchecked_into();
            report.for_each(&mut |entry, _| {
                udp_offered |=
                    js::text(&entry, "type") == "remote-candidate" && js::text(&entry, "protocol") == "udp";
                stats.take(&report, &entry);
            });
        }
        if let Some(path) = &mut stats.path {
            path.udp_offered = udp_offered;
        }
        stats
    }

    fn take(&mut self, report: &Map, entry: &JsValue) {
        let told = |name| js::get(entry, name).as_f64();
        let number = |name| told(name).unwrap_or_default();
        // 32 bits, by RFC 3550.
        let ssrc = number("ssrc") as u32;
        let kind = if js::text(entry, "kind") == "video" { Kind::Video } else { Kind::Audio };
        match js::text(entry, "type").as_str() {
            "inbound-rtp" => self.inbound.push(Inbound {
                ssrc,
                kind,
                track_id: js::text(entry, "trackIdentifier"),
                bytes: number("bytesReceived"),
                packets: number("packetsReceived"),
                packets_lost: number("packetsLost"),
                jitter: told("jitter"),
                frames_decoded: number("framesDecoded"),
                audio_level: number("audioLevel"),
            }),
            "outbound-rtp" => self.outbound.push(Outbound {
                ssrc,
                kind,
                bytes: number("bytesSent"),
                packets: number("packetsSent"),
                packets_resent: told("retransmittedPacketsSent"),
                frames_encoded: number("framesEncoded"),
                encode_time: told("totalEncodeTime"),
                limit: limit(&js::text(entry, "qualityLimitationReason")),
            }),
            "remote-inbound-rtp" => self.reports.push(Report {
                ssrc,
                at: number("timestamp"),
                packets_lost: number("packetsLost"),
                jitter: told("jitter"),
                round_trip: told("roundTripTime"),
            }),
            "media-source" if kind == Kind::Video => {
                if let Some(frames) = told("frames") {
                    self.sources.push(Source { track_id: js::text(entry, "trackIdentifier"), frames });
                }
            }
            "candidate-pair" if in_use(entry) => {
                let local = report.get(&js::get(entry, "localCandidateId"));
                let relayed = js::text(&local, "candidateType") == "relay";
                // A relay is reached over the one and passes on over the other.
                let over = js::text(&local, if relayed { "relayProtocol" } else { "protocol" });
                self.path = Some(Path {
                    round_trip: told("currentRoundTripTime"),
                    outgoing: told("availableOutgoingBitrate"),
                    tcp: over == "tcp" || over == "tls",
                    udp_offered: false,
                    relayed,
                });
            }
            _ => {}
        }
    }
}

fn limit(reason: &str) -> Option<Limit> {
    match reason {
        "none" => Some(Limit::None),
        "cpu" => Some(Limit::Cpu),
        "bandwidth" => Some(Limit::Bandwidth),
        "other" => Some(Limit::Other),
        _ => None,
    }
}

/// Firefox keeps pairs of before as succeeded, and says of the one in use that it is selected.
fn in_use(pair: &JsValue) -> bool {
    let selected = js::get(pair, "selected");
    let chosen = if selected.is_undefined() { js::get(pair, "nominated") } else { selected };
    chosen.is_truthy() && js::text(pair, "state") == "succeeded"
}
