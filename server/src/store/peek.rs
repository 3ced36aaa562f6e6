//! A look into a database that changes nothing: for checking a configuration before a server uses it.

use std::{path::Path, str::FromStr};

use sqlx::{ConnectOptions, Connection, Row, sqlite::SqliteConnectOptions};

use super::{MeetingId, StoreError};
use crate::config::EngineName;

/// The meetings that are not over and pinned to an engine. None when there is no database yet, or one of a version
/// that knew no engines.
pub async fn pins(file: &Path) -> Result<Vec<(MeetingId, EngineName)>, StoreError> {
    if !file.exists() {
        return Ok(vec![]);
    }
    let options = SqliteConnectOptions::from_str("sqlite:")?.filename(file).read_only(true);
    let mut connection = options.connect().await?;
    let known = sqlx::query("SELECT 1 FROM pragma_table_info('meetings') WHERE name = 'engine'")
        .fetch_optional(&mut connection)
        .await?;
    let mut pins = vec![];
    if known.is_some() {
        let rows = sqlx::query(
            "SELECT id, engine FROM meetings WHERE engine IS NOT NULL AND phase <> 'over' ORDER BY starts_at, id",
        )
        .fetch_all(&mut connection)
        .await?;
        for row in &rows {
            pins.push((MeetingId(row.try_get("id")?), EngineName(row.try_get("engine")?)));
        }
    }
    connection.close().await?;
    Ok(pins)
}
