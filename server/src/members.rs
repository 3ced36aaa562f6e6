//! The list of invited people as a CSV file: name, role, group, PIN.
//!
//! As it comes out of a spreadsheet: commas or semicolons, German or English headings, with or without a byte order
//! mark. Every line that is wrong is named with its number.

use std::fmt;

use wire::page::Role;

/// The longest name or group, in characters.
const LONGEST_NAME: usize = 120;

/// The shortest and the longest PIN, in digits. One of three is guessed in a thousand calls already.
const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=16;

/// Somebody to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// Their name.
    pub name: String,
    /// What they come for.
    pub role: Role,
    /// Their group; may be empty.
    pub group: String,
    /// Their PIN at the telephone bridge, digits; may be empty.
    pub pin: String,
}

/// Why a list cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Not UTF-8.
    #[error("line {0} is not in UTF-8: save the list as \"CSV UTF-8\"")]
    NotUtf8(usize),
    /// No column for names.
    #[error(
        "line 1 must name the columns: name, role, group, pin (or Name, Rolle, Gruppe, PIN); there is no column for names"
    )]
    NoNames,
    /// A column that nobody knows.
    #[error(
        "line 1: there is no column \"{0}\"; there are name, role, group, pin (or Name, Rolle, Gruppe, PIN)"
    )]
    UnknownColumn(String),
    /// Lines that are wrong.
    #[error("{0}")]
    Lines(WrongLines),
    /// Nobody is on it.
    #[error("nobody is on the list")]
    Nobody,
}

/// Lines that are wrong, each with its number in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongLines(pub Vec<(u64, String)>);

impl fmt::Display for WrongLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (line, problem)) in self.0.iter().enumerate() {
            let end = if index > 0 { "\n" } else { "" };
            write!(f, "{end}line {line}: {problem}")?;
        }
        Ok(())
    }
}

/// Reads a list.
pub fn read(bytes: &[u8]) -> Result<Vec<Invitee>, ListError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        ListError::NotUtf8(before.iter().filter(|byte| **byte == b'\n').count() + 1)
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|_| ListError::NoNames).and_then(Columns::find)?;
    let mut invitees = vec![];
    let mut wrong = vec![];
    for record in reader.records() {
        let (line, read) = match &record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                if record.iter().all(str::is_empty) {
                    continue;
                }
                (line, columns.invitee(record))
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                (line, Err(format!("cannot be read: {error}")))
            }
        };
        match read {
            Ok(invitee) => invitees.push(invitee),
            Err(problem) => wrong.push((line, problem)),
        }
    }
    if !wrong.is_empty() {
        return Err(ListError::Lines(WrongLines(wrong)));
    }
    if invitees.is_empty() { Err(ListError::Nobody) } else { Ok(invitees) }
}

/// Whether a text can be somebody's name.
pub fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("the name is missing".to_owned());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(format!("the name is longer than {LONGEST_NAME} characters"));
    }
    if name.chars().any(char::is_control) {
        return Err("the name holds a control character".to_owned());
    }
    Ok(())
}

/// Which column holds what.
struct Columns {
    count: usize,
    name: usize,
    role: Option<usize>,
    group: Option<usize>,
    pin: Option<usize>,
}

impl Columns {
    fn find(heading: &csv::StringRecord) -> Result<Self, ListError> {
        let (mut name, mut role, mut group, mut pin) = (None, None, None, None);
        for (index, title) in heading.iter().enumerate() {
            match title.to_lowercase().as_str() {
                "name" => name = Some(index),
                "role" | "rolle" => role = Some(index),
                "group" | "gruppe" => group = Some(index),
                "pin" => pin = Some(index),
                // A spreadsheet leaves empty columns behind.
                "" => {}
                _ => return Err(ListError::UnknownColumn(title.to_owned())),
            }
        }
        Ok(Self { count: heading.len(), name: name.ok_or(ListError::NoNames)?, role, group, pin })
    }

    fn invitee(&self, record: &csv::StringRecord) -> Result<Invitee, String> {
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default();
        if record.iter().skip(self.count).any(|cell| !cell.is_empty()) {
            return Err(format!("there are more than the {} columns of line 1", self.count));
        }
        let name = cell(Some(self.name));
        check_name(name)?;
        let role = match cell(self.role).to_lowercase().as_str() {
            "" | "member" | "mitglied" => Role::Member,
            "staff" | "sitzungsdienst" => Role::Staff,
            other => {
                return Err(format!(
                    "\"{other}\" is no role; there are member (mitglied), staff (sitzungsdienst)"
                ));
            }
        };
        let group = cell(self.group);
        if group.chars().count() > LONGEST_NAME || group.chars().any(char::is_control) {
            return Err(format!(
                "the group is longer than {LONGEST_NAME} characters, or of more than one line"
            ));
        }
        // As lists write it: "123 456".
        let pin: String = cell(self.pin).split_whitespace().collect();
        let is_pin = pin.bytes().all(|byte| byte.is_ascii_digit()) && PIN_DIGITS.contains(&pin.len());
        if !(pin.is_empty() || is_pin) {
            return Err(format!("the PIN must be of {} to {} digits", PIN_DIGITS.start(), PIN_DIGITS.end()));
        }
        Ok(Invitee { name: name.to_owned(), role, group: group.to_owned(), pin })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitee(name: &str, role: Role, group: &str) -> Invitee {
        Invitee { name: name.to_owned(), role, group: group.to_owned(), pin: String::new() }
    }

    #[test]
    fn a_german_spreadsheet_is_read() {
        let list = "\u{feff}Name;Rolle;Gruppe\r\nÖzlem Çelik;Mitglied;Grüne\r\n\"Meier; Hans\";sitzungsdienst;\r\n;;\r\n";
        assert_eq!(
            read(list.as_bytes()).unwrap(),
            [invitee("Özlem Çelik", Role::Member, "Grüne"), invitee("Meier; Hans", Role::Staff, "")]
        );
    }

    #[test]
    fn an_english_list_with_commas_is_read_in_any_order_of_columns() {
        let list = "group, name\nSPD, Anna Beispiel\n";
        assert_eq!(read(list.as_bytes()).unwrap(), [invitee("Anna Beispiel", Role::Member, "SPD")]);
    }

    #[test]
    fn a_pin_is_digits_however_they_are_grouped() {
        let list = "Name;PIN\nAnna;123 456\nBerta;\n";
        let pins: Vec<_> = read(list.as_bytes()).unwrap().into_iter().map(|invitee| invitee.pin).collect();
        assert_eq!(pins, ["123456", ""]);
        for wrong in ["123", "12a4", "12345678901234567", "+4912"] {
            let Err(ListError::Lines(WrongLines(lines))) =
                read(format!("name,pin\nAnna,{wrong}\n").as_bytes())
            else {
                panic!("{wrong} was read")
            };
            assert_eq!(lines.len(), 1, "{wrong}");
        }
    }

    #[test]
    fn every_wrong_line_is_named_with_its_number() {
        let list = "name,role,group\nAnna,member,SPD\n,member,CDU\n\"Two\nlines\",member,\nBerta,mayor,\nC,member,SPD,x\n";
        let Err(ListError::Lines(WrongLines(lines))) = read(list.as_bytes()) else { panic!("it was read") };
        assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 6, 7], "{lines:?}");
    }

    #[test]
    fn what_is_no_list_is_said_plainly() {
        assert_eq!(read(b"Anna,member,SPD\n"), Err(ListError::UnknownColumn("Anna".to_owned())));
        assert_eq!(read(b"role,group\nmember,SPD\n"), Err(ListError::NoNames));
        assert_eq!(read(b"name\n"), Err(ListError::Nobody));
        assert_eq!(read(b""), Err(ListError::NoNames));
        assert_eq!(read(b"name\nAnna\nJ\xfcrgen\n"), Err(ListError::NotUtf8(3)));
    }
}
