//! The long forms of what the tests prove: `cargo xtask bench meeting`, `bench networks`, `bench sleep`; and
//! `cargo xtask measure`, which runs them and `bench load`, and writes `docs/measurements.md`.
//!
//! The measuring itself is done by programs and tests of `tests/interop` and `tests/e2e`. Their figures are kept beside
//! the other notes, so that the report can be written again without measuring again.

mod matrix;
mod report;

use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};

use crate::{
    load,
    needs::{Needs, OWN_NETWORK},
    place::Place,
    problem::{Doing, Outcome, Problem},
    run,
    test::Count,
    tools,
};

/// How often each client joins; the median counts. One join scatters by half, so it takes many.
pub const JOINS: u32 = 30;

/// How often each client is cut off.
pub const RUNS: u32 = 5;

/// How many cuts the long form makes.
const CUTS: u32 = 20;

/// How long the long sleep is, in seconds.
const SLEEP: u32 = 600;

/// Our client against LiveKit's, on both engines: so many joins, and so many cuts of each length.
pub fn meeting(place: &Place, joins: u32, runs: u32) -> Outcome {
    let build = Build::new(place)?;
    let program = build.native.program("meetings")?;
    let mut command = in_own_network(program);
    build.needs.give(&mut command);
    let said = run::capture(command.args([joins.to_string(), runs.to_string()]))?;
    let figures: Value = serde_json::from_str(&said)
        .map_err(|_| Problem::new(format!("The program `meetings` printed no figures: {said}")))?;
    keep(place, "meetings.json", &figures.to_string())?;
    print!("{}", report::meetings(&figures));
    Ok(())
}

/// Bad networks, with twenty cuts.
pub fn networks(place: &Place) -> Outcome {
    let build = Build::new(place)?;
    let figures = figures(place)?;
    for file in ["lines.jsonl", "cuts.jsonl", "moves.jsonl"] {
        // From an earlier time.
        let _ = fs::remove_file(figures.join(file));
    }
    let wanted = |package: &str, program: &str| package == "interop" && program == "networks";
    let count = build.native.run_tests_under(place, &OWN_NETWORK, wanted, |command| {
        build.needs.give(command);
        command
            .env("VORZIMMER_OWN_NETWORK", "1")
            .env("VORZIMMER_FIGURES", &figures)
            .env("VORZIMMER_CUTS", CUTS.to_string());
    })?;
    print!("{}", report::networks(&read_lines(place, "lines.jsonl"), &read_lines(place, "cuts.jsonl")));
    count.judged("networks")
}

/// How often each set-up with which nothing is wrong is tried.
pub const HEALTHY: u32 = 20;

/// Every fault in both browsers, so many times what is healthy, and what others tell of the faults; writes `docs/fault-matrix.md`. Without a number it is
/// only written, from the figures of the last time.
pub fn faults(place: &Place, healthy: Option<u32>) -> Outcome {
    let count = match healthy {
        Some(times) => try_faults(place, times)?,
        None => Count::default(),
    };
    let file = place.root.join("docs/fault-matrix.md");
    let table = matrix::table(&read_lines(place, "faults.jsonl"));
    fs::write(&file, table).doing(format_args!("write {}", file.display()))?;
    println!("written: docs/fault-matrix.md");
    count.judged("faults")
}

fn try_faults(place: &Place, healthy: u32) -> Outcome<Count> {
    let build = Build::new(place)?;
    let needs = build.needs.with_firefox(place)?.with_peers(place)?;
    let figures = figures(place)?;
    // From an earlier time.
    let _ = fs::remove_file(figures.join("faults.jsonl"));
    let wanted = |package: &str, program: &str| package == "e2e" && program.starts_with("faults");
    let mut count = build.native.run_tests(place, wanted, |command| {
        needs.give(command);
        command.env("VORZIMMER_FIGURES", &figures).env("VORZIMMER_HEALTHY", healthy.to_string());
    })?;
    let of_lines = |package: &str, program: &str| package == "interop" && program.starts_with("line_faults");
    count.join(build.native.run_tests_under(place, &OWN_NETWORK, of_lines, |command| {
        needs.give(command);
        command
            .env("VORZIMMER_OWN_NETWORK", "1")
            .env("VORZIMMER_FIGURES", &figures)
            .env("VORZIMMER_LINES", "all");
    })?);
    let of_others = |package: &str, program: &str| package == "interop" && program == "peers";
    count.join(build.native.run_tests(place, of_others, |command| {
        needs.give(command);
        command.env("VORZIMMER_FIGURES", &figures).env("VORZIMMER_PEERS", "all");
    })?);
    Ok(count)
}

/// Ten minutes of sleep.
pub fn sleep(place: &Place) -> Outcome {
    let build = Build::new(place)?;
    let wanted = |package: &str, program: &str| package == "e2e" && program == "coming_back";
    let count = build.native.run_tests(place, wanted, |command| {
        build.needs.give(command);
        command.env("VORZIMMER_SLEEP_SECONDS", SLEEP.to_string());
        command.arg("a_sleeping_computer");
    })?;
    keep(place, "sleep.json", &json!({ "seconds": SLEEP, "held": count.failed == 0 }).to_string())?;
    count.judged("sleep")
}

/// Runs everything, unless only the report is wanted, and writes it.
pub fn measure(place: &Place, write_only: bool) -> Outcome {
    if !write_only {
        meeting(place, JOINS, RUNS)?;
        networks(place)?;
        sleep(place)?;
        // What falls short is written down below.
        if let Err(short) = load::bench(place, &load::Options::default()) {
            println!("{short}");
        }
        keep(place, "when.json", &json!({ "unix": now() }).to_string())?;
    }
    let text = report::whole(&report::Figures {
        when: read(place, "when.json").and_then(|when| when.get("unix")?.as_u64()).unwrap_or_else(now),
        machine: machine(place),
        meetings: read(place, "meetings.json"),
        lines: read_lines(place, "lines.jsonl"),
        cuts: read_lines(place, "cuts.jsonl"),
        moves: read_lines(place, "moves.jsonl"),
        sleep: read(place, "sleep.json"),
        load: load::kept(place),
    });
    let file = place.root.join("docs/measurements.md");
    fs::write(&file, text).doing(format_args!("write {}", file.display()))?;
    println!("written: docs/measurements.md");
    Ok(())
}

/// Where figures are kept.
pub fn figures(place: &Place) -> Outcome<PathBuf> {
    let directory = place.notes().join("figures");
    fs::create_dir_all(&directory).doing("make the directory for figures")?;
    Ok(directory)
}

fn keep(place: &Place, name: &str, text: &str) -> Outcome {
    fs::write(figures(place)?.join(name), text).doing("keep the figures")
}

fn read(place: &Place, name: &str) -> Option<Value> {
    let text = fs::read_to_string(place.notes().join("figures").join(name)).ok()?;
    serde_json::from_str(&text).ok()
}

fn read_lines(place: &Place, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(place.notes().join("figures").join(name)).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// What the figures were taken on, without a word about whose it is.
fn machine(place: &Place) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes =
        memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB"));
    let gigabytes =
        kilobytes.and_then(|kb| kb.parse::<u64>().ok()).map_or(0, |kb| (kb + 524_288) / 1_048_576);
    let version = |found: Outcome<PathBuf>| {
        let said = found.ok().and_then(|program| run::probe(Command::new(program).arg("--version")));
        said.map(|said| said.lines().next().unwrap_or_default().to_owned())
    };
    let chromium = version(tools::for_tests(place).map(|tools| tools.chromium)).unwrap_or_default();
    let chromium = chromium.split(" built").next().unwrap_or_default();
    format!(
        "{cores} cores ({}), {gigabytes} GB of memory, {}, {chromium} without a window, everything on the same machine",
        model.map_or("model unknown", |(_, model)| model),
        std::env::consts::OS
    )
}

/// What every measurement is made with.
struct Build {
    native: crate::native::Native,
    needs: Needs,
}

impl Build {
    fn new(place: &Place) -> Outcome<Self> {
        crate::machine::networks()?;
        crate::client::build(place)?;
        let native = crate::native::Native::build(place)?;
        let needs = Needs::new(place, &native)?.with_foreign(place)?.with_livekit(place)?;
        Ok(Self { native, needs })
    }
}

fn in_own_network(program: &std::path::Path) -> Command {
    let mut command = Command::new(OWN_NETWORK[0]);
    command.args(&OWN_NETWORK[1..]).arg(program).env("VORZIMMER_OWN_NETWORK", "1");
    command
}
