//! The whole picture of one meeting, read once when the server begins to keep its waiting room.

use std::collections::BTreeMap;

use sqlx::{Row, sqlite::SqliteRow};
use wire::{
    Checks, ParticipantId, UnixMillis,
    desk::MeetingPhase,
    page::{MeetingInfo, Role},
};

use super::{
    MeetingId, Store, StoreError,
    meetings::{phase_of, role_of},
};
use crate::config::EngineName;

/// One meeting as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Title and start.
    pub meeting: MeetingInfo,
    /// How far it is.
    pub phase: MeetingPhase,
    /// The meeting engine that it is pinned to.
    pub engine: Option<EngineName>,
    /// The number of the latest first knock; 0 before any.
    pub knocks: u32,
    /// Every member invited, without those whose link was taken back, in the order of the list.
    pub people: Vec<PictureOfPerson>,
    /// Everybody, the Sitzungsdienst included, whose link was taken back.
    pub revoked: Vec<ParticipantId>,
}

/// One member as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureOfPerson {
    /// Who.
    pub id: ParticipantId,
    /// Their name.
    pub name: String,
    /// Their group.
    pub group: String,
    /// Where they are.
    pub state: StoredState,
    /// Their checks.
    pub checks: Checks,
    /// The number of the latest message to them; 0 before any.
    pub message_number: u32,
    /// The messages written since their state last changed.
    pub messages: Vec<(u32, String)>,
}

/// Where somebody is, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredState {
    /// Never knocked.
    Absent,
    /// Waits.
    Waiting {
        /// When they first knocked.
        since: UnixMillis,
        /// As which one in this meeting.
        knock: u32,
    },
    /// May join.
    Admitted,
    /// Not let in.
    Rejected {
        /// What they read.
        sentence: String,
    },
}

impl Store {
    /// The picture of one meeting, or `None` when there is no such meeting.
    pub async fn picture(&self, meeting: &MeetingId) -> Result<Option<Picture>, StoreError> {
        let row = sqlx::query(
            "SELECT title, starts_at, phase, engine,
                    (SELECT MAX(knock_number) FROM people WHERE meeting_id = meetings.id) AS knocks
             FROM meetings WHERE id = $1",
        )
        .bind(&meeting.0)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Picture {
            meeting: MeetingInfo {
                title: row.try_get("title")?,
                starts_at: UnixMillis(row.try_get("starts_at")?),
            },
            phase: phase_of(row.try_get("phase")?)?,
            engine: row.try_get::<Option<String>, _>("engine")?.map(EngineName),
            knocks: number(row.try_get::<Option<i64>, _>("knocks")?.unwrap_or(0))?,
            people: self.people(meeting).await?,
            revoked: self.revoked(meeting).await?,
        }))
    }

    async fn people(&self, meeting: &MeetingId) -> Result<Vec<PictureOfPerson>, StoreError> {
        let mut messages = self.messages(meeting).await?;
        let rows = sqlx::query(
            "SELECT id, name, role, group_name, state, knocked_at, knock_number, sentence, checks,
                    (SELECT MAX(number) FROM messages WHERE person_id = people.id) AS message_number
             FROM people WHERE meeting_id = $1 AND revoked_at IS NULL ORDER BY position",
        )
        .bind(&meeting.0)
        .fetch_all(&self.pool)
        .await?;
        let mut people = Vec::with_capacity(rows.len());
        for row in &rows {
            if role_of(row.try_get("role")?)? == Role::Staff {
                continue;
            }
            let id = ParticipantId(row.try_get("id")?);
            people.push(PictureOfPerson {
                name: row.try_get("name")?,
                group: row.try_get("group_name")?,
                state: state_of(row)?,
                // Checks of another version are as good as none: they are reported anew.
                checks: serde_json::from_str(row.try_get("checks")?).unwrap_or_default(),
                message_number: number(row.try_get::<Option<i64>, _>("message_number")?.unwrap_or(0))?,
                messages: messages.remove(&id).unwrap_or_default(),
                id,
            });
        }
        Ok(people)
    }

    async fn messages(
        &self,
        meeting: &MeetingId,
    ) -> Result<BTreeMap<ParticipantId, Vec<(u32, String)>>, StoreError> {
        let rows = sqlx::query(
            "SELECT messages.person_id, messages.number, messages.body
             FROM messages JOIN people ON people.id = messages.person_id
             WHERE people.meeting_id = $1 AND messages.written_at >= people.state_since
             ORDER BY messages.person_id, messages.number",
        )
        .bind(&meeting.0)
        .fetch_all(&self.pool)
        .await?;
        let mut messages: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in &rows {
            let person = ParticipantId(row.try_get("person_id")?);
            messages.entry(person).or_default().push((number(row.try_get("number")?)?, row.try_get("body")?));
        }
        Ok(messages)
    }
}

fn state_of(row: &SqliteRow) -> Result<StoredState, StoreError> {
    let state: &str = row.try_get("state")?;
    Ok(match state {
        "absent" => StoredState::Absent,
        "waiting" => StoredState::Waiting {
            since: UnixMillis(row.try_get("knocked_at")?),
            knock: number(row.try_get("knock_number")?)?,
        },
        "admitted" => StoredState::Admitted,
        "rejected" => StoredState::Rejected { sentence: row.try_get("sentence")? },
        _ => return Err(StoreError::Unreadable("people.state")),
    })
}

fn number(stored: i64) -> Result<u32, StoreError> {
    u32::try_from(stored).map_err(|_| StoreError::Unreadable("a number"))
}
