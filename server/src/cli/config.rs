//! `vorzimmer config`: what is wrong with a configuration, and what an empty one means.

use std::{fs, io::Write, process::ExitCode};

use clap::{Args, Subcommand};
use serde::Serialize;
use texts::{Language, Texts};

use super::{CliError, Common, print_json};
use crate::{
    config::{self, Config, ConfigError, DEFAULT, EngineName, Finding, Findings},
    engine::Engines,
    keys,
    operator::{self, Checkup, Status},
    server,
    store::{self, MeetingId},
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what is wrong with a configuration, line by line.
    Check(Check),
    /// Print the configuration with its defaults and what each means.
    ShowDefault,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    common: Common,
    /// Try it, too: the database, and whether each LiveKit deployment answers, accepts the key and lets participants in.
    #[arg(long)]
    online: bool,
}

#[derive(Serialize)]
struct Checked {
    file: String,
    ok: bool,
    findings: Findings,
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<Checkup>,
}

pub(super) async fn run(command: Command, out: &mut impl Write) -> Result<ExitCode, CliError> {
    match command {
        Command::Check(check) => look(&check, out).await,
        Command::ShowDefault => {
            out.write_all(DEFAULT.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn look(check: &Check, out: &mut impl Write) -> Result<ExitCode, CliError> {
    let common = &check.common;
    let file = &common.config;
    let text =
        fs::read_to_string(file).map_err(|source| ConfigError::Unreadable { file: file.clone(), source })?;
    let folder = file.parent().unwrap_or(std::path::Path::new(""));
    let mut online = None;
    let findings = match config::parse(&text, folder) {
        Ok(config) => {
            let mut findings = config::check_disk(&config, &text);
            findings.extend(pins(&config).await?);
            if check.online && findings.is_empty() {
                online = Some(try_out(&config).await?);
            }
            Findings(findings)
        }
        Err(findings) => findings,
    };
    let ok = findings.0.is_empty() && online.as_ref().is_none_or(Checkup::works);
    if common.json {
        print_json(out, &Checked { file: file.display().to_string(), ok, findings, online })?;
    } else if let Some(checkup) = &online {
        tell(checkup, out)?;
    } else if ok {
        writeln!(out, "{}: all is well", file.display())?;
    } else {
        for finding in &findings.0 {
            writeln!(out, "{}: {finding}", file.display())?;
        }
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that can be tried without being the server.
async fn try_out(config: &Config) -> Result<Checkup, CliError> {
    let pair = match &config.meeting.key {
        Some(pair) => pair.clone(),
        None => keys::load_or_make(&config.server.data_dir)?,
    };
    let store = server::open_store(config).await.ok();
    let (engines, _seen) = Engines::new(config, config.server.listen.ip(), &pair)?;
    let checkup = operator::check(config, &config.public_url(), &engines, store.as_ref()).await;
    if let Some(store) = store {
        store.close().await;
    }
    Ok(checkup)
}

fn tell(checkup: &Checkup, out: &mut impl Write) -> Result<(), CliError> {
    let texts = Texts::new(Language::English);
    for item in &checkup.items {
        let mark = match item.status {
            Status::Well => "+",
            Status::Doubt => "?",
            Status::Trouble => "!",
        };
        writeln!(out, "{mark} {}", operator::heading(texts, &item.about))?;
        for finding in &item.findings {
            writeln!(out, "    {}", operator::sentence(texts, finding))?;
        }
    }
    Ok(())
}

/// Meetings to come that are pinned to an engine which the file does not describe.
async fn pins(config: &Config) -> Result<Vec<Finding>, CliError> {
    let pins = store::pins(&config.database()).await?;
    let lost = pins.into_iter().filter(|(_, engine)| !config.has_engine(engine));
    let finding = |(meeting, engine): (MeetingId, EngineName)| Finding {
        line: 1,
        key: "livekit.name".to_owned(),
        problem: format!(
            "the meeting {} is pinned to the engine \"{}\", which no [[livekit]] describes: nobody can join it",
            meeting.0, engine.0
        ),
    };
    Ok(lost.map(finding).collect())
}
