//! Who is in the meetings of a LiveKit deployment: asked every few seconds.
//!
//! LiveKit could tell by itself (webhooks), but then it would have to reach this server, with one more address, key and
//! firewall rule to get right, and a message that was lost would stay lost. Asking needs nothing but what is
//! configured already, and mends itself: whatever was missed, a removal that failed or somebody who came back with
//! a token that was given before, the next answer shows it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use livekit_protocol::{ListParticipantsRequest, ListRoomsRequest};
use tokio::{
    sync::mpsc,
    task::AbortHandle,
    time::{Instant, MissedTickBehavior, interval},
};

use super::{
    Seen,
    api::Api,
    client::{CallError, Client},
    one::identities,
};
use crate::{config::EngineName, store::MeetingId};

/// How often is asked.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// For how long a meeting is watched in which nobody was seen. Longer than any token lives that was given for it:
/// LiveKit renews the tokens of who is in a meeting, for ten minutes each time.
const WATCH_FOR: Duration = Duration::from_secs(20 * 60);

/// Watches the meetings of one deployment. Ends when it is dropped.
pub struct Watch {
    meetings: Meetings,
    task: AbortHandle,
}

/// The meetings watched, and until when.
type Meetings = Arc<Mutex<HashMap<MeetingId, Instant>>>;

impl Watch {
    /// Starts watching; no meeting yet.
    pub fn start(engine: EngineName, client: Client, seen: mpsc::Sender<Seen>) -> Self {
        let meetings = Meetings::default();
        let rounds =
            Rounds { engine, api: Api::Far(client), meetings: Arc::clone(&meetings), reachable: true };
        let task = tokio::spawn(rounds.run(seen)).abort_handle();
        Self { meetings, task }
    }

    /// Watches a meeting from now on.
    pub fn attend(&self, meeting: &MeetingId) {
        lock(&self.meetings).insert(meeting.clone(), Instant::now() + WATCH_FOR);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Rounds {
    engine: EngineName,
    api: Api,
    meetings: Meetings,
    reachable: bool,
}

impl Rounds {
    async fn run(mut self, seen: mpsc::Sender<Seen>) {
        let mut tick = interval(ASK_EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let counted = self.count().await;
            if let Err(error) = &counted
                && self.reachable
            {
                tracing::error!(engine = %self.engine.0, %error, "who is in the meetings cannot be asked");
            } else if counted.is_ok() && !self.reachable {
                tracing::info!(engine = %self.engine.0, "who is in the meetings can be asked again");
            }
            self.reachable = counted.is_ok();
            for sighting in counted.unwrap_or_default() {
                if seen.send(sighting).await.is_err() {
                    return;
                }
            }
        }
    }

    /// One call for all meetings, and one more for each that has a room.
    async fn count(&self) -> Result<Vec<Seen>, CallError> {
        let names = self.watched();
        if names.is_empty() {
            return Ok(vec![]);
        }
        let rooms = self.api.list_rooms(ListRoomsRequest { names: names.clone() }).await?.rooms;
        let mut counted = vec![];
        for name in names {
            let mut participants = vec![];
            if rooms.iter().any(|room| room.name == name) {
                let request = ListParticipantsRequest { room: name.clone() };
                participants = identities(&self.api.list_participants(request).await?.participants);
            }
            let meeting = MeetingId(name);
            if !participants.is_empty() {
                lock(&self.meetings).insert(meeting.clone(), Instant::now() + WATCH_FOR);
            }
            counted.push(Seen::Counted { meeting, participants });
        }
        Ok(counted)
    }

    fn watched(&self) -> Vec<String> {
        let now = Instant::now();
        let mut meetings = lock(&self.meetings);
        meetings.retain(|_, until| *until > now);
        meetings.keys().map(|meeting| meeting.0.clone()).collect()
    }
}

/// No code panics while it holds this lock; if one ever did, the table would still be whole.
fn lock(meetings: &Mutex<HashMap<MeetingId, Instant>>) -> MutexGuard<'_, HashMap<MeetingId, Instant>> {
    meetings.lock().unwrap_or_else(PoisonError::into_inner)
}
