//! One participant of a room: who they are, their two connections, what they send and what they receive.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use livekit_protocol::{ParticipantInfo, SignalResponse, participant_info::State, signal_response::Message};
use str0m::{
    channel::ChannelId,
    media::{MediaKind, Mid, Rid},
    rtp::Ssrc,
};
use tokio::sync::mpsc::{self, error::TrySendError};

use crate::{
    ids,
    room::{
        bandwidth::Bandwidth,
        health::Health,
        leg::{Leg, Side},
        messages,
        publish::{PendingTrack, Track},
        subscriptions::Subscriptions,
    },
    signal::ClientTraits,
    tokens::Claims,
};

/// A participant, within this process. Never used twice, so that what is said about a former one reaches nobody.
pub(crate) type Key = u64;

/// One signalling connection.
#[derive(Debug)]
pub(crate) struct Connection {
    pub id: u64,
    pub messages: mpsc::Sender<SignalResponse>,
}

/// Whether the participant can be spoken to.
#[derive(Debug)]
pub(crate) enum Signalling {
    /// Over this connection.
    Open(Connection),
    /// The connection was lost; they may come back to where they were.
    Lost {
        since: Instant,
        /// Who went in the meantime.
        departed: Vec<ParticipantInfo>,
    },
}

/// A data channel of each kind.
#[derive(Debug, Default)]
pub(crate) struct Channels {
    pub reliable: Option<ChannelId>,
    pub lossy: Option<ChannelId>,
}

pub(crate) struct Participant {
    pub key: Key,
    pub sid: String,
    pub claims: Claims,
    pub traits: ClientTraits,
    pub state: State,
    pub version: u32,
    joined: SystemTime,
    pub arrived: Instant,
    pub signalling: Signalling,
    pub token_refreshed: Instant,

    pub publisher: Leg,
    pub pending: Vec<PendingTrack>,
    pub tracks: Vec<Track>,
    /// Which section and layer each incoming stream belongs to, as looked up before.
    pub streams: HashMap<Ssrc, (Mid, Option<Rid>)>,
    pub incoming_data: HashMap<ChannelId, super::data::Reliability>,
    /// The number of the last reliable message that arrived; 0 when the client does not number them.
    pub last_reliable: u32,

    pub subscriber: Leg,
    pub subscriptions: Subscriptions,
    pub bandwidth: Bandwidth,
    pub channels: Channels,
    /// Reliable data that the connection does not take yet.
    pub waiting_data: VecDeque<Vec<u8>>,
    /// Tracks whose first subscription was told to the publisher.
    pub announced_subscriptions: HashSet<String>,

    pub health: Health,
}

impl Participant {
    pub(crate) fn new(
        claims: Claims,
        traits: ClientTraits,
        connection: Connection,
        publisher: Leg,
        subscriber: Leg,
        now: Instant,
    ) -> Self {
        Self {
            key: ids::number(),
            sid: ids::participant(),
            claims,
            subscriptions: Subscriptions::new(traits.auto_subscribe),
            traits,
            state: State::Joining,
            version: 1,
            joined: SystemTime::now(),
            arrived: now,
            signalling: Signalling::Open(connection),
            token_refreshed: now,
            publisher,
            pending: Vec::new(),
            tracks: Vec::new(),
            streams: HashMap::new(),
            incoming_data: HashMap::new(),
            last_reliable: 0,
            subscriber,
            bandwidth: Bandwidth::default(),
            channels: Channels::default(),
            waiting_data: VecDeque::new(),
            announced_subscriptions: HashSet::new(),
            health: Health::default(),
        }
    }

    /// Everybody's view of this participant.
    pub(crate) fn info(&self) -> ParticipantInfo {
        let joined = self.joined.duration_since(UNIX_EPOCH).unwrap_or_default();
        let tracks = self.tracks.iter().map(|track| track.info.clone()).collect();
        messages::participant(
            &self.sid,
            &self.claims,
            self.state,
            i64::try_from(joined.as_millis()).unwrap_or_default(),
            self.version,
            tracks,
        )
    }

    /// Whether the others know of this participant.
    pub(crate) fn is_active(&self) -> bool {
        self.state == State::Active
    }

    /// Sends a message, if there is a connection that takes it. A connection so slow that its messages pile up is
    /// given up: the client comes back by itself.
    pub(crate) fn tell(&mut self, message: Message, now: Instant) {
        let missed = match &mut self.signalling {
            Signalling::Open(connection) => match connection.messages.try_send(messages::response(message)) {
                Ok(()) => return,
                Err(TrySendError::Full(missed) | TrySendError::Closed(missed)) => {
                    tracing::debug!(participant = self.key, "a signalling connection takes no more messages");
                    self.lose_signalling(now);
                    missed.message
                }
            },
            Signalling::Lost { .. } => Some(message),
        };
        // Who comes back is told how everybody is who is here; but not who went, unless it is remembered.
        if let (Some(Message::Update(update)), Signalling::Lost { departed, .. }) =
            (missed, &mut self.signalling)
        {
            let gone = |info: &ParticipantInfo| info.state() == State::Disconnected;
            departed.extend(update.participants.into_iter().filter(gone));
        }
    }

    /// The signalling connection is gone.
    pub(crate) fn lose_signalling(&mut self, now: Instant) {
        if matches!(self.signalling, Signalling::Open(_)) {
            self.signalling = Signalling::Lost { since: now, departed: Vec::new() };
        }
    }

    /// The participant is back, on another connection. Who went in the meantime?
    pub(crate) fn regain_signalling(&mut self, connection: Connection) -> Vec<ParticipantInfo> {
        match std::mem::replace(&mut self.signalling, Signalling::Open(connection)) {
            Signalling::Lost { departed, .. } => departed,
            Signalling::Open(_) => Vec::new(),
        }
    }

    pub(crate) fn leg(&mut self, side: Side) -> &mut Leg {
        match side {
            Side::Publisher => &mut self.publisher,
            Side::Subscriber => &mut self.subscriber,
        }
    }
}

/// Sound or pictures, as the protocol has it.
pub(crate) fn kind_of(track: &livekit_protocol::TrackInfo) -> MediaKind {
    match track.r#type() {
        livekit_protocol::TrackType::Video => MediaKind::Video,
        livekit_protocol::TrackType::Audio | livekit_protocol::TrackType::Data => MediaKind::Audio,
    }
}
