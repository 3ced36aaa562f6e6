//! Making and listing meetings.

use sqlx::Row;
use wire::{ParticipantId, UnixMillis, desk::MeetingPhase, page::Role};

use super::{MeetingId, Store, StoreError};
use crate::config::EngineName;

/// A meeting to be kept.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// Its id.
    pub id: MeetingId,
    /// For example "Sitzung des Stadtrates".
    pub title: String,
    /// When it is to start.
    pub starts_at: UnixMillis,
    /// The meeting engine that it is pinned to; none: whichever the configuration names.
    pub engine: Option<EngineName>,
    /// Who is invited, in the order of the list.
    pub people: Vec<NewPerson>,
}

/// Somebody to be invited.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Their id.
    pub id: ParticipantId,
    /// Their name.
    pub name: String,
    /// What they come for.
    pub role: Role,
    /// Their group; may be empty.
    pub group: String,
    /// SHA-256 of the secret of their link, in hexadecimal.
    pub invitation_hash: String,
    /// Their PIN at the telephone bridge; may be empty.
    pub pin: String,
}

/// One line of the list of meetings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingSummary {
    /// Its id.
    pub id: MeetingId,
    /// Its title.
    pub title: String,
    /// When it is to start.
    pub starts_at: UnixMillis,
    /// How far it is.
    pub phase: MeetingPhase,
    /// The meeting engine that it is pinned to.
    pub engine: Option<EngineName>,
    /// How many are invited, the Sitzungsdienst included.
    pub invited: u32,
}

impl Store {
    /// Keeps a new meeting with everybody invited, whole or not at all.
    pub async fn create_meeting(&self, meeting: &NewMeeting, now: UnixMillis) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(
            "INSERT INTO meetings (id, title, starts_at, created_at, engine) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&meeting.id.0)
        .bind(&meeting.title)
        .bind(meeting.starts_at.0)
        .bind(now.0)
        .bind(meeting.engine.as_ref().map(|engine| &engine.0))
        .execute(&mut *transaction)
        .await?;
        for (position, person) in (1_i64..).zip(&meeting.people) {
            sqlx::query(
                "INSERT INTO people (id, meeting_id, position, name, role, group_name, invitation_hash, pin, state_since)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(&person.id.0)
            .bind(&meeting.id.0)
            .bind(position)
            .bind(&person.name)
            .bind(role_text(person.role))
            .bind(&person.group)
            .bind(&person.invitation_hash)
            .bind(&person.pin)
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// All meetings, the earliest first.
    pub async fn meetings(&self) -> Result<Vec<MeetingSummary>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, title, starts_at, phase, engine,
                    (SELECT COUNT(*) FROM people WHERE people.meeting_id = meetings.id) AS invited
             FROM meetings ORDER BY starts_at, id",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(MeetingSummary {
                    id: MeetingId(row.try_get("id")?),
                    title: row.try_get("title")?,
                    starts_at: UnixMillis(row.try_get("starts_at")?),
                    phase: phase_of(row.try_get("phase")?)?,
                    engine: row.try_get::<Option<String>, _>("engine")?.map(EngineName),
                    invited: u32::try_from(row.try_get::<i64, _>("invited")?)
                        .map_err(|_| StoreError::Unreadable("people"))?,
                })
            })
            .collect()
    }
}

pub(super) const fn role_text(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Staff => "staff",
    }
}

pub(super) fn role_of(text: &str) -> Result<Role, StoreError> {
    match text {
        "member" => Ok(Role::Member),
        "staff" => Ok(Role::Staff),
        _ => Err(StoreError::Unreadable("people.role")),
    }
}

pub(super) const fn phase_text(phase: MeetingPhase) -> &'static str {
    match phase {
        MeetingPhase::Scheduled => "scheduled",
        MeetingPhase::Open => "open",
        MeetingPhase::Over => "over",
    }
}

pub(super) fn phase_of(text: &str) -> Result<MeetingPhase, StoreError> {
    match text {
        "scheduled" => Ok(MeetingPhase::Scheduled),
        "open" => Ok(MeetingPhase::Open),
        "over" => Ok(MeetingPhase::Over),
        _ => Err(StoreError::Unreadable("meetings.phase")),
    }
}
