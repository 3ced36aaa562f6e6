//! Whose link it is, and taking links back.

use sqlx::Row;
use wire::{ParticipantId, UnixMillis, page::MeetingInfo, page::Role};

use super::{MeetingId, Store, StoreError, meetings::role_of};

/// Whose link it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The meeting's id.
    pub meeting_id: MeetingId,
    /// The meeting.
    pub meeting: MeetingInfo,
    /// The person's id.
    pub participant: ParticipantId,
    /// Their name.
    pub name: String,
    /// What they come for.
    pub role: Role,
    /// The PIN at the telephone bridge; empty where there is none.
    pub pin: String,
    /// Whether the link was taken back.
    pub revoked: bool,
}

/// What taking a link back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// It is taken back now.
    Revoked,
    /// It had been taken back before.
    Already,
    /// There is no such invitation.
    Unknown,
}

impl Store {
    /// Whose link it is whose secret has this hash, if anybody's.
    pub async fn invitation(&self, hash: &str) -> Result<Option<Invitation>, StoreError> {
        let row = sqlx::query(
            "SELECT people.id, people.name, people.role, people.pin, people.revoked_at, people.meeting_id,
                    meetings.title, meetings.starts_at
             FROM people JOIN meetings ON meetings.id = people.meeting_id
             WHERE people.invitation_hash = $1",
        )
        .bind(hash)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Invitation {
            meeting_id: MeetingId(row.try_get("meeting_id")?),
            meeting: MeetingInfo {
                title: row.try_get("title")?,
                starts_at: UnixMillis(row.try_get("starts_at")?),
            },
            participant: ParticipantId(row.try_get("id")?),
            name: row.try_get("name")?,
            role: role_of(row.try_get("role")?)?,
            pin: row.try_get("pin")?,
            revoked: row.try_get::<Option<i64>, _>("revoked_at")?.is_some(),
        }))
    }

    /// Takes back the link whose secret has this hash, or that belongs to the participant of this id.
    pub async fn revoke(
        &self,
        hash: &str,
        participant: &str,
        now: UnixMillis,
    ) -> Result<Revocation, StoreError> {
        let done = sqlx::query(
            "UPDATE people SET revoked_at = $1 WHERE (invitation_hash = $2 OR id = $3) AND revoked_at IS NULL",
        )
        .bind(now.0)
        .bind(hash)
        .bind(participant)
        .execute(&self.pool)
        .await?;
        if done.rows_affected() > 0 {
            return Ok(Revocation::Revoked);
        }
        let known = sqlx::query("SELECT 1 FROM people WHERE invitation_hash = $1 OR id = $2")
            .bind(hash)
            .bind(participant)
            .fetch_optional(&self.pool)
            .await?;
        Ok(if known.is_some() { Revocation::Already } else { Revocation::Unknown })
    }

    /// Everybody of a meeting whose link was taken back.
    pub async fn revoked(&self, meeting: &MeetingId) -> Result<Vec<ParticipantId>, StoreError> {
        let rows = sqlx::query("SELECT id FROM people WHERE meeting_id = $1 AND revoked_at IS NOT NULL")
            .bind(&meeting.0)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(ParticipantId(row.try_get("id")?))).collect()
    }
}
