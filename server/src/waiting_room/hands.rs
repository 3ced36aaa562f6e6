//! What a waiting room wants of its meeting engine, done one after the other and beside the keeper: an engine on another
//! machine may take its time, and nobody's page is to wait for that.
//!
//! One after the other, so that who is removed and comes back at once is not removed for it.

use std::sync::Arc;

use tokio::sync::mpsc;
use wire::{AttemptId, ParticipantId, desk::OrderProblem, participant::MeetingAccess};

use super::{ConnectionId, keeper::Means};
use crate::{
    config::EngineName,
    engine::{EchoRoom, Engine, EngineError, Keys},
    store::MeetingId,
};

/// How many jobs may wait. More pile up only while the engine does not answer; what is dropped then is asked for again
/// by the page that wants it, or seen again when the engine is.
const QUEUE: usize = 256;

/// Something to be done.
#[derive(Debug)]
pub enum Job {
    /// Make the key to the meeting.
    Grant {
        /// For which page.
        connection: ConnectionId,
        /// In answer to which request; none when it is offered.
        attempt: Option<AttemptId>,
        /// For whom.
        participant: ParticipantId,
        /// Under which name.
        name: String,
    },
    /// Make the keys to an echo room.
    OpenEchoRoom {
        /// For which page.
        connection: ConnectionId,
        /// In answer to which request.
        attempt: AttemptId,
    },
    /// Remove somebody, and what becomes of their keys.
    Expel(ParticipantId, Keys),
    /// Switch somebody's microphone off.
    Silence {
        /// Whose order it is.
        desk: ConnectionId,
        /// Which.
        attempt: AttemptId,
        /// Whom.
        participant: ParticipantId,
    },
    /// End the meeting.
    Close,
}

/// What came of it, where somebody waits for that.
#[derive(Debug)]
pub enum Outcome {
    /// A key, or none because the engine cannot be had.
    Granted {
        /// For which page.
        connection: ConnectionId,
        /// In answer to which request; none when it is offered.
        attempt: Option<AttemptId>,
        /// For whom.
        participant: ParticipantId,
        /// The key.
        access: Option<MeetingAccess>,
    },
    /// The keys to an echo room, or none because the engine cannot be had.
    EchoRoom {
        /// For which page.
        connection: ConnectionId,
        /// In answer to which request.
        attempt: AttemptId,
        /// The keys.
        room: Option<EchoRoom>,
    },
    /// A microphone is off, or not.
    Silenced {
        /// Whose order it was.
        desk: ConnectionId,
        /// Which.
        attempt: AttemptId,
        /// Whether it went well.
        outcome: Result<(), OrderProblem>,
    },
}

/// Where jobs are given. Its task ends with it.
#[derive(Debug)]
pub struct Hands {
    jobs: mpsc::Sender<Job>,
}

impl Hands {
    /// Starts the task for one meeting; outcomes come over the receiver.
    pub fn start(
        meeting: MeetingId,
        pin: Option<EngineName>,
        means: Arc<Means>,
    ) -> (Self, mpsc::Receiver<Outcome>) {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (outcomes, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(Task { meeting, pin, means, outcomes }.run(queue));
        (Self { jobs }, receiver)
    }

    /// Gives a job; false when too many wait already.
    pub fn give(&self, job: Job) -> bool {
        let given = self.jobs.try_send(job).is_ok();
        if !given {
            tracing::error!("the meeting engine has too much to do");
        }
        given
    }
}

struct Task {
    meeting: MeetingId,
    pin: Option<EngineName>,
    means: Arc<Means>,
    outcomes: mpsc::Sender<Outcome>,
}

impl Task {
    async fn run(self, mut queue: mpsc::Receiver<Job>) {
        while let Some(job) = queue.recv().await {
            let outcome = self.carry_out(job).await;
            if let Some(outcome) = outcome
                && self.outcomes.send(outcome).await.is_err()
            {
                return;
            }
        }
    }

    fn engine(&self) -> Result<&Engine, EngineError> {
        self.means.engines.of(self.pin.as_ref())
    }

    async fn carry_out(&self, job: Job) -> Option<Outcome> {
        match job {
            Job::Grant { connection, attempt, participant, name } => {
                let access = async { self.engine()?.admit(&self.meeting, &participant, &name).await }.await;
                let access = said(access, "a member cannot be given the key to the meeting");
                Some(Outcome::Granted { connection, attempt, participant, access })
            }
            Job::OpenEchoRoom { connection, attempt } => {
                let room = async { self.engine()?.echo_room().await }.await;
                let room = said(room, "a member cannot try out whether the voice arrives");
                Some(Outcome::EchoRoom { connection, attempt, room })
            }
            Job::Expel(participant, keys) => {
                let done = async { self.engine()?.expel(&self.meeting, &participant, keys).await }.await;
                said(done, "somebody could not be removed from the meeting");
                None
            }
            Job::Silence { desk, attempt, participant } => {
                let done = async { self.engine()?.silence(&self.meeting, &participant).await }.await;
                let outcome = said(done, "a microphone could not be switched off");
                let outcome = outcome.ok_or(OrderProblem::EngineSilent);
                Some(Outcome::Silenced { desk, attempt, outcome })
            }
            Job::Close => {
                let done = async { self.engine()?.close(&self.meeting).await }.await;
                said(done, "the meeting could not be ended");
                None
            }
        }
    }
}

/// Logs what went wrong.
fn said<A>(result: Result<A, EngineError>, what: &str) -> Option<A> {
    result.inspect_err(|error| tracing::error!(%error, "{what}")).ok()
}
