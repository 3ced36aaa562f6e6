//! Runs other programs: quietly with a sign of life and a log, or in the foreground, or for their answer.
//!
//! It does not decide what to run. What a quiet program says is kept, and shown only when it fails.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, BufRead, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::problem::{Doing, Outcome, Problem};

/// How often a quiet program that takes long is said to be alive still.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);

/// How much of what a failed program said is shown.
const SHOWN_LINES: usize = 80;

/// A program that runs quietly.
pub struct Quiet<'a> {
    /// What it is for, as in "clippy, native".
    pub name: &'a str,
    /// Where its logs go.
    pub logs: &'a Path,
}

impl Quiet<'_> {
    /// Runs it to its end and returns what it printed on both outputs. Failing is a problem that shows the end of it.
    pub fn run(&self, command: &mut Command) -> Outcome<String> {
        let finished = self.finish(command)?;
        if finished.success { Ok(finished.said) } else { Err(self.failure(&finished)) }
    }

    /// Like [`Quiet::run`], but failing is an answer too.
    pub fn finish(&self, command: &mut Command) -> Outcome<Finished> {
        let log = self.logs.join(format!("{}.log", self.name.replace([' ', ',', '/'], "-")));
        fs::create_dir_all(self.logs).doing("make the directory for logs")?;
        let mut file = File::create(&log).doing(format_args!("write {}", log.display()))?;

        let (reader, writer) = io::pipe().doing("make a pipe")?;
        command
            .stdin(Stdio::null())
            .stdout(writer.try_clone().doing("make a pipe")?)
            .stderr(writer)
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_PROGRESS_WHEN", "always")
            .env("CARGO_TERM_PROGRESS_WIDTH", "100");
        let mut child = command.spawn().map_err(|error| cannot_start(command, &error))?;
        // The command still holds the writing ends; while it does the pipe never closes.
        command.stdout(Stdio::null()).stderr(Stdio::null());

        let (send, lines) = mpsc::channel();
        let reading = thread::spawn(move || {
            for line in pieces(BufReader::new(reader)) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });

        let began = Instant::now();
        let mut due = began + SIGN_OF_LIFE;
        let mut progress = None;
        let mut said = String::new();
        loop {
            match lines.recv_timeout(Duration::from_secs(1)) {
                Ok(line) => match cargo_progress(&line) {
                    Some(found) => progress = Some(found),
                    None => {
                        // A log that cannot be written must not stop the work it is about.
                        let _ = writeln!(file, "{line}");
                        said.push_str(&line);
                        said.push('\n');
                    }
                },
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if Instant::now() >= due {
                due += SIGN_OF_LIFE;
                println!("    {}{}, {}", self.name, progress_words(progress), span(began.elapsed()));
            }
        }
        let status = child.wait().doing(format_args!("wait for {}", self.name))?;
        // It ended when the pipe did.
        let _ = reading.join();
        Ok(Finished { success: status.success(), said, log: log.display().to_string() })
    }

    /// The problem that a finished program is.
    pub fn failure(&self, finished: &Finished) -> Problem {
        let mut text = String::new();
        let lines: Vec<&str> =
            without_backtraces(finished.said.lines()).filter(|line| !noise(line)).collect();
        for line in &lines[lines.len().saturating_sub(SHOWN_LINES)..] {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "  | {line}");
        }
        Problem::new(format!("{text}{} failed. All it said is in {}.", self.name, finished.log))
    }
}

/// How a quiet program ended.
pub struct Finished {
    /// Whether it succeeded.
    pub success: bool,
    /// What it printed on both outputs, without cargo's progress.
    pub said: String,
    log: String,
}

/// Runs a program whose answer on standard output is wanted; what it complains about stays on the terminal.
pub fn capture(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        return Err(Problem::new(format!("`{}` failed.", words(command))));
    }
    String::from_utf8(output.stdout).doing(format_args!("read the answer of `{}`", words(command)))
}

/// The answer of a program, or nothing if it cannot be run or fails. For looking whether something is there.
pub fn probe(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
}

/// Runs a program with the terminal for itself.
pub fn foreground(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(Problem::new(format!("`{}` failed.", words(command)))) }
}

/// A length of time as people say it.
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else {
        format!("{:.1} s", time.as_secs_f32())
    }
}

fn cannot_start(command: &Command, error: &io::Error) -> Problem {
    Problem::new(format!("`{}` cannot be started: {error}. Is it installed?", words(command)))
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_else(|| command.get_program());
    let mut words = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        words.push(' ');
        words.push_str(&argument.to_string_lossy());
    }
    words
}

/// The output in pieces ended by a line feed or, as cargo's progress is, by a carriage return.
fn pieces(mut reader: impl BufRead) -> impl Iterator<Item = String> {
    std::iter::from_fn(move || {
        let mut piece = Vec::new();
        loop {
            let available = reader.fill_buf().ok()?;
            if available.is_empty() {
                return (!piece.is_empty()).then(|| String::from_utf8_lossy(&piece).into_owned());
            }
            let end = available.iter().position(|&byte| byte == b'\n' || byte == b'\r');
            piece.extend_from_slice(&available[..end.unwrap_or(available.len())]);
            let used = end.map_or(available.len(), |end| end + 1);
            reader.consume(used);
            if end.is_some() {
                return Some(String::from_utf8_lossy(&piece).into_owned());
            }
        }
    })
}

/// How far cargo is: `    Building [====>    ] 12/345: syn, serde`.
fn cargo_progress(line: &str) -> Option<(u32, u32)> {
    let (_, rest) = line.trim_start().strip_prefix("Building [")?.split_once("] ")?;
    let (counts, _) = rest.split_once(':').unwrap_or((rest, ""));
    let (done, all) = counts.trim().split_once('/')?;
    Some((done.parse().ok()?, all.parse().ok()?))
}

fn progress_words(progress: Option<(u32, u32)>) -> String {
    progress.map_or_else(String::new, |(done, all)| format!(": {done} of {all} parts"))
}

/// Lines of cargo that say nothing about a failure.
fn noise(line: &str) -> bool {
    const WORDS: [&str; 8] = [
        "Compiling ",
        "Checking ",
        "Documenting ",
        "Downloading ",
        "Downloaded ",
        "Updating ",
        "Locking ",
        "Blocking ",
    ];
    let line = line.trim_start();
    // The middle one begins a message of cargo for programs.
    line.is_empty() || line.starts_with("{\"reason\"") || WORDS.iter().any(|word| line.starts_with(word))
}

/// Leaves backtraces out. One of asynchronous code is longer than all that is shown, and hides what went wrong.
fn without_backtraces<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut inside = false;
    lines.filter(move |line| {
        let line = line.trim_start();
        let is_frame = || line.split_once(": ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        inside = line.eq_ignore_ascii_case("stack backtrace:")
            || inside && (is_frame() || line.starts_with("at "));
        !inside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_progress_is_told_from_what_it_says() {
        assert_eq!(
            cargo_progress("    Building [=====>      ] 120/368: syn, serde(build)"),
            Some((120, 368))
        );
        assert_eq!(cargo_progress("   Compiling syn v2.0.100"), None);
        assert_eq!(cargo_progress("error: see [1] 3/4: of it"), None);
        assert_eq!(cargo_progress("test a::b [x] ok"), None);
    }

    #[test]
    fn output_is_cut_at_line_feeds_and_carriage_returns() {
        let cut: Vec<String> = pieces(&b"one\rtwo\nthree"[..]).collect();
        assert_eq!(cut, ["one", "two", "three"]);
    }

    #[test]
    fn a_backtrace_hides_nothing_that_was_said() {
        let said = [
            "Error: a good line",
            "Caused by:",
            "    0: Ada is told something",
            "    1: at once",
            "Stack backtrace:",
            "   0: poll<&mut dyn Future>",
            "             at ./src/line.rs:9:41",
            "FAILED",
        ];
        let left: Vec<&str> = without_backtraces(said.into_iter()).collect();
        assert_eq!(left, [said[0], said[1], said[2], said[3], said[7]]);
    }

    #[test]
    fn a_program_that_fails_is_a_problem_that_shows_what_it_said() {
        let logs = std::env::temp_dir().join(format!("xtask-run-{}", std::process::id()));
        let quiet = Quiet { name: "a failing program", logs: &logs };
        let problem =
            quiet.run(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap_err();
        let _ = fs::remove_dir_all(&logs);
        let text = problem.to_string();
        assert!(text.contains("| out") && text.contains("| err") && text.contains("failed"), "{text}");
    }
}
