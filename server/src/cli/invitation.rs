//! `vorzimmer invitation`: takes personal links back. A running server notices within seconds.

use std::{io::Write, process::ExitCode};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{CliError, Common, print_json};
use crate::{clock, config::Config, invitations, server, store::Revocation};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Take a personal link back: it lets nobody in any more.
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub(super) struct Revoke {
    #[command(flatten)]
    common: Common,
    /// The link, or the id of the participant.
    // What is random may begin with a dash, and is no option then.
    #[arg(value_name = "LINK-OR-PARTICIPANT", allow_hyphen_values = true)]
    whose: String,
}

#[derive(Serialize)]
struct Revoked {
    revoked: bool,
    already: bool,
}

pub(super) async fn run(command: Command, out: &mut impl Write) -> Result<ExitCode, CliError> {
    let Command::Revoke(Revoke { common, whose }) = command;
    let config = Config::load(&common.config)?;
    let store = server::open_store(&config).await?;
    let hash = invitations::hash(invitations::secret_of(&whose));
    let outcome = store.revoke(&hash, &whose, clock::now()).await?;
    store.close().await;
    if common.json {
        let revoked = Revoked {
            revoked: matches!(outcome, Revocation::Revoked | Revocation::Already),
            already: outcome == Revocation::Already,
        };
        print_json(out, &revoked)?;
    } else {
        match outcome {
            Revocation::Revoked => writeln!(out, "The invitation is taken back.")?,
            Revocation::Already => writeln!(out, "The invitation had been taken back before.")?,
            Revocation::Unknown => return Err(CliError::Said("there is no such invitation".to_owned())),
        }
    }
    Ok(if outcome == Revocation::Unknown { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
