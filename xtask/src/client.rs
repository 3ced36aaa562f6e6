//! Builds the client into `dist/`: cargo, then Trunk with wasm-bindgen, then what makes it
//! smaller, then compression.
//!
//! One kind of client only: what is tried, tested and measured is what a city serves.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use crate::{
    compress, glue,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::{self, Quiet},
    stamp,
    tools::{self, ClientTools, Smaller, WASM_TARGET},
};

/// What travels is what counts, and rustc has optimised for size already: `-Oz` and `-Os` take three times as long and
/// make files that are smaller on the disk but larger on the way (by 1 %). Without what only developers read. The
/// features are those that rustc uses without being asked.
const WASM_OPT_FLAGS: [&str; 10] = [
    "-O1",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Everything that goes into the client, and what makes it.
const SOURCES: [&str; 11] = [
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
    cargo.arg("--manifest-path").arg(place.root.join("Cargo.toml"));
    Quiet { name: "client", logs: &place.notes() }.run(&mut cargo)?;
    println!("  client compiled ({})", run::span(began.elapsed()));
    Ok(())
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
        .env("PATH", &tools.path);
    Quiet { name: "Trunk", logs: &place.notes() }.run(&mut trunk)?;
    println!("  page put together ({})", run::span(began.elapsed()));

    let (wasm, javascript) = program(&place.dist())?;
    if let Some(tools) = &tools.smaller {
        let began = Instant::now();
        shrink(place, tools, &wasm, &javascript)?;
        println!("  program made smaller ({})", run::span(began.elapsed()));
    }

    let began = Instant::now();
    compress::directory(&place.dist())?;
    let kilobytes = |path: &Path| fs::metadata(path).map_or(0, |file| file.len()) / 1000;
    println!(
        "  page compressed ({}): {} KB of WebAssembly, of which {} KB travel",
        run::span(began.elapsed()),
        kilobytes(&wasm),
        kilobytes(&wasm.with_extension("wasm.br")),
    );
    fs::create_dir_all(place.notes()).doing("make the directory for notes")?;
    fs::write(note(place), stamp).doing("note what the client was built of")
}

fn note(place: &Place) -> PathBuf {
    place.notes().join("client.stamp")
}

fn stamp(place: &Place, tools: &ClientTools) -> Outcome<String> {
    stamp::of(&place.root, &SOURCES, (&place.root, tools.smaller.is_some(), std::env::var_os("RUSTFLAGS")))
}

/// Takes out of the program what a browser does not need.
fn shrink(place: &Place, tools: &Smaller, wasm: &Path, javascript: &Path) -> Outcome {
    let mut wasm_opt = Command::new(&tools.node);
    wasm_opt.arg(&tools.wasm_opt).args(WASM_OPT_FLAGS).arg(wasm).arg("--output").arg(wasm);
    Quiet { name: "wasm-opt", logs: &place.notes() }.run(&mut wasm_opt)?;

    let code = fs::read(wasm).doing("read the client's WebAssembly")?;
    let script = fs::read_to_string(javascript).doing("read the client's JavaScript")?;
    let (code, script) = glue::shorten(&code, &script)?;
    fs::write(wasm, code).doing("write the client's WebAssembly")?;
    fs::write(javascript, script).doing("write the client's JavaScript")?;

    let mut terser = Command::new(&tools.node);
    terser
        .arg(&tools.terser)
        .arg(javascript)
        .args(["--module", "--compress", "passes=2", "--mangle", "--output"])
        .arg(javascript);
    Quiet { name: "terser", logs: &place.notes() }.run(&mut terser).map(drop)
}

/// The WebAssembly in the page, and the JavaScript around it.
fn program(dist: &Path) -> Outcome<(PathBuf, PathBuf)> {
    for entry in fs::read_dir(dist).doing("list dist/")? {
        let path = entry.doing("list dist/")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(stem) = name.strip_suffix("_bg.wasm") {
            let javascript = dist.join(format!("{stem}.js"));
            return Ok((path, javascript));
        }
    }
    Err(Problem::new(
        "Trunk made a page without WebAssembly. Does index.html have <link data-trunk rel=\"rust\">?",
    ))
}
