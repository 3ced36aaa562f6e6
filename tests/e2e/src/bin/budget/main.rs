//! Measures what the first screen costs a member: `budget LINK RUNS` prints the figures as JSON.
//!
//! It measures and does not judge; `cargo xtask bench` does. Each load has a browser of its own, so nothing is warm.

// This program's output is its purpose.
#![allow(clippy::print_stdout)]

mod load;
mod static_page;

use anyhow::{Context, Result, bail, ensure};
use load::{Load, Wanted};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [link, runs] = &arguments[..] else { bail!("usage: budget LINK RUNS") };
    let runs: usize = runs.parse().context("RUNS is a number")?;
    ensure!(runs > 0, "at least one run");

    let static_page = static_page::serve()?;
    let (mut page, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        // In turns, so that whatever else the machine does meets both alike.
        plain.push(load::once(&static_page, Wanted::Painted).await.context("the static page")?);
        page.push(load::once(link, Wanted::Usable).await.context("the page")?);
    }
    let first = &page[0];
    let files: Vec<_> = first
        .files
        .iter()
        .map(|file| json!({ "name": file.name, "head": file.head, "body": file.body, "later": file.later }))
        .collect();
    let figures = json!({
        "files": files,
        "foreign": first.foreign,
        "paint_ms": median(&page, |load| load.paint_ms),
        "usable_ms": median(&page, |load| load.usable_ms),
        "static_paint_ms": median(&plain, |load| load.paint_ms),
        "runs": page.iter().map(|load| json!([load.paint_ms, load.usable_ms])).collect::<Vec<_>>(),
        "static_runs": plain.iter().map(|load| load.paint_ms).collect::<Vec<_>>(),
    });
    println!("{figures}");
    Ok(())
}

fn median(loads: &[Load], figure: impl Fn(&Load) -> f64) -> f64 {
    let mut figures: Vec<f64> = loads.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    if figures.len().is_multiple_of(2) {
        f64::midpoint(figures[middle - 1], figures[middle])
    } else {
        figures[middle]
    }
}
