//! The session: takes events to where they belong, and refuses what is stale.

mod coming_back;
mod member;
mod messages;
mod peers;
mod state;
mod timers;

use crate::{
    ConnectionState, Effect, Event, LeaveReason, MeView, MeetingView, Millis, PeersId, Timer,
    address::Access, backoff::Backoff, local::Local, publisher::Next, roster::Roster, slot::Way, turn::Turn,
};
use coming_back::Demand;
use livekit_protocol::{DisconnectReason, LeaveRequest, leave_request::Action, signal_request::Message};
use state::State;

/// How long a socket may take to open: name, connection and TLS over a slow line.
const OPEN_LIMIT: Millis = Millis(10_000);
/// How long the server may then take for its first message, as in LiveKit's own clients.
const JOIN_LIMIT: Millis = Millis(5_000);

/// What stays the same for the life of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `sdk` in the address. LiveKit's server knows the browsers' peculiarities only under the name "js".
    pub sdk: &'static str,
    /// The version of this client.
    pub version: &'static str,
    /// Any number; spreads the attempts of many clients to come back at the same time.
    pub seed: u64,
}

/// One participant's way into a meeting, through it, and back into it.
#[derive(Debug)]
pub struct Session {
    config: Config,
    backoff: Backoff,
    counter: u32,
    local: Local,
    roster: Roster,
    presence: Presence,
    offline: bool,
    state: State,
}

/// Whether the caller was told that we are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// Not since `JoinRequested`.
    Expected,
    Reported,
}

impl Presence {
    /// We are in: how to say it.
    fn report(&mut self) -> Effect {
        match std::mem::replace(self, Self::Reported) {
            Self::Expected => Effect::ReportJoined,
            Self::Reported => Effect::ReportReturned,
        }
    }
}

impl Session {
    /// The longest payload of `DataWanted`, in bytes: what fits into every browser's data channel with its envelope.
    pub const DATA_LIMIT: usize = 60_000;

    /// A session that is idle.
    pub fn new(config: Config) -> Self {
        Self {
            backoff: Backoff::new(config.seed),
            config,
            counter: 0,
            local: Local::default(),
            roster: Roster::default(),
            presence: Presence::Expected,
            offline: false,
            state: State::Idle,
        }
    }

    /// Takes in what happened at `now` and says what is to be done, in order.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010). The same with `view`.
    #[inline(never)]
    pub fn update(&mut self, now: Millis, event: Event) -> Vec<Effect> {
        let mut turn = Turn::new(now, self.state.live_socket(), self.counter);
        self.take(event, &mut turn);
        if turn.offer
            && let Some(link) = self.state.link_mut()
        {
            link.publisher.offer(Next::Offer, &mut turn);
        }
        let (counter, effects) = turn.end();
        self.counter = counter;
        effects
    }

    /// The meeting as it can be shown now.
    #[inline(never)]
    pub fn view(&self) -> MeetingView {
        let [microphone, camera, screen] = self.local.view();
        let me = self.roster.me.as_ref();
        MeetingView {
            connection: self.connection(),
            room: self.roster.room.clone(),
            me: MeView {
                identity: me.map(|me| me.identity.clone()),
                name: me.map(|me| me.name.clone()).unwrap_or_default(),
                speaking: me.is_some_and(|me| me.speaking),
                quality: me.map(|me| me.quality).unwrap_or_default(),
                microphone,
                camera,
                screen,
            },
            others: self.roster.others(),
            spotlight: self.roster.spotlight(),
            round_trip: self.state.link().and_then(|link| link.pulse.round_trip()),
        }
    }

    /// How far the way into the meeting is.
    #[inline(never)]
    pub fn connection(&self) -> ConnectionState {
        match &self.state {
            State::Idle => ConnectionState::Idle,
            State::Connecting { .. } => ConnectionState::Connecting,
            State::Joining { .. } => ConnectionState::Joining,
            State::Connected { .. } => ConnectionState::Connected,
            State::Resuming { loss, .. } => ConnectionState::Resuming { since: loss.since },
            State::Rejoining { loss, .. } => ConnectionState::Rejoining { since: loss.since },
            State::Left { reason } => ConnectionState::Left { reason: *reason },
        }
    }

    /// Whether the server listens on the socket at this moment, whatever becomes of media.
    #[inline(never)]
    pub fn is_heard(&self) -> bool {
        self.state.live_socket().is_some()
    }

    /// Where the meeting is, and what opens it: the newest that the server gave. Nothing outside a meeting.
    pub fn key(&self) -> Option<(String, crate::Token)> {
        self.state.link().map(|link| (link.access.url.clone(), link.access.token.clone()))
    }

    fn take(&mut self, event: Event, turn: &mut Turn) {
        match event {
            Event::JoinRequested { url, token } => self.join(Access { url, token }, turn),
            Event::LeaveRequested => self.leave(turn),
            Event::MuteWanted { source, muted } => self.mute_wanted(source, muted, turn),
            Event::SizesSpared(spared) => self.sizes_spared(spared, turn),
            Event::LocalTrackOpened { source, track, cid, picture } => {
                self.local.slot(source).keep(track, cid, picture);
                self.local_track_opened(source, turn);
            }
            Event::LocalTrackClosed { source } => self.local_track_closed(source, turn),
            Event::SubscriptionWanted { track, wanted } => {
                self.roster.subscription_wanted(track, wanted, turn)
            }
            Event::PictureWanted { track, wish } => self.roster.picture_wanted(track, wish, turn),
            Event::CodecPreferred(codec) => self.local.codec = codec,
            Event::DataWanted { channel, topic, payload, to } => {
                self.send_data(channel, topic, payload, to, turn);
            }

            Event::SocketOpened { attempt } => {
                if self.state.expected_socket() == Some(attempt) {
                    turn.push(Effect::SetTimer { timer: Timer::Socket, attempt, after: JOIN_LIMIT });
                }
            }
            Event::SocketMessage { attempt, bytes } => self.message_came(attempt, &bytes, turn),
            Event::SocketClosed { attempt } => {
                if self.state.socket() == Some(attempt) {
                    self.come_back(Demand::Resume, turn);
                }
            }

            Event::PeerStateChanged { peers, peer, state } => self.peer_changed(peers, peer, state, turn),
            Event::LocalDescriptionReady { peers, attempt, sdp } => {
                self.description_ready(peers, attempt, &sdp, turn);
            }
            Event::RemoteAnswerApplied { peers, attempt } => self.answer_applied(peers, attempt, turn),
            Event::DescriptionFailed { peers, attempt } => self.description_failed(peers, attempt, turn),
            Event::CandidateGathered { peers, peer, candidate } => {
                self.candidate_gathered(peers, peer, candidate, turn);
            }
            Event::RemoteTrackArrived { peers, track, stream_id, track_id, mid, kind: _ } => {
                if let Some(link) = self.state.link_of(peers) {
                    let sid = link.subscriber.name_of(&stream_id, &track_id, &mid);
                    self.roster.track_arrived(sid, track, turn);
                    self.send_if_due(turn);
                }
            }
            Event::RemoteTrackEnded { peers, track } => self.remote_track_ended(peers, track, turn),
            Event::ChannelOpened { peers, peer, channel, id } => {
                self.channel_opened(peers, peer, channel, id, turn);
            }
            Event::DataArrived { peers, bytes } => self.data_arrived(peers, &bytes, turn),

            Event::TimerElapsed { timer, attempt } => self.timer_elapsed(timer, attempt, turn),
            Event::TokenRenewed { attempt, url, token } => {
                self.token_renewed(attempt, Access { url, token }, turn);
            }
            Event::WokeUp => self.try_now(turn),
            // After a time without any network whatever was open is gone.
            Event::WentOnline if std::mem::take(&mut self.offline) => self.network_changed(turn),
            Event::WentOnline => self.try_now(turn),
            Event::NetworkChanged => self.network_changed(turn),
            // Whether anything is lost shows by itself; the browser's word alone is no reason to give up a connection.
            Event::WentOffline => self.offline = true,
        }
    }

    fn join(&mut self, access: Access, turn: &mut Turn) {
        match self.state {
            State::Idle | State::Left { .. } => {}
            State::Connecting { .. }
            | State::Joining { .. }
            | State::Connected { .. }
            | State::Resuming { .. }
            | State::Rejoining { .. } => return,
        }
        self.presence = Presence::Expected;
        for slot in self.local.slots() {
            slot.enter(turn);
        }
        let socket = self.open_socket(access.join(&self.config), OPEN_LIMIT, turn);
        self.state = State::Connecting { access, socket };
    }

    fn leave(&mut self, turn: &mut Turn) {
        let mut leave = LeaveRequest::default();
        leave.set_reason(DisconnectReason::ClientInitiated);
        leave.set_action(Action::Disconnect);
        turn.send(Message::Leave(leave));
        self.out(LeaveReason::Asked, turn);
    }

    /// Out for good, from wherever we are.
    fn out(&mut self, reason: LeaveReason, turn: &mut Turn) {
        match self.state {
            State::Idle | State::Left { .. } => return,
            State::Connecting { .. }
            | State::Joining { .. }
            | State::Connected { .. }
            | State::Resuming { .. }
            | State::Rejoining { .. } => {}
        }
        if let Some(attempt) = self.state.socket() {
            turn.push(Effect::CloseSocket { attempt });
        }
        self.roster.clear_media(turn);
        if let Some(peers) = self.state.peers() {
            turn.push(Effect::ClosePeers { peers });
        }
        self.roster = Roster::default();
        self.state = State::Left { reason };
        turn.push(Effect::ReportLeft { reason });
    }

    /// The way of what is published, while there is a stay.
    fn way(&self) -> Option<Way> {
        self.state.link().filter(|link| link.held.is_none()).map(|link| link.way(self.local.codec))
    }

    fn peers_id(turn: &mut Turn) -> PeersId {
        PeersId(turn.attempt().0)
    }
}
