//! `vorzimmer config`: what is wrong with a configuration, and what an empty one means.

use std::{fs, io::Write, process::ExitCode};

use clap::Subcommand;
use serde::Serialize;

use super::{CliError, Common, print_json};
use crate::config::{self, ConfigError, DEFAULT, Findings};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what is wrong with a configuration, line by line.
    Check(Common),
    /// Print the configuration with its defaults and what each means.
    ShowDefault,
}

#[derive(Serialize)]
struct Checked {
    file: String,
    ok: bool,
    findings: Findings,
}

pub(super) fn run(command: Command, out: &mut impl Write) -> Result<ExitCode, CliError> {
    match command {
        Command::Check(common) => check(&common, out),
        Command::ShowDefault => {
            out.write_all(DEFAULT.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(common: &Common, out: &mut impl Write) -> Result<ExitCode, CliError> {
    let file = &common.config;
    let text =
        fs::read_to_string(file).map_err(|source| ConfigError::Unreadable { file: file.clone(), source })?;
    let folder = file.parent().unwrap_or(std::path::Path::new(""));
    let findings = match config::parse(&text, folder) {
        Ok(config) => Findings(config::check_disk(&config, &text)),
        Err(findings) => findings,
    };
    let ok = findings.0.is_empty();
    if common.json {
        print_json(out, &Checked { file: file.display().to_string(), ok, findings })?;
    } else if ok {
        writeln!(out, "{}: all is well", file.display())?;
    } else {
        for finding in &findings.0 {
            writeln!(out, "{}: {finding}", file.display())?;
        }
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
