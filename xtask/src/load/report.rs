//! What was measured, as tables and as sentences about what falls short.

use std::fmt::Write as _;

use serde_json::Value;

use super::CPU_RATIO;

/// A figure of one run.
type Figure = fn(&Value) -> Option<f64>;

/// The rows of the table: what it is, in which unit, how it is found in the figures of a run.
const ROWS: [(&str, &str, usize, Figure); 13] = [
    ("CPU time per forwarded Mbit", "ms", 3, |figures| Some(cpu_per_mbit(figures)? * 1000.0)),
    ("cores kept busy", "", 2, |figures| number(figures, "/server/cores")),
    ("of that by the busiest thread", "%", 0, |figures| {
        Some(number(figures, "/server/busiest_thread")? * 100.0)
    }),
    ("CPU time for all joins", "s", 2, |figures| number(figures, "/server/join_cpu_seconds")),
    ("memory at the end", "MB", 0, |figures| Some(number(figures, "/server/rss_kb")? / 1024.0)),
    ("forwarded", "Mbit/s", 1, |figures| Some(megabits(figures)? / number(figures, "/seconds")?)),
    ("packets never received", "", 0, lost),
    ("of them dropped by the receivers' own sockets, at most", "", 0, |figures| {
        number(figures, "/generator/udp_receive_drops")
    }),
    ("packets repaired or out of order", "", 0, |figures| {
        Some(number(figures, "/picture/late")? + number(figures, "/sound/late")?)
    }),
    ("longest gap in sound", "ms", 0, |figures| number(figures, "/sound/longest_gap_ms")),
    ("first picture after joining, median", "ms", 0, |figures| number(figures, "/first_picture_ms/median")),
    ("first sound after joining, median", "ms", 0, |figures| number(figures, "/first_sound_ms/median")),
    ("cores kept busy by the participants", "", 2, |figures| {
        Some(number(figures, "/generator/cpu_seconds")? / number(figures, "/seconds")?)
    }),
];

/// A table for each scenario, in Markdown: medians, and how the embedded server compares.
pub fn table(results: &Value) -> String {
    let mut text = String::new();
    for scenario in scenarios(results) {
        let name = scenario.get("scenario").and_then(Value::as_str).unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "**{name}**\n\n| | embedded | livekit-server | ratio |\n| --- | ---: | ---: | ---: |"
        );
        for (what, unit, digits, figure) in ROWS {
            let [ours, theirs] =
                ["embedded", "livekit-server"].map(|engine| median(scenario, engine, figure));
            let show = |value: Option<f64>| match value {
                Some(value) => format!("{value:.digits$} {unit}").trim_end().to_owned(),
                None => "–".to_owned(),
            };
            let ratio =
                ours.zip(theirs).filter(|(_, theirs)| *theirs > 0.0).map(|(ours, theirs)| ours / theirs);
            let ratio = ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
            let _ = writeln!(text, "| {what} | {} | {} | {ratio} |", show(ours), show(theirs));
        }
        text.push('\n');
    }
    text
}

/// What falls short of the targets.
pub fn breaches(results: &Value) -> Vec<String> {
    let mut breaches = Vec::new();
    for scenario in scenarios(results) {
        let name = scenario.get("scenario").and_then(Value::as_str).unwrap_or_default();
        let [ours, theirs] =
            ["embedded", "livekit-server"].map(|engine| median(scenario, engine, cpu_per_mbit));
        if let Some((ours, theirs)) = ours.zip(theirs)
            && ours > theirs * CPU_RATIO
        {
            breaches.push(format!(
                "{name}: a forwarded megabit costs {:.2} times what it costs livekit-server; {CPU_RATIO} is allowed.",
                ours / theirs
            ));
        }
        for figures in runs(scenario, "embedded") {
            breaches.extend(failures(name, figures));
        }
    }
    breaches
}

/// What is wrong in one run, whoever is compared with.
pub fn failures(name: &str, figures: &Value) -> Vec<String> {
    let mut failures = Vec::new();
    let refused = figures.get("join_failures").and_then(Value::as_array).map_or(0, Vec::len);
    if refused > 0 {
        failures.push(format!("{name}: {refused} participants did not get in: {}", figures["join_failures"]));
    }
    match number(figures, "/without_media") {
        Some(0.0) => {}
        Some(count) => {
            failures.push(format!("{name}: {count} participants did not get everything that was sent."))
        }
        None => failures.push(format!("{name}: nothing was measured.")),
    }
    let dropped = number(figures, "/generator/udp_receive_drops").unwrap_or_default();
    match lost(figures) {
        Some(lost) if lost <= dropped => {}
        Some(lost) => failures.push(format!(
            "{name}: {lost} packets never arrived, and the receivers dropped no more than {dropped} themselves."
        )),
        None => failures.push(format!("{name}: loss was not measured.")),
    }
    failures
}

fn scenarios(results: &Value) -> impl Iterator<Item = &Value> {
    results.get("scenarios").and_then(Value::as_array).into_iter().flatten()
}

fn runs<'a>(scenario: &'a Value, engine: &'a str) -> impl Iterator<Item = &'a Value> {
    let rounds = scenario.get("rounds").and_then(Value::as_array).into_iter().flatten();
    rounds
        .filter(move |round| round.get("engine").and_then(Value::as_str) == Some(engine))
        .filter_map(|round| round.get("figures"))
}

fn median(scenario: &Value, engine: &str, figure: Figure) -> Option<f64> {
    let mut values: Vec<f64> = runs(scenario, engine).filter_map(figure).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len().checked_sub(1)? / 2).copied()
}

fn number(figures: &Value, pointer: &str) -> Option<f64> {
    figures.pointer(pointer)?.as_f64()
}

fn lost(figures: &Value) -> Option<f64> {
    Some(number(figures, "/picture/lost")? + number(figures, "/sound/lost")?)
}

fn megabits(figures: &Value) -> Option<f64> {
    let bytes = number(figures, "/picture/bytes")? + number(figures, "/sound/bytes")?;
    Some(bytes * 8.0 / 1_000_000.0).filter(|megabits| *megabits > 0.0)
}

fn cpu_per_mbit(figures: &Value) -> Option<f64> {
    Some(number(figures, "/server/cpu_seconds")? / megabits(figures)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn figures(cpu: f64, lost: u32, dropped: u32) -> Value {
        json!({
            "seconds": 10, "join_failures": [], "without_media": 0,
            "picture": { "bytes": 1_000_000, "lost": lost, "late": 0 },
            "sound": { "bytes": 250_000, "lost": 0, "late": 0 },
            "server": { "cpu_seconds": cpu }, "generator": { "udp_receive_drops": dropped },
        })
    }

    fn results(ours: &Value, theirs: &Value) -> Value {
        json!({ "scenarios": [{ "scenario": "some", "rounds": [
            { "engine": "embedded", "figures": ours }, { "engine": "livekit-server", "figures": theirs },
        ]}]})
    }

    #[test]
    fn costing_more_than_may_be_is_a_breach() {
        let theirs = figures(1.0, 0, 0);
        assert!(breaches(&results(&figures(1.2, 0, 0), &theirs)).is_empty());
        assert_eq!(breaches(&results(&figures(1.21, 0, 0), &theirs)).len(), 1);
    }

    #[test]
    fn loss_is_ours_unless_the_receivers_dropped_it() {
        assert!(failures("some", &figures(1.0, 3, 3)).is_empty());
        assert_eq!(failures("some", &figures(1.0, 4, 3)).len(), 1);
    }

    #[test]
    fn who_did_not_get_in_or_got_nothing_is_told() {
        let mut bad = figures(1.0, 0, 0);
        bad["join_failures"] = json!(["join: timeout"]);
        bad["without_media"] = json!(2);
        assert_eq!(failures("some", &bad).len(), 2);
        assert_eq!(
            failures("some", &json!({})).len(),
            2,
            "figures that are not there are not taken for good ones"
        );
    }

    #[test]
    fn the_table_compares() {
        let table = table(&results(&figures(1.0, 0, 0), &figures(2.0, 0, 0)));
        assert!(
            table.contains("| CPU time per forwarded Mbit | 100.000 ms | 200.000 ms | 0.50 |"),
            "{table}"
        );
        assert!(table.contains("| memory at the end | – | – | – |"));
    }
}
