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
            Language::German => format!("{hour}:{minute:02} Uhr"),
            Language::English => {
                let half = if hour < 12 { "am" } else { "pm" };
                let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
                format!("{hour}:{minute:02} {half}")
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

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: Texts = Texts::new(Language::German);
    const ENGLISH: Texts = Texts::new(Language::English);

    #[test]
    fn a_moment_is_written_in_the_house_style() {
        let moment = Moment { year: 2025, month: 11, day: 26, hour: 18, minute: 30 };
        assert_eq!(moment.in_full(GERMAN), "Mittwoch, 26. November 2025, 18:30 Uhr");
        assert_eq!(moment.in_full(ENGLISH), "Wednesday 26 November 2025, 6:30 pm");
    }

    #[test]
    fn midnight_and_noon_are_not_mistaken() {
        let at = |hour| Moment { year: 2024, month: 2, day: 29, hour, minute: 5 };
        assert_eq!(at(0).time(ENGLISH), "12:05 am");
        assert_eq!(at(12).time(ENGLISH), "12:05 pm");
        assert_eq!(at(0).time(GERMAN), "0:05 Uhr");
        assert_eq!(at(9).in_full(GERMAN), "Donnerstag, 29. Februar 2024, 9:05 Uhr");
    }
}
