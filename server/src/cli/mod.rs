//! The command line. Whatever is printed for people is printed for programs with `--json`.

mod config;
mod invitation;
mod meeting;
mod operator;
mod serve;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use serde::Serialize;

use crate::{
    config::ConfigError, engine::EngineError, house_time::TimeError, invitations::NoRandomness,
    keys::KeyError, members::ListError, operator::OperatorKeyError, server::StartError, store::StoreError,
};

/// Vorzimmer: the front door to a digital council meeting.
#[derive(Debug, Parser)]
#[command(name = "vorzimmer", version, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(Common),
    /// Make and list meetings.
    #[command(subcommand)]
    Meeting(meeting::Command),
    /// Personal links.
    #[command(subcommand)]
    Invitation(invitation::Command),
    /// The configuration.
    #[command(subcommand)]
    Config(config::Command),
    /// The operator's page.
    #[command(subcommand)]
    Operator(operator::Command),
}

/// What most commands take.
#[derive(Debug, Args)]
struct Common {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print for programs.
    #[arg(long)]
    json: bool,
}

/// Why a command failed, as a plain sentence.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The server, or the folders it needs.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The store.
    #[error("the store does not work: {0}")]
    Store(#[from] StoreError),
    /// The list of members cannot be read.
    #[error("the list {} cannot be read: {source}", file.display())]
    ListUnreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The list of members is wrong.
    #[error("the list {} cannot be used:\n{source}", file.display())]
    List {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: ListError,
    },
    /// The start of the meeting.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// Something said on the command line.
    #[error("{0}")]
    Said(String),
    /// No randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The key of the operator's page.
    #[error(transparent)]
    OperatorKey(#[from] OperatorKeyError),
    /// The key that signs meeting tokens.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A meeting engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Nothing can be printed.
    #[error("nothing can be printed: {0}")]
    Output(#[from] io::Error),
    /// Something cannot be written as JSON.
    #[error("this cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The signals that stop a server cannot be had.
    #[error("the signals that stop the server cannot be had: {0}")]
    Signals(io::Error),
}

/// Carries a command out; prints to `out`.
pub async fn run(arguments: Arguments, out: &mut impl Write) -> Result<ExitCode, CliError> {
    match arguments.command {
        Command::Serve(common) => serve::run(&common, out).await,
        Command::Meeting(command) => meeting::run(command, out).await,
        Command::Invitation(command) => invitation::run(command, out).await,
        Command::Config(command) => config::run(command, out).await,
        Command::Operator(command) => operator::run(command, out).await,
    }
}

fn print_json(out: &mut impl Write, value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(out, "{text}")?;
    Ok(())
}
