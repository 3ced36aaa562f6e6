//! Proves that the crates under `crates/` are pure and that dependencies point one way only.
//!
//! It reads what `cargo tree` says of each crate alone: with the features which that crate asks for, not with those
//! that some other package of the workspace adds. That no function asks for the time is clippy's business
//! (`crates/clippy.toml`).

use crate::{
    place::Place,
    problem::{Doing, Outcome, Problem},
    run,
    tools::WASM_TARGET,
};

/// What no pure crate may depend on, however many crates are between.
const BANNED: [(&str, &str); 25] = [
    ("web-sys", "a browser"),
    ("js-sys", "a browser"),
    ("wasm-bindgen", "a browser"),
    ("wasm-bindgen-futures", "a browser"),
    ("yew", "a browser"),
    ("gloo*", "a browser"),
    ("tokio", "an async runtime"),
    ("async-std", "an async runtime"),
    ("smol", "an async runtime"),
    ("time", "a clock"),
    ("instant", "a clock"),
    ("web-time", "a clock"),
    ("wasm-timer", "a clock"),
    ("quanta", "a clock"),
    ("jiff", "a clock"),
    ("iana-time-zone", "a clock"),
    ("getrandom", "randomness"),
    ("rand", "randomness"),
    ("fastrand", "randomness"),
    ("reqwest", "the network"),
    ("hyper", "the network"),
    ("mio", "the network"),
    ("socket2", "the network"),
    ("sqlx", "a database"),
    ("log", "logging"),
];

/// Harmless crates that have a clock when they are asked for one.
const BANNED_FEATURES: [(&str, &str); 3] = [("chrono", "clock"), ("chrono", "now"), ("chrono", "wasmbind")];

/// Which of our packages may depend on which others of ours. Who is not named may depend on none.
const DIRECTION: [(&str, &[&str]); 9] = [
    ("diagnosis", &["wire"]),
    ("participant", &["wire", "rtc", "diagnosis", "signals"]),
    ("desk", &["wire"]),
    ("senses", &["signals"]),
    ("sfu", &["wire"]),
    // Its help pages say the same steps as the client.
    ("vorzimmer-server", &["wire", "rtc", "sfu", "texts", "diagnosis"]),
    ("vorzimmer", &["wire", "participant", "desk", "rtc", "texts", "diagnosis", "signals"]),
    ("e2e", &["wire"]),
    ("xtask", &["texts"]),
];

/// The native target stands for all that are not a browser.
const TARGETS: [Option<&str>; 2] = [None, Some(WASM_TARGET)];

/// One package in the tree of another.
#[derive(Debug, PartialEq, Eq)]
struct Node {
    depth: usize,
    name: String,
    ours: bool,
    features: Vec<String>,
}

/// Everything that breaks the rules, as sentences.
pub fn breaches(place: &Place) -> Outcome<Vec<String>> {
    let pure = pure_packages(place)?;
    let mut breaches = Vec::new();
    let others = ["sfu", "vorzimmer-server", "vorzimmer", "e2e", "xtask"].map(str::to_owned);
    for package in pure.iter().chain(&others) {
        for target in TARGETS {
            let mut cargo = place.cargo();
            // A macro runs in the compiler and not in what is compiled.
            cargo.args([
                "tree",
                "--package",
                package,
                "--edges",
                "normal,no-proc-macro",
                "--prefix",
                "depth",
            ]);
            cargo
                .args(["--format", "\t{p}\t{f}"])
                .args(target.map(|target| ["--target", target]).iter().flatten());
            let tree = parse(&run::capture(&mut cargo)?)?;
            breaches.extend(breaches_in(&tree, pure.contains(package)));
        }
    }
    breaches.sort();
    breaches.dedup();
    Ok(breaches)
}

/// The packages under `crates/`.
pub fn pure_packages(place: &Place) -> Outcome<Vec<String>> {
    let mut packages = Vec::new();
    for entry in std::fs::read_dir(place.root.join("crates")).doing("list crates/")? {
        let path = entry.doing("list crates/")?.path();
        if path.join("Cargo.toml").is_file() {
            packages.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    packages.sort();
    if packages.is_empty() {
        Err(Problem::new("There is nothing under crates/ to look at."))
    } else {
        Ok(packages)
    }
}

/// What the tree of one package breaks.
fn breaches_in(tree: &[Node], pure: bool) -> Vec<String> {
    let Some(root) = tree.first() else { return Vec::new() };
    let allowed =
        DIRECTION.iter().find(|(name, _)| *name == root.name).map_or(&[][..], |(_, allowed)| allowed);
    let mut breaches = Vec::new();
    for (at, node) in tree.iter().enumerate().skip(1) {
        let way = || way(tree, at);
        if node.ours && !allowed.contains(&node.name.as_str()) {
            breaches.push(format!("{} must not depend on {}: {}.", root.name, node.name, way()));
        }
        if !pure {
            continue;
        }
        if let Some((_, what)) = BANNED.iter().find(|(name, _)| matches(name, &node.name)) {
            breaches.push(format!("{} is a pure crate and must not depend on {what}: {}.", root.name, way()));
        }
        for (_, feature) in BANNED_FEATURES.iter().filter(|(name, _)| *name == node.name) {
            if node.features.iter().any(|on| on == feature) {
                let name = &root.name;
                breaches
                    .push(format!("{name} is a pure crate and must not switch on \"{feature}\": {}.", way()));
            }
        }
    }
    breaches
}

/// How a package came in: `rtc -> livekit-protocol -> tokio`.
fn way(tree: &[Node], at: usize) -> String {
    let mut names = vec![tree[at].name.as_str()];
    let mut depth = tree[at].depth;
    for node in tree[..at].iter().rev() {
        if node.depth < depth {
            depth = node.depth;
            names.push(&node.name);
        }
    }
    names.reverse();
    names.join(" -> ")
}

fn matches(rule: &str, name: &str) -> bool {
    rule.strip_suffix('*').map_or(rule == name, |start| name.starts_with(start))
}

/// Reads `cargo tree --prefix depth --format "\t{p}\t{f}"`.
fn parse(tree: &str) -> Outcome<Vec<Node>> {
    tree.lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut parts = line.split('\t');
            let depth = parts.next().and_then(|depth| depth.parse().ok());
            let package = parts.next().unwrap_or_default();
            let name = package.split(' ').next().filter(|name| !name.is_empty());
            let (Some(depth), Some(name)) = (depth, name) else {
                return Err(Problem::new(format!(
                    "`cargo tree` printed a line that is not understood: {line}"
                )));
            };
            let features =
                parts.next().unwrap_or_default().split(',').map(|feature| feature.trim().to_owned());
            // Packages from a registry have no path behind their version.
            Ok(Node {
                depth,
                name: name.to_owned(),
                ours: package.contains(" (/"),
                features: features.collect(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tree: &str, pure: bool, expected: &[&str]) {
        let tree =
            tree.trim().lines().map(|line| line.trim().replace('|', "\t")).collect::<Vec<_>>().join("\n");
        assert_eq!(breaches_in(&parse(&tree).unwrap(), pure), expected);
    }

    #[test]
    fn a_pure_crate_passes() {
        let tree = "0|rtc v0.1.0 (/here/crates/rtc)|
                    1|livekit-protocol v0.8.2|default
                    2|chrono v0.4.45|alloc
                    1|prost v0.14.6|default,derive,std (*)";
        check(tree, true, &[]);
    }

    #[test]
    fn a_browser_a_runtime_and_a_clock_are_found_however_deep_they_are() {
        let tree = "0|participant v0.1.0 (/here/crates/participant)|
                    1|wire v0.1.0 (/here/crates/wire)|
                    2|helper v1.0.0|
                    3|js-sys v0.3.107|
                    1|gloo-timers v0.3.0|
                    1|chrono v0.4.45|alloc,clock
                    1|tokio v1.0.0|sync";
        check(
            tree,
            true,
            &[
                "participant is a pure crate and must not depend on a browser: participant -> wire -> helper -> js-sys.",
                "participant is a pure crate and must not depend on a browser: participant -> gloo-timers.",
                "participant is a pure crate and must not switch on \"clock\": participant -> chrono.",
                "participant is a pure crate and must not depend on an async runtime: participant -> tokio.",
            ],
        );
    }

    #[test]
    fn dependencies_point_one_way() {
        let tree = "0|wire v0.1.0 (/here/crates/wire)|
                    1|participant v0.1.0 (/here/crates/participant)|";
        check(tree, true, &["wire must not depend on participant: wire -> participant."]);
        let tree = "0|vorzimmer-server v0.1.0 (/here/server)|
                    1|tokio v1.0.0|
                    1|wire v0.1.0 (/here/crates/wire)|
                    1|sfu v0.1.0 (/here/server/sfu)|";
        check(tree, false, &[]);
    }

    #[test]
    fn a_tree_that_cannot_be_read_is_not_taken_for_a_pure_one() {
        assert!(parse("wire v0.1.0").is_err());
    }
}
