//! Dates and times in the house style: "Mittwoch, 26. November 2025, 18:30 Uhr", "Wednesday 26 November 2025,
//! 6:30 pm". Pure: which time zone a moment is in has been decided by who makes it.

use crate::{Language, Texts};

/// A minute by the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The year.
    pub year: i32,
    /// The month, from 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
    /// The hour, from 0 to 23.
    pub hour: u8,
    /// The minute, from 0 to 59.
    pub minute: u8,
}

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

const WEEKDAYS: [(&str, &str); 7] = [
    ("Sonntag", "Sunday"),
    ("Montag", "Monday"),
    ("Dienstag", "Tuesday"),
    ("Mittwoch", "Wednesday"),
    ("Donnerstag", "Thursday"),
    ("Freitag", "Friday"),
    ("Samstag", "Saturday"),
];

impl Moment {
    /// What the clocks show at `unix_ms` (milliseconds since 1970) where they are `utc_offset_minutes` ahead of UTC.
    pub fn at(unix_ms: i64, utc_offset_minutes: i16) -> Self {
        let minutes = unix_ms.div_euclid(60_000) + i64::from(utc_offset_minutes);
        let of_day = minutes.rem_euclid(1_440);
        let (year, month, day) = civil(minutes.div_euclid(1_440));
        // Each is within its range by the remainder it comes from.
        Self { year, month, day, hour: (of_day / 60) as u8, minute: (of_day % 60) as u8 }
    }

    /// Day and time in full.
    pub fn in_full(self, texts: Texts) -> String {
        let pick = |(german, english): (&'static str, &'static str)| texts.pick(german, english);
        let weekday = pick(WEEKDAYS[self.weekday()]);
        let month = pick(MONTHS[usize::from(self.month.clamp(1, 12)) - 1]);
        let (day, year, time) = (self.day, self.year, self.time(texts));
        match texts.language() {
            Language::German => format!("{weekday}, {day}. {month} {year}, {time}"),
            Language::English => format!("{weekday} {day} {month} {year}, {time}"),
        }
    }

    /// The time alone.
    pub fn time(self, texts: Texts) -> String {
        let (hour, minute) = (self.hour, self.minute);
        match texts.language() {
            // Never apart at the end of a line.
            Language::German => format!("{hour}:{minute:02}\u{a0}Uhr"),
            Language::English => {
                let half = if hour < 12 { "am" } else { "pm" };
                let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
                format!("{hour}:{minute:02}\u{a0}{half}")
            }
        }
    }

    /// The day of the week, from 0 for Sunday (Sakamoto's rule for the Gregorian calendar).
    fn weekday(self) -> usize {
        const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let month = usize::from(self.month.clamp(1, 12));
        let year = if month < 3 { self.year - 1 } else { self.year };
        let days = year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        usize::try_from((days + SHIFT[month - 1] + i32::from(self.day)).rem_euclid(7)).unwrap_or_default()
    }
}

/// Year, month and day of a day counted from 1 January 1970 (Hinnant's `civil_from_days`: years that begin in March, so
/// that the leap day is the last).
fn civil(days: i64) -> (i32, u8, u8) {
    const ERA: i64 = 146_097;
    let from_year_0 = days + 719_468;
    let of_era = from_year_0.rem_euclid(ERA);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + from_year_0.div_euclid(ERA) * 400 + i64::from(month <= 2);
    // A moment in milliseconds of 64 bits lies within 300 million years.
    (year as i32, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: Texts = Texts::new(Language::German);
    const ENGLISH: Texts = Texts::new(Language::English);

    #[test]
    fn a_moment_is_written_in_the_house_style() {
        let moment = Moment { year: 2025, month: 11, day: 26, hour: 18, minute: 30 };
        assert_eq!(moment.in_full(GERMAN), "Mittwoch, 26. November 2025, 18:30\u{a0}Uhr");
        assert_eq!(moment.in_full(ENGLISH), "Wednesday 26 November 2025, 6:30\u{a0}pm");
    }

    #[test]
    fn the_clocks_of_the_house_count_and_not_those_of_the_device() {
        let written = |unix_ms, offset| Moment::at(unix_ms, offset).in_full(GERMAN);
        // date -u -d @1795714200, and so on.
        assert_eq!(written(1_795_714_200_000, 60), "Donnerstag, 26. November 2026, 18:30\u{a0}Uhr");
        assert_eq!(written(1_795_714_200_000, 390), "Freitag, 27. November 2026, 0:00\u{a0}Uhr");
        assert_eq!(written(1_709_164_799_999, 0), "Mittwoch, 28. Februar 2024, 23:59\u{a0}Uhr");
        assert_eq!(written(1_709_164_800_000, 0), "Donnerstag, 29. Februar 2024, 0:00\u{a0}Uhr");
        assert_eq!(written(-1, 0), "Mittwoch, 31. Dezember 1969, 23:59\u{a0}Uhr");
        assert_eq!(written(4_107_542_400_000, 0), "Montag, 1. März 2100, 0:00\u{a0}Uhr");
    }

    #[test]
    fn midnight_and_noon_are_not_mistaken() {
        let at = |hour| Moment { year: 2024, month: 2, day: 29, hour, minute: 5 };
        assert_eq!(at(0).time(ENGLISH), "12:05\u{a0}am");
        assert_eq!(at(12).time(ENGLISH), "12:05\u{a0}pm");
        assert_eq!(at(0).time(GERMAN), "0:05\u{a0}Uhr");
        assert_eq!(at(9).in_full(GERMAN), "Donnerstag, 29. Februar 2024, 9:05\u{a0}Uhr");
    }
}
