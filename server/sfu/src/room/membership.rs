//! Who is in a room: coming, coming back, going, being removed.

use std::time::{Duration, Instant, SystemTime};

use livekit_protocol::{
    DisconnectReason, IceServer, ParticipantUpdate, leave_request::Action, participant_info::State,
    signal_response::Message,
};

use crate::{
    ids,
    room::{
        Closing, Join, Keeping, Room, RoomEvent,
        leg::{Leg, LegState, Side},
        messages,
        participant::{Connection, Key, Participant, Signalling},
    },
    signal::Resume,
};

/// How long somebody whose signalling was lost may take to come back to where they were.
const RESUME_WITHIN: Duration = Duration::from_secs(15);

/// How long somebody may take to connect, and how long media may be interrupted while signalling stands.
const CONNECT_WITHIN: Duration = Duration::from_secs(45);

/// The longest time between two refreshed tokens. LiveKit's own interval.
const REFRESH_AFTER: Duration = Duration::from_secs(300);

impl Room {
    /// Somebody with a valid token is at the door: new, or back after their signalling was lost.
    pub(super) fn join(&mut self, join: Join) {
        match join.traits.resume.clone() {
            Some(resume) => self.resume(join, &resume),
            None => self.enter(join),
        }
    }

    fn enter(&mut self, join: Join) {
        let Join { claims, traits, connection } = join;
        let former: Vec<Key> = self.with_identity(&claims.identity);
        for key in former {
            self.remove(key, DisconnectReason::DuplicateIdentity, Action::Disconnect);
        }
        let [publisher, subscriber] = [Side::Publisher, Side::Subscriber].map(|side| self.new_leg(side));
        let mut participant = Participant::new(claims, traits, connection, publisher, subscriber, self.now);
        let key = participant.key;
        let others =
            self.participants.values().filter(|other| other.is_active()).map(Participant::info).collect();
        let welcome =
            messages::join(self.info(), participant.info(), others, self.ice_servers(&participant.sid));
        participant.tell(welcome, self.now);
        self.legs.insert(participant.publisher.id(), (key, Side::Publisher));
        self.legs.insert(participant.subscriber.id(), (key, Side::Subscriber));
        self.participants.insert(key, participant);
        tracing::info!(room = %self.sid, participant = key, "a participant arrives");
        self.refresh_token(key);
        self.tell_who_speaks(key);
        self.negotiate(key);
        // Pictures that nobody looked at are begun while the newcomer still connects.
        self.look_after_demand();
    }

    fn resume(&mut self, join: Join, resume: &Resume) {
        let key = self
            .with_identity(&join.claims.identity)
            .into_iter()
            .find(|key| self.participants.get(key).is_some_and(|p| p.sid == resume.sid && p.can_resume()));
        let ice_servers = self.ice_servers(&resume.sid);
        let Some(participant) = key.and_then(|key| self.participants.get_mut(&key)) else {
            // Too late, or the server was started anew: the client joins anew, at once.
            let leave = messages::leave(DisconnectReason::StateMismatch, Action::Reconnect);
            let _ = join.connection.messages.try_send(messages::response(leave));
            return;
        };
        participant.claims = join.claims;
        let mut infos = participant.regain_signalling(join.connection);
        let welcome = messages::reconnect(ice_servers, participant.last_reliable);
        participant.tell(welcome, self.now);
        let key = participant.key;
        tracing::info!(room = %self.sid, participant = key, "a participant resumes");
        self.refresh_token(key);
        let others = self.participants.values().filter(|other| other.key != key && other.is_active());
        infos.extend(others.map(Participant::info));
        self.tell(key, Message::Update(ParticipantUpdate { participants: infos }));
        self.tell_who_speaks(key);
        self.tell_again_what_is_wanted(key);
        self.restart_ice(key);
    }

    /// The STUN and TURN servers, with fresh credentials where they are time-limited.
    fn ice_servers(&self, sid: &str) -> Vec<IceServer> {
        let now = SystemTime::now();
        self.shared.config.ice_servers.iter().map(|server| server.told(sid, now)).collect()
    }

    /// The connections stand: from now on the others know of this participant.
    pub(super) fn became_active(&mut self, key: Key) {
        let Some(participant) = self.participants.get_mut(&key).filter(|p| !p.is_active()) else { return };
        participant.state = State::Active;
        participant.version += 1;
        let event =
            RoomEvent::Joined { room: self.name.clone(), identity: participant.claims.identity.clone() };
        // Nobody may be listening.
        let _ = self.shared.events.send(event);
        tracing::info!(room = %self.sid, participant = key, "a participant is connected");
        self.announce(key);
        self.negotiate_all();
        self.look_after_beginnings();
    }

    /// Tells the others how a participant is now.
    pub(super) fn announce(&mut self, key: Key) {
        let Some(participant) = self.participants.get(&key).filter(|p| p.is_active()) else { return };
        let update = Message::Update(ParticipantUpdate { participants: vec![participant.info()] });
        self.tell_all(&update, |other| other.key != key);
    }

    /// A signalling connection ended without a goodbye.
    pub(super) fn connection_lost(&mut self, connection: u64) {
        let now = self.now;
        if let Some(participant) = self.by_connection(connection) {
            participant.lose_signalling(now);
        }
    }

    /// Removes whoever has this identity; whether there was somebody.
    pub(crate) fn remove_identity(&mut self, identity: &str) -> bool {
        let keys = self.with_identity(identity);
        let some = !keys.is_empty();
        for key in keys {
            self.remove(key, DisconnectReason::ParticipantRemoved, Action::Disconnect);
        }
        some
    }

    /// Everybody has to leave, and nobody is waited for.
    pub(super) fn close(&mut self, reason: Closing) {
        self.keeping = Keeping::default();
        self.empty_until = self.now;
        let (reason, action) = match reason {
            Closing::MeetingOver => (DisconnectReason::RoomDeleted, Action::Disconnect),
            Closing::Shutdown => (DisconnectReason::ServerShutdown, Action::Reconnect),
        };
        let keys: Vec<Key> = self.participants.keys().copied().collect();
        for key in keys {
            self.remove(key, reason, action);
        }
    }

    /// Ends a participant's stay and tells everybody.
    pub(super) fn remove(&mut self, key: Key, reason: DisconnectReason, action: Action) {
        let Some(mut participant) = self.participants.remove(&key) else { return };
        participant.tell(messages::leave(reason, action), self.now);
        for side in [Side::Publisher, Side::Subscriber] {
            let leg = participant.leg(side);
            leg.close(self.now);
            let id = leg.id();
            self.legs.remove(&id);
        }
        tracing::info!(room = %self.sid, participant = key, reason = reason.as_str_name(), "a participant is gone");
        let was_active = participant.is_active();
        participant.state = State::Disconnected;
        participant.version += 1;
        if was_active {
            let mut info = participant.info();
            info.disconnect_reason = reason.into();
            self.tell_all(&Message::Update(ParticipantUpdate { participants: vec![info] }), |_| true);
            let event = RoomEvent::Left { room: self.name.clone(), identity: participant.claims.identity };
            let _ = self.shared.events.send(event);
            self.negotiate_all();
        }
    }

    /// Removes who is gone for good, and refreshes the tokens of who is here.
    pub(super) fn look_after_members(&mut self) {
        let now = self.now;
        let gone: Vec<(Key, DisconnectReason, Action)> = self
            .participants
            .values()
            .filter_map(|participant| {
                participant.gone(now).map(|(reason, action)| (participant.key, reason, action))
            })
            .collect();
        for (key, reason, action) in gone {
            self.remove(key, reason, action);
        }
        let refresh_after = REFRESH_AFTER.min(self.shared.config.token_lifetime / 2);
        let due: Vec<Key> = self
            .participants
            .values()
            .filter(|participant| now.saturating_duration_since(participant.token_refreshed) >= refresh_after)
            .map(|participant| participant.key)
            .collect();
        due.into_iter().for_each(|key| self.refresh_token(key));
    }

    /// A token for coming back with, as long as the participant is here.
    fn refresh_token(&mut self, key: Key) {
        let (now, config) = (self.now, &self.shared.config);
        if let Some(participant) = self.participants.get_mut(&key) {
            let token = config.tokens.issue(&participant.claims.renewed(config.token_lifetime));
            participant.token_refreshed = now;
            participant.tell(Message::RefreshToken(token), now);
        }
    }

    pub(super) fn tell(&mut self, key: Key, message: Message) {
        let now = self.now;
        if let Some(participant) = self.participants.get_mut(&key) {
            participant.tell(message, now);
        }
    }

    pub(super) fn by_connection(&mut self, connection: u64) -> Option<&mut Participant> {
        self.participants.values_mut().find(|participant| {
            matches!(&participant.signalling, Signalling::Open(Connection { id, .. }) if *id == connection)
        })
    }

    fn with_identity(&self, identity: &str) -> Vec<Key> {
        let same = self.participants.values().filter(|participant| participant.claims.identity == identity);
        same.map(|participant| participant.key).collect()
    }

    fn new_leg(&self, side: Side) -> Leg {
        Leg::new(ids::number(), side, self.shared.net.clone(), self.packets.clone(), self.now)
    }
}

impl Participant {
    /// Whether a lost signalling connection can be taken up where it was. An offer that was on its way when it was
    /// lost may or may not have been applied: then joining anew is the honest way.
    fn can_resume(&self) -> bool {
        let stands = |leg: &Leg| !matches!(leg.state(), LegState::Closed | LegState::Broken);
        stands(&self.publisher)
            && stands(&self.subscriber)
            && self.is_active()
            && !self.subscriptions.is_negotiating()
    }

    /// Whether this participant is gone, and what they are told should they still listen.
    fn gone(&self, now: Instant) -> Option<(DisconnectReason, Action)> {
        let legs = [self.publisher.state(), self.subscriber.state()];
        if legs.contains(&LegState::Broken) {
            return Some((DisconnectReason::StateMismatch, Action::Reconnect));
        }
        let since = |start: Instant| now.saturating_duration_since(start);
        match &self.signalling {
            Signalling::Lost { since: lost, departed: _ } => {
                // A computer that went to sleep is silent on both ways long before its socket counts as lost.
                let silent = match self.subscriber.state() {
                    LegState::Closed => true,
                    LegState::Interrupted { since: interrupted } => since(interrupted) > RESUME_WITHIN,
                    LegState::Connecting | LegState::Connected | LegState::Broken => false,
                };
                (silent || since(*lost) > RESUME_WITHIN)
                    .then_some((DisconnectReason::SignalClose, Action::Reconnect))
            }
            Signalling::Open(_) => {
                let too_long = match self.subscriber.state() {
                    LegState::Connecting => since(self.arrived) > CONNECT_WITHIN,
                    LegState::Interrupted { since: interrupted } => since(interrupted) > CONNECT_WITHIN,
                    LegState::Connected | LegState::Closed | LegState::Broken => false,
                };
                (too_long || self.subscriptions.is_unanswered(now))
                    .then_some((DisconnectReason::ConnectionTimeout, Action::Reconnect))
            }
        }
    }
}
