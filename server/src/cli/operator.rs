//! `vorzimmer operator`: the link to the page that tells whether the installation is sound.

use std::{io::Write, process::ExitCode};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{CliError, Common, print_json};
use crate::{
    config::Config,
    operator::{OPERATOR_PREFIX, OperatorKey},
    server,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the link to the operator's page. Whoever has it can read the page: keep it as you keep a password.
    Link(Link),
}

#[derive(Debug, Args)]
pub(super) struct Link {
    #[command(flatten)]
    common: Common,
    /// Make a new link; the former one ends.
    #[arg(long)]
    renew: bool,
}

#[derive(Serialize)]
struct Printed {
    link: String,
}

pub(super) async fn run(command: Command, out: &mut impl Write) -> Result<ExitCode, CliError> {
    let Command::Link(Link { common, renew }) = command;
    let config = Config::load(&common.config)?;
    // The folder is made when it is missing.
    server::open_store(&config).await?.close().await;
    let folder = &config.server.data_dir;
    let key = match OperatorKey::load(folder)?.filter(|_| !renew) {
        Some(key) => key,
        None => OperatorKey::renew(folder)?,
    };
    let link = format!("{}{OPERATOR_PREFIX}{}", config.public_url(), key.reveal());
    if common.json {
        print_json(out, &Printed { link })?;
    } else {
        writeln!(out, "{link}")?;
    }
    Ok(ExitCode::SUCCESS)
}
