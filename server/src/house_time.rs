//! Times as the house reads and writes them: in its own time zone.

use jiff::{Timestamp, Zoned, civil::DateTime, tz::TimeZone};
use texts::{Language, Moment, Texts};
use wire::UnixMillis;

/// Why a start is no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Neither of the two ways to write it.
    #[error("\"{0}\" is no start: write \"2026-11-23 18:30\", or 2026-11-23T18:30:00+01:00")]
    NotUnderstood(String),
    /// The clocks go forward over it.
    #[error("{0} does not exist in this time zone: the clocks go forward over it")]
    Skipped(String),
    /// The clocks go back over it.
    #[error("{0} comes twice in this time zone: write it with its offset, as in 2026-10-25T02:30:00+02:00")]
    Twice(String),
}

/// Reads a start: local time of the house ("2026-11-23 18:30"), or RFC 3339 with an offset.
pub fn read(text: &str, zone: &TimeZone) -> Result<UnixMillis, TimeError> {
    let text = text.trim();
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(UnixMillis(timestamp.as_millisecond()));
    }
    let local: DateTime = DateTime::strptime("%Y-%m-%d %H:%M", text)
        .or_else(|_| DateTime::strptime("%Y-%m-%dT%H:%M", text))
        .or_else(|_| DateTime::strptime("%Y-%m-%d %H:%M:%S", text))
        .map_err(|_| TimeError::NotUnderstood(text.to_owned()))?;
    let ambiguous = zone.to_ambiguous_zoned(local);
    let zoned = match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Gap { .. } => return Err(TimeError::Skipped(text.to_owned())),
        jiff::tz::AmbiguousOffset::Fold { .. } => return Err(TimeError::Twice(text.to_owned())),
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => {
            ambiguous.compatible().map_err(|_| TimeError::NotUnderstood(text.to_owned()))?
        }
    };
    Ok(UnixMillis(zoned.timestamp().as_millisecond()))
}

/// A moment in full in a language, as the client writes it too: "Montag, 23. November 2026, 18:30 Uhr".
pub fn in_full(at: UnixMillis, zone: &TimeZone, language: Language) -> String {
    Moment::at(at.0, utc_offset_minutes(at, zone)).in_full(Texts::new(language))
}

/// By how many minutes the clocks of the house are ahead of UTC at a moment.
pub fn utc_offset_minutes(at: UnixMillis, zone: &TimeZone) -> i16 {
    let minutes = local(at, zone).map_or(0, |local| local.offset().seconds() / 60);
    // An offset is less than 26 hours.
    i16::try_from(minutes).unwrap_or_default()
}

/// RFC 3339 with the house's offset, for programs.
pub fn rfc3339(at: UnixMillis, zone: &TimeZone) -> String {
    local(at, zone).map(|local| local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()).unwrap_or_default()
}

fn local(at: UnixMillis, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned(zone.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn a_start_is_read_and_said_in_the_time_of_the_house() {
        let winter = read("2026-11-23 18:30", &berlin()).unwrap();
        let said = |at, language| in_full(at, &berlin(), language);
        assert_eq!(said(winter, Language::German), "Montag, 23. November 2026, 18:30\u{a0}Uhr");
        assert_eq!(said(winter, Language::English), "Monday 23 November 2026, 6:30\u{a0}pm");
        assert_eq!(rfc3339(winter, &berlin()), "2026-11-23T18:30:00+01:00");
        assert_eq!(read("2026-11-23T17:30:00Z", &berlin()), Ok(winter));
        let summer = read("2026-03-30T18:30:00+02:00", &berlin()).unwrap();
        assert_eq!(said(summer, Language::German), "Montag, 30. März 2026, 18:30\u{a0}Uhr");
    }

    #[test]
    fn a_start_that_the_clocks_jump_over_or_pass_twice_is_not_guessed() {
        assert!(matches!(read("2026-03-29 02:30", &berlin()), Err(TimeError::Skipped(_))));
        assert!(matches!(read("2026-10-25 02:30", &berlin()), Err(TimeError::Twice(_))));
        assert!(read("2026-10-25T02:30:00+01:00", &berlin()).is_ok());
        assert!(matches!(read("nächsten Montag", &berlin()), Err(TimeError::NotUnderstood(_))));
    }
}
