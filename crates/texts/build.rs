//! Turns `assets/i18n/<language>/*.ftl` into the methods of `Texts`. It finds and reads the files; what is wrong
//! with them, the generator says.

#![allow(clippy::disallowed_methods, reason = "this runs when the crate is compiled and is no part of it")]

#[path = "src/generator/mod.rs"]
mod generator;

use std::{env, error::Error, fs, path::Path, process::ExitCode};

use generator::Source;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let assets = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../assets/i18n");
    let code = generator::generate(&read(&assets.join("de"))?, &read(&assets.join("en"))?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("messages.rs"), code)?;
    Ok(())
}

/// All files of one language, in the order of their names.
fn read(folder: &Path) -> Result<Vec<Source>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    let mut sources = vec![];
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
    {
        println!("cargo::rerun-if-changed={}", path.display());
        let name = path.iter().rev().take(2).collect::<Vec<_>>();
        let file = name.iter().rev().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        sources.push(Source { file, text: fs::read_to_string(&path)? });
    }
    Ok(sources)
}
