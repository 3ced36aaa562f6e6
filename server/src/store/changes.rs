//! What changes while a waiting room is kept. A batch is stored whole or not at all.

use sqlx::{Sqlite, Transaction};
use wire::{Checks, ParticipantId, UnixMillis, desk::MeetingPhase};

use super::{MeetingId, Store, StoreError, meetings::phase_text};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Somebody knocked for the first time.
    Knocked {
        /// Who.
        participant: ParticipantId,
        /// As which one in this meeting, from 1.
        knock: u32,
    },
    /// Somebody may join.
    Admitted {
        /// Who.
        participant: ParticipantId,
    },
    /// Somebody is not let in.
    Rejected {
        /// Who.
        participant: ParticipantId,
        /// What they read.
        sentence: String,
    },
    /// Somebody's checks moved on.
    Checked {
        /// Who.
        participant: ParticipantId,
        /// All checks.
        checks: Checks,
    },
    /// Staff wrote to somebody.
    Written {
        /// To whom.
        participant: ParticipantId,
        /// Counted upwards per person.
        number: u32,
        /// The text.
        text: String,
    },
    /// The meeting was opened or ended.
    Phase(MeetingPhase),
}

impl Store {
    /// Keeps changes of one meeting. After `Ok` they are on the disk.
    pub async fn keep(
        &self,
        meeting: &MeetingId,
        now: UnixMillis,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut transaction = self.pool.begin().await?;
        for change in changes {
            keep_one(&mut transaction, meeting, now, change).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

async fn keep_one(
    transaction: &mut Transaction<'_, Sqlite>,
    meeting: &MeetingId,
    now: UnixMillis,
    change: &Change,
) -> Result<(), StoreError> {
    let query = match change {
        Change::Knocked { participant, knock } => sqlx::query(
            "UPDATE people SET state = 'waiting', state_since = $1, knocked_at = $1, knock_number = $2
             WHERE id = $3 AND state = 'absent'",
        )
        .bind(now.0)
        .bind(i64::from(*knock))
        .bind(&participant.0),
        Change::Admitted { participant } => {
            sqlx::query("UPDATE people SET state = 'admitted', state_since = $1, sentence = '' WHERE id = $2")
                .bind(now.0)
                .bind(&participant.0)
        }
        Change::Rejected { participant, sentence } => {
            sqlx::query("UPDATE people SET state = 'rejected', state_since = $1, sentence = $2 WHERE id = $3")
                .bind(now.0)
                .bind(sentence)
                .bind(&participant.0)
        }
        Change::Checked { participant, checks } => {
            let json = serde_json::to_string(checks).map_err(|_| StoreError::Unreadable("people.checks"))?;
            sqlx::query("UPDATE people SET checks = $1 WHERE id = $2").bind(json).bind(&participant.0)
        }
        Change::Written { participant, number, text } => {
            sqlx::query("INSERT INTO messages (person_id, number, written_at, body) VALUES ($1, $2, $3, $4)")
                .bind(&participant.0)
                .bind(i64::from(*number))
                .bind(now.0)
                .bind(text)
        }
        Change::Phase(phase) => sqlx::query("UPDATE meetings SET phase = $1 WHERE id = $2")
            .bind(phase_text(*phase))
            .bind(&meeting.0),
    };
    let done = query.execute(&mut **transaction).await?;
    // A change that met no row would be acknowledged without being kept.
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Unreadable("people")) }
}
