//! A client: signalling over a WebSocket, two WebRTC connections over UDP sockets of its own, or over TCP alone.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use livekit_protocol::{
    AddTrackRequest, DataPacket, LeaveRequest, Ping, SessionDescription, SignalRequest, SignalResponse,
    SimulcastCodec, TrackInfo, TrackSource, TrackType, VideoLayer, VideoQuality,
    signal_request::Message as Request, signal_response::Message as Response,
};
use prost::Message as _;
use str0m::{
    Candidate, Event, Input, Output, Rtc, RtcConfig,
    change::{SdpAnswer, SdpOffer, SdpPendingOffer},
    channel::ChannelId,
    format::Codec,
    media::{Direction, MediaKind, MediaTime, Mid, Simulcast, SimulcastLayer},
    net::{Protocol, Receive, TcpType, Transmit},
    rtp::Vp8Descriptor,
};
use tokio::{io::AsyncReadExt, net::UdpSocket, sync::mpsc, time::timeout};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite};

use super::PATIENCE;

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// What a client saw.
#[derive(Debug)]
pub enum Seen {
    Message(Box<Response>),
    /// The signalling connection ended.
    Hangup,
    /// The connection to receive on stands.
    Connected,
    /// The connection to send on stands.
    CanSend,
    /// A packet of sound, and whose.
    Sound {
        track: String,
        data: Vec<u8>,
    },
    /// A packet of a picture, whose, of which layer, and whether a key frame begins with it.
    Picture {
        track: String,
        layer: char,
        key: bool,
        sequence: u16,
    },
    /// The server wants a key frame of a layer.
    KeyFrameWanted(char),
    /// A data message.
    Data(Box<DataPacket>),
}

enum Order {
    Ask(Request),
    /// Offer all tracks that were published so far.
    Offer,
    OfferCamera(Camera),
    Sound {
        level: i8,
        data: Vec<u8>,
    },
    /// One frame of each layer that is on.
    Pictures,
    /// Nothing is sent in the section of the microphone any more.
    StopMicrophone,
    Data(DataPacket),
    Raw(Vec<u8>),
    StopPinging,
    DropSignalling,
}

/// A camera of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Camera {
    /// Three layers of VP8, `q`, `h` and `f`, with the rates of LiveKit's presets.
    Vp8,
    /// The two smaller layers only.
    SmallVp8,
    /// One layer of H.264, without a name.
    H264,
}

impl Camera {
    fn layers(self) -> &'static [(&'static str, usize)] {
        // Bytes of a frame, thirty a second.
        match self {
            Self::Vp8 => &[("q", 650), ("h", 1_900), ("f", 7_000)],
            Self::SmallVp8 => &[("q", 650), ("h", 1_900)],
            Self::H264 => &[("", 4_000)],
        }
    }

    /// A frame that a decoder would not like, but that says what a forwarding server may look at.
    fn frame(self, layer: &str, bytes: usize, key: bool) -> Vec<u8> {
        let name = layer.bytes().next().unwrap_or(b'-');
        match self {
            Self::Vp8 | Self::SmallVp8 => {
                let mut frame = vec![name; if key { bytes * 4 } else { bytes }];
                frame[0] = u8::from(!key);
                frame
            }
            Self::H264 => {
                let unit = |header: u8, bytes: usize| {
                    let mut unit = vec![0, 0, 0, 1, header];
                    unit.resize(bytes, name);
                    unit
                };
                if key {
                    [unit(0x67, 20), unit(0x68, 12), unit(0x65, bytes)].concat()
                } else {
                    unit(0x41, bytes)
                }
            }
        }
    }
}

/// A client in the hands of a test.
pub struct Client {
    orders: mpsc::UnboundedSender<Order>,
    seen: mpsc::UnboundedReceiver<Seen>,
    pub identity: String,
    pub sid: String,
    pub others: Vec<livekit_protocol::ParticipantInfo>,
}

impl Client {
    /// Connects and waits for the welcome; the HTTP status when there is none.
    pub async fn connect(address: SocketAddr, token: &str, query: &str) -> Result<Self, u16> {
        Self::connect_over(Way::Udp, address, token, query).await
    }

    /// Likewise, with media over the given way.
    pub async fn connect_over(way: Way, address: SocketAddr, token: &str, query: &str) -> Result<Self, u16> {
        Self::connect_through(Network::default(), way, address, token, query).await
    }

    /// Likewise, through a network that is not perfect.
    pub async fn connect_through(
        network: Network,
        way: Way,
        address: SocketAddr,
        token: &str,
        query: &str,
    ) -> Result<Self, u16> {
        let url = format!("ws://{address}/rtc?access_token={token}&protocol=16&auto_subscribe=1{query}");
        let socket = match tokio_tungstenite::connect_async(url).await {
            Ok((socket, _)) => socket,
            Err(tungstenite::Error::Http(response)) => return Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        };
        let (orders, orders_in) = mpsc::unbounded_channel();
        let (seen_out, seen) = mpsc::unbounded_channel();
        tokio::spawn(Engine::new(way, network, seen_out).await.run(socket, orders_in));
        let mut client =
            Self { orders, seen, identity: String::new(), sid: String::new(), others: Vec::new() };
        let join = client
            .until("a welcome", |seen| match seen {
                Seen::Message(message) => match *message {
                    Response::Join(join) => Some(join),
                    Response::Leave(leave) => panic!("turned away: {leave:?}"),
                    _ => None,
                },
                _ => None,
            })
            .await;
        let me = join.participant.unwrap();
        (client.identity, client.sid, client.others) = (me.identity, me.sid, join.other_participants);
        Ok(client)
    }

    /// Waits for something.
    pub async fn until<T>(&mut self, what: &str, mut pick: impl FnMut(Seen) -> Option<T>) -> T {
        let waiting = async {
            loop {
                let seen = self.seen.recv().await.unwrap_or_else(|| panic!("{what}: the client ended"));
                if let Some(found) = pick(seen) {
                    return found;
                }
            }
        };
        timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{what}: waited in vain"))
    }

    pub async fn connected(&mut self) {
        self.until("a connection", |seen| matches!(seen, Seen::Connected).then_some(())).await;
    }

    /// Waits for a message.
    pub async fn message<T>(&mut self, what: &str, mut pick: impl FnMut(Response) -> Option<T>) -> T {
        self.until(what, |seen| match seen {
            Seen::Message(message) => pick(*message),
            _ => None,
        })
        .await
    }

    /// Waits until a media section is offered in which nothing is sent any more.
    pub async fn section_falls_idle(&mut self) {
        self.message("the section falling idle", |message| match message {
            Response::Offer(offer) => offer.sdp.contains("a=inactive").then_some(()),
            _ => None,
        })
        .await;
    }

    /// Waits until somebody is as wanted.
    pub async fn participant(
        &mut self,
        what: &str,
        wanted: impl Fn(&livekit_protocol::ParticipantInfo) -> bool,
    ) -> livekit_protocol::ParticipantInfo {
        self.message(what, |message| match message {
            Response::Update(update) => update.participants.into_iter().find(|info| wanted(info)),
            _ => None,
        })
        .await
    }

    /// Publishes a microphone and waits until sound can be sent.
    pub async fn publish_microphone(&mut self, cid: &str) -> TrackInfo {
        self.ask(Request::AddTrack(AddTrackRequest {
            cid: cid.to_owned(),
            r#type: TrackType::Audio.into(),
            source: TrackSource::Microphone.into(),
            ..AddTrackRequest::default()
        }));
        let track = self
            .message("a published track", |message| match message {
                Response::TrackPublished(published) => {
                    assert_eq!(published.cid, cid);
                    published.track
                }
                _ => None,
            })
            .await;
        self.order(Order::Offer);
        self.until("a connection to send on", |seen| matches!(seen, Seen::CanSend).then_some(())).await;
        track
    }

    /// Publishes a camera and waits until it is known.
    pub async fn publish_camera(&mut self, cid: &str, camera: Camera) -> TrackInfo {
        let layers: Vec<VideoLayer> = camera
            .layers()
            .iter()
            .zip([(VideoQuality::Low, 320), (VideoQuality::Medium, 640), (VideoQuality::High, 1280)])
            .map(|((rid, _), (quality, width))| VideoLayer {
                quality: quality.into(),
                width,
                height: width * 9 / 16,
                rid: (*rid).to_owned(),
                ..VideoLayer::default()
            })
            .collect();
        self.ask(Request::AddTrack(AddTrackRequest {
            cid: cid.to_owned(),
            r#type: TrackType::Video.into(),
            source: TrackSource::Camera.into(),
            simulcast_codecs: vec![SimulcastCodec {
                codec: if camera == Camera::H264 { "h264" } else { "vp8" }.into(),
                cid: cid.to_owned(),
                layers: layers.clone(),
                ..SimulcastCodec::default()
            }],
            layers,
            ..AddTrackRequest::default()
        }));
        let track = self
            .message("a published track", |message| match message {
                Response::TrackPublished(published) => published.track,
                _ => None,
            })
            .await;
        self.order(Order::OfferCamera(camera));
        self.until("a connection to send on", |seen| matches!(seen, Seen::CanSend).then_some(())).await;
        track
    }

    /// Shows pictures until told to stop by dropping what is returned.
    pub fn keep_showing(&self) -> Speaking {
        let orders = self.orders.clone();
        Speaking(tokio::spawn(async move {
            let mut every = tokio::time::interval(Duration::from_millis(33));
            while orders.send(Order::Pictures).is_ok() {
                every.tick().await;
            }
        }))
    }

    /// Stops sending the microphone, and offers so.
    pub async fn unpublish_microphone(&mut self) {
        self.order(Order::StopMicrophone);
        self.message("an unpublished track", |message| {
            matches!(message, Response::TrackUnpublished(_)).then_some(())
        })
        .await;
    }

    pub fn ask(&self, request: Request) {
        self.order(Order::Ask(request));
    }

    pub fn speak(&self, data: &[u8]) {
        self.order(Order::Sound { level: -20, data: data.to_vec() });
    }

    /// Speaks until told to stop by dropping what is returned.
    pub fn keep_speaking(&self, data: &[u8]) -> Speaking {
        let (orders, data) = (self.orders.clone(), data.to_vec());
        Speaking(tokio::spawn(async move {
            let mut every = tokio::time::interval(Duration::from_millis(20));
            while orders.send(Order::Sound { level: -20, data: data.clone() }).is_ok() {
                every.tick().await;
            }
        }))
    }

    pub fn send_data(&self, packet: DataPacket) {
        self.order(Order::Data(packet));
    }

    pub fn send_raw(&self, frame: &[u8]) {
        self.order(Order::Raw(frame.to_vec()));
    }

    pub fn leave(&self) {
        self.ask(Request::Leave(LeaveRequest::default()));
    }

    /// The signalling connection breaks; the media connections stay.
    pub fn drop_signalling(&self) {
        self.order(Order::DropSignalling);
    }

    /// From here on it gives no sign of life on the signalling connection by itself.
    pub fn stop_pinging(&self) {
        self.order(Order::StopPinging);
    }

    /// Everything seen so far that was not waited for.
    pub fn drain(&mut self) -> Vec<Seen> {
        std::iter::from_fn(|| self.seen.try_recv().ok()).collect()
    }

    fn order(&self, order: Order) {
        // A client that has ended does nothing more.
        let _ = self.orders.send(order);
    }
}

/// Somebody who goes on speaking.
pub struct Speaking(tokio::task::JoinHandle<()>);

impl Drop for Speaking {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// How media travels.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    Udp,
    /// To this address of the server's.
    Tcp(SocketAddr),
}

/// The network in front of a client, in the hands of a test.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// What arrives on the connection to receive on, at most, in bits per second; 0 is without bound.
    down: Arc<AtomicU64>,
    /// Every so many packets of media one is lost, in both directions; 0 is none.
    lose_every: Arc<AtomicU64>,
    /// Whether nothing gets through at all.
    cut: Arc<AtomicBool>,
}

impl Network {
    pub fn narrow(bits_per_second: u64) -> Self {
        let network = Self::default();
        network.widen(bits_per_second);
        network
    }

    pub fn widen(&self, bits_per_second: u64) {
        self.down.store(bits_per_second, Ordering::Relaxed);
    }

    pub fn lossy(every: u64) -> Self {
        let network = Self::default();
        network.lose_every.store(every, Ordering::Relaxed);
        network
    }

    pub fn cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::Relaxed);
    }
}

/// A network as one connection has it: a queue before the narrowest place, as every router has one.
struct Path {
    network: Network,
    narrow: bool,
    count: u64,
    queue: VecDeque<(Instant, Vec<u8>, SocketAddr)>,
    free: Instant,
}

/// How long a packet may wait before the narrowest place; a longer queue is cut off.
const LONGEST_QUEUE: Duration = Duration::from_millis(300);

impl Path {
    fn new(network: Network, narrow: bool) -> Self {
        Self { network, narrow, count: 0, queue: VecDeque::new(), free: Instant::now() }
    }

    fn loses(&mut self, data: &[u8]) -> bool {
        let every = self.network.lose_every.load(Ordering::Relaxed);
        // RFC 7983: media begins with 128 to 191. RFC 5761: types 64 to 95 of it are reports.
        let media = matches!(data, [first, kind, ..] if (128..192).contains(first) && !(64..96).contains(&(kind & 0x7f)));
        self.count += u64::from(media);
        self.network.cut.load(Ordering::Relaxed) || (media && every > 0 && self.count.is_multiple_of(every))
    }

    fn enter(&mut self, data: Vec<u8>, source: SocketAddr) {
        if self.loses(&data) {
            return;
        }
        let (now, rate) = (Instant::now(), self.network.down.load(Ordering::Relaxed));
        if rate == 0 || !self.narrow {
            self.queue.push_back((now, data, source));
            return;
        }
        // With the headers of IP and UDP.
        let takes = Duration::from_secs_f64((data.len() + 28) as f64 * 8.0 / rate as f64);
        let leaves = self.free.max(now) + takes;
        if leaves - now <= LONGEST_QUEUE {
            self.free = leaves;
            self.queue.push_back((leaves, data, source));
        }
    }
}

struct Peer {
    rtc: Rtc,
    link: Link,
    path: Path,
}

enum Link {
    Udp(UdpSocket),
    Tcp { read: tokio::net::tcp::OwnedReadHalf, write: tokio::net::tcp::OwnedWriteHalf, to: SocketAddr },
}

impl Link {
    async fn new(way: Way) -> Self {
        match way {
            Way::Udp => Self::Udp(UdpSocket::bind("127.0.0.1:0").await.unwrap()),
            Way::Tcp(to) => {
                let (read, write) = tokio::net::TcpStream::connect(to).await.unwrap().into_split();
                Self::Tcp { read, write, to }
            }
        }
    }

    fn local(&self) -> SocketAddr {
        match self {
            Self::Udp(socket) => socket.local_addr().unwrap(),
            Self::Tcp { read, .. } => read.local_addr().unwrap(),
        }
    }

    fn candidate(&self) -> Candidate {
        let builder = Candidate::builder();
        match self {
            Self::Udp(_) => builder.udp().host(self.local()).build().unwrap(),
            Self::Tcp { .. } => builder.tcp().host(self.local()).tcptype(TcpType::Active).build().unwrap(),
        }
    }

    /// The next packet, over TCP with two bytes of length in front (RFC 4571).
    async fn arrived(&mut self, half_read: &mut Vec<u8>) -> (Vec<u8>, SocketAddr) {
        match self {
            Self::Udp(socket) => {
                let mut buffer = vec![0; 2000];
                let (length, source) = socket.recv_from(&mut buffer).await.unwrap();
                buffer.truncate(length);
                (buffer, source)
            }
            Self::Tcp { read, to, .. } => loop {
                if let Some([high, low]) = half_read.first_chunk() {
                    let length = 2 + usize::from(u16::from_be_bytes([*high, *low]));
                    if half_read.len() >= length {
                        let packet = half_read.drain(..length).skip(2).collect();
                        return (packet, *to);
                    }
                }
                if read.read_buf(half_read).await.unwrap_or(0) == 0 {
                    std::future::pending::<()>().await;
                }
            },
        }
    }

    fn send(&self, packet: &Transmit) {
        match self {
            Self::Udp(socket) => {
                let _ = socket.try_send_to(&packet.contents, packet.destination);
            }
            Self::Tcp { write, .. } => {
                let length = u16::try_from(packet.contents.len()).unwrap().to_be_bytes();
                let framed = [&length[..], &packet.contents[..]].concat();
                assert_eq!(
                    write.try_write(&framed).unwrap(),
                    framed.len(),
                    "a test's packets fit the buffer"
                );
            }
        }
    }
}

impl Peer {
    /// Received packets are looked at one by one: the library's own way of putting frames together does not get over
    /// a change of source in a media section, as browsers do.
    async fn new(way: Way, network: Network, packets: bool) -> Self {
        let link = Link::new(way).await;
        let mut rtc = RtcConfig::new().set_rtp_mode(packets).build(Instant::now());
        rtc.add_local_candidate(link.candidate());
        Self { rtc, link, path: Path::new(network, packets) }
    }

    /// The next packet that comes through.
    async fn next(&mut self, half_read: &mut Vec<u8>) -> (Vec<u8>, SocketAddr) {
        loop {
            let due = self.path.queue.front().map(|(at, ..)| *at);
            // A timer would be late by up to a millisecond, for each packet.
            if due.is_some_and(|due| due <= Instant::now()) {
                let (_, data, source) = self.path.queue.pop_front().unwrap();
                return (data, source);
            }
            tokio::select! {
                biased;
                () = async { tokio::time::sleep_until(due.unwrap().into()).await }, if due.is_some() => {}
                (data, source) = self.link.arrived(half_read) => self.path.enter(data, source),
            }
        }
    }

    fn receive(&mut self, data: &[u8], source: SocketAddr) {
        let proto = match self.link {
            Link::Udp(_) => Protocol::Udp,
            Link::Tcp { .. } => Protocol::Tcp,
        };
        if let Ok(receive) = Receive::new(proto, source, self.link.local(), data) {
            let _ = self.rtc.handle_input(Input::Receive(Instant::now(), receive));
        }
    }

    fn drive(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        let _ = self.rtc.handle_input(Input::Timeout(Instant::now()));
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Transmit(packet)) => {
                    if !self.path.loses(&packet.contents) {
                        self.link.send(&packet);
                    }
                }
                Ok(Output::Event(event)) => events.push(event),
                Ok(Output::Timeout(_)) | Err(_) => return events,
            }
        }
    }
}

struct Engine {
    seen: mpsc::UnboundedSender<Seen>,
    publisher: Peer,
    subscriber: Peer,
    pending: Option<SdpPendingOffer>,
    microphone: Option<Mid>,
    camera: Option<(Mid, Camera)>,
    /// The layers whose next frame is to be a key frame.
    keys: HashSet<char>,
    /// The layers that the server wants.
    wanted: HashSet<char>,
    reliable: Option<ChannelId>,
    tracks: HashMap<String, String>,
    clock: u64,
    frames: u64,
}

impl Engine {
    async fn new(way: Way, network: Network, seen: mpsc::UnboundedSender<Seen>) -> Self {
        Self {
            seen,
            publisher: Peer::new(way, network.clone(), false).await,
            subscriber: Peer::new(way, network, true).await,
            pending: None,
            microphone: None,
            camera: None,
            keys: HashSet::new(),
            wanted: HashSet::from(['q', 'h', 'f', '-']),
            reliable: None,
            tracks: HashMap::new(),
            clock: 0,
            frames: 0,
        }
    }

    async fn run(mut self, socket: Socket, mut orders: mpsc::UnboundedReceiver<Order>) {
        let mut socket = Some(socket);
        let mut tick = tokio::time::interval(Duration::from_millis(5));
        let mut ping = tokio::time::interval(Duration::from_secs(5));
        let mut pinging = true;
        let (mut for_publisher, mut for_subscriber) = (Vec::new(), Vec::new());
        loop {
            tokio::select! {
                frame = async { socket.as_mut().unwrap().next().await }, if socket.is_some() => match frame {
                    Some(Ok(tungstenite::Message::Binary(bytes))) => {
                        let message = SignalResponse::decode(bytes).unwrap().message.unwrap();
                        for request in self.message(&message) {
                            send(&mut socket, request).await;
                        }
                        let _ = self.seen.send(Seen::Message(Box::new(message)));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => {
                        socket = None;
                        let _ = self.seen.send(Seen::Hangup);
                    }
                },
                order = orders.recv() => match order {
                    None => return,
                    Some(Order::DropSignalling) => socket = None,
                    Some(Order::StopPinging) => pinging = false,
                    Some(Order::Raw(bytes)) => {
                        if let Some(socket) = &mut socket {
                            let _ = socket.send(tungstenite::Message::Binary(bytes.into())).await;
                        }
                    }
                    Some(order) => {
                        if let Some(request) = self.order(order) {
                            send(&mut socket, request).await;
                        }
                    }
                },
                (packet, source) = self.publisher.next(&mut for_publisher) => {
                    self.publisher.receive(&packet, source);
                }
                (packet, source) = self.subscriber.next(&mut for_subscriber) => {
                    self.subscriber.receive(&packet, source);
                }
                _ = ping.tick(), if pinging => {
                    let ping = Ping { timestamp: 1, rtt: 0 };
                    send(&mut socket, Request::PingReq(ping)).await;
                }
                _ = tick.tick() => {}
            }
            self.drive();
        }
    }

    fn message(&mut self, message: &Response) -> Vec<Request> {
        match message {
            Response::Offer(offer) => {
                self.tracks.extend(offer.mid_to_track_id.clone());
                let sdp = SdpOffer::from_sdp_string(&offer.sdp).unwrap();
                let answer = self.subscriber.rtc.sdp_api().accept_offer(sdp).unwrap();
                vec![Request::Answer(description("answer", answer.to_sdp_string(), offer.id))]
            }
            Response::Answer(answer) => {
                let sdp = SdpAnswer::from_sdp_string(&answer.sdp).unwrap();
                let pending = self.pending.take().unwrap();
                self.publisher.rtc.sdp_api().accept_answer(pending, sdp).unwrap();
                if self.publisher.rtc.is_connected() {
                    let _ = self.seen.send(Seen::CanSend);
                }
                vec![]
            }
            Response::SubscribedQualityUpdate(update) => {
                let wanted = update.subscribed_codecs.iter().flat_map(|codec| &codec.qualities);
                self.wanted = wanted
                    .filter(|quality| quality.enabled)
                    .map(|quality| match quality.quality() {
                        VideoQuality::Low => 'q',
                        VideoQuality::Medium => 'h',
                        VideoQuality::High | VideoQuality::Off => 'f',
                    })
                    .collect();
                // The one layer of a track without simulcast goes by any of them.
                if !self.wanted.is_empty() {
                    self.wanted.insert('-');
                }
                vec![]
            }
            _ => vec![],
        }
    }

    fn order(&mut self, order: Order) -> Option<Request> {
        match order {
            Order::Ask(request) => return Some(request),
            Order::OfferCamera(camera) => {
                let mut api = self.publisher.rtc.sdp_api();
                let layers: Vec<SimulcastLayer> = camera
                    .layers()
                    .iter()
                    .filter(|(rid, _)| !rid.is_empty())
                    .map(|(rid, _)| SimulcastLayer::new(rid))
                    .collect();
                let simulcast = (!layers.is_empty()).then(|| Simulcast { send: layers, recv: vec![] });
                let mid = api.add_media(MediaKind::Video, Direction::SendOnly, None, None, simulcast);
                self.camera = Some((mid, camera));
                self.keys = HashSet::from(['q', 'h', 'f', '-']);
                let (offer, pending) = api.apply().unwrap();
                self.pending = Some(pending);
                return Some(Request::Offer(description("offer", offer.to_sdp_string(), 2)));
            }
            Order::StopMicrophone => {
                let mut api = self.publisher.rtc.sdp_api();
                api.set_direction(self.microphone.unwrap(), Direction::Inactive);
                let (offer, pending) = api.apply().unwrap();
                self.pending = Some(pending);
                return Some(Request::Offer(description("offer", offer.to_sdp_string(), 3)));
            }
            Order::Pictures => self.show(),
            Order::Offer => {
                let mut api = self.publisher.rtc.sdp_api();
                match self.microphone {
                    // A section that fell idle is used again, as browsers do.
                    Some(mid) => api.set_direction(mid, Direction::SendOnly),
                    None => {
                        self.microphone =
                            Some(api.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None));
                    }
                }
                if self.reliable.is_none() {
                    self.reliable = Some(api.add_channel("_reliable".to_owned()));
                }
                let (offer, pending) = api.apply().unwrap();
                self.pending = Some(pending);
                return Some(Request::Offer(description("offer", offer.to_sdp_string(), 1)));
            }
            Order::Sound { level, data } => {
                self.clock += 960;
                let time = MediaTime::new(self.clock, str0m::media::Frequency::FORTY_EIGHT_KHZ);
                if let Some(writer) = self.microphone.and_then(|mid| self.publisher.rtc.writer(mid)) {
                    let pt = writer.payload_params().next().unwrap().pt();
                    let _ = writer.audio_level(level, true).write(pt, Instant::now(), time, data);
                }
            }
            Order::Data(packet) => {
                let channel = self.reliable.and_then(|id| self.publisher.rtc.channel(id));
                assert!(channel.unwrap().write(true, &packet.encode_to_vec()).unwrap());
            }
            Order::Raw(_) | Order::DropSignalling | Order::StopPinging => {}
        }
        None
    }

    fn show(&mut self) {
        let Some((mid, camera)) = self.camera else { return };
        self.frames += 1;
        let time = MediaTime::new(self.frames * 3000, str0m::media::Frequency::NINETY_KHZ);
        for (rid, bytes) in camera.layers() {
            let name = rid.chars().next().unwrap_or('-');
            if !self.wanted.contains(&name) {
                // An encoder that was switched off begins with a key frame.
                self.keys.insert(name);
                continue;
            }
            let Some(writer) = self.publisher.rtc.writer(mid) else { return };
            let codec = if camera == Camera::H264 { Codec::H264 } else { Codec::Vp8 };
            let Some(pt) = writer.payload_params().find(|p| p.spec().codec == codec).map(|p| p.pt()) else {
                return;
            };
            let frame = camera.frame(rid, *bytes, self.keys.remove(&name));
            let writer = if rid.is_empty() { writer } else { writer.rid((*rid).into()) };
            writer.write(pt, Instant::now(), time, frame).unwrap();
            // One frame at a time, as the library wants it.
            for event in self.publisher.drive() {
                self.published(event);
            }
        }
    }

    fn published(&mut self, event: Event) {
        match event {
            Event::ChannelOpen(..) => {
                let _ = self.seen.send(Seen::CanSend);
            }
            Event::Connected if self.reliable.is_none() => {
                let _ = self.seen.send(Seen::CanSend);
            }
            Event::KeyframeRequest(request) => {
                let name = request.rid.and_then(|rid| rid.chars().next()).unwrap_or('-');
                self.keys.insert(name);
                let _ = self.seen.send(Seen::KeyFrameWanted(name));
            }
            _ => {}
        }
    }

    fn drive(&mut self) {
        for event in self.publisher.drive() {
            self.published(event);
        }
        for event in self.subscriber.drive() {
            let seen = match event {
                Event::Connected => Seen::Connected,
                Event::RtpPacket(packet) => {
                    let mut api = self.subscriber.rtc.direct_api();
                    let mid = api.stream_rx(&packet.header.ssrc).unwrap().mid().to_string();
                    let track = self.tracks.get(&mid).cloned().unwrap_or_default();
                    let kind = self.subscriber.rtc.media(mid.as_str().into()).unwrap().kind();
                    match kind {
                        MediaKind::Audio => Seen::Sound { track, data: packet.payload.to_vec() },
                        MediaKind::Video => picture(track, &packet.payload, packet.header.sequence_number),
                    }
                }
                Event::ChannelData(data) => Seen::Data(Box::new(DataPacket::decode(&*data.data).unwrap())),
                _ => continue,
            };
            let _ = self.seen.send(seen);
        }
    }
}

fn picture(track: String, payload: &[u8], sequence: u16) -> Seen {
    let layer = payload.last().map_or('?', |byte| char::from(*byte));
    let key = match Vp8Descriptor::parse(payload) {
        // What `Camera::frame` puts into H.264 ends in this.
        _ if layer == '-' => matches!(payload, [0x67 | 0x65 | 0x78, ..] | [0x7c, 0x85, ..]),
        Ok(descriptor) => descriptor.starts_keyframe(payload),
        Err(_) => false,
    };
    Seen::Picture { track, layer, key, sequence }
}

async fn send(socket: &mut Option<Socket>, request: Request) {
    if let Some(socket) = socket {
        let bytes = SignalRequest { message: Some(request) }.encode_to_vec();
        let _ = socket.send(tungstenite::Message::Binary(bytes.into())).await;
    }
}

fn description(kind: &str, sdp: String, id: u32) -> SessionDescription {
    SessionDescription { r#type: kind.to_owned(), sdp, id, ..SessionDescription::default() }
}

/// A signalling connection alone, for what comes first and for coming back.
pub struct Signalling(Socket);

impl Signalling {
    pub async fn connect(address: SocketAddr, token: &str, query: &str) -> Self {
        let url = format!("ws://{address}/rtc?access_token={token}&protocol=16{query}");
        Self(tokio_tungstenite::connect_async(url).await.unwrap().0)
    }

    pub async fn next(&mut self) -> Response {
        let frame = timeout(PATIENCE, self.0.next()).await.unwrap().unwrap().unwrap();
        SignalResponse::decode(frame.into_data()).unwrap().message.unwrap()
    }

    pub async fn until<T>(&mut self, mut pick: impl FnMut(Response) -> Option<T>) -> T {
        loop {
            if let Some(found) = pick(self.next().await) {
                return found;
            }
        }
    }
}
