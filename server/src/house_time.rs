//! Times as the house writes and reads them: in its own time zone, in German and in English.

use jiff::{Timestamp, Zoned, civil::DateTime, tz::TimeZone};
use wire::UnixMillis;

const DAYS: [(&str, &str); 7] = [
    ("Montag", "Monday"),
    ("Dienstag", "Tuesday"),
    ("Mittwoch", "Wednesday"),
    ("Donnerstag", "Thursday"),
    ("Freitag", "Friday"),
    ("Samstag", "Saturday"),
    ("Sonntag", "Sunday"),
];

const MONTHS: [(&str, &str); 12] = [
    ("Januar", "January"),
    ("Februar", "February"),
    ("März", "March"),
    ("April", "April"),
    ("Mai", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("August", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Dezember", "December"),
];

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

/// "Montag, 23. November 2026, 18:30 Uhr"
pub fn german(at: UnixMillis, zone: &TimeZone) -> String {
    let Some(local) = local(at, zone) else { return String::new() };
    let (day, month) = names(&local);
    let (clock, year) = (local.strftime("%H:%M"), local.year());
    format!("{}, {}. {} {year}, {clock} Uhr", day.0, local.day(), month.0)
}

/// "Monday, 23 November 2026, 18:30"
pub fn english(at: UnixMillis, zone: &TimeZone) -> String {
    let Some(local) = local(at, zone) else { return String::new() };
    let (day, month) = names(&local);
    let (clock, year) = (local.strftime("%H:%M"), local.year());
    format!("{}, {} {} {year}, {clock}", day.1, local.day(), month.1)
}

/// RFC 3339 with the house's offset, for programs.
pub fn rfc3339(at: UnixMillis, zone: &TimeZone) -> String {
    local(at, zone).map(|local| local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()).unwrap_or_default()
}

fn local(at: UnixMillis, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned(zone.clone()))
}

type Names = (&'static str, &'static str);

fn names(local: &Zoned) -> (Names, Names) {
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or_default();
    let month = usize::try_from(local.month() - 1).unwrap_or_default();
    (DAYS[day], MONTHS[month])
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
        assert_eq!(german(winter, &berlin()), "Montag, 23. November 2026, 18:30 Uhr");
        assert_eq!(english(winter, &berlin()), "Monday, 23 November 2026, 18:30");
        assert_eq!(rfc3339(winter, &berlin()), "2026-11-23T18:30:00+01:00");
        assert_eq!(read("2026-11-23T17:30:00Z", &berlin()), Ok(winter));
        let summer = read("2026-03-30T18:30:00+02:00", &berlin()).unwrap();
        assert_eq!(german(summer, &berlin()), "Montag, 30. März 2026, 18:30 Uhr");
    }

    #[test]
    fn a_start_that_the_clocks_jump_over_or_pass_twice_is_not_guessed() {
        assert!(matches!(read("2026-03-29 02:30", &berlin()), Err(TimeError::Skipped(_))));
        assert!(matches!(read("2026-10-25 02:30", &berlin()), Err(TimeError::Twice(_))));
        assert!(read("2026-10-25T02:30:00+01:00", &berlin()).is_ok());
        assert!(matches!(read("nächsten Montag", &berlin()), Err(TimeError::NotUnderstood(_))));
    }
}
