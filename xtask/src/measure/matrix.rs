//! The fault matrix as a table: how soon each fault was said in each browser, how soon it was gone, and what others say
//! of it.

use std::fmt::Write as _;

use serde_json::Value;

use crate::tools::PEERS;

const BROWSERS: [&str; 2] = ["Chromium", "Firefox"];

/// The page `docs/fault-matrix.md`, from the lines that the matrix left.
pub fn table(lines: &[Value]) -> String {
    let others = Others { lines };
    let mut failed = 0;
    let mut text = String::from(
        "# The fault matrix\n\nMade by `cargo xtask bench faults`. Each fault is brought about in a real browser, with real streams of sound and pictures from devices that can be made faulty \
         (`tests/e2e/src/faults`). It must be the only thing that is said, in German and in English, and be gone once its remedy is taken. \"Said after\" counts from the fault, or from opening the \
         page where the fault was there before; \"gone after\" from the remedy. Seconds on two busy cores: what counts is that they are few. \
         The last two columns are [what others say](#what-others-say).\n\n\
         | finding | fault | Chromium: said after | gone after | Firefox: said after | gone after | PreJoin | ConnectionCheck |\n| --- | --- | ---: | ---: | ---: | ---: | --- | --- |\n",
    );
    let mut rows: Vec<(&str, &str)> = vec![];
    for line in lines.iter().filter(|line| line.get("code").is_some() && line.get("browser").is_some()) {
        let row = (word(line, "code"), word(line, "fault"));
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    for (code, fault) in rows {
        let mut cells = String::new();
        for browser in BROWSERS {
            let line = lines.iter().rev().find(|line| {
                word(line, "browser") == browser && word(line, "code") == code && word(line, "fault") == fault
            });
            let seconds = |name| line.and_then(|line| line.get(name)?.as_f64());
            let why_not = line.map(|line| word(line, "not")).filter(|reason| !reason.is_empty());
            // Writing into a String cannot fail.
            let _ = match (seconds("found_s"), seconds("gone_s"), why_not) {
                (Some(found), Some(gone), _) => write!(cells, " {found:.1} s | {gone:.1} s |"),
                (_, _, Some(reason)) => write!(cells, " no: {reason} | |"),
                _ => {
                    failed += 1;
                    write!(cells, " **fails** | |")
                }
            };
        }
        for (peer, ..) in PEERS {
            let _ = write!(cells, " {} |", others.cell(peer, code, fault));
        }
        let _ = writeln!(text, "| `{code}` | {fault} |{cells}");
    }
    let said =
        if failed == 0 { "All of it held.".to_owned() } else { format!("{failed} checks did not hold.") };
    let _ = writeln!(
        text,
        "\n{said}\n\n## What is healthy\n\nEach of these must stay without a finding for seven seconds, each time it is tried. The tests try it once, `cargo xtask bench faults` twenty times, or as often as \
         `--healthy` says.\n\n| set-up | Chromium | Firefox |\n| --- | ---: | ---: |"
    );
    let mut set_ups: Vec<&str> = vec![];
    for line in lines.iter().filter(|line| line.get("healthy").is_some()) {
        let set_up = word(line, "healthy");
        if !set_ups.contains(&set_up) {
            set_ups.push(set_up);
        }
    }
    for set_up in set_ups {
        let cells = BROWSERS.map(|browser| {
            let of = |line: &&Value| word(line, "browser") == browser && word(line, "healthy") == set_up;
            let number = |name| lines.iter().rev().find(of)?.get(name)?.as_u64();
            match (number("held"), number("times")) {
                (Some(held), Some(times)) => format!("{held} of {times}"),
                _ => "**fails**".to_owned(),
            }
        });
        let _ = writeln!(text, "| {set_up} | {} |", cells.join(" | "));
    }
    text + &others.section()
}

/// What others say of the faults.
struct Others<'a> {
    lines: &'a [Value],
}

impl<'a> Others<'a> {
    fn cell(&self, peer: &str, code: &str, fault: &str) -> String {
        let Some(line) =
            self.of(peer).rfind(|line| word(line, "code") == code && word(line, "fault") == fault)
        else {
            return "not shown".to_owned();
        };
        let says = |name: &str| line.get(name).and_then(Value::as_bool).unwrap_or(false);
        match self.reasons().iter().zip('a'..).find(|(reason, _)| **reason == word(line, "not")) {
            Some((_, letter)) => format!("({letter})"),
            None if says("right") => "says so".to_owned(),
            None if says("names") => "says something".to_owned(),
            None => "–".to_owned(),
        }
    }

    /// Why something was not shown, each reason once.
    fn reasons(&self) -> Vec<&'a str> {
        let mut reasons = vec![];
        for reason in PEERS.iter().flat_map(|(peer, ..)| self.of(peer)).map(|line| word(line, "not")) {
            if !reason.is_empty() && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    fn section(&self) -> String {
        let mut text = String::from(
            "\n## What others say\n\nThe same faults shown to two things that are in use today, in Chromium ([ADR 66](adr/0066-what-others-say.md)). \
             \"Says something\": it tells anything that it does not tell when all is well. \"Says so\": what it tells tells this fault from the others. \"–\": nothing.\n\n",
        );
        for (peer, package, version) in PEERS {
            let shown: Vec<&Value> = self.of(peer).filter(|line| line.get("names").is_some()).collect();
            let says = |name: &str| {
                shown.iter().filter(|line| line.get(name).and_then(Value::as_bool).unwrap_or(false)).count()
            };
            let ours = shown.iter().filter(|line| self.is_found_by_ours(line)).count();
            let _ = writeln!(
                text,
                "- `{peer}` of `{package}` {version} was shown {} faults. It says something at {}, and says so at {}. This page says so at {ours} of the same.",
                shown.len(),
                says("names"),
                says("right")
            );
        }
        let reasons: Vec<String> =
            self.reasons().iter().zip('a'..).map(|(reason, letter)| format!("({letter}) {reason}")).collect();
        if !reasons.is_empty() {
            let _ = writeln!(text, "\nNot shown: {}.", reasons.join("; "));
        }
        text
    }

    fn is_found_by_ours(&self, shown: &Value) -> bool {
        self.lines.iter().any(|line| {
            word(line, "browser") == "Chromium"
                && line.get("found_s").is_some()
                && ["code", "fault"].iter().all(|name| word(line, name) == word(shown, name))
        })
    }

    fn of(&self, peer: &str) -> impl DoubleEndedIterator<Item = &'a Value> {
        self.lines.iter().filter(move |line| word(line, "peer") == peer)
    }
}

fn word<'a>(line: &'a Value, name: &str) -> &'a str {
    line.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_has_both_browsers_and_a_failure_is_seen() {
        let lines = [
            json!({ "browser": "Chromium", "code": "offline", "fault": "no network", "found_s": 1.04, "gone_s": 0.2 }),
            json!({ "browser": "Firefox", "code": "mic-silent", "fault": "zeros", "found_s": 3.0, "gone_s": 0.1 }),
            json!({ "browser": "Firefox", "healthy": "a kitchen", "held": 19, "times": 20 }),
            json!({ "browser": "Chromium", "code": "uplink-slow", "fault": "200 kbit/s", "found_s": 7.0, "gone_s": 9.0 }),
            json!({ "browser": "Firefox", "code": "uplink-slow", "fault": "200 kbit/s", "not": "Firefox does not tell" }),
        ];
        let table = table(&lines);
        assert!(table.contains("| 7.0 s | 9.0 s | no: Firefox does not tell | |"), "{table}");
        assert!(
            table
                .contains("| `offline` | no network | 1.0 s | 0.2 s | **fails** | | not shown | not shown |"),
            "{table}"
        );
        assert!(
            table.contains("| `mic-silent` | zeros | **fails** | | 3.0 s | 0.1 s | not shown |"),
            "{table}"
        );
        assert!(table.contains("| a kitchen | **fails** | 19 of 20 |"), "{table}");
        assert!(table.contains("2 checks did not hold"), "{table}");
    }

    #[test]
    fn what_others_say_stands_beside_ours_and_is_counted() {
        let ours = |code: &str| json!({ "browser": "Chromium", "code": code, "fault": "it", "found_s": 1.0, "gone_s": 1.0 });
        let theirs = |peer: &str, code: &str, names: bool, right: bool| json!({ "peer": peer, "code": code, "fault": "it", "names": names, "right": right, "said": "" });
        let lines = [
            json!({ "peer": "PreJoin", "well": ["Join Room"] }),
            ours("mic-silent"),
            ours("mic-missing"),
            theirs("PreJoin", "mic-silent", false, false),
            theirs("PreJoin", "mic-missing", true, false),
            theirs("PreJoin", "mic-noisy", false, false),
            json!({ "peer": "PreJoin", "code": "offline", "fault": "it", "not": "no server" }),
            ours("offline"),
            theirs("ConnectionCheck", "mic-silent", true, true),
        ];
        let table = table(&lines);
        let row = |code: &str| {
            table.lines().find(|line| line.starts_with(&format!("| `{code}`"))).unwrap_or_default()
        };
        assert!(row("mic-silent").ends_with("| – | says so |"), "{table}");
        assert!(row("mic-missing").ends_with("| says something | not shown |"), "{table}");
        assert!(row("offline").ends_with("| (a) | not shown |"), "{table}");
        assert!(row("mic-noisy").is_empty(), "a row is what our page was tried with: {table}");
        assert!(table.contains("was shown 3 faults. It says something at 1, and says so at 0. This page says so at 2 of the same."), "{table}");
        assert!(table.contains("was shown 1 faults. It says something at 1, and says so at 1."), "{table}");
        assert!(table.contains("Not shown: (a) no server."), "{table}");
    }
}
