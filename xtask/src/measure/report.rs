//! Writes figures down as tables, and says what falls short. Pure: figures in, text out.

use std::fmt::Write as _;

use serde_json::Value;

/// Everything that was measured; what was not is `None` or empty, and said to be missing.
pub struct Figures {
    /// When, in seconds of the Unix clock.
    pub when: u64,
    /// On what.
    pub machine: String,
    /// Our client against LiveKit's.
    pub meetings: Option<Value>,
    /// What arrived over bad lines.
    pub lines: Vec<Value>,
    /// How long cuts took to heal.
    pub cuts: Vec<Value>,
    /// How long a new address took.
    pub moves: Vec<Value>,
    /// The long sleep.
    pub sleep: Option<Value>,
    /// The engines under load.
    pub load: Option<Value>,
}

/// The whole report.
pub fn whole(figures: &Figures) -> String {
    let mut text = format!(
        "# Measurements\n\nMade by `cargo xtask measure` on {}, on {}. Figures of other machines differ; the ratios say more. \
         What is behind each table, and how to take it again, is said above it.\n",
        date(figures.when),
        figures.machine
    );
    let mut section = |title: &str, body: String| {
        let _ = write!(text, "\n## {title}\n\n{body}");
    };
    section(
        "To join and to come back, against livekit-client",
        match &figures.meetings {
            Some(meetings) => format!(
                "`cargo xtask bench meeting`: both clients in Chromium behind the same line, taking turns in a room with one \
                 other, both publishing microphone and camera. Medians in seconds, and from where to where the middle half of them lies; below 1.00 ours is the quicker one.\n\n{}",
                self::meetings(meetings)
            ),
            None => missing("bench meeting"),
        },
    );
    section(
        "Bad networks",
        if figures.lines.is_empty() {
            missing("bench networks")
        } else {
            format!(
                "`cargo xtask bench networks`: two members of ours in Chromium, each in a network of its own, on the embedded \
                 meeting. The line of one is as bad as said, in both directions where it is not said otherwise. \"Heard\" is the \
                 share of the sound that was really heard and not made up by the browser to bridge gaps.\n\n{}",
                networks(&figures.lines, &figures.cuts)
            )
        },
    );
    if let Some(after) = figures.moves.first().and_then(|moved| moved.get("heard_after_s")?.as_f64()) {
        section(
            "A new network address",
            format!("Heard again {after:.1} s after the old address was gone.\n"),
        );
    }
    section(
        "Sleep",
        match figures
            .sleep
            .as_ref()
            .and_then(|sleep| Some((sleep.get("seconds")?.as_u64()?, sleep.get("held")?.as_bool()?)))
        {
            Some((seconds, true)) => format!(
                "`cargo xtask bench sleep`: browsers stopped for {seconds} s and then let go on; the one who waited kept the place, \
                 the one in the meeting came back and was heard, and nobody pressed anything.\n"
            ),
            Some((seconds, false)) => {
                format!("`cargo xtask bench sleep`: {seconds} s of sleep were NOT survived.\n")
            }
            None => missing("bench sleep"),
        },
    );
    section(
        "Load, against livekit-server",
        figures.load.as_ref().map_or_else(|| missing("bench load"), |figures| format!(
            "`cargo xtask bench load`: meetings of participants on LiveKit's own Go SDK, with three layers of VP8 and Opus, on each \
             server in turns. Medians; below 1.00 the embedded meeting takes less.\n\n{}",
            load(figures)
        )),
    );
    section("What falls short", shortfalls(figures));
    text
}

/// The tables of our client against LiveKit's.
pub fn meetings(figures: &Value) -> String {
    let mut text = String::from(
        "| engine | what | ours | livekit-client | ratio | runs |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for (engine, figure) in each_contest(figures) {
        let number = |name| figure.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
        let runs = |name| -> Vec<f64> {
            figure
                .get(name)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_f64)
                .collect()
        };
        let (ours, theirs) = (runs("ours_runs"), runs("livekit_client_runs"));
        let _ = writeln!(
            text,
            "| {engine} | {} | {:.2} s ({}) | {:.2} s ({}) | {:.2} | {} |",
            word(figure, "name"),
            number("ours_s"),
            middle_half(&ours),
            number("livekit_client_s"),
            middle_half(&theirs),
            number("ratio"),
            ours.len()
        );
    }
    text
}

/// The tables of the bad networks.
pub fn networks(lines: &[Value], cuts: &[Value]) -> String {
    let mut text = String::from(
        "| line | way | heard | pictures per s | width | picture kbit/s | sound kbit/s |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for line in lines {
        let number = |name| line.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
        let _ = writeln!(
            text,
            "| {} | {} | {:.0} % | {:.1} | {:.0} | {:.0} | {:.0} |",
            word(line, "line"),
            word(line, "way"),
            number("heard_percent"),
            number("frames_per_s"),
            number("width"),
            number("picture_kbits"),
            number("sound_kbits")
        );
    }
    if !cuts.is_empty() {
        let all =
            |name: &str| -> Vec<f64> { cuts.iter().filter_map(|cut| cut.get(name)?.as_f64()).collect() };
        let (heard, hears) = (all("heard_after_s"), all("hears_after_s"));
        let _ = writeln!(
            text,
            "\n{} cuts of {:.0} to {:.0} s, all of which healed by themselves. From the end of the cut until the member was heard: \
             {:.1} s in the middle, {:.1} s at worst; until the member heard the other: {:.1} s and {:.1} s.\n\n\
             | cut | heard again after | hears again after |\n| --- | --- | --- |",
            cuts.len(),
            least(&all("cut_s")),
            worst(&all("cut_s")),
            middle(&heard),
            worst(&heard),
            middle(&hears),
            worst(&hears)
        );
        for cut in cuts {
            let number = |name| cut.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
            let _ = writeln!(
                text,
                "| {:.0} s | {:.1} s | {:.1} s |",
                number("cut_s"),
                number("heard_after_s"),
                number("hears_after_s")
            );
        }
    }
    text
}

fn load(figures: &Value) -> String {
    // Its program writes its own table.
    figures
        .get("table")
        .and_then(Value::as_str)
        .map_or_else(|| format!("```json\n{figures:#}\n```\n"), str::to_owned)
}

/// Every target that is missed, with its number.
fn shortfalls(figures: &Figures) -> String {
    let mut short: Vec<String> = Vec::new();
    for (engine, figure) in figures.meetings.iter().flat_map(each_contest) {
        let ratio = figure.get("ratio").and_then(Value::as_f64).unwrap_or(f64::NAN);
        // Whatever is no number is no success.
        if ratio > 1.0 || ratio.is_nan() {
            short.push(format!(
                "{} on {engine}: {ratio:.2} times as long as livekit-client; at most 1.00 is the target.",
                word(figure, "name")
            ));
        }
    }
    let breaches = figures.load.as_ref().and_then(|load| load.get("shortfalls")?.as_array());
    short.extend(breaches.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    if short.is_empty() {
        return "Nothing of what has a target was missed in this run.\n".to_owned();
    }
    short.iter().fold(String::new(), |text, line| text + "- " + line + "\n")
}

fn each_contest(figures: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let engines = figures.get("engines").and_then(Value::as_array).into_iter().flatten();
    engines.flat_map(|engine| {
        let name = word(engine, "engine");
        engine
            .get("figures")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(move |figure| (name, figure))
    })
}

fn missing(command: &str) -> String {
    format!("Not measured in this run: `cargo xtask {command}`.\n")
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or("?")
}

fn least(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::INFINITY, f64::min)
}

fn worst(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn middle(numbers: &[f64]) -> f64 {
    let mut numbers = numbers.to_vec();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Where the middle half of them lies.
fn middle_half(numbers: &[f64]) -> String {
    let mut numbers = numbers.to_vec();
    numbers.sort_by(f64::total_cmp);
    let at = |quarter: usize| {
        let last = numbers.len().checked_sub(1)?;
        numbers.get(last * quarter / 4).copied()
    };
    match (at(1), at(3)) {
        (Some(from), Some(to)) => format!("{from:.2} to {to:.2}"),
        _ => "–".to_owned(),
    }
}

fn date(unix: u64) -> String {
    crate::demo::rfc3339(std::time::UNIX_EPOCH + std::time::Duration::from_secs(unix))[..10].to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn figures(ratio: f64) -> Figures {
        let figure = json!({ "name": "join", "ours_s": ratio, "livekit_client_s": 1.0, "ratio": ratio, "ours_runs": [ratio] });
        Figures {
            when: 1_796_000_000,
            machine: "2 cores".to_owned(),
            meetings: Some(json!({ "engines": [{ "engine": "embedded", "figures": [figure] }] })),
            lines: vec![
                json!({ "line": "5 % loss", "way": "up", "heard_percent": 99.0, "frames_per_s": 14.0 }),
            ],
            cuts: vec![json!({ "cut_s": 5.0, "heard_after_s": 0.5, "hears_after_s": 0.7 })],
            moves: vec![],
            sleep: None,
            load: None,
        }
    }

    #[test]
    fn what_takes_longer_than_livekits_client_is_said_with_its_number() {
        assert!(whole(&figures(0.9)).contains("Nothing of what has a target was missed"));
        let text = whole(&figures(1.3));
        assert!(text.contains("join on embedded: 1.30 times as long"), "{text}");
    }

    #[test]
    fn the_middle_half_leaves_a_quarter_out_at_each_end() {
        assert_eq!(middle_half(&[9.0, 2.0, 3.0, 4.0, 1.0]), "2.00 to 4.00");
        assert_eq!(middle_half(&[]), "–");
    }

    #[test]
    fn what_was_not_measured_is_said_to_be_missing() {
        let text = whole(&figures(0.9));
        assert!(text.contains("Not measured in this run: `cargo xtask bench sleep`"), "{text}");
        assert!(text.contains("| 5 % loss | up | 99 % | 14.0 | NaN |"), "{text}");
    }
}
