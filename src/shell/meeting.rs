//! The meeting's connections: what the signalling session asks for, carried out with a socket and two peer connections.

use std::{cell::RefCell, rc::Rc};

use participant::{EchoEvent, Event, Side};
use rtc::{Attempt, Effect, LocalSource, PeersId, RemoteTrackId};
use wasm_bindgen_futures::spawn_local;
use wire::AttemptId;

use super::{Sender, devices::Devices, line::LineWatch, timers::Timers};
use crate::browser::{
    codec,
    media::{Capture, CaptureChange},
    peer::{Peer, PeerEvent, PeerProblem, Sender as TrackSender},
    peer_stats::Reader,
    screen,
    socket::{Socket, SocketEvent},
    track::Track,
};

/// Which signalling session connections belong to.
#[derive(Clone, Copy)]
pub enum Whose {
    /// That of the meeting.
    Meeting,
    /// That of one side of a trial of the voice.
    Echo(AttemptId, Side),
}

/// Where events of that session go.
#[derive(Clone)]
struct Report {
    sender: Sender<Event>,
    whose: Whose,
}

impl Report {
    fn send(&self, event: rtc::Event) {
        self.sender.send(match self.whose {
            Whose::Meeting => Event::Rtc(event),
            Whose::Echo(attempt, side) => Event::Echo(EchoEvent::Rtc { attempt, side, event }),
        });
    }
}

/// The connections of one signalling session.
pub struct Meeting {
    report: Report,
    devices: Rc<RefCell<Devices>>,
    socket: Option<(Attempt, Socket)>,
    peers: Option<Pair>,
    timers: Timers,
    remote: Rc<RefCell<RemoteTracks>>,
    screen: Rc<RefCell<SharedScreen>>,
    asked_for_codec: bool,
}

/// The screen that is shared, with the number of its request. A request that is not the newest is let go of when it is
/// answered.
#[derive(Default)]
struct SharedScreen {
    newest: AttemptId,
    capture: Option<Capture>,
}

/// Both peer connections and what they send.
struct Pair {
    id: PeersId,
    publisher: Peer,
    subscriber: Peer,
    senders: Vec<(LocalSource, TrackSender)>,
    _watch: Option<LineWatch>,
}

/// The tracks that came, by the number given to each.
#[derive(Default)]
struct RemoteTracks {
    last: u32,
    tracks: Vec<(RemoteTrackId, Track)>,
}

impl Meeting {
    /// Not connected.
    // Copied into what calls it: the page makes one before the rest is fetched (docs/adr/0010).
    #[inline(always)]
    pub fn new(whose: Whose, sender: Sender<Event>, devices: Rc<RefCell<Devices>>) -> Self {
        Self {
            report: Report { sender, whose },
            devices,
            socket: None,
            peers: None,
            timers: Timers::default(),
            remote: Rc::default(),
            screen: Rc::default(),
            asked_for_codec: false,
        }
    }

    /// Asks which window is to be shared. To be called while a press is being handled.
    pub fn open_screen(&mut self, attempt: AttemptId) {
        *self.screen.borrow_mut() = SharedScreen { newest: attempt, capture: None };
        let (sender, screen) = (self.report.sender.clone(), self.screen.clone());
        let answer = screen::ask();
        spawn_local(async move {
            let answer = answer.await;
            if screen.borrow().newest != attempt {
                return;
            }
            let Some(mut capture) = answer else { return sender.send(Event::ScreenEnded { attempt }) };
            let ended = sender.clone();
            capture.on_change(move |change| match change {
                CaptureChange::Ended => ended.send(Event::ScreenEnded { attempt }),
                CaptureChange::Muted | CaptureChange::Unmuted => {}
            });
            let track = capture.track().id();
            let picture = capture.picture_size().map(|(width, height)| rtc::PictureSize { width, height });
            screen.borrow_mut().capture = Some(capture);
            sender.send(Event::ScreenOpened { attempt, track, picture });
        });
    }

    /// Shares it no longer.
    pub fn close_screen(&mut self) {
        *self.screen.borrow_mut() = SharedScreen::default();
    }

    fn local_track(&self, track: rtc::LocalTrackId) -> Option<Track> {
        let screen = self.screen.borrow();
        let shared = screen.capture.as_ref().filter(|_| participant::screen_track(screen.newest) == track);
        shared.map(Capture::track).or_else(|| self.devices.borrow().local_track(track))
    }

    /// A track that came.
    pub fn remote_track(&self, id: RemoteTrackId) -> Option<Track> {
        self.remote.borrow().tracks.iter().find(|(known, _)| *known == id).map(|(_, track)| track.clone())
    }

    /// What reads how both connections are doing: that which sends, and that which receives.
    pub fn readers(&self) -> Option<(Reader, Reader)> {
        let peers = self.peers.as_ref()?;
        Some((peers.publisher.reader(), peers.subscriber.reader()))
    }

    /// Carries out one effect.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::OpenSocket { attempt, url } => self.open_socket(attempt, url.reveal()),
            Effect::SendBytes { attempt, bytes } => {
                if let Some((_, socket)) = self.socket.as_ref().filter(|(open, _)| *open == attempt) {
                    // A socket that is not open any more says so itself.
                    let _ = socket.send_bytes(&bytes);
                }
            }
            Effect::CloseSocket { attempt } => {
                self.socket.take_if(|(open, _)| *open == attempt);
            }
            Effect::CreatePeers { peers, ice_servers, relay_only } => {
                self.create_peers(peers, &ice_servers, relay_only);
            }
            Effect::ClosePeers { peers } => {
                if self.peers.take_if(|pair| pair.id == peers).is_some() {
                    self.remote.borrow_mut().tracks.clear();
                }
            }
            Effect::SetIceServers { peers, ice_servers, relay_only } => {
                if let Some(pair) = self.pair(peers) {
                    pair.publisher.set_ice_servers(&ice_servers, relay_only);
                    pair.subscriber.set_ice_servers(&ice_servers, relay_only);
                }
            }
            Effect::CreateOffer { peers, attempt, ice_restart } => {
                let report = self.report.clone();
                let Some(pair) = self.pair(peers) else { return };
                let offer = pair.publisher.offer(ice_restart);
                spawn_local(async move { report.send(described(peers, attempt, offer.await)) });
            }
            Effect::ApplyRemoteOffer { peers, attempt, sdp } => {
                let report = self.report.clone();
                let Some(pair) = self.pair(peers) else { return };
                let answer = pair.subscriber.answer(sdp);
                spawn_local(async move { report.send(described(peers, attempt, answer.await)) });
            }
            Effect::ApplyRemoteAnswer { peers, attempt, sdp } => {
                let report = self.report.clone();
                let Some(pair) = self.pair(peers) else { return };
                let applied = pair.publisher.apply_answer(sdp);
                spawn_local(async move {
                    report.send(match applied.await {
                        Ok(()) => rtc::Event::RemoteAnswerApplied { peers, attempt },
                        Err(_) => rtc::Event::DescriptionFailed { peers, attempt },
                    });
                });
            }
            Effect::AddCandidate { peers, peer, candidate } => {
                if let Some(pair) = self.pair(peers) {
                    pair.side(peer).add_candidate(&candidate);
                }
            }
            Effect::PublishTrack { peers, source, track, encodings, codec } => {
                let found = self.local_track(track);
                let (Some(track), Some(pair)) = (found, self.pair(peers)) else { return };
                if let Ok(sender) = pair.publisher.publish(&track, &encodings, codec) {
                    pair.senders.retain(|(known, _)| *known != source);
                    pair.senders.push((source, sender));
                }
            }
            Effect::SetEncodings { peers, source, encodings } => {
                if let Some(sender) = self.pair(peers).and_then(|pair| pair.sender(source)) {
                    spawn_local(sender.set_encodings(&encodings));
                }
            }
            Effect::ReplaceTrack { peers, source, track } => {
                let track = track.and_then(|track| self.local_track(track));
                let Some(sender) = self.pair(peers).and_then(|pair| pair.sender(source)) else { return };
                let replaced = sender.replace(track.as_ref());
                spawn_local(async move {
                    // A sender that is closed meanwhile has nothing to send any more.
                    let _ = replaced.await;
                });
            }
            Effect::UnpublishTrack { peers, source } => {
                let Some(pair) = self.pair(peers) else { return };
                if let Some(sender) = pair.sender(source) {
                    sender.stop();
                }
                pair.senders.retain(|(known, _)| *known != source);
            }
            Effect::SetTrackEnabled { track, enabled } => {
                if let Some(track) = self.local_track(track) {
                    track.set_enabled(enabled);
                }
            }
            Effect::DetachRemoteTrack { track } => {
                self.remote.borrow_mut().tracks.retain(|(known, _)| *known != track);
            }
            Effect::SendData { peers, channel, bytes } => {
                if let Some(pair) = self.pair(peers) {
                    // What does not leave now is lost like anything on a broken connection.
                    let _ = pair.publisher.send(channel, &bytes);
                }
            }
            Effect::SetTimer { timer, attempt, after } => {
                let report = self.report.clone();
                let elapsed = move || report.send(rtc::Event::TimerElapsed { timer, attempt });
                let millis = u32::try_from(after.0).unwrap_or(u32::MAX);
                self.timers.set(timer as u8, millis, elapsed);
            }
            // The session keeps these to itself, or the view says the same.
            Effect::OpenTrack { .. }
            | Effect::StopTrack { .. }
            | Effect::RequestToken { .. }
            | Effect::AttachRemoteTrack { .. }
            | Effect::ReportData { .. }
            | Effect::ReportJoined
            | Effect::ReportInterrupted
            | Effect::ReportMuted { .. }
            | Effect::ReportReturned
            | Effect::ReportLeft { .. } => {}
        }
    }

    fn pair(&mut self, id: PeersId) -> Option<&mut Pair> {
        self.peers.as_mut().filter(|pair| pair.id == id)
    }

    fn open_socket(&mut self, attempt: Attempt, url: &str) {
        // The old one goes first: nothing of it is reported any more.
        self.socket = None;
        self.ask_for_codec();
        let report = self.report.clone();
        let socket = Socket::open(url, move |event| match event {
            SocketEvent::Opened => report.send(rtc::Event::SocketOpened { attempt }),
            SocketEvent::Bytes(bytes) => {
                report.send(rtc::Event::SocketMessage { attempt, bytes });
            }
            SocketEvent::Text(_) => {}
            SocketEvent::Closed { .. } => report.send(rtc::Event::SocketClosed { attempt }),
        });
        match socket {
            Ok(socket) => self.socket = Some((attempt, socket)),
            Err(_) => self.report.send(rtc::Event::SocketClosed { attempt }),
        }
    }

    /// Which codec the device likes. Known long before the server has answered.
    fn ask_for_codec(&mut self) {
        if !std::mem::replace(&mut self.asked_for_codec, true) {
            let report = self.report.clone();
            spawn_local(async move {
                report.send(rtc::Event::CodecPreferred(codec::preferred().await));
            });
        }
    }

    fn create_peers(&mut self, id: PeersId, ice_servers: &[rtc::IceServer], relay_only: bool) {
        self.peers = None;
        self.remote.borrow_mut().tracks.clear();
        let open = |peer| {
            let (report, remote) = (self.report.clone(), self.remote.clone());
            Peer::open(ice_servers, relay_only, move |event| {
                report.send(reported(id, peer, event, &remote));
            })
        };
        match (open(rtc::Peer::Publisher), open(rtc::Peer::Subscriber)) {
            (Ok(publisher), Ok(subscriber)) => {
                publisher.open_channels();
                let watch = match self.report.whose {
                    Whose::Meeting => {
                        let sender = self.report.sender.clone();
                        Some(LineWatch::start(publisher.reader(), subscriber.reader(), sender))
                    }
                    Whose::Echo(..) => None,
                };
                self.peers = Some(Pair { id, publisher, subscriber, senders: vec![], _watch: watch });
            }
            (Err(_), _) | (_, Err(_)) => {
                let state = rtc::PeerState::Failed;
                let peer = rtc::Peer::Subscriber;
                self.report.send(rtc::Event::PeerStateChanged { peers: id, peer, state });
            }
        }
    }
}

impl Pair {
    fn sender(&self, source: LocalSource) -> Option<&TrackSender> {
        self.senders.iter().find(|(known, _)| *known == source).map(|(_, sender)| sender)
    }

    fn side(&self, peer: rtc::Peer) -> &Peer {
        match peer {
            rtc::Peer::Publisher => &self.publisher,
            rtc::Peer::Subscriber => &self.subscriber,
        }
    }
}

fn described(peers: PeersId, attempt: Attempt, outcome: Result<rtc::Sdp, PeerProblem>) -> rtc::Event {
    match outcome {
        Ok(sdp) => rtc::Event::LocalDescriptionReady { peers, attempt, sdp },
        Err(_) => rtc::Event::DescriptionFailed { peers, attempt },
    }
}

fn reported(peers: PeersId, peer: rtc::Peer, event: PeerEvent, remote: &RefCell<RemoteTracks>) -> rtc::Event {
    match event {
        PeerEvent::StateChanged(state) => rtc::Event::PeerStateChanged { peers, peer, state },
        PeerEvent::CandidateGathered(candidate) => rtc::Event::CandidateGathered { peers, peer, candidate },
        PeerEvent::TrackArrived { track, stream_id, mid, kind } => {
            let track_id = track.id();
            let track = remote.borrow_mut().keep(track);
            rtc::Event::RemoteTrackArrived { peers, track, stream_id, track_id, mid, kind }
        }
        PeerEvent::ChannelOpened { channel, id } => rtc::Event::ChannelOpened { peers, peer, channel, id },
        PeerEvent::DataArrived { bytes } => rtc::Event::DataArrived { peers, bytes },
    }
}

impl RemoteTracks {
    fn keep(&mut self, track: Track) -> RemoteTrackId {
        self.last += 1;
        let id = RemoteTrackId(self.last);
        self.tracks.push((id, track));
        id
    }
}
