//! `vorzimmer serve`: runs the server until it is told to stop.

use std::{io::Write, process::ExitCode};

use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use super::{CliError, Common};
use crate::{config::Config, server::Server};

/// What is logged, in the manner of `RUST_LOG`: `info`, or `vorzimmer_server=debug,sfu=info`.
const LOG_VARIABLE: &str = "VORZIMMER_LOG";

/// One line, for a program that waits for the server.
#[derive(Serialize)]
struct Answers {
    address: String,
    public_url: String,
}

pub(super) async fn run(common: &Common, out: &mut impl Write) -> Result<ExitCode, CliError> {
    let config = Config::load(&common.config)?;
    let targets = std::env::var(LOG_VARIABLE).ok().and_then(|text| text.parse::<Targets>().ok());
    let targets = targets.unwrap_or_else(|| Targets::new().with_default(tracing::Level::INFO));
    let layer = fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    // A program that runs several servers has set its own log up already.
    let _ = tracing_subscriber::registry().with(targets).with(layer).try_init();
    let mut terminate = signal(SignalKind::terminate()).map_err(CliError::Signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(CliError::Signals)?;
    let server = Server::start(config).await?;
    let answers =
        Answers { address: server.address().to_string(), public_url: server.public_url().to_owned() };
    if common.json {
        writeln!(out, "{}", serde_json::to_string(&answers)?)?;
    } else {
        writeln!(
            out,
            "Vorzimmer answers on http://{} and is reached at {}",
            answers.address, answers.public_url
        )?;
    }
    out.flush()?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("told to stop");
    server.stop().await;
    Ok(ExitCode::SUCCESS)
}
