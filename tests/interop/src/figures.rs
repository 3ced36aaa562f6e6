//! Keeps figures for the report: one line of JSON each, in the directory that `VORZIMMER_FIGURES` names.

use std::{fs::OpenOptions, io::Write as _, path::Path};

use anyhow::Result;
use serde_json::Value;

/// Adds a figure to those of that kind. Without a directory it is only said.
///
/// # Errors
/// When it cannot be written.
// Figures are what these programs are run for.
#[allow(clippy::print_stdout)]
pub fn note(kind: &str, figure: &Value) -> Result<()> {
    println!("{kind}: {figure}");
    let Some(directory) = std::env::var_os("VORZIMMER_FIGURES") else { return Ok(()) };
    let file = Path::new(&directory).join(format!("{kind}.jsonl"));
    let mut file = OpenOptions::new().create(true).append(true).open(file)?;
    Ok(writeln!(file, "{figure}")?)
}
