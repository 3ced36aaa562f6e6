//! Measures our client against LiveKit's on the same server in one run: `meetings RUNS` prints the figures as JSON.
//!
//! It measures and does not judge; `cargo xtask bench meeting` does. It needs a network of its own, in which both
//! clients are behind the same line and take turns.

// This program's output is its purpose.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod contest;
mod contestant;
mod first_frame;

use anyhow::{Context, Result, bail, ensure};
use contest::Contest;
use e2e::house::Engine;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [runs] = &arguments[..] else { bail!("usage: meetings RUNS") };
    let runs: usize = runs.parse().context("RUNS is a number")?;
    ensure!(runs > 0, "at least one run");
    let mut engines = vec![];
    for (name, engine) in [("embedded", Engine::Embedded), ("livekit-server", Engine::LiveKit)] {
        eprintln!("on {name}");
        let figures = measure(engine, runs).await.with_context(|| format!("on {name}"))?;
        engines.push(json!({ "engine": name, "figures": figures }));
    }
    println!("{}", json!({ "runs": runs, "engines": engines }));
    Ok(())
}

async fn measure(engine: Engine, runs: usize) -> Result<Vec<Value>> {
    let contest = Contest::open(engine).await?;
    let mut figures = vec![contest.joins(runs).await?];
    eprintln!("  {}", figures[0]);
    for seconds in [5, 30] {
        let figure = contest.comes_back(seconds, runs).await?;
        eprintln!("  {figure}");
        figures.push(figure);
    }
    contest.close().await?;
    Ok(figures)
}
