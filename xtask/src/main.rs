//! The project's commands: `cargo xtask serve`, `test`, `bench` and the rest. They install what they need.
//!
//! Only the command line is read here; each command has a file of its own. Nothing here knows how a tool is
//! installed ([`install`]) or which version is wanted ([`tools`]).
// A command line tool speaks on the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod bench;
mod budget;
mod client;
mod compress;
mod demo;
mod dist;
mod glue;
mod go;
mod install;
mod load;
mod machine;
mod measure;
mod native;
mod needs;
mod place;
mod problem;
mod program;
mod purity;
mod run;
mod serve;
mod server;
mod split;
mod stamp;
mod test;
mod tools;

use std::process::ExitCode;

use arguments::Arguments;
use place::Place;
use problem::{Outcome, Problem};

const HELP: &str = "\
cargo xtask <command>

  serve     builds the client and the server, starts a demo meeting and prints its links
              --port N      the port of the page (default: the first free one from 8080)
              --no-build    starts what was built before
              --fresh       forgets the demo meeting of the last time
  test      everything that must hold before a change is taken
              --only NAME   one stage; may be given several times
              --fail-fast   ends at the first stage that failed
              --list        names the stages
  bench     measures what the first screen costs, and fails when a budget is exceeded
              --json        for programs
              --runs N      how often each page is loaded (default: 5)
  bench load
            measures the embedded meeting under load beside livekit-server, and fails when it costs too much
              --only NAME   one scenario, by the beginning of its name; may be given several times
              --rounds N    how often each is run on each server (default: 3)
              --seconds N   how long each run is measured (default: 15)
              --soak N      instead: one meeting of N minutes, during which memory must not grow
              --json        for programs
  bench meeting   our client against LiveKit's own, on both engines: to join, and to come back after a cut
              --joins N     how often each joins (default: 30)
              --runs N      how often each is cut off, for 5 s and for 30 s (default: 5)
  bench networks  meetings through bad networks, with twenty cuts
  bench faults    every fault in Chromium and Firefox, and what others say; writes docs/fault-matrix.md
              --healthy N   how often each set-up is tried with which nothing is wrong (default: 20)
              --write-only  writes it from the figures of the last time
  bench sleep     ten minutes of sleep
  measure   runs these and `bench load`, and writes docs/measurements.md
              --write-only  writes it from the figures of the last time
  client    builds the client into dist/
  dist      a folder and an archive of everything that an installation needs
  fmt       formats the source
  tools     installs what serve needs; with --all what test and bench need as well

The tools are kept in $VORZIMMER_TOOLS, or else in vorzimmer/ in the user's cache directory.";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "help".to_owned());
    match dispatch(&command, Arguments::new(words)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, mut arguments: Arguments) -> Outcome {
    if matches!(command, "help" | "--help" | "-h") {
        println!("{HELP}");
        return Ok(());
    }
    let place = Place::find()?;
    match command {
        "serve" => {
            let options = serve::Options {
                port: arguments.number("--port")?,
                build: !arguments.flag("--no-build"),
                fresh: arguments.flag("--fresh"),
            };
            arguments.finish()?;
            serve::serve(&place, &options)
        }
        "test" => {
            let options = test::Options {
                only: arguments.values("--only")?,
                fail_fast: arguments.flag("--fail-fast"),
                list: arguments.flag("--list"),
            };
            arguments.finish()?;
            test::test(&place, &options)
        }
        "bench" if arguments.word("load") => {
            let options = load::Options {
                only: arguments.values("--only")?,
                rounds: arguments.number("--rounds")?.unwrap_or(load::ROUNDS),
                seconds: arguments.number("--seconds")?.unwrap_or(load::SECONDS),
                json: arguments.flag("--json"),
                soak_minutes: arguments.number("--soak")?,
            };
            arguments.finish()?;
            load::bench(&place, &options)
        }
        "bench" if arguments.flag("meeting") => {
            let joins = arguments.number("--joins")?.unwrap_or(measure::JOINS);
            let runs = arguments.number("--runs")?.unwrap_or(measure::RUNS);
            arguments.finish()?;
            measure::meeting(&place, joins, runs)
        }
        "bench" if arguments.flag("networks") => {
            arguments.finish()?;
            measure::networks(&place)
        }
        "bench" if arguments.flag("faults") => {
            let healthy = arguments.number("--healthy")?.unwrap_or(measure::HEALTHY);
            let write_only = arguments.flag("--write-only");
            arguments.finish()?;
            measure::faults(&place, (!write_only).then_some(healthy))
        }
        "bench" if arguments.flag("sleep") => {
            arguments.finish()?;
            measure::sleep(&place)
        }
        "measure" => {
            let write_only = arguments.flag("--write-only");
            arguments.finish()?;
            measure::measure(&place, write_only)
        }
        "bench" => {
            let options = bench::Options {
                json: arguments.flag("--json"),
                runs: arguments.number("--runs")?.unwrap_or(bench::RUNS),
            };
            arguments.finish()?;
            bench::bench(&place, &options)
        }
        "client" => {
            arguments.finish()?;
            client::build(&place)
        }
        "dist" => {
            arguments.finish()?;
            dist::dist(&place)
        }
        "fmt" => {
            arguments.finish()?;
            run::foreground(place.cargo().args(["fmt", "--all"]))
        }
        "tools" => {
            let all = arguments.flag("--all");
            arguments.finish()?;
            tools::for_client(&place)?;
            if all { tools::all(&place) } else { Ok(()) }
        }
        unknown => Err(Problem::new(format!("There is no command \"{unknown}\".\n\n{HELP}"))),
    }
}
