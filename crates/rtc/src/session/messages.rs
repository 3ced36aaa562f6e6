//! What the server says.

use livekit_protocol::{
    ClientConfigSetting, ClientConfiguration, JoinResponse, LeaveRequest, ReconnectResponse, RequestResponse,
    SignalResponse, SignalTarget, SyncState, TrickleRequest, request_response, signal_request,
    signal_response::Message,
};
use prost::Message as _;

use super::{
    Session,
    coming_back::Demand,
    state::{Held, Link, Primary, Rejoin, Resume, State},
};
use crate::{
    Attempt, Candidate, Effect, IceServer, Millis, ParticipantSid, Timer, Token,
    leave::{Aftermath, aftermath},
    publisher::Publisher,
    pulse::Pulse,
    subscriber::Subscriber,
    turn::Turn,
};

/// How long the peer connections may take, as in LiveKit's own clients.
const PEERS_LIMIT: Millis = Millis(15_000);

impl Session {
    pub(super) fn message_came(&mut self, attempt: Attempt, bytes: &[u8], turn: &mut Turn) {
        // What cannot be read is from a future server, or broken: nothing follows from it.
        let Some(message) = SignalResponse::decode(bytes).ok().and_then(|response| response.message) else {
            return;
        };
        if self.state.expected_socket() == Some(attempt) {
            self.first_message(message, turn);
        } else if self.state.live_socket() == Some(attempt) {
            if let Some(link) = self.state.link_mut() {
                link.pulse.heard(turn);
            }
            self.message(message, turn);
        }
    }

    fn first_message(&mut self, message: Message, turn: &mut Turn) {
        match message {
            Message::Join(join) => self.joined(join, turn),
            Message::Reconnect(response) => self.resumed(&response, turn),
            Message::Leave(leave) => self.told_to_leave(&leave, turn),
            // Nothing else may come first.
            _ => {}
        }
    }

    fn message(&mut self, message: Message, turn: &mut Turn) {
        let Some(link) = self.state.link_mut() else { return };
        match message {
            Message::Answer(answer) => link.publisher.answered(answer, turn),
            Message::Offer(offer) => link.subscriber.offered(offer, turn),
            Message::Trickle(trickle) => candidate_came(link, trickle, turn),
            Message::Update(update) => {
                let own = self.roster.changed(&update.participants, turn);
                let Some(permission) = own.and_then(|info| info.permission.as_ref()) else { return };
                if let Some(held) = &mut link.held {
                    held.permission = Some(permission.clone());
                } else {
                    let way = link.way(self.local.codec);
                    for slot in self.local.slots() {
                        slot.permitted(Some(permission), turn, way);
                    }
                }
            }
            Message::TrackPublished(response) => self.local.published(response, turn, link.peers),
            Message::TrackUnpublished(response) => {
                if let Some(slot) = self.local.by_sid(&response.track_sid) {
                    slot.refused(turn, link.peers);
                }
            }
            Message::SubscribedQualityUpdate(update) => {
                if let Some(slot) = self.local.by_sid(&update.track_sid) {
                    slot.layers_wanted(&update, turn, link.peers);
                }
            }
            Message::Mute(mute) if mute.muted => {
                if let Some(slot) = self.local.by_sid(&mute.sid) {
                    slot.told_to_mute(turn, link.peers);
                }
            }
            // Nobody but the member makes a microphone or a camera live.
            Message::Mute(_) => {}
            Message::Leave(leave) => self.told_to_leave(&leave, turn),
            Message::SpeakersChanged(changed) => self.roster.speakers_changed(&changed.speakers),
            Message::RoomUpdate(update) => self.roster.room_changed(update.room),
            Message::ConnectionQuality(update) => self.roster.quality_changed(&update.updates),
            Message::StreamStateUpdate(update) => self.roster.streams_changed(&update.stream_states),
            Message::SubscriptionPermissionUpdate(update) => {
                self.roster.refused(&update.track_sid, !update.allowed);
            }
            Message::SubscriptionResponse(response) => {
                self.roster.refused(&response.track_sid, response.err != 0);
            }
            Message::RequestResponse(response) => self.request_answered(&response, turn),
            Message::RefreshToken(token) => link.access.token = Token::new(token),
            Message::PongResp(pong) => link.pulse.answered(&pong, turn.now),
            // For other kinds of clients, or repeats what is known.
            _ => {}
        }
    }

    fn joined(&mut self, join: JoinResponse, turn: &mut Turn) {
        let Some(me) = &join.participant else {
            // A server that sends clients elsewhere leaves the participant out. Ours never does.
            return self.come_back(Demand::RejoinLater, turn);
        };
        let (access, socket, loss) = match std::mem::replace(&mut self.state, State::Idle) {
            State::Connecting { access, socket } => (access, socket, None),
            State::Rejoining { access, loss, step: Rejoin::Opening { socket } } => {
                (access, socket, Some(loss))
            }
            // Asked to pick up the old stay, the server gave a new one.
            State::Resuming { link, loss, step: Resume::Opening { socket } } => {
                self.roster.clear_media(turn);
                turn.push(Effect::ClosePeers { peers: link.peers });
                (link.access, socket, Some(loss))
            }
            state => return self.state = state,
        };
        turn.socket = Some(socket);
        let peers = Self::peers_id(turn);
        let relay_only = relay_only(join.client_configuration.as_ref());
        // Both at once would make the others' pictures wait for the browser's work on our own. Whoever is back, though, may
        // have been speaking.
        let anything_to_receive = join.other_participants.iter().any(|other| !other.tracks.is_empty());
        let listens_first = loss.is_none() && join.subscriber_primary && anything_to_receive;
        turn.push(Effect::CreatePeers { peers, ice_servers: ice_servers(&join.ice_servers), relay_only });
        let link = Box::new(Link {
            access,
            socket,
            sid: ParticipantSid(me.sid.clone()),
            peers,
            relay_only,
            at_once: !join.enabled_publish_codecs.is_empty(),
            held: listens_first
                .then(|| Held { permission: me.permission.clone(), limit: Attempt::default() }),
            h264: join
                .enabled_publish_codecs
                .iter()
                .any(|codec| codec.mime.eq_ignore_ascii_case("video/h264")),
            primary: if join.subscriber_primary { Primary::Subscriber } else { Primary::Publisher },
            publisher: Publisher::new(peers),
            subscriber: Subscriber::new(peers),
            data: Default::default(),
            pulse: Pulse::start(join.ping_interval, join.ping_timeout, turn),
            settle: turn.timer(Timer::Peers, PEERS_LIMIT),
            grace: Attempt::default(),
        });
        self.roster.joined(me, join.other_participants, join.room, turn);
        let way = link.way(self.local.codec);
        for slot in self.local.slots() {
            slot.unpublished();
            if link.held.is_none() {
                slot.permitted(me.permission.as_ref(), turn, way);
            }
        }
        // Everything that there is to send goes into the first offer.
        turn.offer |= !listens_first && (join.fast_publish || !join.subscriber_primary);
        self.state = match loss {
            None => State::Joining { link },
            Some(loss) => {
                State::Rejoining { access: link.access.clone(), loss, step: Rejoin::Joining { link } }
            }
        };
    }

    fn resumed(&mut self, response: &ReconnectResponse, turn: &mut Turn) {
        let State::Resuming { link, step, .. } = &mut self.state else { return };
        let Resume::Opening { socket } = *step else { return };
        *step = Resume::Mending { socket };
        link.socket = socket;
        turn.socket = Some(socket);
        if !response.ice_servers.is_empty() {
            link.relay_only |= relay_only(response.client_configuration.as_ref());
            let ice_servers = ice_servers(&response.ice_servers);
            turn.push(Effect::SetIceServers { peers: link.peers, ice_servers, relay_only: link.relay_only });
        }
        let (answer, offer) = link.subscriber.agreed().unzip();
        turn.send(signal_request::Message::SyncState(SyncState {
            answer,
            offer,
            subscription: Some(self.roster.sync()),
            publish_tracks: self.local.sync(),
            track_sids_disabled: self.roster.pictures.unseen(),
            data_channels: link.data.sync(),
            datachannel_receive_states: link.data.heard(),
            ..Default::default()
        }));
        let way = link.way(self.local.codec);
        for slot in self.local.slots() {
            slot.resumed(turn, way);
        }
        link.data.resumed(link.peers, response.last_message_seq, turn);
        self.roster.pictures.tell_again(turn);
        link.publisher.resumed(turn);
        link.pulse.again(turn);
        link.settle = turn.timer(Timer::Peers, PEERS_LIMIT);
        self.settle(turn);
    }

    fn told_to_leave(&mut self, leave: &LeaveRequest, turn: &mut Turn) {
        match aftermath(leave) {
            Aftermath::Out(reason) => self.out(reason, turn),
            Aftermath::Resume => self.come_back(Demand::Resume, turn),
            Aftermath::Rejoin => self.come_back(Demand::Rejoin, turn),
            Aftermath::RejoinLater => self.come_back(Demand::RejoinLater, turn),
        }
    }

    fn request_answered(&mut self, response: &RequestResponse, turn: &mut Turn) {
        use request_response::{Reason, Request};
        let refused = !matches!(response.reason(), Reason::Ok | Reason::Queued);
        let Some(Request::AddTrack(request)) = response.request.as_ref().filter(|_| refused) else { return };
        let Some(peers) = self.state.peers() else { return };
        for slot in self.local.slots().into_iter().filter(|slot| slot.asked_for(&request.cid)) {
            slot.refused(turn, peers);
        }
    }
}

fn candidate_came(link: &mut Link, trickle: TrickleRequest, turn: &mut Turn) {
    if trickle.candidate_init.is_empty() {
        return;
    }
    let candidate = Candidate::new(trickle.candidate_init.as_str());
    match trickle.target() {
        SignalTarget::Publisher => link.publisher.remote_candidate(candidate, turn),
        SignalTarget::Subscriber => link.subscriber.remote_candidate(candidate, turn),
    }
}

fn relay_only(configuration: Option<&ClientConfiguration>) -> bool {
    configuration.is_some_and(|configuration| configuration.force_relay() == ClientConfigSetting::Enabled)
}

fn ice_servers(servers: &[livekit_protocol::IceServer]) -> Vec<IceServer> {
    let server = |server: &livekit_protocol::IceServer| IceServer {
        urls: server.urls.clone(),
        username: server.username.clone(),
        credential: Token::new(server.credential.clone()),
    };
    servers.iter().map(server).collect()
}
