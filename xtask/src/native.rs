//! Builds everything native once, and runs the tests of it package by package.
//!
//! One build of the whole workspace, rather than `cargo test` for this package and then for that one: each choice of
//! packages has features of its own, and cargo would compile the dependencies again for each.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
};

use serde_json::Value;

use crate::{
    place::Place,
    problem::{Outcome, Problem},
    run::Quiet,
    test::Count,
};

/// A test program that is to be run beside another one.
pub struct Job<'a> {
    /// Whose.
    pub package: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What tells this run of it from others; empty where there is one only.
    pub variant: &'static str,
    /// What starts it, and stands before it on the command line.
    pub under: &'a [&'a str],
    /// Applied to it.
    pub prepare: Box<dyn Fn(&mut Command) + Send + 'a>,
}

/// What the build made.
pub struct Native {
    tests: Vec<Program>,
    programs: Vec<Program>,
}

/// A program of a package.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    package: String,
    /// The target's name: `vorzimmer`, or that of a file under `tests/`.
    name: String,
    /// The package's directory, in which cargo would run its tests.
    directory: PathBuf,
    path: PathBuf,
}

impl Program {
    /// Runs it, a test program, to its end.
    fn run(
        &self,
        place: &Place,
        under: &[&str],
        variant: &str,
        prepare: impl Fn(&mut Command),
    ) -> Outcome<Count> {
        let name = format!("tests of {}, {}{variant}", self.package, self.name);
        let mut command = match under {
            [] => Command::new(&self.path),
            [program, words @ ..] => {
                let mut command = Command::new(program);
                command.args(words).arg(&self.path);
                command
            }
        };
        command.current_dir(&self.directory).env("CARGO_MANIFEST_DIR", &self.directory);
        prepare(&mut command);
        let quiet = Quiet { name: &name, logs: &place.notes() };
        let finished = quiet.finish(&mut command)?;
        let found = Count::of_tests(&finished.said);
        let mut count = Count::default();
        count.add(found);
        if !finished.success {
            // A test program that was killed has counted nothing.
            count.failed += u32::from(found.failed == 0);
            count.problems.push(quiet.failure(&finished).to_string());
        }
        Ok(count)
    }
}

impl Native {
    /// Builds libraries, programs and tests of the workspace.
    pub fn build(place: &Place) -> Outcome<Self> {
        let said = Quiet { name: "native build", logs: &place.notes() }.run(place.cargo().args([
            "build",
            "--workspace",
            "--all-targets",
            "--message-format",
            "json-render-diagnostics",
        ]))?;
        Ok(Self::read(&said))
    }

    /// A program that is no test, for example the server.
    pub fn program(&self, name: &str) -> Outcome<&Path> {
        match self.programs.iter().find(|program| program.name == name) {
            Some(program) => Ok(&program.path),
            None => Err(Problem::new(format!("The workspace has no program \"{name}\"."))),
        }
    }

    /// Runs the test programs that `wanted` picks by package and name, with `prepare` applied to each.
    pub fn run_tests(
        &self,
        place: &Place,
        wanted: impl Fn(&str, &str) -> bool,
        prepare: impl Fn(&mut Command),
    ) -> Outcome<Count> {
        self.run_tests_under(place, &[], wanted, prepare)
    }

    /// The same, each program started by another one, which stands before it on the command line.
    pub fn run_tests_under(
        &self,
        place: &Place,
        under: &[&str],
        wanted: impl Fn(&str, &str) -> bool,
        prepare: impl Fn(&mut Command),
    ) -> Outcome<Count> {
        let mut count = Count::default();
        for test in self.tests.iter().filter(|test| wanted(&test.package, &test.name)) {
            count.join(test.run(place, under, "", &prepare)?);
        }
        Ok(count)
    }

    /// Runs those test programs in their order, two at a time.
    pub fn run_in_pairs(&self, place: &Place, jobs: Vec<Job<'_>>) -> Outcome<Count> {
        let mut found = Vec::new();
        for job in jobs {
            let program = self.tests.iter().find(|test| test.package == job.package && test.name == job.name);
            let program = program.ok_or_else(|| {
                Problem::new(format!("{} has no test program \"{}\".", job.package, job.name))
            })?;
            found.push((program, job));
        }
        let queue = Mutex::new(found.into_iter());
        let worker = || {
            let mut count = Count::default();
            loop {
                // A worker that panicked has left the queue as it should be.
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((program, job)) = next else { return Ok(count) };
                count.join(program.run(place, job.under, job.variant, &job.prepare)?);
            }
        };
        thread::scope(|scope| {
            let other = scope.spawn(worker);
            let mut count = worker()?;
            let others = other.join().map_err(|_| Problem::new("A runner of tests broke down."))?;
            count.join(others?);
            Ok(count)
        })
    }

    /// Picks the programs out of cargo's messages.
    fn read(messages: &str) -> Self {
        let mut native = Self { tests: Vec::new(), programs: Vec::new() };
        for line in messages.lines().filter(|line| line.starts_with('{')) {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let Some((program, is_test)) = program(&message) else { continue };
            if is_test { native.tests.push(program) } else { native.programs.push(program) }
        }
        // In the order of their names, whatever the order in which they were compiled.
        native.tests.sort_by(|a, b| (&a.package, &a.name).cmp(&(&b.package, &b.name)));
        native
    }
}

fn program(message: &Value) -> Option<(Program, bool)> {
    let path = message.get("executable")?.as_str()?;
    let directory = Path::new(message.get("manifest_path")?.as_str()?).parent()?;
    let target = message.get("target")?;
    let program = Program {
        package: package_name(message.get("package_id")?.as_str()?).to_owned(),
        name: target.get("name")?.as_str()?.to_owned(),
        directory: directory.to_owned(),
        path: PathBuf::from(path),
    };
    Some((program, message.get("profile")?.get("test")?.as_bool()?))
}

/// The name in `path+file:///here/crates/wire#0.1.0` or `path+file:///here/server#vorzimmer-server@0.1.0`.
fn package_name(id: &str) -> &str {
    let (place, version) = id.split_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_tests_are_told_apart_in_cargos_messages() {
        let messages = r#"
warning: something
{"reason":"compiler-artifact","package_id":"path+file:///here/server#vorzimmer-server@0.1.0","manifest_path":"/here/server/Cargo.toml","target":{"kind":["bin"],"name":"vorzimmer"},"profile":{"test":false},"executable":"/t/debug/vorzimmer"}
{"reason":"compiler-artifact","package_id":"path+file:///here/crates/wire#0.1.0","manifest_path":"/here/crates/wire/Cargo.toml","target":{"kind":["lib"],"name":"wire"},"profile":{"test":true},"executable":"/t/debug/deps/wire-1"}
{"reason":"compiler-artifact","package_id":"path+file:///here/crates/wire#0.1.0","manifest_path":"/here/crates/wire/Cargo.toml","target":{"kind":["lib"],"name":"wire"},"profile":{"test":false},"executable":null}
{"reason":"build-finished","success":true}"#;
        let native = Native::read(messages);
        assert_eq!(native.program("vorzimmer").unwrap(), Path::new("/t/debug/vorzimmer"));
        assert!(native.program("wire").is_err());
        assert_eq!(native.tests.len(), 1);
        assert_eq!(native.tests[0].package, "wire");
        assert_eq!(native.tests[0].directory, Path::new("/here/crates/wire"));
    }
}
