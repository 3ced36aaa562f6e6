//! Tells stories about a session: what happens, and what the session wants done. The ids of attempts are looked up
//! while the story is told, so that a story names "the socket" and "the socket before".

#![allow(dead_code, reason = "each file of tests tells only some of the stories")]

use std::collections::{BTreeMap, HashMap};

use livekit_protocol::{
    self as proto, AddTrackRequest, JoinResponse, LeaveRequest, ParticipantInfo, SessionDescription,
    SignalRequest, SignalResponse, SignalTarget, TrackInfo, TrackPublishedResponse, TrackSource,
    TrickleRequest, signal_request, signal_response::Message,
};
use prost::Message as _;
use rtc::{
    Attempt, Candidate, Config, DataChannel, Effect, Event, Identity, LocalSource, LocalTrackId, Millis,
    Peer, PeerState, PeersId, PictureSize, RemoteTrackId, Sdp, Session, Timer, Token, TrackKind,
};

/// The session, and what it said so far.
pub struct Story {
    pub session: Session,
    pub now: Millis,
    pub sockets: Vec<Attempt>,
    pub peers: Vec<PeersId>,
    pub offers: Vec<Attempt>,
    pub answers: Vec<Attempt>,
    pub remote_answers: Vec<Attempt>,
    pub tokens: Vec<Attempt>,
    pub timers: BTreeMap<Timer, (Attempt, Millis)>,
    pub said: Vec<String>,
}

fn last<T: Copy>(ids: &[T]) -> T {
    *ids.last().expect("the story has come so far")
}

/// One thing that happens.
pub enum Step {
    Event(Box<dyn FnOnce(&Story) -> Event>),
    Wait(u64),
    Elapse(Timer),
}

/// Tells the events, and compares what is to be done, in order and in words. Timers are left out; they show when
/// they elapse.
#[track_caller]
pub fn check(mut given: Story, events: Vec<Step>, expect: &[&str]) -> Story {
    given.said.clear();
    for step in events {
        given.tell(step);
    }
    assert_eq!(given.said, expect);
    given
}

impl Story {
    pub fn new() -> Self {
        Self {
            session: Session::new(Config { sdk: "js", version: "0", seed: 42 }),
            now: Millis(100_000),
            sockets: Vec::new(),
            peers: Vec::new(),
            offers: Vec::new(),
            answers: Vec::new(),
            remote_answers: Vec::new(),
            tokens: Vec::new(),
            timers: BTreeMap::new(),
            said: Vec::new(),
        }
    }

    fn tell(&mut self, step: Step) {
        match step {
            Step::Wait(millis) => self.now.0 += millis,
            Step::Elapse(timer) => {
                let (attempt, after) = self.timers[&timer];
                self.now.0 += after.0;
                self.happen(Event::TimerElapsed { timer, attempt });
            }
            Step::Event(event) => {
                let event = event(self);
                self.happen(event);
            }
        }
    }

    fn happen(&mut self, event: Event) {
        for effect in self.session.update(self.now, event) {
            match &effect {
                Effect::OpenSocket { attempt, .. } => self.sockets.push(*attempt),
                Effect::CreatePeers { peers, .. } => self.peers.push(*peers),
                Effect::CreateOffer { attempt, .. } => self.offers.push(*attempt),
                Effect::ApplyRemoteOffer { attempt, .. } => self.answers.push(*attempt),
                Effect::ApplyRemoteAnswer { attempt, .. } => self.remote_answers.push(*attempt),
                Effect::RequestToken { attempt } => self.tokens.push(*attempt),
                Effect::SetTimer { timer, attempt, after } => {
                    self.timers.insert(*timer, (*attempt, *after));
                    continue;
                }
                _ => {}
            }
            self.said.push(words(&effect));
        }
    }
}

// Given

/// Asked to join, nothing answered yet.
pub fn connecting() -> Story {
    told(Story::new(), vec![join_requested("t1")])
}

/// Let in; the peer connections are coming up.
pub fn joining() -> Story {
    told(connecting(), vec![socket_opens(), says(Message::Join(welcome(&[])))])
}

/// In the meeting, for long enough to count as sound; nothing published.
pub fn connected() -> Story {
    told(
        joining(),
        vec![offers(1), answer_ready(), peer(Peer::Subscriber, PeerState::Connected), wait(20_000)],
    )
}

/// In the meeting with a published microphone, muted.
pub fn speaking() -> Story {
    let events = vec![
        opens_microphone(1),
        says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
        offer_ready(),
        says_answer(1),
        answer_applied(),
        peer(Peer::Publisher, PeerState::Connected),
    ];
    told(connected(), events)
}

/// In the meeting with a published microphone and a published camera.
pub fn speaking_and_seen() -> Story {
    let events = vec![
        opens_camera(2),
        says(published("cam2", "TR_cam", TrackSource::Camera, false)),
        offer_ready(),
        says_answer(2),
        answer_applied(),
    ];
    told(speaking(), events)
}

/// Let in by a server that says beforehand which codecs it takes, as all of today do.
pub fn joining_in_one_go(before: Vec<Step>) -> Story {
    let story = told(Story::new(), before);
    told(
        story,
        vec![join_requested("t1"), socket_opens(), says(Message::Join(welcome_in_one_go(&["video/VP8"])))],
    )
}

pub fn told(mut story: Story, events: Vec<Step>) -> Story {
    for step in events {
        story.tell(step);
    }
    story
}

// What happens

pub fn event(event: Event) -> Step {
    Step::Event(Box::new(|_| event))
}

fn with(make: impl FnOnce(&Story) -> Event + 'static) -> Step {
    Step::Event(Box::new(make))
}

pub fn wait(millis: u64) -> Step {
    Step::Wait(millis)
}

pub fn elapses(timer: Timer) -> Step {
    Step::Elapse(timer)
}

/// A timer that was replaced or belongs to something that is over.
pub fn elapses_stale(timer: Timer) -> Step {
    event(Event::TimerElapsed { timer, attempt: Attempt(0) })
}

pub fn join_requested(token: &'static str) -> Step {
    event(Event::JoinRequested { url: "wss://meet".into(), token: Token::new(token) })
}

pub fn socket_opens() -> Step {
    with(|story| Event::SocketOpened { attempt: last(&story.sockets) })
}

pub fn socket_closes() -> Step {
    with(|story| Event::SocketClosed { attempt: last(&story.sockets) })
}

/// The socket so many before the last one.
pub fn old_socket_closes(back: usize) -> Step {
    with(move |story| Event::SocketClosed { attempt: story.sockets[story.sockets.len() - 1 - back] })
}

pub fn says(message: Message) -> Step {
    with(|story| Event::SocketMessage { attempt: last(&story.sockets), bytes: bytes(message) })
}

pub fn old_socket_says(back: usize, message: Message) -> Step {
    with(move |story| {
        let attempt = story.sockets[story.sockets.len() - 1 - back];
        Event::SocketMessage { attempt, bytes: bytes(message) }
    })
}

pub fn offers(id: u32) -> Step {
    offers_tracks(id, &[])
}

pub fn offers_tracks(id: u32, tracks: &[(&str, &str)]) -> Step {
    let mid_to_track_id =
        tracks.iter().map(|(mid, sid)| (mid.to_string(), sid.to_string())).collect::<HashMap<_, _>>();
    says(Message::Offer(SessionDescription {
        r#type: "offer".into(),
        sdp: format!("offer-{id}"),
        id,
        mid_to_track_id,
    }))
}

pub fn says_answer(id: u32) -> Step {
    says(Message::Answer(SessionDescription {
        r#type: "answer".into(),
        sdp: format!("answer-{id}"),
        id,
        ..Default::default()
    }))
}

pub fn trickles(target: SignalTarget, candidate: &str) -> Step {
    says(Message::Trickle(TrickleRequest {
        candidate_init: candidate.into(),
        target: target.into(),
        ..Default::default()
    }))
}

/// The browser made the answer to the server's last offer.
pub fn answer_ready() -> Step {
    with(|story| Event::LocalDescriptionReady {
        peers: last(&story.peers),
        attempt: last(&story.answers),
        sdp: Sdp::new("my-answer"),
    })
}

/// The browser made the offer.
pub fn offer_ready() -> Step {
    with(|story| Event::LocalDescriptionReady {
        peers: last(&story.peers),
        attempt: last(&story.offers),
        sdp: Sdp::new("my-offer"),
    })
}

/// The offer so many before the last one.
pub fn old_offer_ready(back: usize) -> Step {
    with(move |story| Event::LocalDescriptionReady {
        peers: last(&story.peers),
        attempt: story.offers[story.offers.len() - 1 - back],
        sdp: Sdp::new("old-offer"),
    })
}

pub fn answer_applied() -> Step {
    with(|story| Event::RemoteAnswerApplied {
        peers: last(&story.peers),
        attempt: last(&story.remote_answers),
    })
}

pub fn answer_fails() -> Step {
    with(|story| Event::DescriptionFailed { peers: last(&story.peers), attempt: last(&story.answers) })
}

pub fn peer(peer: Peer, state: PeerState) -> Step {
    with(move |story| Event::PeerStateChanged { peers: last(&story.peers), peer, state })
}

/// The first pair of peer connections of the story.
pub fn first_peer(peer: Peer, state: PeerState) -> Step {
    with(move |story| Event::PeerStateChanged { peers: story.peers[0], peer, state })
}

pub fn gathers(peer: Peer, candidate: &'static str) -> Step {
    with(move |story| Event::CandidateGathered {
        peers: last(&story.peers),
        peer,
        candidate: Candidate::new(candidate),
    })
}

pub fn arrives(track: u32, stream_id: &'static str, track_id: &'static str, mid: &'static str) -> Step {
    with(move |story| Event::RemoteTrackArrived {
        peers: last(&story.peers),
        track: RemoteTrackId(track),
        stream_id: stream_id.into(),
        track_id: track_id.into(),
        mid: mid.into(),
        kind: TrackKind::Audio,
    })
}

pub fn ends(track: u32) -> Step {
    with(move |story| Event::RemoteTrackEnded { peers: last(&story.peers), track: RemoteTrackId(track) })
}

pub fn channel_opens(peer: Peer, channel: DataChannel) -> Step {
    with(move |story| Event::ChannelOpened { peers: last(&story.peers), peer, channel, id: 1 })
}

pub fn data_arrives(bytes: Vec<u8>) -> Step {
    with(move |story| Event::DataArrived { peers: last(&story.peers), bytes })
}

pub fn opens_microphone(track: u32) -> Step {
    event(Event::LocalTrackOpened {
        source: LocalSource::Microphone,
        track: LocalTrackId(track),
        cid: format!("mic{track}"),
        picture: None,
    })
}

pub fn opens_camera(track: u32) -> Step {
    event(Event::LocalTrackOpened {
        source: LocalSource::Camera,
        track: LocalTrackId(track),
        cid: format!("cam{track}"),
        picture: Some(PictureSize { width: 1280, height: 720 }),
    })
}

pub fn opens_screen(track: u32) -> Step {
    event(Event::LocalTrackOpened {
        source: LocalSource::Screen,
        track: LocalTrackId(track),
        cid: format!("screen{track}"),
        picture: Some(PictureSize { width: 1920, height: 1080 }),
    })
}

pub fn closes(source: LocalSource) -> Step {
    event(Event::LocalTrackClosed { source })
}

pub fn wants_muted(source: LocalSource, muted: bool) -> Step {
    event(Event::MuteWanted { source, muted })
}

pub fn token_comes(token: &'static str) -> Step {
    with(move |story| Event::TokenRenewed {
        attempt: last(&story.tokens),
        url: "wss://meet".into(),
        token: Token::new(token),
    })
}

pub fn old_token_comes(back: usize, token: &'static str) -> Step {
    with(move |story| Event::TokenRenewed {
        attempt: story.tokens[story.tokens.len() - 1 - back],
        url: "wss://meet".into(),
        token: Token::new(token),
    })
}

// What the server says

pub fn welcome(others: &[ParticipantInfo]) -> JoinResponse {
    JoinResponse {
        participant: Some(participant("PA_me", "me", &[])),
        other_participants: others.to_vec(),
        subscriber_primary: true,
        ping_interval: 5,
        ping_timeout: 15,
        ..Default::default()
    }
}

/// The same of a server that says which codecs it takes and wants an offer at once.
pub fn welcome_in_one_go(codecs: &[&str]) -> JoinResponse {
    let codec = |mime: &&str| proto::Codec { mime: (*mime).into(), ..Default::default() };
    JoinResponse {
        fast_publish: true,
        enabled_publish_codecs: codecs.iter().map(codec).collect(),
        ..welcome(&[])
    }
}

pub fn participant(sid: &str, identity: &str, tracks: &[TrackInfo]) -> ParticipantInfo {
    ParticipantInfo {
        sid: sid.into(),
        identity: identity.into(),
        name: format!("Name of {identity}"),
        state: proto::participant_info::State::Active.into(),
        tracks: tracks.to_vec(),
        ..Default::default()
    }
}

pub fn track(sid: &str, source: TrackSource, muted: bool) -> TrackInfo {
    TrackInfo { sid: sid.into(), source: source.into(), muted, ..Default::default() }
}

pub fn update(participants: &[ParticipantInfo]) -> Step {
    says(Message::Update(proto::ParticipantUpdate { participants: participants.to_vec() }))
}

pub fn gone(sid: &str, identity: &str) -> ParticipantInfo {
    ParticipantInfo {
        state: proto::participant_info::State::Disconnected.into(),
        ..participant(sid, identity, &[])
    }
}

pub fn published(cid: &str, sid: &str, source: TrackSource, muted: bool) -> Message {
    Message::TrackPublished(TrackPublishedResponse {
        cid: cid.into(),
        track: Some(track(sid, source, muted)),
    })
}

pub fn leave(reason: proto::DisconnectReason, action: proto::leave_request::Action) -> Message {
    let mut leave = LeaveRequest::default();
    leave.set_reason(reason);
    leave.set_action(action);
    Message::Leave(leave)
}

pub fn bytes(message: Message) -> Vec<u8> {
    SignalResponse { message: Some(message) }.encode_to_vec()
}

// What is to be done, in words

fn words(effect: &Effect) -> String {
    match effect {
        Effect::OpenSocket { url, .. } => {
            let (_, query) = url.reveal().split_once("access_token=").expect("an address carries its token");
            let token = query.split('&').next().unwrap_or_default();
            match query.split_once("&reconnect=1&sid=") {
                Some((_, sid)) => format!("open socket with {token} to resume {sid}"),
                None => format!("open socket with {token}"),
            }
        }
        Effect::SendBytes { bytes, .. } => format!("say {}", request(bytes)),
        Effect::CloseSocket { .. } => "close socket".into(),
        Effect::CreatePeers { .. } => "create peers".into(),
        Effect::ClosePeers { .. } => "close peers".into(),
        Effect::SetIceServers { .. } => "set ice servers".into(),
        Effect::CreateOffer { ice_restart: false, .. } => "create offer".into(),
        Effect::CreateOffer { ice_restart: true, .. } => "create offer with ice restart".into(),
        Effect::ApplyRemoteAnswer { sdp, .. } => format!("apply {}", sdp.reveal()),
        Effect::ApplyRemoteOffer { sdp, .. } => format!("apply {}", sdp.reveal()),
        Effect::AddCandidate { peer, candidate, .. } => {
            format!("add candidate {} to {}", candidate.reveal(), lower(peer))
        }
        Effect::PublishTrack { source, track, .. } => format!("publish {} {}", lower(source), track.0),
        Effect::SetEncodings { source, encodings, .. } => {
            let layer = |encoding: &rtc::Encoding| {
                let scale = encoding.scale_down_by.map(|scale| format!(" /{scale}")).unwrap_or_default();
                let active = if encoding.active { "on" } else { "off" };
                format!("{}{scale} {active}", encoding.rid.unwrap_or("all"))
            };
            let layers: Vec<_> = encodings.iter().map(layer).collect();
            format!("encode {}: {}", lower(source), layers.join(", "))
        }
        Effect::ReplaceTrack { source, track: Some(track), .. } => {
            format!("replace {} by {}", lower(source), track.0)
        }
        Effect::ReplaceTrack { source, track: None, .. } => format!("replace {} by nothing", lower(source)),
        Effect::UnpublishTrack { source, .. } => format!("unpublish {}", lower(source)),
        Effect::SetTrackEnabled { track, enabled: true } => format!("enable {}", track.0),
        Effect::SetTrackEnabled { track, enabled: false } => format!("disable {}", track.0),
        Effect::OpenTrack { source } => format!("open {}", lower(source)),
        Effect::StopTrack { source, track } => format!("stop {} {}", lower(source), track.0),
        Effect::AttachRemoteTrack { track, identity, source, sid } => {
            format!("attach {} as {} of {} ({})", track.0, lower(source), identity.0, sid.0)
        }
        Effect::DetachRemoteTrack { track } => format!("detach {}", track.0),
        Effect::SendData { channel, bytes, .. } => format!("send {} {}", lower(channel), data(bytes)),
        Effect::ReportData { from, topic, payload } => {
            let from = from.clone().unwrap_or(Identity::from("the server"));
            format!("report data of {}: {topic} {}", from.0, String::from_utf8_lossy(payload))
        }
        Effect::SetTimer { timer, after, .. } => format!("wait {timer:?} {}", after.0),
        Effect::RequestToken { .. } => "request token".into(),
        Effect::ReportJoined => "report joined".into(),
        Effect::ReportInterrupted => "report interrupted".into(),
        Effect::ReportMuted { source } => format!("report muted {}", lower(source)),
        Effect::ReportReturned => "report returned".into(),
        Effect::ReportLeft { reason } => format!("report left: {reason:?}"),
    }
}

fn lower(name: &impl std::fmt::Debug) -> String {
    format!("{name:?}").to_lowercase()
}

fn data(bytes: &[u8]) -> String {
    let packet = proto::DataPacket::decode(bytes).expect("a packet");
    let Some(proto::data_packet::Value::User(user)) = packet.value else { panic!("no user packet") };
    let to = packet.destination_identities.join(",");
    format!(
        "{}={} to {}",
        user.topic.unwrap_or_default(),
        String::from_utf8_lossy(&user.payload),
        if to.is_empty() { "all" } else { &to }
    )
}

fn request(bytes: &[u8]) -> String {
    use signal_request::Message;
    let target = |trickle: &TrickleRequest| lower(&trickle.target());
    match SignalRequest::decode(bytes).ok().and_then(|request| request.message).expect("a request") {
        Message::Offer(offer) => format!("offer {} {}", offer.id, offer.sdp),
        Message::Answer(answer) => format!("answer {} {}", answer.id, answer.sdp),
        Message::Trickle(trickle) => format!("candidate {} of {}", trickle.candidate_init, target(&trickle)),
        Message::AddTrack(request) => add_track(&request),
        Message::Mute(mute) => format!("{} {}", if mute.muted { "mute" } else { "unmute" }, mute.sid),
        Message::Leave(leave) => format!("leave: {:?}", leave.reason()),
        Message::PingReq(ping) => format!("ping, round trip {}", ping.rtt),
        Message::Ping(_) => "old ping".into(),
        Message::SyncState(sync) => format!(
            "sync: answer {:?}, offer {:?}, published {:?}, unwanted {:?}",
            sync.answer.map(|answer| answer.id),
            sync.offer.map(|offer| offer.id),
            sync.publish_tracks
                .iter()
                .map(|track| track.track.as_ref().expect("a track").sid.as_str())
                .collect::<Vec<_>>(),
            sync.subscription.unwrap_or_default().track_sids,
        ),
        Message::TrackSetting(settings) if settings.disabled => {
            format!("do not show {:?}", settings.track_sids)
        }
        Message::TrackSetting(settings) => {
            format!("show {:?} in {}x{}", settings.track_sids, settings.width, settings.height)
        }
        Message::Subscription(update) => {
            format!("{} {:?}", if update.subscribe { "subscribe" } else { "unsubscribe" }, update.track_sids)
        }
        other => format!("{other:?}"),
    }
}

fn add_track(request: &AddTrackRequest) -> String {
    let muted = if request.muted { ", muted" } else { "" };
    match request.source() {
        TrackSource::Camera => {
            format!("add camera {} {}x{}{muted}", request.cid, request.width, request.height)
        }
        TrackSource::ScreenShare => format!("add screen {}", request.cid),
        source => format!("add {} {}{muted}", lower(&source), request.cid),
    }
}
