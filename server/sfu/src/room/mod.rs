//! A room: one task that owns everything of one meeting, and takes commands and packets one after the other.
//!
//! The parts are in the files beside this one: who is here ([`membership`]), what clients ask for ([`requests`]), what is sent
//! ([`publish`]), what is received ([`subscribe`]), and the media ([`forward`]) and data ([`data`]) in between; what a
//! connection carries ([`bandwidth`]), what nobody wants ([`dynacast`]), and how good connections are ([`health`]).

mod bandwidth;
mod data;
mod dynacast;
mod forward;
mod forwarded;
mod health;
pub(crate) mod leg;
mod membership;
pub(crate) mod messages;
mod participant;
mod publish;
mod requests;
mod service;
mod speaking;
mod subscribe;
mod subscriptions;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use livekit_protocol::{SignalRequest, signal_response::Message};
use str0m::Event;
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::{
    config::SfuConfig,
    ids,
    media::probing::Turns,
    net::{
        Net, Packet,
        routes::{LegId, PacketSender},
    },
    room::{
        leg::Side,
        participant::{Key, Participant},
    },
    signal::ClientTraits,
    tokens::Claims,
};

pub(crate) use participant::Connection;
pub(crate) use service::Keeping;

/// How many packets may wait for a room; more than that, and the machine is too slow for its meetings.
const WAITING_PACKETS: usize = 4096;

/// How many commands may wait for a room.
const WAITING_COMMANDS: usize = 1024;

/// How many packets are taken before the connections are driven on.
const PACKETS_AT_ONCE: usize = 64;

/// How often a room looks after itself.
const TICK: Duration = Duration::from_millis(100);

/// Timers of connections that fall into one such span are served together. Packets never wait for it.
const TIMER_SPAN: Duration = Duration::from_millis(1);

/// Somebody came into a meeting or left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomEvent {
    /// A participant is connected and known to the others.
    Joined {
        /// Where.
        room: String,
        /// Who.
        identity: String,
    },
    /// A participant who had joined is gone, for whatever reason.
    Left {
        /// Where.
        room: String,
        /// Who.
        identity: String,
    },
}

/// One participant, for who asks from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantSummary {
    /// Who.
    pub identity: String,
    /// Whether media can flow; false for somebody who is still connecting.
    pub connected: bool,
    /// How many tracks they send.
    pub tracks: usize,
}

/// What a room is asked to do.
pub(crate) enum Command {
    /// Somebody with a valid token is at the door.
    Join(Box<Join>),
    /// A message on a connection.
    Signal { connection: u64, request: Box<SignalRequest> },
    /// A connection ended without a goodbye.
    Lost { connection: u64 },
    /// Somebody is to be removed.
    Remove { identity: String },
    /// Everybody is to leave: the meeting is over, or the server stops.
    Close { reason: Closing, done: oneshot::Sender<()> },
    /// Who is here?
    List { answer: oneshot::Sender<Vec<ParticipantSummary>> },
    /// Something that who runs meetings wants to know, or wants done.
    Ask(Asked),
}

/// What is asked of a room from outside.
pub(crate) type Asked = Box<dyn FnOnce(&mut Room) + Send>;

/// Why everybody has to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closing {
    /// The meeting is over.
    MeetingOver,
    /// The server stops; it, or another one, will be back.
    Shutdown,
}

/// Somebody at the door.
pub(crate) struct Join {
    pub claims: Claims,
    pub traits: ClientTraits,
    pub connection: Connection,
}

/// What every room has in common.
pub(crate) struct Shared {
    pub config: SfuConfig,
    pub net: Arc<Net>,
    pub events: broadcast::Sender<RoomEvent>,
}

/// Asked whether a room that has become empty may end; true when nobody is on the way in.
pub(crate) type MayEnd = Box<dyn Fn(&mpsc::Receiver<Command>) -> bool + Send>;

pub(crate) struct Room {
    name: String,
    sid: String,
    created: SystemTime,
    metadata: String,
    keeping: Keeping,
    /// Until when the room stays while nobody is in it.
    empty_until: Instant,
    shared: Arc<Shared>,
    participants: BTreeMap<Key, Participant>,
    /// Whose connection each one is.
    legs: HashMap<LegId, (Key, Side)>,
    packets: PacketSender,
    now: Instant,
    speakers_due: Instant,
    quality_due: Instant,
    /// Who spoke last.
    on_stage: Option<Key>,
    /// Whose connection is asked what it carries.
    probing: Turns,
}

/// Starts a room; it ends by itself when it is empty.
pub(crate) fn open(name: String, shared: Arc<Shared>, may_end: MayEnd) -> mpsc::Sender<Command> {
    let (commands, commands_in) = mpsc::channel(WAITING_COMMANDS);
    let (packets, packets_in) = mpsc::channel(WAITING_PACKETS);
    let now = Instant::now();
    let room = Room {
        name,
        sid: ids::room(),
        created: SystemTime::now(),
        metadata: String::new(),
        keeping: Keeping::default(),
        empty_until: now,
        shared,
        participants: BTreeMap::new(),
        legs: HashMap::new(),
        packets,
        now,
        speakers_due: now,
        quality_due: now,
        on_stage: None,
        probing: Turns::default(),
    };
    tokio::spawn(room.run(commands_in, packets_in, may_end));
    commands
}

impl Room {
    async fn run(
        mut self,
        mut commands: mpsc::Receiver<Command>,
        mut packets: mpsc::Receiver<(LegId, Packet)>,
        may_end: MayEnd,
    ) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut incoming = Vec::with_capacity(PACKETS_AT_ONCE);
        loop {
            let deadline = self.deadline();
            tokio::select! {
                command = commands.recv() => {
                    let Some(command) = command else { return };
                    self.now = Instant::now();
                    self.command(command);
                }
                _ = packets.recv_many(&mut incoming, PACKETS_AT_ONCE) => {
                    self.now = Instant::now();
                    for (leg, packet) in incoming.drain(..) {
                        self.packet(leg, &packet);
                    }
                }
                () = tokio::time::sleep_until(deadline.into()) => self.now = Instant::now(),
                _ = tick.tick() => {
                    self.now = Instant::now();
                    self.look_after();
                }
            }
            self.settle();
            if self.is_left(self.now) && may_end(&commands) {
                tracing::info!(room = %self.sid, "a room is empty and ends");
                return;
            }
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Join(join) => self.join(*join),
            Command::Signal { connection, request } => self.signal(connection, *request),
            Command::Lost { connection } => self.connection_lost(connection),
            Command::Remove { identity } => {
                self.remove_identity(&identity);
            }
            Command::Close { reason, done } => {
                self.close(reason);
                // Whoever asked may have stopped waiting.
                let _ = done.send(());
            }
            Command::List { answer } => {
                let _ = answer.send(self.list());
            }
            Command::Ask(asked) => asked(self),
        }
    }

    fn packet(&mut self, leg: LegId, packet: &Packet) {
        let Some((key, side)) = self.legs.get(&leg).copied() else { return };
        let Some(participant) = self.participants.get_mut(&key) else { return };
        participant.leg(side).receive(packet, self.now);
        self.events_of(key, side);
    }

    /// When the next connection wants to be ticked.
    fn deadline(&self) -> Instant {
        let deadlines =
            self.participants.values().flat_map(|p| [p.publisher.deadline(), p.subscriber.deadline()]);
        deadlines.min().unwrap_or(self.now + TICK).clamp(self.now + TIMER_SPAN, self.now + TICK)
    }

    /// Drives the connections on until none has anything left to do now.
    fn settle(&mut self) {
        // What one connection says may give another one something to do; it ends because every connection that was
        // ticked wants its next tick later than now. The bound only guards against an error in that reasoning.
        for _ in 0..64 {
            let due: Vec<(Key, Side)> = self
                .participants
                .values()
                .flat_map(|p| {
                    [(p.key, Side::Publisher, &p.publisher), (p.key, Side::Subscriber, &p.subscriber)]
                })
                .filter(|(_, _, leg)| leg.is_due(self.now) || leg.has_events())
                .map(|(key, side, _)| (key, side))
                .collect();
            if due.is_empty() {
                return;
            }
            for (key, side) in due {
                if let Some(participant) = self.participants.get_mut(&key) {
                    let leg = participant.leg(side);
                    if leg.is_due(self.now) {
                        leg.tick(self.now);
                    }
                }
                self.events_of(key, side);
            }
        }
    }

    fn events_of(&mut self, key: Key, side: Side) {
        let Some(participant) = self.participants.get_mut(&key) else { return };
        for event in participant.leg(side).take_events() {
            match (side, event) {
                (Side::Publisher, Event::RtpPacket(packet)) => self.forward(key, packet),
                (Side::Publisher, Event::ChannelOpen(id, label)) => {
                    self.channel_opened_by_publisher(key, id, &label)
                }
                (Side::Publisher, Event::ChannelClose(id)) => self.channel_closed_by_publisher(key, id),
                (Side::Publisher, Event::ChannelData(data)) => self.data_arrived(key, data),
                (Side::Subscriber, Event::KeyframeRequest(request)) => self.key_frame_wanted(key, request),
                (Side::Subscriber, Event::EgressBitrateEstimate(estimate)) => self.estimated(key, &estimate),
                (Side::Subscriber, Event::MediaEgressStats(stats)) => self.received_well(key, &stats),
                (Side::Publisher, Event::MediaIngressStats(stats)) => self.sent_well(key, &stats),
                (Side::Subscriber, Event::ChannelOpen(_, _) | Event::ChannelBufferedAmountLow(_)) => {
                    self.send_waiting_data(key);
                }
                (Side::Subscriber, Event::Connected) => self.became_active(key),
                // The library's enum is open; the rest is not a room's concern.
                (Side::Publisher | Side::Subscriber, _) => {}
            }
        }
    }

    /// What is due every now and then.
    fn look_after(&mut self) {
        self.look_after_members();
        self.look_after_bandwidth();
        self.look_after_demand();
        self.look_after_key_frames();
        if self.now >= self.quality_due {
            self.quality_due = self.now + health::INTERVAL;
            self.moment_of_quality();
        }
        if self.now >= self.speakers_due {
            self.speakers_due = self.now + Duration::from_millis(crate::media::speakers::MOMENT_MS);
            self.moment_of_speakers();
        }
    }

    /// Sends a message to everybody the filter lets through.
    fn tell_all(&mut self, message: &Message, filter: impl Fn(&Participant) -> bool) {
        let now = self.now;
        for participant in self.participants.values_mut().filter(|participant| filter(participant)) {
            participant.tell(message.clone(), now);
        }
    }

    pub(crate) fn info(&self) -> livekit_protocol::Room {
        let created = self.created.duration_since(UNIX_EPOCH).unwrap_or_default();
        let active = || self.participants.values().filter(|participant| participant.is_active());
        livekit_protocol::Room {
            sid: self.sid.clone(),
            name: self.name.clone(),
            metadata: self.metadata.clone(),
            empty_timeout: u32::try_from(self.keeping.empty.as_secs()).unwrap_or(u32::MAX),
            departure_timeout: u32::try_from(self.keeping.departed.as_secs()).unwrap_or(u32::MAX),
            creation_time: i64::try_from(created.as_secs()).unwrap_or_default(),
            creation_time_ms: i64::try_from(created.as_millis()).unwrap_or_default(),
            enabled_codecs: messages::codecs(),
            num_participants: u32::try_from(active().count()).unwrap_or(u32::MAX),
            num_publishers: u32::try_from(active().filter(|p| !p.tracks.is_empty()).count())
                .unwrap_or(u32::MAX),
            ..livekit_protocol::Room::default()
        }
    }

    fn list(&self) -> Vec<ParticipantSummary> {
        let summary = |participant: &Participant| ParticipantSummary {
            identity: participant.claims.identity.clone(),
            connected: participant.is_active(),
            tracks: participant.tracks.len(),
        };
        self.participants.values().map(summary).collect()
    }
}
