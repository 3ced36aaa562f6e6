//! Installs tools into the user's cache, each into a directory named after its version.
//!
//! Nothing is ever put where a shell finds it, and nothing that a shell finds is trusted. A directory appears under
//! its final name only when the installation in it is complete, so one that was interrupted does not count.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
    time::Instant,
};

use crate::{
    machine,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::{self, Quiet},
};

/// A tool that is compiled from its source.
pub struct CargoTool {
    /// The package's name.
    pub package: &'static str,
    /// Its only acceptable version.
    pub version: &'static str,
    /// The programs wanted from it. The first one can say its version.
    pub programs: &'static [&'static str],
    /// What it is for, as in "trunk puts the page together".
    pub purpose: &'static str,
    /// How long that takes on a small machine.
    pub roughly: &'static str,
}

/// A tool that comes from npm.
pub struct NpmTool {
    /// The package's name.
    pub package: &'static str,
    /// Its only acceptable version.
    pub version: &'static str,
    /// What it is for, as in "binaryen makes the client smaller".
    pub purpose: &'static str,
}

/// Installs what is missing, one after the other, and returns the directories in which the programs are, in the
/// same order.
pub fn cargo_tools(place: &Place, wanted: &[CargoTool]) -> Outcome<Vec<PathBuf>> {
    // Shared by the tools, so that what two of them need is compiled once.
    let workshop = place.tools.join("build");
    let mut compiled = false;
    for tool in wanted {
        let home = home(place, tool.package, tool.version);
        if !works(tool, &home) {
            compile(place, tool, &home, &workshop)?;
            compiled = true;
        }
    }
    if compiled {
        // Only disk space is at stake, and another command may be compiling there.
        let _ = fs::remove_dir_all(&workshop);
    }
    Ok(wanted.iter().map(|tool| home(place, tool.package, tool.version).join("bin")).collect())
}

/// Installs an npm package if it is missing, and returns the directory that holds its `node_modules`.
pub fn npm_tool(place: &Place, tool: &NpmTool) -> Outcome<PathBuf> {
    let home = home(place, tool.package, tool.version);
    if home.join("node_modules").join(tool.package).is_dir() {
        return Ok(home);
    }
    let npm = machine::npm()?;
    let began = announce(tool.package, tool.version, tool.purpose, "less than a minute");
    let unfinished = unfinished(&home)?;
    let name = format!("{} {}", tool.package, tool.version);
    Quiet { name: &name, logs: &place.tools.join("logs") }.run(
        Command::new(npm)
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
            .arg(&unfinished)
            .arg(format!("{}@{}", tool.package, tool.version))
            .current_dir(&unfinished),
    )?;
    take_over(&unfinished, &home)?;
    finished(tool.package, tool.version, began);
    Ok(home)
}

fn compile(place: &Place, tool: &CargoTool, home: &Path, workshop: &Path) -> Outcome {
    let began = announce(tool.package, tool.version, tool.purpose, tool.roughly);
    let unfinished = unfinished(home)?;
    let name = format!("{} {}", tool.package, tool.version);
    let logs = place.tools.join("logs");
    let quiet = Quiet { name: &name, logs: &logs };
    let install = |locked: bool| {
        let mut cargo = place.cargo();
        cargo
            .args([
                "install",
                tool.package,
                "--version",
                tool.version,
                "--no-default-features",
                "--no-track",
                "--force",
            ])
            .args(locked.then_some("--locked"))
            .args(tool.programs.iter().flat_map(|program| ["--bin", program]))
            .arg("--root")
            .arg(&unfinished)
            .arg("--target-dir")
            .arg(workshop)
            // Away from the checkout, whose cargo configuration is about the checkout.
            .current_dir(&place.tools)
            // A tool is compiled once and works for seconds: quick to compile is what counts.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_STRIP", "true")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET");
        cargo
    };
    // With the versions that its authors tested. A mirror of the registry may not have one of them (yet).
    let first = quiet.finish(&mut install(true))?;
    if !first.success {
        println!(
            "    {name}: not with the dependencies its authors tested; trying the newest compatible ones"
        );
        quiet.run(&mut install(false))?;
    }
    take_over(&unfinished, home)?;
    if !works(tool, home) {
        return Err(Problem::new(format!(
            "{name} was compiled, but {} does not start or is not of that version. Try it by hand.",
            home.join("bin").join(tool.programs[0]).display()
        )));
    }
    finished(tool.package, tool.version, began);
    Ok(())
}

/// Whether the tool is there, starts on this machine, and is of the right version.
fn works(tool: &CargoTool, home: &Path) -> bool {
    let bin = home.join("bin");
    tool.programs.iter().all(|program| bin.join(program).is_file())
        && run::probe(Command::new(bin.join(tool.programs[0])).arg("--version"))
            .is_some_and(|said| said.split_whitespace().nth(1) == Some(tool.version))
}

fn home(place: &Place, package: &str, version: &str) -> PathBuf {
    place.tools.join(format!("{package}-{version}"))
}

/// An empty directory beside the final one, on the same file system.
fn unfinished(home: &Path) -> Outcome<PathBuf> {
    let name = home.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = home.with_file_name(format!("{name}.unfinished-{}", process::id()));
    // Left by a process of the same number that was interrupted.
    let _ = fs::remove_dir_all(&unfinished);
    fs::create_dir_all(&unfinished).doing(format_args!("make {}", unfinished.display()))?;
    Ok(unfinished)
}

fn take_over(unfinished: &Path, home: &Path) -> Outcome {
    // What may be there does not work, or another command has just installed the same.
    let _ = fs::remove_dir_all(home);
    fs::rename(unfinished, home).doing(format_args!("move what was installed to {}", home.display()))
}

fn announce(package: &str, version: &str, purpose: &str, roughly: &str) -> Instant {
    println!("  installing {package} {version} ({purpose}; {roughly}, once)");
    Instant::now()
}

fn finished(package: &str, version: &str, began: Instant) {
    println!("  installed {package} {version} ({})", run::span(began.elapsed()));
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn an_interrupted_installation_does_not_count() {
        let tools = std::env::temp_dir().join(format!("xtask-install-{}", process::id()));
        let home = tools.join("tool-1.0.0");
        let tool =
            CargoTool { package: "tool", version: "1.0.0", programs: &["tool"], purpose: "", roughly: "" };
        let unfinished = unfinished(&home).unwrap();
        let program = unfinished.join("bin/tool");
        fs::create_dir_all(unfinished.join("bin")).unwrap();
        fs::write(&program, "#!/bin/sh\necho tool 1.0.0\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(!works(&tool, &home), "not yet under its final name");
        take_over(&unfinished, &home).unwrap();
        assert!(works(&tool, &home));
        assert!(!works(&CargoTool { version: "1.0.1", ..tool }, &home), "another version");
        fs::remove_dir_all(&tools).unwrap();
    }
}
