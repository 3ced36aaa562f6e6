//! Builds the client into `dist/`: cargo, then Trunk with wasm-bindgen, then what makes it
//! smaller, then compression.
//!
//! One kind of client only: what is tried, tested and measured is what a city serves.

use std::{fs, path::PathBuf, process::Command, time::Instant};

use crate::{
    compress,
    place::Place,
    problem::{Doing, Outcome},
    program,
    run::{self, Quiet},
    stamp,
    tools::{self, ClientTools, WASM_TARGET},
};

/// The names of functions in a form that tells the modules they come from, whatever types they are made for.
const FLAGS: (&str, &str) = ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Csymbol-mangling-version=v0");

/// Everything that goes into the client, and what makes it.
const SOURCES: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
    "index.html",
    "assets",
    "src",
    "crates",
    "xtask/src/client.rs",
    "xtask/src/glue.rs",
    "xtask/src/program.rs",
    "xtask/src/split",
    "xtask/src/tools.rs",
];

/// Installs what is missing and builds the client.
pub fn build(place: &Place) -> Outcome {
    let tools = tools::for_client(place)?;
    if is_current(place, &tools)? {
        println!("  client: unchanged");
        return Ok(());
    }
    compile(place)?;
    bundle(place, &tools)
}

/// Whether `dist/` is what a build would make.
pub fn is_current(place: &Place, tools: &ClientTools) -> Outcome<bool> {
    let noted = fs::read_to_string(note(place)).unwrap_or_default();
    Ok(place.dist().join("index.html").is_file() && noted == stamp(place, tools)?)
}

/// Compiles the client. Needs no tool, so it can go on while they are installed.
pub fn compile(place: &Place) -> Outcome {
    let began = Instant::now();
    // Trunk repeats this and finds it done. It must be the same in every word that changes what is compiled.
    let mut cargo = place.cargo();
    cargo.args(["build", "--profile", "client", "--bin", "client", "--target", WASM_TARGET]);
    cargo.env(FLAGS.0, FLAGS.1);
    cargo.arg("--manifest-path").arg(place.root.join("Cargo.toml"));
    Quiet { name: "client", logs: &place.notes() }.run(&mut cargo)?;
    senses(place)?;
    println!("  client compiled ({})", run::span(began.elapsed()));
    Ok(())
}

/// Compiles what runs beside the page, and tells where it is.
pub fn senses(place: &Place) -> Outcome<PathBuf> {
    let mut cargo = place.cargo();
    cargo.args(["build", "--profile", "client", "--package", "senses", "--target", WASM_TARGET]);
    cargo.env(FLAGS.0, FLAGS.1);
    Quiet { name: "senses", logs: &place.notes() }.run(&mut cargo)?;
    Ok(place.target.join(WASM_TARGET).join("client/senses.wasm"))
}

/// Makes `dist/` of the compiled client.
pub fn bundle(place: &Place, tools: &ClientTools) -> Outcome {
    let began = Instant::now();
    let stamp = stamp(place, tools)?;
    // Until it is complete it is nothing.
    let _ = fs::remove_file(note(place));
    let mut trunk = Command::new(&tools.trunk);
    trunk
        .args(["build", "--offline", "--skip-version-check", "--dist"])
        .arg(place.dist())
        .current_dir(&place.root)
        .env("PATH", &tools.path)
        .env(FLAGS.0, FLAGS.1);
    Quiet { name: "Trunk", logs: &place.notes() }.run(&mut trunk)?;
    println!("  page put together ({})", run::span(began.elapsed()));

    let began = Instant::now();
    program::finish(place, tools.smaller.as_ref())?;
    println!("  program split and made smaller ({})", run::span(began.elapsed()));

    let began = Instant::now();
    compress::directory(&place.dist())?;
    println!("  page compressed ({})", run::span(began.elapsed()));
    fs::create_dir_all(place.notes()).doing("make the directory for notes")?;
    fs::write(note(place), stamp).doing("note what the client was built of")
}

fn note(place: &Place) -> PathBuf {
    place.notes().join("client.stamp")
}

fn stamp(place: &Place, tools: &ClientTools) -> Outcome<String> {
    stamp::of(&place.root, &SOURCES, (&place.root, tools.smaller.is_some(), std::env::var_os("RUSTFLAGS")))
}
