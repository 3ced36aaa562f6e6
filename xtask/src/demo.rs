//! A demo meeting on this machine: a configuration, a list of members, and the links that the server makes of it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::Value;

use crate::{
    problem::{Doing, Outcome, Problem},
    run, server,
};

/// The meeting starts so long after it was made: there is something to wait for.
const STARTS_IN: Duration = Duration::from_secs(15 * 60);

/// A page that is open stays good when the server is started again, but not for ever.
const LINKS_ARE_KEPT: Duration = Duration::from_secs(12 * 60 * 60);

/// A configuration with a meeting in it.
pub struct Demo {
    /// The configuration.
    pub config: PathBuf,
    /// The port of the page.
    pub port: u16,
    /// Who is invited.
    pub people: Vec<Person>,
}

/// Somebody invited.
pub struct Person {
    /// Their name.
    pub name: String,
    /// Whether they run the meeting.
    pub staff: bool,
    /// Their personal link.
    pub link: String,
}

impl Demo {
    /// Prepares a meeting in a directory of its own, or takes up the one that was prepared there not long ago.
    pub fn prepare(program: &Path, directory: &Path, client: &Path, port: Option<u16>) -> Outcome<Self> {
        fs::create_dir_all(directory).doing(format_args!("make {}", directory.display()))?;
        let port = match port {
            Some(port) => port,
            None => server::free_port(8080)?,
        };
        let config = directory.join("vorzimmer.toml");
        let list = directory.join("members.csv");
        let links = directory.join("links.json");
        fs::write(&config, configuration(client, port)?).doing("write the demo's configuration")?;

        let kept = fs::read_to_string(&links).ok().filter(|_| is_recent(&links));
        if let Some(people) = kept.as_deref().and_then(people).filter(|people| are_at(people, port)) {
            return Ok(Self { config, port, people });
        }
        fs::write(
            &list,
            "name,role,group,pin\nAnna Muster,member,Rat,482 913\nBernd Beispiel,member,Rat,775 021\nSitzungsdienst,staff,,\n",
        )
        .doing("write the demo's list of members")?;
        let made = run::capture(
            Command::new(program)
                .args(["meeting", "new", "--json", "--title", "Probesitzung des Stadtrates", "--config"])
                .arg(&config)
                .args(["--start", &rfc3339(SystemTime::now() + STARTS_IN), "--members"])
                .arg(&list),
        )?;
        fs::write(&links, &made).doing("note the demo's links")?;
        let people = people(&made).ok_or_else(|| {
            Problem::new("`vorzimmer meeting new --json` printed something else than links.")
        })?;
        Ok(Self { config, port, people })
    }

    /// The first member's link.
    pub fn member(&self) -> Outcome<&Person> {
        self.people
            .iter()
            .find(|person| !person.staff)
            .ok_or_else(|| Problem::new("The demo meeting has no member."))
    }
}

fn configuration(client: &Path, port: u16) -> Outcome<String> {
    let tcp = server::free_port(7881)?;
    let udp = server::free_port(tcp + 1)?;
    // A TOML string in single quotes takes every character of a path as it is, but a single quote.
    let client = client.display();
    Ok(format!(
        "# Written anew by `cargo xtask`. `server/vorzimmer.toml` explains every line.\n\
         [house]\nname = \"Stadt Musterstadt\"\nhelper_phone = \"01234 5678-90\"\ndial_in = \"01234 5678-99\"\n\n\
         [server]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\n\
         client_dir = '{client}'\ndata_dir = \"data\"\n\n\
         [meeting]\nudp_port = {udp}\ntcp_port = {tcp}\naddresses = [\"127.0.0.1\"]\n"
    ))
}

fn people(made: &str) -> Option<Vec<Person>> {
    let made: Value = serde_json::from_str(made).ok()?;
    let text = |person: &Value, key: &str| person.get(key)?.as_str().map(str::to_owned);
    made.get("people")?
        .as_array()?
        .iter()
        .map(|person| {
            Some(Person {
                name: text(person, "name")?,
                staff: text(person, "role")?.eq_ignore_ascii_case("staff"),
                link: text(person, "link")?,
            })
        })
        .collect()
}

fn are_at(people: &[Person], port: u16) -> bool {
    let start = format!("http://127.0.0.1:{port}/");
    !people.is_empty() && people.iter().all(|person| person.link.starts_with(&start))
}

fn is_recent(file: &Path) -> bool {
    let age =
        fs::metadata(file).and_then(|file| file.modified()).ok().and_then(|written| written.elapsed().ok());
    age.is_some_and(|age| age < LINKS_ARE_KEPT)
}

/// A moment as `2026-11-23T18:30:00Z`, by the calendar of RFC 3339.
pub fn rfc3339(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (mut day, in_day) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut year = 1970;
    while day >= 365 + u64::from(leap(year)) {
        day -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}T{:02}:{:02}:00Z", day + 1, in_day / 3600, in_day / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_by_the_calendar() {
        let at = |seconds| rfc3339(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_798_761_540), "2026-12-31T23:59:00Z");
        assert_eq!(at(1_798_761_600), "2027-01-01T00:00:00Z");
    }

    #[test]
    fn links_are_read_from_what_the_server_prints_for_programs() {
        let made = r#"{"meeting":{"id":"m1"},"people":[
            {"participant":"p1","name":"Anna","role":"Member","group":"","link":"http://127.0.0.1:8080/j/x"},
            {"participant":"p2","name":"Dienst","role":"Staff","group":"","link":"http://127.0.0.1:8080/j/y"}]}"#;
        let people = people(made).unwrap();
        assert_eq!(people.iter().map(|person| person.staff).collect::<Vec<_>>(), [false, true]);
        assert!(are_at(&people, 8080));
        assert!(!are_at(&people, 8081), "links to another port lead nowhere");
        assert!(super::people("{}").is_none());
    }
}
