//! Measures our client against LiveKit's on the same server in one run: `meetings JOINS CUTS` prints the figures as JSON, where
//! each client joins and is cut off so many times.
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
    let [joins, cuts] = &arguments[..] else { bail!("usage: meetings JOINS CUTS") };
    let joins: usize = joins.parse().context("JOINS is a number")?;
    let cuts: usize = cuts.parse().context("CUTS is a number")?;
    ensure!(joins + cuts > 0, "something to measure");
    let mut engines = vec![];
    for (name, engine) in [("embedded", Engine::Embedded), ("livekit-server", Engine::LiveKit)] {
        eprintln!("on {name}");
        let figures = measure(engine, joins, cuts).await.with_context(|| format!("on {name}"))?;
        engines.push(json!({ "engine": name, "figures": figures }));
    }
    println!("{}", json!({ "engines": engines }));
    Ok(())
}

async fn measure(engine: Engine, joins: usize, cuts: usize) -> Result<Vec<Value>> {
    let contest = Contest::open(engine).await?;
    let mut figures = vec![];
    if joins > 0 {
        figures.push(contest.joins(joins).await?);
        eprintln!("  {}", figures[0]);
    }
    for seconds in if cuts > 0 { &[5, 30][..] } else { &[] } {
        let figure = contest.comes_back(*seconds, cuts).await?;
        eprintln!("  {figure}");
        figures.push(figure);
    }
    contest.close().await?;
    Ok(figures)
}
