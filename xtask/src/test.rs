//! `cargo xtask test`: everything that must hold, in named stages, the quick ones first.
//!
//! A stage says what it checks and runs it; how is told in the files it calls.

use std::{cell::OnceCell, fs, process::Command, time::Instant};

use serde_json::json;

use crate::{
    budget, client, load,
    native::{Job, Native},
    needs::{Needs, OWN_NETWORK},
    place::Place,
    problem::{Doing, Outcome, Problem},
    program, purity,
    run::{self, Quiet},
    tools::{self, TestTools, WASM_TARGET},
};

/// What was asked for.
pub struct Options {
    /// These stages, or all if it is empty.
    pub only: Vec<String>,
    /// Whether to end at the first stage that failed.
    pub fail_fast: bool,
    /// Whether to name the stages and run none.
    pub list: bool,
}

struct Stage {
    name: &'static str,
    checks: &'static str,
    run: fn(&Bench) -> Outcome<Count>,
}

const STAGES: [Stage; 17] = [
    Stage { name: "format", checks: "the source is formatted", run: format },
    Stage {
        name: "purity",
        checks: "the crates under crates/ know no browser, no clock and no runtime",
        run: pure,
    },
    Stage { name: "lints", checks: "no warning of clippy, native", run: lints },
    Stage { name: "lints-wasm", checks: "no warning of clippy, in the browser", run: lints_wasm },
    Stage { name: "docs", checks: "no warning of rustdoc", run: docs },
    Stage { name: "native", checks: "the tests that need no browser", run: native },
    Stage {
        name: "load",
        checks: "a meeting of participants on LiveKit's Go SDK: everybody gets in, everything arrives",
        run: load,
    },
    Stage { name: "web", checks: "the client's tests in Chromium", run: web },
    Stage { name: "client", checks: "the client can be built", run: client },
    Stage { name: "budget", checks: "the first screen is small enough", run: weight },
    Stage { name: "journeys", checks: "the way from link to meeting, in several Chromiums", run: journeys },
    Stage {
        name: "firefox",
        checks: "the same way in Firefox, with Chromium at the other end",
        run: firefox,
    },
    Stage {
        name: "foreign",
        checks: "LiveKit's own clients in our meetings, in Chromium, Firefox and Python; what others tell of faults",
        run: foreign,
    },
    Stage {
        name: "livekit",
        checks: "the main path on LiveKit's own server instead of the embedded meeting",
        run: on_livekit,
    },
    Stage { name: "networks", checks: "what is said of bad networks", run: networks },
    Stage {
        name: "patient",
        checks: "what mostly waits, two at a time: faults, sleep, long meetings, meetings through bad networks",
        run: patient,
    },
    Stage { name: "dependencies", checks: "licences and origins of the dependencies", run: dependencies },
];

/// How many checks held.
#[derive(Default)]
pub struct Count {
    /// Those that held.
    pub passed: u32,
    /// Those that did not.
    pub failed: u32,
    /// What is wrong, for each program that failed.
    pub problems: Vec<String>,
}

impl Count {
    const ONE: Outcome<Self> = Ok(Self { passed: 1, failed: 0, problems: Vec::new() });

    /// Adds up what test programs say: `test result: ok. 12 passed; 0 failed; ...`.
    pub fn of_tests(said: &str) -> Counted {
        let mut counted = Counted::default();
        for line in said.lines().filter(|line| line.starts_with("test result: ")) {
            counted.passed += number_before(line, " passed");
            counted.failed += number_before(line, " failed");
        }
        counted
    }

    /// A problem, when something did not hold.
    pub fn judged(self, name: &str) -> Outcome {
        println!("{name}: {} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 { Ok(()) } else { Err(Problem::new(self.problems.join("\n"))) }
    }

    /// Adds what other programs counted.
    pub fn join(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.problems.extend(other.problems);
    }

    /// Adds what one program counted.
    pub fn add(&mut self, counted: Counted) {
        self.passed += counted.passed;
        self.failed += counted.failed;
    }
}

/// What one program counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Tests that held.
    pub passed: u32,
    /// Tests that did not.
    pub failed: u32,
}

fn number_before(line: &str, word: &str) -> u32 {
    let before = line.split(word).next().unwrap_or_default();
    let digits = before.rsplit(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

/// Runs the stages.
pub fn test(place: &Place, options: &Options) -> Outcome {
    if options.list {
        for stage in &STAGES {
            println!("{:<13} {}", stage.name, stage.checks);
        }
        return Ok(());
    }
    if let Some(unknown) = options.only.iter().find(|name| STAGES.iter().all(|stage| stage.name != **name)) {
        return Err(Problem::new(format!(
            "There is no stage \"{unknown}\". `cargo xtask test --list` names them."
        )));
    }
    let bench = Bench { place, native: OnceCell::new(), tools: OnceCell::new() };
    let began = Instant::now();
    let (mut passed, mut failed) = (0, 0);
    let mut broken = Vec::new();
    for stage in
        STAGES.iter().filter(|stage| options.only.is_empty() || options.only.iter().any(|n| n == stage.name))
    {
        println!("{}: {}", stage.name, stage.checks);
        let since = Instant::now();
        let count = (stage.run)(&bench).unwrap_or_else(|problem| Count {
            passed: 0,
            failed: 1,
            problems: vec![problem.to_string()],
        });
        let word = if count.failed == 0 { "ok" } else { "FAILED" };
        for problem in &count.problems {
            println!("{problem}");
        }
        println!(
            "{}: {word}, {} passed, {} failed ({})",
            stage.name,
            count.passed,
            count.failed,
            run::span(since.elapsed())
        );
        passed += count.passed;
        failed += count.failed;
        if count.failed > 0 {
            broken.push((stage.name, count.problems));
            if options.fail_fast {
                break;
            }
        }
    }
    println!("\nafter {}:\n{passed} passed, {failed} failed", run::span(began.elapsed()));
    if broken.is_empty() {
        return Ok(());
    }
    // What was said of a stage in the middle has long scrolled away.
    let (names, problems): (Vec<_>, Vec<_>) = broken.into_iter().unzip();
    Err(Problem::new(format!("{}\nFailed: {}.", problems.concat().join("\n"), names.join(", "))))
}

/// What several stages need, made when the first of them asks for it.
struct Bench<'a> {
    place: &'a Place,
    native: OnceCell<Native>,
    tools: OnceCell<TestTools>,
}

impl Bench<'_> {
    fn native(&self) -> Outcome<&Native> {
        if self.native.get().is_none() {
            let built = Native::build(self.place)?;
            return Ok(self.native.get_or_init(|| built));
        }
        self.native.get().ok_or_else(|| Problem::new("The native build was lost."))
    }

    fn tools(&self) -> Outcome<&TestTools> {
        if self.tools.get().is_none() {
            let found = tools::for_tests(self.place)?;
            return Ok(self.tools.get_or_init(|| found));
        }
        self.tools.get().ok_or_else(|| Problem::new("The tools were lost."))
    }

    fn needs(&self) -> Outcome<Needs> {
        Needs::new(self.place, self.native()?)
    }

    fn quietly(&self, name: &str, command: &mut Command) -> Outcome<Count> {
        Quiet { name, logs: &self.place.notes() }.run(command)?;
        Count::ONE
    }
}

fn format(bench: &Bench) -> Outcome<Count> {
    bench
        .quietly("formatting", bench.place.cargo().args(["fmt", "--all", "--check"]))
        .map_err(|problem| Problem::new(format!("{problem}\n`cargo xtask fmt` mends it.")))
}

fn pure(bench: &Bench) -> Outcome<Count> {
    let breaches = purity::breaches(bench.place)?;
    if breaches.is_empty() { Count::ONE } else { Err(Problem::new(breaches.join("\n"))) }
}

fn lints(bench: &Bench) -> Outcome<Count> {
    let mut cargo = bench.place.cargo();
    bench.quietly("clippy", cargo.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn lints_wasm(bench: &Bench) -> Outcome<Count> {
    tools_target()?;
    let mut cargo = bench.place.cargo();
    cargo.args(["clippy", "--target", WASM_TARGET, "--package", "vorzimmer"]);
    for package in purity::pure_packages(bench.place)? {
        cargo.args(["--package", &package]);
    }
    bench.quietly("clippy, wasm", cargo.args(["--lib", "--bins", "--tests", "--", "-D", "warnings"]))
}

fn docs(bench: &Bench) -> Outcome<Count> {
    let mut cargo = bench.place.cargo();
    bench.quietly(
        "rustdoc",
        cargo.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn native(bench: &Bench) -> Outcome<Count> {
    let mut count = bench.native()?.run_tests(bench.place, needs_no_browser, |_| {})?;
    let quiet = Quiet { name: "examples in the documentation", logs: &bench.place.notes() };
    let finished = quiet.finish(bench.place.cargo().args(["test", "--workspace", "--doc"]))?;
    count.add(Count::of_tests(&finished.said));
    if !finished.success {
        count.failed += 1;
        count.problems.push(quiet.failure(&finished).to_string());
    }
    Ok(count)
}

fn web(bench: &Bench) -> Outcome<Count> {
    tools_target()?;
    let tools = bench.tools()?;
    let capabilities = bench.place.notes().join("webdriver.json");
    fs::create_dir_all(bench.place.notes()).doing("make the directory for notes")?;
    let chromium = json!({
        "binary": tools.chromium,
        "args": CHROMIUM_ARGUMENTS,
        "prefs": {
            "profile.default_content_setting_values.media_stream_mic": 1,
            "profile.default_content_setting_values.media_stream_camera": 1
        }
    });
    fs::write(&capabilities, json!({ "goog:chromeOptions": chromium }).to_string())
        .doing("write how the browser is to be started")?;
    // The runner serves the checkout, wherever cargo builds.
    let served = bench.place.root.join("target");
    fs::create_dir_all(&served).doing("make the directory that the runner serves")?;
    fs::copy(client::senses(bench.place)?, served.join("senses.wasm"))
        .doing("copy what runs beside the page")?;
    let mut cargo = bench.place.cargo();
    cargo
        .args(["test", "--package", "vorzimmer", "--target", WASM_TARGET, "--lib", "--tests"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &tools.wasm_test_runner)
        .env("CHROMEDRIVER", &tools.chromedriver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    // The runner would take any other driver that it is told of before Chromium's.
    for other in ["GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
        for name in [other.to_owned(), format!("{other}_REMOTE")] {
            cargo.env_remove(name);
        }
    }
    cargo.env_remove("CHROMEDRIVER_REMOTE");
    let quiet = Quiet { name: "tests in the browser", logs: &bench.place.notes() };
    let finished = quiet.finish(&mut cargo)?;
    let mut count = Count::default();
    count.add(Count::of_tests(&finished.said));
    if !finished.success {
        count.failed = count.failed.max(1);
        count.problems.push(quiet.failure(&finished).to_string());
    }
    Ok(count)
}

/// A Chromium for tests: without a window, with devices that are not there, and with nothing to report to anybody.
const CHROMIUM_ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
];

fn client(bench: &Bench) -> Outcome<Count> {
    client::build(bench.place)?;
    Count::ONE
}

fn weight(bench: &Bench) -> Outcome<Count> {
    let weight = budget::Weight::of(&bench.place.dist())?;
    print!("{}", weight.table());
    let mut breaches = weight.breaches();
    breaches.extend(program::breaches(bench.place)?);
    if breaches.is_empty() { Count::ONE } else { Err(Problem::new(breaches.join("\n"))) }
}

fn load(bench: &Bench) -> Outcome<Count> {
    load::short(bench.place, bench.native()?.program("vorzimmer")?)
}

/// In the packages of the journeys only the tests of the harness itself do without.
fn needs_no_browser(package: &str, program: &str) -> bool {
    !is_patient(package, program)
        && (!matches!(package, "e2e" | "interop")
            || matches!(program, "e2e" | "budget" | "interop" | "meetings"))
}

/// Test programs, by package and name, that need less than one of two cores: most of the time they wait for something to
/// be found, or for somebody to be missed. The stage "patient" runs these two at a time.
const PATIENT: [(&str, &str); 6] = [
    ("interop", "networks"),
    ("interop", "port_443"),
    ("e2e", "faults_firefox"),
    ("e2e", "coming_back"),
    ("e2e", "faults"),
    ("sfu", "long"),
];

fn is_patient(package: &str, program: &str) -> bool {
    PATIENT.contains(&(package, program))
}

fn in_firefox(program: &str) -> bool {
    program.ends_with("firefox")
}

/// The journeys that are about Firefox are a stage of their own.
fn journeys(bench: &Bench) -> Outcome<Count> {
    let wanted = |package: &str, program: &str| {
        let journey = package == "e2e" && program != "budget" && program != "e2e";
        journey && !in_firefox(program) && !is_patient(package, program)
    };
    let needs = bench.needs()?;
    bench.native()?.run_tests(bench.place, wanted, |command| needs.give(command))
}

fn firefox(bench: &Bench) -> Outcome<Count> {
    let needs = bench.needs()?.with_firefox(bench.place)?;
    let wanted = |package: &str, program: &str| {
        package == "e2e" && in_firefox(program) && !is_patient(package, program)
    };
    bench.native()?.run_tests(bench.place, wanted, |command| needs.give(command))
}

fn foreign(bench: &Bench) -> Outcome<Count> {
    let place = bench.place;
    let needs = bench.needs()?.with_firefox(place)?.with_foreign(place)?.with_peers(place)?;
    let wanted =
        |package: &str, program: &str| package == "interop" && matches!(program, "livekit_client" | "peers");
    bench.native()?.run_tests(bench.place, wanted, |command| needs.give(command))
}

fn on_livekit(bench: &Bench) -> Outcome<Count> {
    let needs = bench.needs()?.with_livekit(bench.place)?;
    let wanted = |package: &str, program: &str| package == "e2e" && matches!(program, "meeting" | "echo");
    let mut count =
        bench.native()?.run_tests(bench.place, wanted, |command| on_livekits_server(&needs, command))?;
    let quiet = Quiet { name: "the server on LiveKit", logs: &bench.place.notes() };
    let mut cargo = bench.place.cargo();
    needs.give(&mut cargo);
    let finished = quiet.finish(cargo.args(["test", "--workspace", "--test", "livekit"]))?;
    count.add(Count::of_tests(&finished.said));
    if !finished.success {
        count.failed += 1;
        count.problems.push(quiet.failure(&finished).to_string());
    }
    Ok(count)
}

fn on_livekits_server(needs: &Needs, command: &mut Command) {
    needs.give(command);
    command.env("VORZIMMER_ENGINE", "livekit");
}

fn in_own_network(needs: &Needs, command: &mut Command) {
    needs.give(command);
    command.env("VORZIMMER_OWN_NETWORK", "1");
}

fn patient(bench: &Bench) -> Outcome<Count> {
    crate::machine::networks()?;
    let place = bench.place;
    let needs =
        bench.needs()?.with_firefox(place)?.with_foreign(place)?.with_livekit(place)?.with_front(place)?;
    let mut jobs: Vec<Job<'_>> = PATIENT
        .iter()
        .map(|&(package, name)| Job {
            package,
            name,
            variant: "",
            under: if package == "interop" { &OWN_NETWORK } else { &[] },
            prepare: match package {
                "interop" => Box::new(|command| in_own_network(&needs, command)),
                "e2e" => Box::new(|command| needs.give(command)),
                _ => Box::new(|_| {}),
            },
        })
        .collect();
    let on_livekit = Job {
        package: "e2e",
        name: "coming_back",
        variant: ", on LiveKit",
        under: &[],
        prepare: Box::new(|command| on_livekits_server(&needs, command)),
    };
    // Not beside its like, which needs more than the others; the last one needs least.
    jobs.insert(jobs.len() - 1, on_livekit);
    bench.native()?.run_in_pairs(place, jobs)
}

fn networks(bench: &Bench) -> Outcome<Count> {
    crate::machine::networks()?;
    let needs = bench.needs()?.with_foreign(bench.place)?;
    let wanted = |package: &str, program: &str| package == "interop" && program == "line_faults";
    bench.native()?.run_tests_under(bench.place, &OWN_NETWORK, wanted, |command| {
        in_own_network(&needs, command);
    })
}

fn dependencies(bench: &Bench) -> Outcome<Count> {
    let deny = tools::cargo_deny(bench.place)?;
    let mut check = Command::new(&deny);
    check.current_dir(&bench.place.root).args(["check", "bans", "licenses", "sources"]);
    bench.quietly("cargo-deny", &mut check)?;

    let mut fetch = Command::new(&deny);
    fetch.current_dir(&bench.place.root).args(["fetch", "db"]);
    if !(Quiet { name: "list of advisories", logs: &bench.place.notes() }.finish(&mut fetch)?.success) {
        println!(
            "  The list of security advisories cannot be reached from here, so nothing was checked against it."
        );
        return Count::ONE;
    }
    let mut advisories = Command::new(&deny);
    advisories.current_dir(&bench.place.root).args(["check", "--disable-fetch", "advisories"]);
    bench.quietly("security advisories", &mut advisories)?;
    Ok(Count { passed: 2, ..Count::default() })
}

fn tools_target() -> Outcome {
    crate::machine::wasm_target()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_from_what_the_test_programs_say() {
        let said = "running 2 tests\n\
                    test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Count::of_tests(said), Counted { passed: 15, failed: 2 });
        assert_eq!(Count::of_tests("nothing"), Counted::default());
    }

    #[test]
    fn every_stage_has_a_name_of_its_own() {
        let mut names: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STAGES.len());
    }
}
