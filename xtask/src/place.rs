//! Where everything is: the checkout, what cargo builds, the tools' cache. And the command lines of cargo.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    problem::{Doing, Outcome, Problem},
    run,
};

/// Places of this checkout and this user.
pub struct Place {
    /// The checkout.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
    /// Where tools are kept, outside every checkout, so that a fresh clone finds them.
    pub tools: PathBuf,
}

impl Place {
    /// Finds them.
    pub fn find() -> Outcome<Self> {
        // What cargo says now; what it said when this was compiled may have been another checkout.
        let manifest =
            env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let manifest = PathBuf::from(manifest);
        let root = manifest.parent().map_or_else(|| manifest.clone(), Path::to_owned);
        let mut place = Self { root, target: PathBuf::new(), tools: tools_directory()? };
        place.target = place.target_directory()?;
        Ok(place)
    }

    /// A cargo command line in the checkout.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root);
        forget_the_outer_cargo(&mut cargo);
        cargo
    }

    /// What the commands note down between two runs, and their logs.
    pub fn notes(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The client as it is served.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    fn target_directory(&self) -> Outcome<PathBuf> {
        let answer = run::capture(self.cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: Value = serde_json::from_str(&answer).doing("read what `cargo metadata` says")?;
        match metadata.get("target_directory").and_then(Value::as_str) {
            Some(directory) => Ok(PathBuf::from(directory)),
            None => Err(Problem::new("`cargo metadata` names no target directory. Is this cargo very old?")),
        }
    }
}

fn tools_directory() -> Outcome<PathBuf> {
    if let Some(given) = env::var_os("VORZIMMER_TOOLS").filter(|given| !given.is_empty()) {
        return std::path::absolute(given).doing("make a path of VORZIMMER_TOOLS");
    }
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|given| !given.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => env::home_dir()
            .ok_or_else(|| {
                Problem::new(
                    "There is no home directory to keep tools in. Set VORZIMMER_TOOLS to a directory.",
                )
            })?
            .join(".cache"),
    };
    Ok(cache.join("vorzimmer"))
}

/// `cargo xtask` runs inside `cargo run`, which describes the package `xtask` in the environment. Build scripts of
/// others would take notice and be built again each time a package is built from here and from a shell in turn.
fn forget_the_outer_cargo(command: &mut Command) {
    const ABOUT_XTASK: [&str; 5] =
        ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_NAME", "CARGO_BIN_NAME", "CARGO_PRIMARY_PACKAGE"];
    for (name, _) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if ABOUT_XTASK.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
}
