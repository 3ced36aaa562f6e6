//! One task per meeting. It alone holds the meeting's [`Room`], and carries out what the room decides: first the
//! store, then everything else. What could not be stored has not happened.

use std::{collections::HashMap, sync::Arc, time::Duration};

use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use wire::{
    AttemptId, ParticipantId,
    desk::{OrderProblem, ToDesk},
    participant::{MeetingAccess, ToParticipant},
};

use super::{
    ConnectionId, Effect, Event, Room,
    hands::{Hands, Job, Outcome},
};
use crate::{
    clock,
    config::EngineName,
    engine::{EchoRoom, Engines, Keys},
    invitations::Lifetime,
    store::{Change, MeetingId, Store},
};

/// How often a keeper looks whether links were taken back or have expired while somebody is there.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How many commands may wait for a keeper before those who send them wait too.
const QUEUE: usize = 256;

/// What is sent to one page, as JSON. A page that does not fetch its messages fills it up and is dropped.
pub type Outbox = mpsc::Sender<String>;

/// What every keeper works with.
#[derive(Debug)]
pub struct Means {
    /// Where state is kept.
    pub store: Store,
    /// The meeting engines.
    pub engines: Engines,
    /// How long invitations hold.
    pub lifetime: Lifetime,
}

/// The keeper does not answer: its server stops, or its store fails.
#[derive(Debug, thiserror::Error)]
#[error("the waiting room does not answer")]
pub struct KeeperGone;

/// How the rest of the server speaks to the keeper of one meeting.
#[derive(Clone, Debug)]
pub struct Keeper {
    commands: mpsc::Sender<Command>,
}

#[derive(Debug)]
enum Command {
    Attach(ConnectionId, Outbox),
    Happened(Event),
    Bars(ParticipantId, oneshot::Sender<bool>),
}

impl Keeper {
    /// Starts the task that keeps `room`, of a meeting that may be pinned to an engine.
    pub fn start(meeting: MeetingId, room: Room, pin: Option<EngineName>, means: Arc<Means>) -> Self {
        let (commands, queue) = mpsc::channel(QUEUE);
        let (hands, outcomes) = Hands::start(meeting.clone(), pin, Arc::clone(&means));
        let task = Task { meeting, room, means, hands, outboxes: HashMap::new() };
        tokio::spawn(task.run(queue, outcomes));
        Self { commands }
    }

    /// Connects a page; `arrival` is its first event.
    pub async fn attach(
        &self,
        connection: ConnectionId,
        outbox: Outbox,
        arrival: Event,
    ) -> Result<(), KeeperGone> {
        self.send(Command::Attach(connection, outbox)).await?;
        self.happened(arrival).await
    }

    /// Says that something happened.
    pub async fn happened(&self, event: Event) -> Result<(), KeeperGone> {
        self.send(Command::Happened(event)).await
    }

    /// Whether this person is to be kept out of the meeting engine. An error, too, when the store cannot say.
    pub async fn bars(&self, participant: ParticipantId) -> Result<bool, KeeperGone> {
        let (answer, answered) = oneshot::channel();
        self.send(Command::Bars(participant, answer)).await?;
        answered.await.map_err(|_| KeeperGone)
    }

    async fn send(&self, command: Command) -> Result<(), KeeperGone> {
        self.commands.send(command).await.map_err(|_| KeeperGone)
    }
}

struct Task {
    meeting: MeetingId,
    room: Room,
    means: Arc<Means>,
    hands: Hands,
    outboxes: HashMap<ConnectionId, Outbox>,
}

impl Task {
    async fn run(mut self, mut queue: mpsc::Receiver<Command>, mut outcomes: mpsc::Receiver<Outcome>) {
        let mut look = tokio::time::interval(LOOK_EVERY);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                command = queue.recv() => match command {
                    Some(command) => self.obey(command).await,
                    None => return,
                },
                Some(outcome) = outcomes.recv() => self.learn(outcome),
                _ = look.tick() => self.look().await,
            }
        }
    }

    async fn obey(&mut self, command: Command) {
        match command {
            Command::Attach(connection, outbox) => {
                self.outboxes.insert(connection, outbox);
            }
            Command::Happened(event) => {
                // Before a key is handed out, the store has the last word on who was taken off the list.
                if !event.may_hand_out_a_key() || self.looked_for_revoked().await {
                    self.take_in(event).await;
                } else {
                    self.not_stored(Source::of(&event));
                }
            }
            Command::Bars(participant, answer) => {
                if self.looked_for_revoked().await {
                    // Whoever asked may have gone meanwhile.
                    let _ = answer.send(self.room.bars(&participant));
                }
            }
        }
    }

    /// Notices what time and the command line changed.
    async fn look(&mut self) {
        if !self.room.is_alive() {
            return;
        }
        self.looked_for_revoked().await;
        if self.means.lifetime.is_past(self.room.starts_at(), clock::now()) {
            self.take_in(Event::Expired).await;
        }
    }

    /// Takes in whose links were taken back; false when the store cannot say.
    async fn looked_for_revoked(&mut self) -> bool {
        match self.means.store.revoked(&self.meeting).await {
            Ok(participants) => {
                if !self.room.knows_revoked(&participants) {
                    self.take_in(Event::InvitationsRevoked { participants }).await;
                }
                true
            }
            Err(error) => {
                tracing::error!(%error, "cannot look for revoked invitations");
                false
            }
        }
    }

    async fn take_in(&mut self, event: Event) {
        let now = clock::now();
        let source = Source::of(&event);
        let mut room = self.room.clone();
        let effects = room.update(now, event);
        let changes: Vec<Change> = effects.iter().filter_map(change_of).collect();
        if let Err(error) = self.means.store.keep(&self.meeting, now, &changes).await {
            tracing::error!(%error, "a change could not be stored and did not happen");
            self.not_stored(source);
            return;
        }
        self.room = room;
        for effect in effects {
            self.carry_out(effect);
        }
    }

    fn not_stored(&mut self, source: Source) {
        match source {
            Source::Order(desk, attempt) => {
                self.tell(desk, &ToDesk::Failed { attempt, reason: OrderProblem::NotStored });
            }
            // Its page comes back by itself and says again what is to be stored.
            Source::Page(connection) => {
                self.outboxes.remove(&connection);
            }
            Source::Elsewhere => {}
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            // Stored before, all changes at once.
            Effect::Keep(_) => {}
            Effect::TellMember(connection, message) => self.tell(connection, &message),
            Effect::TellDesk(connection, message) => self.tell(connection, &message),
            Effect::Close(connection) => {
                self.outboxes.remove(&connection);
            }
            Effect::Grant { connection, attempt, participant, name } => {
                let job = Job::Grant { connection, attempt, participant, name };
                if let (false, Some(attempt)) = (self.hands.give(job), attempt) {
                    self.tell(connection, &ToParticipant::MeetingUnavailable { attempt });
                }
            }
            Effect::OpenEchoRoom { connection, attempt } => {
                if !self.hands.give(Job::OpenEchoRoom { connection, attempt }) {
                    self.tell(connection, &ToParticipant::EchoRoomUnavailable { attempt });
                }
            }
            Effect::Silence { desk, attempt, participant } => {
                if !self.hands.give(Job::Silence { desk, attempt, participant }) {
                    self.tell(desk, &ToDesk::Failed { attempt, reason: OrderProblem::EngineSilent });
                }
            }
            Effect::Expel(participant) => {
                self.hands.give(Job::Expel(participant, Keys::Withdrawn));
            }
            Effect::Detach(participant) => {
                self.hands.give(Job::Expel(participant, Keys::Kept));
            }
            Effect::CloseMeeting => {
                self.hands.give(Job::Close);
            }
        }
    }

    /// The meeting engine did what somebody waits for.
    fn learn(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Granted { connection, attempt, participant, access } => {
                self.hand_over(connection, attempt, &participant, access);
            }
            Outcome::EchoRoom { connection, attempt, room } => {
                let answer = match room {
                    Some(EchoRoom { speaker, listener }) => {
                        ToParticipant::EchoRoomGranted { attempt, speaker, listener }
                    }
                    None => ToParticipant::EchoRoomUnavailable { attempt },
                };
                self.tell(connection, &answer);
            }
            Outcome::Silenced { desk, attempt, outcome: Ok(()) } => {
                self.tell(desk, &ToDesk::Done { attempt });
            }
            Outcome::Silenced { desk, attempt, outcome: Err(reason) } => {
                self.tell(desk, &ToDesk::Failed { attempt, reason });
            }
        }
    }

    /// Hands a key over, unless its bearer was turned away while it was made.
    fn hand_over(
        &mut self,
        connection: ConnectionId,
        attempt: Option<AttemptId>,
        participant: &ParticipantId,
        access: Option<MeetingAccess>,
    ) {
        let theirs = self.room.at(connection).is_some_and(|member| member.id == *participant);
        if !theirs || !self.room.admits(participant) {
            return;
        }
        match (attempt, access) {
            (Some(attempt), Some(access)) => {
                self.tell(connection, &ToParticipant::AccessGranted { attempt, access });
            }
            (Some(attempt), None) => self.tell(connection, &ToParticipant::MeetingUnavailable { attempt }),
            (None, Some(access)) => self.tell(connection, &ToParticipant::AccessOffered { access }),
            // The page asks, and is told then.
            (None, None) => {}
        }
    }

    fn tell(&mut self, connection: ConnectionId, message: &impl Serialize) {
        let Some(outbox) = self.outboxes.get(&connection) else { return };
        let Ok(text) = serde_json::to_string(message) else {
            tracing::error!("a message could not be written as JSON");
            return;
        };
        if outbox.try_send(text).is_err() {
            // Gone, or so slow that its messages pile up. Either way it returns when it can.
            self.outboxes.remove(&connection);
        }
    }
}

/// Who is to be told when an event could not be stored.
enum Source {
    Order(ConnectionId, AttemptId),
    Page(ConnectionId),
    Elsewhere,
}

impl Source {
    fn of(event: &Event) -> Self {
        match event {
            Event::Ordered { connection, attempt, .. } => Self::Order(*connection, *attempt),
            Event::MemberArrived { connection, .. }
            | Event::ChecksReported { connection, .. }
            | Event::AccessRequested { connection, .. }
            | Event::EchoRoomRequested { connection, .. }
            | Event::MemberLeft { connection }
            | Event::DeskArrived { connection, .. }
            | Event::ConnectionClosed { connection } => Self::Page(*connection),
            Event::EnteredMeeting { .. }
            | Event::LeftMeeting { .. }
            | Event::MeetingCounted { .. }
            | Event::InvitationsRevoked { .. }
            | Event::Expired => Self::Elsewhere,
        }
    }
}

fn change_of(effect: &Effect) -> Option<Change> {
    match effect {
        Effect::Keep(change) => Some(change.clone()),
        Effect::TellMember(..)
        | Effect::TellDesk(..)
        | Effect::Close(_)
        | Effect::Grant { .. }
        | Effect::OpenEchoRoom { .. }
        | Effect::Silence { .. }
        | Effect::Expel(_)
        | Effect::Detach(_)
        | Effect::CloseMeeting => None,
    }
}
