//! `cargo xtask bench`: what the first screen costs a member, measured in a real browser, against what it may cost.
//!
//! The measuring itself is the program `budget` of `tests/e2e`, which has a browser at its command. Here the page is
//! built and served, and the figures are judged.

use std::{fs, process::Command};

use serde_json::{Value, json};

use crate::{
    budget::{self, ALL_BYTES, FIRST_BYTES, REQUESTS, Travelling, Weight},
    client,
    demo::Demo,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::{self, Quiet},
    server::{self, Running},
    tools,
};

/// How often each page is loaded; the median counts.
pub const RUNS: u32 = 5;

/// The others, measured the same way on another machine: what travels of their code in KB, first paint and usable in
/// seconds.
const PEERS: [(&str, f64, f64, f64); 4] = [
    ("static page", 0.0, 0.35, 0.35),
    ("bare Yew page with a camera picture", 52.0, 0.79, 0.79),
    ("leanest peer (React PreJoin)", 204.0, 1.65, 1.64),
    ("LiveKit Meet", 294.0, 0.55, 2.28),
];

/// The leanest peer is usable after so many times as long as a static page takes; we must be quicker.
const USABLE_RATIO: f64 = 1.64 / 0.35;

/// The shell is static: it must not be painted much later than a page that is nothing else.
const PAINT_RATIO: f64 = 0.79 / 0.35;

/// What was asked for.
pub struct Options {
    /// Whether to print for programs.
    pub json: bool,
    /// How often each page is loaded.
    pub runs: u32,
}

/// What the browser measured, in milliseconds.
struct Measured {
    weight: Weight,
    foreign: Vec<String>,
    paint: f64,
    usable: f64,
    static_paint: f64,
    raw: Value,
}

/// Measures, prints, and fails when a budget is exceeded.
pub fn bench(place: &Place, options: &Options) -> Outcome {
    let measured = measure(place, options)?;
    let breaches = measured.breaches();
    if options.json {
        println!("{}", measured.for_programs(&breaches));
    } else {
        measured.print(options.runs);
    }
    if breaches.is_empty() { Ok(()) } else { Err(Problem::new(breaches.join("\n"))) }
}

fn measure(place: &Place, options: &Options) -> Outcome<Measured> {
    let tools = tools::for_tests(place)?;
    client::build(place)?;
    let program = server::build(place)?;
    Quiet { name: "budget", logs: &place.notes() }.run(place.cargo().args([
        "build",
        "--package",
        "e2e",
        "--bin",
        "budget",
    ]))?;

    let directory = place.notes().join("bench");
    let demo = Demo::prepare(&program, &directory, &place.dist(), None)?;
    let _running = Running::start(&program, &demo.config, demo.port, &directory.join("server.log"))?;
    let budget = place.target.join("debug").join(format!("budget{}", std::env::consts::EXE_SUFFIX));
    let answer = run::capture(
        Command::new(budget)
            .arg(&demo.member()?.link)
            .arg(options.runs.to_string())
            .env("CHROMIUM", &tools.chromium)
            .env("CHROMEDRIVER", &tools.chromedriver),
    )?;
    fs::write(place.notes().join("bench.json"), &answer).doing("note what was measured")?;
    Measured::read(&answer)
        .ok_or_else(|| Problem::new(format!("The program `budget` printed no figures: {answer}")))
}

impl Measured {
    fn read(answer: &str) -> Option<Self> {
        let raw: Value = serde_json::from_str(answer).ok()?;
        let number = |name: &str| raw.get(name)?.as_f64();
        let mut weight = Weight { first: Vec::new(), later: Vec::new() };
        for file in raw.get("files")?.as_array()? {
            let bytes = |part: &str| usize::try_from(file.get(part)?.as_u64()?).ok();
            let name = file.get("name")?.as_str()?.to_owned();
            let travelled = Travelling { name, head: bytes("head")?, body: bytes("body")? };
            let files = if file.get("later")?.as_bool()? { &mut weight.later } else { &mut weight.first };
            files.push(travelled);
        }
        let foreign = raw.get("foreign")?.as_array()?.iter();
        Some(Self {
            weight,
            foreign: foreign.filter_map(Value::as_str).map(str::to_owned).collect(),
            paint: number("paint_ms")?,
            usable: number("usable_ms")?,
            static_paint: number("static_paint_ms")?,
            raw,
        })
    }

    /// What is too much, as sentences.
    fn breaches(&self) -> Vec<String> {
        let mut breaches = self.weight.breaches();
        if !self.foreign.is_empty() {
            breaches
                .push(format!("The page asks another origin for something: {}.", self.foreign.join(", ")));
        }
        let mut slower = |what: &str, time: f64, ratio: f64| {
            if time > self.static_paint * ratio {
                breaches.push(format!(
                    "{what} after {:.2} s, {:.1} times as long as a static page takes; at most {ratio:.1} times is allowed.",
                    time / 1000.0,
                    time / self.static_paint
                ));
            }
        };
        slower("The shell is painted", self.paint, PAINT_RATIO);
        slower("The page is usable", self.usable, USABLE_RATIO);
        breaches
    }

    fn print(&self, runs: u32) {
        println!("\nWhat travels to a member (brotli; heads are status and headers):");
        print!("{}", self.weight.table());
        println!("  {:>8}    requests to another origin, of at most 0", self.foreign.len());
        println!("\nAt 4x CPU slow-down, 1.6 Mbit/s and 150 ms, nothing cached, median of {runs}:");
        println!("  {:<38}{:>8}{:>8}{:>9}", "", "KB", "painted", "usable");
        let row = |name: &str, kilobytes: f64, paint: f64, usable: f64| {
            println!("  {name:<38}{kilobytes:>8.0}{paint:>6.2} s{usable:>7.2} s");
        };
        // Far below what a float can count.
        #[expect(clippy::cast_precision_loss)]
        let kilobytes = budget::bytes(&self.weight.first) as f64 / 1000.0;
        row("this page", kilobytes, self.paint / 1000.0, self.usable / 1000.0);
        row("static page", 0.0, self.static_paint / 1000.0, self.static_paint / 1000.0);
        println!(
            "  Painted after {:.1} times (at most {PAINT_RATIO:.1}), usable after {:.1} times (at most {USABLE_RATIO:.1}) as \
             long as a static page takes.",
            self.paint / self.static_paint,
            self.usable / self.static_paint
        );
        println!("\nOthers, measured the same way on another machine:");
        for (name, kilobytes, paint, usable) in PEERS {
            row(name, kilobytes, paint, usable);
        }
        println!(
            "  The slow-down does not reach the threads that compile WebAssembly, which flatters pages that have it."
        );
    }

    fn for_programs(&self, breaches: &[String]) -> Value {
        let mut all = self.raw.clone();
        if let Some(object) = all.as_object_mut() {
            object.insert("breaches".into(), json!(breaches));
            object.insert(
                "limits".into(),
                json!({ "bytes": FIRST_BYTES, "all_bytes": ALL_BYTES, "requests": REQUESTS, "foreign": 0, "paint_ratio": PAINT_RATIO, "usable_ratio": USABLE_RATIO }),
            );
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(usable: f64, foreign: &str) -> Measured {
        let answer = json!({
            "files": [{ "name": "/", "head": 300, "body": 600, "later": false }], "foreign": if foreign.is_empty() { json!([]) } else { json!([foreign]) },
            "paint_ms": 400.0, "usable_ms": usable, "static_paint_ms": 350.0,
        });
        Measured::read(&answer.to_string()).unwrap()
    }

    #[test]
    fn a_page_as_slow_as_the_leanest_peer_is_too_slow() {
        assert!(measured(1200.0, "").breaches().is_empty());
        assert_eq!(measured(1641.0, "").breaches().len(), 1);
    }

    #[test]
    fn one_request_to_another_origin_is_one_too_many() {
        assert_eq!(measured(1200.0, "https://example.org").breaches().len(), 1);
    }

    #[test]
    fn figures_that_are_not_there_are_not_taken_for_good_ones() {
        assert!(Measured::read("{}").is_none());
    }
}
