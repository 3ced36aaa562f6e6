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

use serde_json::Value;

use crate::{
    go, machine,
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

/// Packages from npm that belong together.
pub struct NpmSet {
    /// The name of the directory that holds them.
    pub name: &'static str,
    /// Each package with its only acceptable version. The first one gives the directory its version.
    pub packages: &'static [(&'static str, &'static str)],
    /// What they are for.
    pub purpose: &'static str,
}

/// Packages of Debian, unpacked and not installed. Of the version that Debian has.
pub struct DebianSet {
    /// The name of the directory that holds them.
    pub name: &'static str,
    /// Each package with the program wanted from it.
    pub packages: &'static [(&'static str, &'static str)],
    /// What they are for.
    pub purpose: &'static str,
}

/// A tool that is compiled from a Go module.
pub struct GoTool {
    /// The package that holds its `main`.
    pub package: &'static str,
    /// The module's only acceptable version, without the `v`.
    pub version: &'static str,
    /// The name that the tool gets here.
    pub program: &'static str,
    /// What it is for, as in "livekit-server is what the meetings are tried against".
    pub purpose: &'static str,
    /// How long that takes on a small machine.
    pub roughly: &'static str,
}

/// Packages for Python that belong together.
pub struct PythonTool {
    /// The name of the directory that holds them.
    pub name: &'static str,
    /// Each package with its only acceptable version. The first one gives the directory its version.
    pub packages: &'static [(&'static str, &'static str)],
    /// What they are for.
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
    npm_packages(place, tool.package, &[(tool.package, tool.version)], tool.purpose)
}

/// The same with packages that belong together, if one of them is missing or of another version.
pub fn npm_set(place: &Place, set: &NpmSet) -> Outcome<PathBuf> {
    npm_packages(place, set.name, set.packages, set.purpose)
}

fn npm_packages(place: &Place, name: &str, packages: &[(&str, &str)], purpose: &str) -> Outcome<PathBuf> {
    let version = packages.first().map_or("0", |(_, version)| version);
    let home = home(place, name, version);
    if has_npm_packages(&home, packages) {
        return Ok(home);
    }
    let npm = machine::npm()?;
    let began = announce(name, version, purpose, "less than a minute");
    let unfinished = unfinished(&home)?;
    Quiet { name: &format!("{name} {version}"), logs: &place.tools.join("logs") }.run(
        Command::new(npm)
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
            .arg(&unfinished)
            .args(packages.iter().map(|(package, version)| format!("{package}@{version}")))
            .current_dir(&unfinished),
    )?;
    take_over(&unfinished, &home)?;
    if !has_npm_packages(&home, packages) {
        return Err(Problem::new(format!(
            "{name} {version} was installed, but not in the versions that were asked for."
        )));
    }
    finished(name, version, began);
    Ok(home)
}

fn has_npm_packages(home: &Path, packages: &[(&str, &str)]) -> bool {
    packages.iter().all(|(package, version)| {
        let about =
            fs::read(home.join("node_modules").join(package).join("package.json")).unwrap_or_default();
        serde_json::from_slice::<Value>(&about)
            .is_ok_and(|about| about.get("version").and_then(Value::as_str) == Some(version))
    })
}

/// Unpacks packages of Debian if they are missing, and returns the directory that is like a root to them.
pub fn debian_set(place: &Place, set: &DebianSet) -> Outcome<PathBuf> {
    let home = place.tools.join(set.name);
    let is_complete = |home: &Path| set.packages.iter().all(|(_, program)| home.join(program).is_file());
    if is_complete(&home) {
        return Ok(home);
    }
    let (root, archives) = (unfinished(&home)?, unfinished(&home.with_extension("archives"))?);
    let packages: Vec<&str> = set.packages.iter().map(|(package, _)| *package).collect();
    machine::fetch_packages(&packages, &archives, set.purpose)?;
    let quiet = Quiet { name: set.name, logs: &place.tools.join("logs") };
    for file in fs::read_dir(&archives).doing(format_args!("look into {}", archives.display()))? {
        let file = file.doing(format_args!("look into {}", archives.display()))?.path();
        if file.extension().is_some_and(|extension| extension == "deb") {
            quiet.run(Command::new("dpkg-deb").arg("-x").arg(file).arg(&root))?;
        }
    }
    let _ = fs::remove_dir_all(&archives);
    if !is_complete(&root) {
        return Err(Problem::new(format!("{}: the packages of this system lack a program.", set.name)));
    }
    take_over(&root, &home)?;
    Ok(home)
}

/// Compiles a Go program if it is missing, and returns it.
pub fn go_tool(place: &Place, tool: &GoTool) -> Outcome<PathBuf> {
    let home = home(place, tool.program, tool.version);
    let program = home.join("bin").join(tool.program);
    if says_its_version(&program, tool.version) {
        return Ok(program);
    }
    let go = go::go(place)?;
    let began = announce(tool.program, tool.version, tool.purpose, tool.roughly);
    let unfinished = unfinished(&home)?;
    let bin = unfinished.join("bin");
    let name = format!("{} {}", tool.program, tool.version);
    Quiet { name: &name, logs: &place.tools.join("logs") }
        .run(
            Command::new(&go)
                .arg("install")
                .arg(format!("{}@v{}", tool.package, tool.version))
                .current_dir(&place.tools)
                .env("GOBIN", &bin),
        )
        .map_err(|problem| {
            Problem::new(format!(
                "{problem}\n{name} could not be compiled. It comes as a Go module: is the network there?"
            ))
        })?;
    // Go calls a program after the last part of its package.
    let made = bin.join(tool.package.rsplit('/').next().unwrap_or(tool.package));
    let named = bin.join(tool.program);
    fs::rename(&made, &named).doing(format_args!("rename {}", made.display()))?;
    take_over(&unfinished, &home)?;
    if !says_its_version(&program, tool.version) {
        return Err(Problem::new(format!(
            "{name} was compiled, but {} does not start or is not of that version. Try it by hand.",
            program.display()
        )));
    }
    finished(tool.program, tool.version, began);
    Ok(program)
}

/// Installs packages for Python if they are missing, and returns the Python that has them.
pub fn python_tool(place: &Place, tool: &PythonTool) -> Outcome<PathBuf> {
    let version = tool.packages.first().map_or("0", |(_, version)| version);
    let home = home(place, tool.name, version);
    let python = home.join("bin").join("python");
    if has_packages(&python, tool.packages) {
        return Ok(python);
    }
    let base = machine::python()?;
    let began = announce(tool.name, version, tool.purpose, "1 minute");
    let unfinished = unfinished(&home)?;
    let name = format!("{} {version}", tool.name);
    let logs = place.tools.join("logs");
    let quiet = Quiet { name: &name, logs: &logs };
    quiet.run(Command::new(base).args(["-m", "venv"]).arg(&unfinished))?;
    let packages = tool.packages.iter().map(|(package, version)| format!("{package}=={version}"));
    quiet
        .run(
            Command::new(unfinished.join("bin").join("python"))
                .args(["-m", "pip", "install", "--no-input", "--disable-pip-version-check"])
                .args(packages)
                .current_dir(&unfinished),
        )
        .map_err(|problem| {
            Problem::new(format!("{problem}\n{name} could not be installed from PyPI. Is the network there?"))
        })?;
    // What pip wrote for the command line names the unfinished directory; the interpreter itself finds its place anew.
    take_over(&unfinished, &home)?;
    if !has_packages(&python, tool.packages) {
        return Err(Problem::new(format!("{name} was installed, but {} cannot use it.", python.display())));
    }
    finished(tool.name, version, began);
    Ok(python)
}

fn has_packages(python: &Path, packages: &[(&str, &str)]) -> bool {
    let script = "import sys, importlib.metadata as m\nfor name in sys.argv[1:]: print(m.version(name))";
    let names = packages.iter().map(|(package, _)| package);
    let wanted: Vec<&str> = packages.iter().map(|(_, version)| *version).collect();
    run::probe(Command::new(python).args(["-c", script]).args(names))
        .is_some_and(|said| said.lines().eq(wanted))
}

fn says_its_version(program: &Path, version: &str) -> bool {
    run::probe(Command::new(program).arg("--version"))
        .is_some_and(|said| said.split_whitespace().any(|word| word.trim_start_matches('v') == version))
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

/// The directory of a tool of that version.
pub fn home(place: &Place, package: &str, version: &str) -> PathBuf {
    place.tools.join(format!("{package}-{version}"))
}

/// An empty directory beside the final one, on the same file system.
pub fn unfinished(home: &Path) -> Outcome<PathBuf> {
    let name = home.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = home.with_file_name(format!("{name}.unfinished-{}", process::id()));
    // Left by a process of the same number that was interrupted.
    let _ = fs::remove_dir_all(&unfinished);
    fs::create_dir_all(&unfinished).doing(format_args!("make {}", unfinished.display()))?;
    Ok(unfinished)
}

/// Gives a complete installation its final name.
pub fn take_over(unfinished: &Path, home: &Path) -> Outcome {
    // What may be there does not work, or another command has just installed the same.
    let _ = fs::remove_dir_all(home);
    fs::rename(unfinished, home).doing(format_args!("move what was installed to {}", home.display()))
}

/// Says what is being installed.
pub fn announce(package: &str, version: &str, purpose: &str, roughly: &str) -> Instant {
    println!("  installing {package} {version} ({purpose}; {roughly}, once)");
    Instant::now()
}

/// Says that it is installed.
pub fn finished(package: &str, version: &str, began: Instant) {
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

    #[test]
    fn packages_of_another_version_do_not_count() {
        let home = std::env::temp_dir().join(format!("xtask-npm-{}", process::id()));
        let package = home.join("node_modules/@some/package");
        fs::create_dir_all(&package).unwrap();
        fs::write(package.join("package.json"), r#"{ "name": "@some/package", "version": "1.0.0" }"#)
            .unwrap();
        assert!(has_npm_packages(&home, &[("@some/package", "1.0.0")]));
        assert!(!has_npm_packages(&home, &[("@some/package", "1.0.1")]));
        assert!(!has_npm_packages(&home, &[("@some/package", "1.0.0"), ("other", "1.0.0")]));
        fs::remove_dir_all(&home).unwrap();
    }
}
