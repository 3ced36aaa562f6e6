//! One `RTCPeerConnection`. Closed on `Drop`, after which nothing is reported. What is offered, answered and sent is
//! for the caller to say; nothing is renegotiated here by itself.

use std::{cell::RefCell, rc::Rc};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use rtc::{Candidate, DataChannel, Encoding, IceServer, PeerState, Sdp, TrackKind, VideoCodec};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    MediaStream, RtcConfiguration, RtcDataChannelEvent, RtcIceServer, RtcIceTransportPolicy,
    RtcPeerConnection, RtcPeerConnectionIceEvent, RtcPeerConnectionState, RtcRtpEncodingParameters,
    RtcRtpTransceiver, RtcRtpTransceiverDirection, RtcRtpTransceiverInit, RtcSdpType,
    RtcSessionDescriptionInit, RtcTrackEvent,
};

use super::{
    data_channel::Channel,
    js,
    peer_stats::{PeerStats, Reader},
    track::Track,
};

/// What a peer connection reports.
#[derive(Clone, Debug, PartialEq)]
pub enum PeerEvent {
    /// Its state changed.
    StateChanged(PeerState),
    /// This side can be reached here.
    CandidateGathered(Candidate),
    /// The other side sends a track.
    TrackArrived {
        /// The track.
        track: Track,
        /// The id of its first stream; empty when it has none.
        stream_id: String,
        /// The transceiver's `mid`.
        mid: String,
        /// Sound or picture.
        kind: TrackKind,
    },
    /// A data channel is open.
    ChannelOpened {
        /// Which.
        channel: DataChannel,
        /// Its number in the connection.
        id: u16,
    },
    /// Bytes came on a data channel.
    DataArrived {
        /// The bytes.
        bytes: Vec<u8>,
    },
}

pub(super) type Report = dyn Fn(PeerEvent);

/// What a peer connection did not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeerProblem {
    /// The browser has no peer connections, or not with these servers.
    #[error("no peer connection")]
    NotMade,
    /// A description could not be made or set.
    #[error("description refused")]
    Description,
    /// A track could not be added or replaced.
    #[error("track refused")]
    Track,
}

/// An open peer connection.
#[derive(Debug)]
pub struct Peer {
    connection: RtcPeerConnection,
    // Channels of the other side's making arrive while the connection lives.
    channels: Rc<RefCell<Vec<Channel>>>,
    _listeners: [EventListener; 5],
    open_channel: ChannelMaker,
}

/// Makes channels that report to the connection's listener.
struct ChannelMaker(Rc<Report>);

impl std::fmt::Debug for ChannelMaker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChannelMaker")
    }
}

impl Peer {
    /// Makes a connection that has nothing to send or receive yet.
    pub fn open(
        ice_servers: &[IceServer],
        relay_only: bool,
        on_event: impl Fn(PeerEvent) + 'static,
    ) -> Result<Self, PeerProblem> {
        let configuration = configuration(ice_servers, relay_only);
        let connection =
            RtcPeerConnection::new_with_configuration(&configuration).map_err(|_| PeerProblem::NotMade)?;
        let report: Rc<Report> = Rc::new(on_event);
        let channels = Rc::default();
        let listeners = listeners(&connection, &report, &channels);
        Ok(Self { connection, channels, _listeners: listeners, open_channel: ChannelMaker(report) })
    }

    /// Makes both data channels; to be done before the first offer.
    pub fn open_channels(&self) {
        for label in DataChannel::ALL {
            let channel = self
                .connection
                .create_data_channel_with_data_channel_dict(label.label(), &Channel::init(label));
            self.channels.borrow_mut().extend(Channel::listen(channel, self.open_channel.0.clone()));
        }
    }

    /// Gives the connection other servers; heeded from the next ICE restart on.
    pub fn set_ice_servers(&self, ice_servers: &[IceServer], relay_only: bool) {
        let _ =
            js::call(&self.connection, "setConfiguration", &[configuration(ice_servers, relay_only).into()]);
    }

    /// Makes an offer and sets it as the local description.
    pub fn offer(&self, ice_restart: bool) -> impl Future<Output = Result<Sdp, PeerProblem>> + use<> {
        let connection = self.connection.clone();
        async move {
            if ice_restart {
                let _ = js::call(&connection, "restartIce", &[]);
            }
            set_local(&connection).await
        }
    }

    /// Sets the other side's offer, makes an answer and sets it as the local description.
    pub fn answer(&self, offer: Sdp) -> impl Future<Output = Result<Sdp, PeerProblem>> + use<> {
        let connection = self.connection.clone();
        async move {
            set_remote(&connection, RtcSdpType::Offer, &offer).await?;
            set_local(&connection).await
        }
    }

    /// Sets the other side's answer.
    pub fn apply_answer(&self, answer: Sdp) -> impl Future<Output = Result<(), PeerProblem>> + use<> {
        let connection = self.connection.clone();
        async move { set_remote(&connection, RtcSdpType::Answer, &answer).await }
    }

    /// The other side can be reached here. What the browser cannot use is of no consequence.
    pub fn add_candidate(&self, candidate: &Candidate) {
        let Ok(init) = js_sys::JSON::parse(candidate.reveal()) else { return };
        if let Ok(promise) = js::call(&self.connection, "addIceCandidate", &[init]) {
            // Waited for, or its rejection ends up in the console as unhandled.
            wasm_bindgen_futures::spawn_local(async move {
                let _ = js::settle(promise).await;
            });
        }
    }

    /// Adds a track to be sent from the next offer on.
    pub fn publish(
        &self,
        track: &Track,
        encodings: &[Encoding],
        codec: Option<VideoCodec>,
    ) -> Result<Sender, PeerProblem> {
        let init = RtcRtpTransceiverInit::new();
        init.set_direction(RtcRtpTransceiverDirection::Sendonly);
        init.set_send_encodings(&encodings.iter().map(encoding).collect::<Array>());
        // A stream, or some browsers leave the track's id out of the description.
        let stream = MediaStream::new().map_err(|_| PeerProblem::Track)?;
        init.set_streams(&Array::of1(&stream));
        let arguments = [JsValue::from(&track.0), init.into()];
        let transceiver: RtcRtpTransceiver = js::call(&self.connection, "addTransceiver", &arguments)
            .map_err(|_| PeerProblem::Track)?
            .unchecked_into();
        match codec {
            Some(codec) => prefer(&transceiver, "video", &[codec.mime_type()]),
            // Sound with its redundant copy (RFC 2198), where the browser has it.
            None => prefer(&transceiver, "audio", &["audio/red", "audio/opus"]),
        }
        Ok(Sender { connection: self.connection.clone(), transceiver })
    }

    /// Sends bytes on a channel of ours; `false` when it is not open.
    pub fn send(&self, channel: DataChannel, bytes: &[u8]) -> bool {
        self.channels.borrow().iter().any(|open| open.label == channel && open.send(bytes))
    }

    /// How the connection is doing.
    pub fn stats(&self) -> impl Future<Output = PeerStats> + use<> {
        self.reader().read()
    }

    /// What reads that again and again.
    pub fn reader(&self) -> Reader {
        Reader(self.connection.clone())
    }

    /// Its state.
    pub fn state(&self) -> PeerState {
        state(&self.connection)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.connection.close();
    }
}

/// What sends one track. Keeps nothing alive.
#[derive(Clone, Debug)]
pub struct Sender {
    connection: RtcPeerConnection,
    transceiver: RtcRtpTransceiver,
}

impl Sender {
    /// Sends another track of the same kind from now on, or nothing. Needs no new offer.
    pub fn replace(&self, track: Option<&Track>) -> impl Future<Output = Result<(), PeerProblem>> + use<> {
        let promise = self.transceiver.sender().replace_track(track.map(|track| &track.0));
        async move { js::settle(promise.into()).await.map(drop).map_err(|_| PeerProblem::Track) }
    }

    /// Encodes otherwise from now on. Needs no new offer. What the browser does not take stays as it was.
    pub fn set_encodings(&self, encodings: &[Encoding]) -> impl Future<Output = ()> + use<> {
        let sender = self.transceiver.sender();
        let promise = js::call(&sender, "getParameters", &[]).and_then(|parameters| {
            let known: Array = js::get(&parameters, "encodings").dyn_into()?;
            for (known, wanted) in known.iter().zip(encodings) {
                write(&known, wanted);
            }
            // In the same breath as `getParameters`, or the browser refuses them as outdated.
            js::call(&sender, "setParameters", &[parameters])
        });
        async move {
            if let Ok(promise) = promise {
                let _ = js::settle(promise).await;
            }
        }
    }

    /// Sends nothing from the next offer on.
    pub fn stop(&self) {
        let _ = js::call(&self.connection, "removeTrack", &[self.transceiver.sender().into()]);
        let _ = js::call(&self.transceiver, "stop", &[]);
    }
}

fn configuration(ice_servers: &[IceServer], relay_only: bool) -> RtcConfiguration {
    let configuration = RtcConfiguration::new();
    let servers: Array = ice_servers
        .iter()
        .map(|server| {
            let init = RtcIceServer::new();
            init.set_urls(&server.urls.iter().map(|url| JsValue::from_str(url)).collect::<Array>());
            if !server.username.is_empty() {
                init.set_username(&server.username);
                init.set_credential(server.credential.reveal());
            }
            init
        })
        .collect();
    configuration.set_ice_servers(&servers);
    let policy = if relay_only { RtcIceTransportPolicy::Relay } else { RtcIceTransportPolicy::All };
    configuration.set_ice_transport_policy(policy);
    configuration
}

/// `RTCSignalingState`: the other side's offer is set, and our answer is not.
const OFFERED: &str = "have-remote-offer";

fn listeners(
    connection: &RtcPeerConnection,
    report: &Rc<Report>,
    channels: &Rc<RefCell<Vec<Channel>>>,
) -> [EventListener; 5] {
    let (on_state, on_candidate, on_track, on_channel) =
        (report.clone(), report.clone(), report.clone(), report.clone());
    let (watched, offered) = (connection.clone(), connection.clone());
    let channels = channels.clone();
    // The page shows a picture as soon as its track is told, and that is work. The other side waits for our answer first.
    let held: Rc<RefCell<Vec<PeerEvent>>> = Rc::default();
    let to_hold = held.clone();
    let tell = report.clone();
    [
        EventListener::new(connection, "connectionstatechange", move |_| {
            on_state(PeerEvent::StateChanged(state(&watched)));
        }),
        EventListener::new(connection, "icecandidate", move |event| {
            let candidate = event.dyn_ref::<RtcPeerConnectionIceEvent>().and_then(|event| event.candidate());
            // An empty one says that there are no more; nobody waits for that.
            let some = candidate.filter(|candidate| !candidate.candidate().is_empty());
            let Some(json) = some.and_then(|candidate| js_sys::JSON::stringify(&candidate).ok()) else {
                return;
            };
            on_candidate(PeerEvent::CandidateGathered(Candidate::new(String::from(json))));
        }),
        EventListener::new(connection, "track", move |event| {
            if let Some(event) = event.dyn_ref::<RtcTrackEvent>() {
                let arrived = track_arrived(event);
                if js::text(&offered, "signalingState") == OFFERED {
                    to_hold.borrow_mut().push(arrived);
                } else {
                    on_track(arrived);
                }
            }
        }),
        EventListener::new(connection, "signalingstatechange", move |event| {
            let state = event.target().map(|connection| js::text(&connection, "signalingState"));
            if state.is_some_and(|state| state != OFFERED) {
                let (held, tell) = (std::mem::take(&mut *held.borrow_mut()), tell.clone());
                if !held.is_empty() {
                    // Behind the answer, which is sent as soon as this is over.
                    Timeout::new(0, move || held.into_iter().for_each(|event| tell(event))).forget();
                }
            }
        }),
        EventListener::new(connection, "datachannel", move |event| {
            let Some(event) = event.dyn_ref::<RtcDataChannelEvent>() else { return };
            channels.borrow_mut().extend(Channel::listen(event.channel(), on_channel.clone()));
        }),
    ]
}

fn track_arrived(event: &RtcTrackEvent) -> PeerEvent {
    let stream = event.streams().get(0).dyn_into::<MediaStream>();
    let kind = if event.track().kind() == "audio" { TrackKind::Audio } else { TrackKind::Video };
    PeerEvent::TrackArrived {
        track: Track(event.track()),
        stream_id: stream.map(|stream| stream.id()).unwrap_or_default(),
        mid: event.transceiver().mid().unwrap_or_default(),
        kind,
    }
}

fn state(connection: &RtcPeerConnection) -> PeerState {
    match connection.connection_state() {
        RtcPeerConnectionState::Connecting => PeerState::Connecting,
        RtcPeerConnectionState::Connected => PeerState::Connected,
        RtcPeerConnectionState::Disconnected => PeerState::Disconnected,
        RtcPeerConnectionState::Failed => PeerState::Failed,
        RtcPeerConnectionState::Closed => PeerState::Closed,
        // `new`, and what a future browser may say.
        _ => PeerState::New,
    }
}

/// Without an argument the browser makes the offer or answer itself and in one step, so that nothing can come between.
async fn set_local(connection: &RtcPeerConnection) -> Result<Sdp, PeerProblem> {
    let promise = js::call(connection, "setLocalDescription", &[]).map_err(|_| PeerProblem::Description)?;
    js::settle(promise).await.map_err(|_| PeerProblem::Description)?;
    let description = connection.local_description().ok_or(PeerProblem::Description)?;
    Ok(Sdp::new(description.sdp()))
}

async fn set_remote(connection: &RtcPeerConnection, kind: RtcSdpType, sdp: &Sdp) -> Result<(), PeerProblem> {
    let init = RtcSessionDescriptionInit::new(kind);
    init.set_sdp(sdp.reveal());
    let promise = connection.set_remote_description(&init);
    js::settle(promise.into()).await.map(drop).map_err(|_| PeerProblem::Description)
}

fn encoding(encoding: &Encoding) -> RtcRtpEncodingParameters {
    let parameters = RtcRtpEncodingParameters::new();
    if let Some(rid) = encoding.rid {
        parameters.set_rid(rid);
    }
    if encoding.max_framerate.is_none() {
        // Sound goes before pictures wherever both want the same line.
        js::set(&parameters, "priority", &"high".into());
        js::set(&parameters, "networkPriority", &"high".into());
    }
    write(&parameters, encoding);
    parameters
}

/// What may change while a track is sent.
fn write(parameters: &JsValue, encoding: &Encoding) {
    js::set(parameters, "active", &encoding.active.into());
    js::set(parameters, "maxBitrate", &encoding.max_bitrate.into());
    if let Some(factor) = encoding.scale_down_by {
        js::set(parameters, "scaleResolutionDownBy", &factor.into());
    }
    if let Some(rate) = encoding.max_framerate {
        js::set(parameters, "maxFramerate", &rate.into());
    }
}

/// Puts codecs first and leaves the others behind them, for a server that cannot do them. Where the browser does not
/// let a page choose, its own order stays.
fn prefer(transceiver: &RtcRtpTransceiver, kind: &str, first: &[&str]) {
    let receiver = js::get(&js_sys::global(), "RTCRtpReceiver");
    let Ok(capabilities) = js::call(&receiver, "getCapabilities", &[kind.into()]) else { return };
    let Ok(codecs) = js::get(&capabilities, "codecs").dyn_into::<Array>() else { return };
    let is = |one: &JsValue, name: &str| js::text(one, "mimeType").eq_ignore_ascii_case(name);
    let ordered = Array::new();
    let preferred = first.iter().flat_map(|name| codecs.iter().filter(|one| is(one, name)));
    let others = codecs.iter().filter(|one| !first.iter().any(|name| is(one, name)));
    for codec in preferred.chain(others) {
        ordered.push(&codec);
    }
    let _ = js::call(transceiver, "setCodecPreferences", &[ordered.into()]);
}
