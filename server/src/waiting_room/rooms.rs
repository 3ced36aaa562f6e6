//! Finds the keeper of a meeting, and starts it from the store when nobody asked for that meeting before.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::Mutex;

use super::{ConnectionId, Keeper, Room, keeper::Means};
use crate::{
    config::EngineName,
    store::{MeetingId, StoreError},
};

/// Why there is no keeper.
#[derive(Debug, thiserror::Error)]
pub enum RoomsError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such meeting.
    #[error("there is no such meeting")]
    NoSuchMeeting,
}

/// All waiting rooms of this server.
#[derive(Debug)]
pub struct Rooms {
    means: Arc<Means>,
    keepers: Mutex<HashMap<MeetingId, (Keeper, Option<EngineName>)>>,
    connections: AtomicU64,
}

impl Rooms {
    /// No waiting room is kept yet; the first page of each meeting brings its own to life.
    pub fn new(means: Means) -> Self {
        Self { means: Arc::new(means), keepers: Mutex::new(HashMap::new()), connections: AtomicU64::new(0) }
    }

    /// What the keepers work with.
    pub fn means(&self) -> &Means {
        &self.means
    }

    /// A connection id that was never given before.
    pub fn next_connection(&self) -> ConnectionId {
        ConnectionId(self.connections.fetch_add(1, Ordering::Relaxed))
    }

    /// The meetings that have a keeper, and the engines they are pinned to.
    pub async fn kept(&self) -> Vec<(MeetingId, Option<EngineName>)> {
        let keepers = self.keepers.lock().await;
        keepers.iter().map(|(meeting, (_, pin))| (meeting.clone(), pin.clone())).collect()
    }

    /// The keeper of a meeting. The lock is held while a picture is read, so that no meeting ever has two.
    pub async fn keeper(&self, meeting: &MeetingId) -> Result<Keeper, RoomsError> {
        let mut keepers = self.keepers.lock().await;
        if let Some((keeper, _)) = keepers.get(meeting) {
            return Ok(keeper.clone());
        }
        let mut picture = self.means.store.picture(meeting).await?.ok_or(RoomsError::NoSuchMeeting)?;
        let pin = picture.engine.take();
        let keeper =
            Keeper::start(meeting.clone(), Room::restored(picture), pin.clone(), Arc::clone(&self.means));
        keepers.insert(meeting.clone(), (keeper.clone(), pin));
        Ok(keeper)
    }
}
