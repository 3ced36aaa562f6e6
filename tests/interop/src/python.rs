//! Somebody without a browser: LiveKit's Python SDK (`python/participant.py`).

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use e2e::{KEY, PATIENCE, SECRET};
use serde::Deserialize;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// A participant in Python. Ends when it is dropped.
pub struct Robot {
    process: Child,
    said: Lines<BufReader<ChildStdout>>,
}

/// What it reports, one line of JSON each.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Report {
    /// It is in the room.
    Joined,
    /// It measured the sound of somebody over a second.
    Heard {
        /// Whose.
        who: String,
        /// The strongest frequency, in hertz.
        hertz: f64,
        /// Its share of all that was heard, 0 to 1.
        purity: f64,
    },
    /// It got a picture of somebody.
    Seen {
        /// Whose.
        who: String,
        /// How many so far.
        frames: u32,
        /// Their width.
        width: u32,
    },
    /// Somebody sent data.
    Data {
        /// Who.
        who: String,
        /// What.
        text: String,
    },
    /// Somebody switched something off.
    Muted {
        /// Who.
        who: String,
    },
    /// The quality of somebody's connection changed.
    Quality {
        /// Whose.
        who: String,
    },
    /// It lost the room for good.
    Disconnected,
}

impl Robot {
    /// Joins a room and sends a tone of that pitch.
    ///
    /// # Errors
    /// When Python does not start.
    pub fn joins(server: &str, room: &str, name: &str, hertz: u32) -> Result<Self> {
        let python = std::env::var("LIVEKIT_PYTHON").context(
            "LIVEKIT_PYTHON must name a Python that has LiveKit's packages; `cargo xtask test` does that",
        )?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/participant.py");
        let mut process = Command::new(python)
            .args([script, server, room, name, &hertz.to_string()])
            .env("LIVEKIT_API_KEY", KEY)
            .env("LIVEKIT_API_SECRET", SECRET)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("Python does not start")?;
        let said = process.stdout.take().context("no output")?;
        Ok(Self { process, said: BufReader::new(said).lines() })
    }

    /// Waits for a report that is as wished.
    ///
    /// # Errors
    /// When there is none in time.
    pub async fn reports(&mut self, what: &str, wished: impl Fn(&Report) -> bool) -> Result<Report> {
        let mut last = None;
        let found = timeout(PATIENCE, async {
            while let Some(line) = self.said.next_line().await? {
                let report: Report = serde_json::from_str(&line).with_context(|| line.clone())?;
                if wished(&report) {
                    return Ok(report);
                }
                last = Some(report);
            }
            bail!("Python has ended")
        })
        .await;
        match found {
            Ok(found) => found.with_context(|| format!("waited for {what}; the last was {last:?}")),
            Err(_) => bail!("waited for {what}; the last was {last:?}"),
        }
    }

    /// Waits until it hears somebody with a tone of that pitch.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn hears(&mut self, name: &str, pitch: f64) -> Result<f64> {
        let wished = |report: &Report| matches!(report, Report::Heard { who, hertz, purity } if who == name && (hertz - pitch).abs() < 5.0 && *purity > 0.2);
        match self.reports(&format!("{pitch} Hz from {name}"), wished).await? {
            Report::Heard { hertz, .. } => Ok(hertz),
            other => bail!("{other:?}"),
        }
    }

    /// Leaves.
    ///
    /// # Errors
    /// When it is gone already.
    pub async fn goes(mut self) -> Result<()> {
        Ok(self.process.kill().await?)
    }
}
