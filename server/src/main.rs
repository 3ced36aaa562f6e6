//! The program `vorzimmer`: reads its arguments, and says in one plain sentence what went wrong.

use std::{io::Write, process::ExitCode};

use clap::Parser;
use vorzimmer_server::cli::{self, Arguments};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = std::io::stdout();
    match cli::run(arguments, &mut out).await {
        Ok(code) => code,
        Err(error) => {
            // Where even the error output is closed, the exit code has to do.
            let _ = writeln!(std::io::stderr(), "vorzimmer: {error}");
            ExitCode::FAILURE
        }
    }
}
