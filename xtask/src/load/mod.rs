//! `cargo xtask bench load`: meetings of real participants on the embedded server and on livekit-server, in turns, in
//! one run on one machine.
//!
//! The participants are the program in `tests/interop/load`, on LiveKit's own Go SDK. It counts what arrives; here the
//! servers are started, and their counters read at the moments that the program names. What was measured is left among
//! the notes, as `load.json` for programs and as tables in `load.md`.

mod engine;
mod media;
mod process;
mod report;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use self::{
    engine::{Engine, Served},
    process::Usage,
};
use crate::{
    go,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::{self, Quiet},
    server,
    test::Count,
    tools,
};

/// The most CPU time that the embedded server may take for a forwarded megabit, measured by what livekit-server takes.
pub const CPU_RATIO: f64 = 1.2;

/// How often each scenario is run on each server; the median counts.
pub const ROUNDS: u32 = 3;

/// How long each run is measured, in seconds.
pub const SECONDS: u32 = 15;

/// What was asked for.
pub struct Options {
    /// These scenarios, or all if it is empty.
    pub only: Vec<String>,
    /// How often each is run on each server.
    pub rounds: u32,
    /// How long each run is measured, in seconds.
    pub seconds: u32,
    /// Whether to print for programs.
    pub json: bool,
    /// Instead of everything else: so many minutes of one meeting on the embedded server.
    pub soak_minutes: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self { only: vec![], rounds: ROUNDS, seconds: SECONDS, json: false, soak_minutes: None }
    }
}

/// A meeting, or several at once.
#[derive(Clone, Copy)]
struct Scenario {
    name: &'static str,
    cameras: u32,
    listeners: u32,
    rooms: u32,
}

const SCENARIOS: [Scenario; 3] = [
    Scenario { name: "1 speaker, 40 listeners", cameras: 1, listeners: 40, rooms: 1 },
    Scenario { name: "10 cameras, 30 listeners", cameras: 10, listeners: 30, rooms: 1 },
    Scenario { name: "4 rooms of 2 cameras, 8 listeners", cameras: 2, listeners: 8, rooms: 4 },
];

/// What the test command runs.
const SHORT: Scenario = Scenario { name: "1 speaker, 10 listeners", cameras: 1, listeners: 10, rooms: 1 };

/// Measures, prints, and fails when the target is missed.
pub fn bench(place: &Place, options: &Options) -> Outcome {
    let generator = Generator::build(place)?;
    let embedded = Engine::embedded(build_for_release(place)?);
    if let Some(minutes) = options.soak_minutes {
        return soak(place, &generator, &embedded, minutes);
    }
    let engines = [embedded, Engine::livekit(tools::livekit_server(place)?)];
    let mut results = Vec::new();
    let wanted = |scenario: &&Scenario| {
        options.only.is_empty() || options.only.iter().any(|name| scenario.name.starts_with(name.as_str()))
    };
    for scenario in SCENARIOS.iter().filter(wanted) {
        let mut rounds = Vec::new();
        for round in 0..options.rounds {
            // In turns, and in turns who begins, so that whatever else the machine does meets both alike.
            let mut order = [0, 1];
            order.rotate_left(usize::from(round % 2 == 1));
            for which in order {
                let engine = &engines[which];
                println!("  {}: {}, round {}", scenario.name, engine.name(), round + 1);
                let measured = measure(place, &generator, engine, *scenario, options.seconds)?;
                rounds.push(json!({ "engine": engine.name(), "figures": measured }));
            }
        }
        results.push(json!({ "scenario": scenario.name, "rounds": rounds }));
    }
    let results =
        json!({ "cores": thread::available_parallelism().map_or(0, usize::from), "scenarios": results });
    fs::create_dir_all(place.notes()).doing("make the directory for notes")?;
    fs::write(place.notes().join("load.json"), results.to_string()).doing("note what was measured")?;
    let table = report::table(&results);
    fs::write(place.notes().join("load.md"), &table).doing("note what was measured")?;
    println!("\n{}", if options.json { results.to_string() } else { table });
    let breaches = report::breaches(&results);
    if breaches.is_empty() { Ok(()) } else { Err(Problem::new(breaches.join("\n"))) }
}

/// What the last run found: the table, and what falls short.
pub fn kept(place: &Place) -> Option<Value> {
    let results = fs::read_to_string(place.notes().join("load.json")).ok()?;
    let results: Value = serde_json::from_str(&results).ok()?;
    Some(json!({ "table": report::table(&results), "shortfalls": report::breaches(&results) }))
}

/// A short run on the embedded server as the tests have it: everybody gets in, everything arrives.
pub fn short(place: &Place, program: &Path) -> Outcome<Count> {
    let generator = Generator::build(place)?;
    let engine = Engine::embedded(program.to_owned());
    let figures = measure(place, &generator, &engine, SHORT, 5)?;
    let problems = report::failures(SHORT.name, &figures);
    let failed = u32::from(!problems.is_empty());
    Ok(Count { passed: 1 - failed, failed, problems })
}

/// The server as it is installed, or the one that `VORZIMMER_BIN` names.
fn build_for_release(place: &Place) -> Outcome<PathBuf> {
    if let Some(given) = std::env::var_os("VORZIMMER_BIN").filter(|given| !given.is_empty()) {
        return Ok(PathBuf::from(given));
    }
    server::build_for_release(place)
}

/// The program that puts a meeting under load, and what its people show and say.
struct Generator {
    program: PathBuf,
    clip: PathBuf,
}

impl Generator {
    fn build(place: &Place) -> Outcome<Self> {
        let clip = media::clip(place)?;
        let program = place.notes().join(format!("load-generator{}", std::env::consts::EXE_SUFFIX));
        Quiet { name: "load generator", logs: &place.notes() }.run(
            Command::new(go::go(place)?)
                .args(["build", "-mod=readonly", "-o"])
                .arg(&program)
                .arg(".")
                .current_dir(place.root.join("tests/interop/load")),
        )?;
        Ok(Self { program, clip })
    }

    fn start(&self, served: &Served, scenario: Scenario, seconds: u32) -> Outcome<Child> {
        let number = |name: &str, value: u32| [name.to_owned(), value.to_string()];
        Command::new(&self.program)
            .args(["-url", &served.url, "-key", engine::KEY])
            .args(number("-cameras", scenario.cameras))
            .args(number("-listeners", scenario.listeners))
            .args(number("-rooms", scenario.rooms))
            .args(number("-seconds", seconds))
            .arg("-media")
            .arg(&self.clip)
            .env("LOAD_SECRET", engine::SECRET)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .doing("start the load generator")
    }
}

/// One run: the server's own figures and those of its participants.
fn measure(
    place: &Place,
    generator: &Generator,
    engine: &Engine,
    scenario: Scenario,
    seconds: u32,
) -> Outcome<Value> {
    let served = engine.start(&place.notes().join("load"))?;
    let at_start = Usage::of(served.id())?;
    let child = generator.start(&served, scenario, seconds)?;
    let mut usages = Vec::new();
    let mut figures = follow(child, |_| {
        usages.push(Usage::of(served.id())?);
        Ok(())
    })?;
    let [begin, end] = &usages[..] else {
        return Err(Problem::new("The load generator did not say when it measured."));
    };
    figures["server"] = json!({
        "cpu_seconds": (end.cpu - begin.cpu).as_secs_f64(),
        "join_cpu_seconds": (begin.cpu - at_start.cpu).as_secs_f64(),
        "cores": end.cores_since(begin, seconds),
        "busiest_thread": end.busiest_since(begin),
        "rss_kb": end.rss_kb,
        "peak_rss_kb": end.peak_rss_kb,
        "udp_receive_drops": end.drops - begin.drops,
    });
    Ok(figures)
}

/// Reads what a generator says to its end, calls `moment` at each moment it names, and returns its figures.
fn follow(mut child: Child, mut moment: impl FnMut(&str) -> Outcome) -> Outcome<Value> {
    let output = child.stdout.take().ok_or_else(|| Problem::new("The load generator has no output."))?;
    let mut figures = None;
    for line in BufReader::new(output).lines() {
        let said: Value = serde_json::from_str(&line.doing("read what the load generator says")?)
            .doing("understand what the load generator says")?;
        match said.get("event").and_then(Value::as_str) {
            Some(event) => moment(event)?,
            None => figures = Some(said),
        }
    }
    child.wait().doing("wait for the load generator")?;
    figures.ok_or_else(|| Problem::new("The load generator ended without figures."))
}

/// How much more memory than after its first quarter the server may have at the end of a long meeting: growth that
/// goes on would be more than this within the day.
const GROWTH: f64 = 1.05;

/// One long meeting; fails when the server's memory grows.
fn soak(place: &Place, generator: &Generator, engine: &Engine, minutes: u32) -> Outcome {
    let served = engine.start(&place.notes().join("load"))?;
    let mut child = generator.start(&served, SHORT, minutes * 60)?;
    let output = child.stdout.take();
    let (began, mut samples) = (Instant::now(), Vec::new());
    while child.try_wait().doing("look after the load generator")?.is_none() {
        thread::sleep(Duration::from_secs(5));
        if let Ok(usage) = Usage::of(served.id()) {
            samples.push(usage.rss_kb);
            println!("  {:>7}: {} KB, {}", run::span(began.elapsed()), usage.rss_kb, served.name);
        }
    }
    drop(output);
    let quarter = samples.get(samples.len() / 4).copied().unwrap_or_default();
    // The last sample is from after everybody left.
    let end = samples.iter().rev().nth(1).copied().unwrap_or_default();
    println!("  memory after a quarter: {quarter} KB, at the end: {end} KB");
    #[expect(clippy::cast_precision_loss, reason = "kilobytes of a process")]
    let growth = end as f64 / quarter as f64;
    if growth > GROWTH {
        return Err(Problem::new(format!("The server's memory grew to {growth:.2} of what it was.")));
    }
    Ok(())
}
