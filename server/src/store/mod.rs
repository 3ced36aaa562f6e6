//! The store: SQLite, behind methods that say what they keep. What a method has returned `Ok` for survives
//! the loss of the process and of power.
//!
//! The SQL is plain enough for PostgreSQL. Nothing here decides anything; that is `waiting_room`.

mod changes;
mod invitations;
mod meetings;
mod peek;
mod pictures;

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use wire::UnixMillis;

pub use changes::Change;
pub use invitations::{Invitation, Revocation};
pub use meetings::{MeetingSummary, NewMeeting, NewPerson};
pub use peek::pins;
pub use pictures::{Picture, PictureOfPerson, StoredState};

/// How long a write waits for another one (of the command line, say) before it fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Why the store could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database itself.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// The database could not be brought to this version's shape.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row holds what this program never writes.
    #[error("the database holds something unreadable in {0}")]
    Unreadable(&'static str),
}

/// The id of a meeting. Also the name of its room in the meeting engine.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MeetingId(pub String);

/// The store. Clones share one pool of connections.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the database in `file`, creates it when there is none, and brings it up to date.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str("sqlite:")?
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Acknowledged is on the disk, also when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        sqlx::migrate!("./migrations").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Proves that the store can write and read back.
    pub async fn prove(&self, now: UnixMillis) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO heartbeat (id, beat_at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at",
        )
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        sqlx::query("SELECT COUNT(*) FROM meetings").fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection; the last one tidies the write-ahead log away.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
