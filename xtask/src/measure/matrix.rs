//! The fault matrix as a table: how soon each fault was said in each browser, and how soon it was gone.

use std::fmt::Write as _;

use serde_json::Value;

const BROWSERS: [&str; 2] = ["Chromium", "Firefox"];

/// The page `docs/fault-matrix.md`, from the lines that the matrix left; `failed` checks did not hold.
pub fn table(lines: &[Value], failed: u32) -> String {
    let mut text = String::from(
        "# The fault matrix\n\nMade by `cargo xtask bench faults`. Each fault is brought about in a real browser, with real streams of sound and pictures from devices that can be made faulty \
         (`tests/e2e/src/faults`). It must be the only thing that is said, in German and in English, and be gone once its remedy is taken. \"Said after\" counts from the fault, or from opening the \
         page where the fault was there before; \"gone after\" from the remedy. Seconds on two busy cores: what counts is that they are few.\n\n\
         | finding | fault | Chromium: said after | gone after | Firefox: said after | gone after |\n| --- | --- | ---: | ---: | ---: | ---: |\n",
    );
    let mut rows: Vec<(&str, &str)> = vec![];
    for line in lines {
        let row = (word(line, "code"), word(line, "fault"));
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let mut reasons: Vec<&str> = vec![];
    for (code, fault) in rows {
        let mut cells = String::new();
        for browser in BROWSERS {
            let line = lines.iter().rev().find(|line| {
                word(line, "browser") == browser && word(line, "code") == code && word(line, "fault") == fault
            });
            let seconds = |name| line.and_then(|line| line.get(name)?.as_f64());
            // Writing into a String cannot fail.
            let _ = match (seconds("found_s"), seconds("gone_s"), line.map(|line| word(line, "not"))) {
                (Some(found), Some(gone), _) => write!(cells, " {found:.1} s | {gone:.1} s |"),
                (_, _, Some(reason)) if !reason.is_empty() => {
                    let at = reasons.iter().position(|known| *known == reason).unwrap_or_else(|| {
                        reasons.push(reason);
                        reasons.len() - 1
                    });
                    write!(cells, " not here ({}) | |", at + 1)
                }
                _ => write!(cells, " **fails** | |"),
            };
        }
        let _ = writeln!(text, "| `{code}` | {fault} |{cells}");
    }
    for (at, reason) in reasons.iter().enumerate() {
        let _ = writeln!(text, "\n({}) {reason}.", at + 1);
    }
    let said =
        if failed == 0 { "All of it held.".to_owned() } else { format!("{failed} checks did not hold.") };
    let _ = writeln!(
        text,
        "\n{said} What is healthy (a quiet and a loud voice, a kitchen, nobody speaking, dim evening light, two devices of each kind) stays without a finding in both browsers."
    );
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
            json!({ "browser": "Firefox", "code": "offline", "fault": "no network", "not": "it cannot" }),
            json!({ "browser": "Firefox", "code": "mic-silent", "fault": "zeros", "found_s": 3.0, "gone_s": 0.1 }),
        ];
        let table = table(&lines, 1);
        assert!(table.contains("| `offline` | no network | 1.0 s | 0.2 s | not here (1) | |"), "{table}");
        assert!(table.contains("| `mic-silent` | zeros | **fails** | | 3.0 s | 0.1 s |"), "{table}");
        assert!(table.contains("(1) it cannot.") && table.contains("1 checks did not hold"), "{table}");
    }
}
