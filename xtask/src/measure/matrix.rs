//! The fault matrix as a table: how soon each fault was said in each browser, and how soon it was gone.

use std::fmt::Write as _;

use serde_json::Value;

const BROWSERS: [&str; 2] = ["Chromium", "Firefox"];

/// The page `docs/fault-matrix.md`, from the lines that the matrix left.
pub fn table(lines: &[Value]) -> String {
    let mut failed = 0;
    let mut text = String::from(
        "# The fault matrix\n\nMade by `cargo xtask bench faults`. Each fault is brought about in a real browser, with real streams of sound and pictures from devices that can be made faulty \
         (`tests/e2e/src/faults`). It must be the only thing that is said, in German and in English, and be gone once its remedy is taken. \"Said after\" counts from the fault, or from opening the \
         page where the fault was there before; \"gone after\" from the remedy. Seconds on two busy cores: what counts is that they are few.\n\n\
         | finding | fault | Chromium: said after | gone after | Firefox: said after | gone after |\n| --- | --- | ---: | ---: | ---: | ---: |\n",
    );
    let mut rows: Vec<(&str, &str)> = vec![];
    for line in lines.iter().filter(|line| line.get("code").is_some()) {
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
            // Writing into a String cannot fail.
            let _ = match (seconds("found_s"), seconds("gone_s")) {
                (Some(found), Some(gone)) => write!(cells, " {found:.1} s | {gone:.1} s |"),
                _ => {
                    failed += 1;
                    write!(cells, " **fails** | |")
                }
            };
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
    text
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
        ];
        let table = table(&lines);
        assert!(table.contains("| `offline` | no network | 1.0 s | 0.2 s | **fails** | |"), "{table}");
        assert!(table.contains("| `mic-silent` | zeros | **fails** | | 3.0 s | 0.1 s |"), "{table}");
        assert!(table.contains("| a kitchen | **fails** | 19 of 20 |"), "{table}");
        assert!(table.contains("2 checks did not hold"), "{table}");
    }
}
