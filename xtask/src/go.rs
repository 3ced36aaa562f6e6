//! Go: one that is new enough for LiveKit's server.
//!
//! A Go of the machine's own is taken when it is. A Go that is too old can still fetch a newer one, which Go's module
//! proxy has as a module; that one is kept with the other tools.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    install, machine,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run,
    tools::GO,
};

/// The program `go`.
pub fn go(place: &Place) -> Outcome<PathBuf> {
    let machines_own = machine::some_go()?;
    if is_new_enough(&machines_own) {
        return Ok(machines_own);
    }
    let home = install::home(place, "go", GO);
    let go = home.join("bin/go");
    if !is_new_enough(&go) {
        fetch(place, &machines_own, &home)?;
    }
    if is_new_enough(&go) {
        Ok(go)
    } else {
        Err(Problem::new(format!(
            "Go {GO} was installed, but {} does not start. Try it by hand.",
            go.display()
        )))
    }
}

fn fetch(place: &Place, old: &Path, home: &Path) -> Outcome {
    let system = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => "linux-amd64",
        ("linux", "aarch64") => "linux-arm64",
        (os, arch) => {
            return Err(Problem::new(format!(
                "Go here is older than {GO}. Install a newer one for {os} on {arch}."
            )));
        }
    };
    let began = install::announce("go", GO, "compiles LiveKit's server", "1 to 3 minutes");
    let module = format!("golang.org/toolchain@v0.0.1-go{GO}.{system}");
    let said = run::capture(
        Command::new(old).args(["mod", "download", "-json", &module]).current_dir(&place.tools),
    )?;
    let said: Value = serde_json::from_str(&said).doing("read what `go mod download` says")?;
    let Some(fetched) = said.get("Dir").and_then(Value::as_str) else {
        return Err(Problem::new(format!(
            "`go mod download` did not bring {module}. Install Go {GO} or newer."
        )));
    };
    let unfinished = install::unfinished(home)?;
    // The module cache is read-only, and an old Go leaves the programs in it unable to run.
    run::capture(
        Command::new("cp").args(["-r", "--no-preserve=mode"]).arg(format!("{fetched}/.")).arg(&unfinished),
    )?;
    make_runnable(&unfinished.join("bin"))?;
    make_runnable(&unfinished.join("pkg/tool"))?;
    install::take_over(&unfinished, home)?;
    install::finished("go", GO, began);
    Ok(())
}

fn make_runnable(directory: &Path) -> Outcome {
    for entry in fs::read_dir(directory).doing(format_args!("look into {}", directory.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            make_runnable(&path)?;
            continue;
        }
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .doing(format_args!("make {} runnable", path.display()))?;
    }
    Ok(())
}

/// Whether this Go is at least [`GO`].
fn is_new_enough(go: &Path) -> bool {
    let said = run::probe(Command::new(go).arg("version").env("GOTOOLCHAIN", "local"));
    said.as_deref().and_then(version).is_some_and(|found| Some(found) >= version(&format!("go{GO}")))
}

/// The two numbers in `go version go1.26.8 linux/amd64`.
fn version(said: &str) -> Option<(u32, u32)> {
    let word = said.split_whitespace().find_map(|word| word.strip_prefix("go1."))?;
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    let (minor, patch) = word.split_once('.').unwrap_or((word, "0"));
    Some((number(minor)?, number(patch)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_go_is_read_from_what_it_says() {
        assert_eq!(version("go version go1.26.8 linux/amd64"), Some((26, 8)));
        assert_eq!(version("go version go1.27rc1 linux/amd64"), Some((27, 0)));
        assert_eq!(version("go version go1.19 linux/amd64"), Some((19, 0)));
        assert!(version("go1.19.8") < version("go1.25.1"));
        assert_eq!(version("gcc 12"), None);
    }
}
