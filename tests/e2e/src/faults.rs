//! The fault matrix: each fault is brought about in a real browser, must be the one thing that is said, and must be gone
//! once its remedy is taken.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use wire::names::{Action, FindingCode, Screen};

use crate::{
    SPEECH,
    browser::{Browser, Devices, Kind, Wish},
    house::{House, Meeting},
    person::Person,
    setting, until_within,
};

mod rows;

pub use rows::{HEALTHY, ROWS, Remedy, Row};

/// Devices that can be made faulty.
const DEVICES: &str = include_str!("faults/devices.js");

/// How long a finding, and its going, may take before the matrix fails. Far longer than it takes, which is measured.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long what is healthy must stay without a finding.
const HEALTHY_FOR: Duration = Duration::from_secs(7);

/// Every row in one browser; `VORZIMMER_FAULTS` names those to try, when it is set.
///
/// # Errors
/// When a row does not hold, with all of those that do not.
#[allow(
    clippy::print_stdout,
    reason = "how long each took is worth knowing, and tests show it when asked to"
)]
pub async fn matrix(kind: Kind) -> Result<()> {
    let mut clinic = Clinic::open(kind).await?;
    let wanted = setting("VORZIMMER_FAULTS", "");
    let wanted = |row: &Row| wanted.is_empty() || wanted.split(',').any(|code| code == row.code.name());
    let mut failed = vec![];
    for row in ROWS.iter().filter(|row| wanted(row)) {
        if kind == Kind::Firefox && !row.not_in_firefox.is_empty() {
            note(&json!({
                "browser": "Firefox", "code": row.code.name(), "fault": row.fault, "not": row.not_in_firefox,
            }))?;
            continue;
        }
        match clinic.treats(row).await {
            Ok(found) => println!(
                "{kind:?} {} ({}): found after {:.1} s, gone after {:.1} s",
                row.code.name(),
                row.fault,
                found.after.as_secs_f64(),
                found.gone_after.as_secs_f64()
            ),
            Err(error) => failed.push(format!("{} ({}): {error:#}", row.code.name(), row.fault)),
        }
    }
    clinic.close().await?;
    ensure!(failed.is_empty(), "{} rows do not hold:\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

/// What is healthy, in one browser.
///
/// # Errors
/// When anything is found, with all of it.
pub async fn healthy(kind: Kind) -> Result<()> {
    let clinic = Clinic::open(kind).await?;
    let mut failed = vec![];
    for (what, before) in HEALTHY {
        clinic.arrives(before).await?;
        if let Err(error) = clinic.stays_well().await {
            failed.push(format!("{what}: {error:#}"));
        }
    }
    clinic.close().await?;
    ensure!(failed.is_empty(), "{} of what is healthy:\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

/// A browser in which faults are brought about.
pub struct Clinic {
    house: House,
    meeting: Meeting,
    patient: Person,
}

/// What became of one row.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// From the evidence until it was said.
    pub after: Duration,
    /// From the remedy until it was gone.
    pub gone_after: Duration,
}

impl Clinic {
    /// Opens one.
    ///
    /// # Errors
    /// When the server or the browser does not start.
    pub async fn open(kind: Kind) -> Result<Self> {
        let house = House::open().await?;
        let meeting = house.invite(&["Ada"]).await?;
        let patient = Person::at(Browser::start_as(Wish { kind, ..Wish::new(Devices::Unasked) }).await?);
        Ok(Self { house, meeting, patient })
    }

    /// The one at the browser.
    pub fn patient(&self) -> &Person {
        &self.patient
    }

    /// Opens the link with devices that can be made faulty, and goes on to the waiting room.
    ///
    /// # Errors
    /// When the waiting room does not show.
    pub async fn arrives(&self, before: &str) -> Result<()> {
        let patient = &self.patient;
        // As if the tab had not been here before.
        patient.open(&self.house.url("/")).await?;
        patient.driver().execute("sessionStorage.clear(); localStorage.clear()", vec![]).await?;
        patient.open(self.meeting.link("Ada")).await?;
        patient.waits_for("a page that is ready", "[data-action=\"enter\"]").await?;
        patient.driver().execute(DEVICES, vec![json!(SPEECH)]).await?;
        self.runs(before).await.context("before arriving")?;
        patient.press(Action::Enter).await?;
        patient.sees_screen(Screen::Waiting).await
    }

    /// Brings a fault about, waits for what is said, takes the remedy, and waits until nothing is said any more.
    ///
    /// # Errors
    /// When anything else is said, or the fault is not, or it stays.
    pub async fn treats(&mut self, row: &Row) -> Result<Found> {
        let began = Instant::now();
        self.arrives(row.before).await?;
        let began = if row.after.is_empty() {
            began
        } else {
            self.is_well().await.context("before the fault")?;
            self.runs(row.after).await.context("the fault")?;
            Instant::now()
        };
        self.says(row.code).await?;
        let after = began.elapsed();
        self.patient.reads_in_both_languages(row.code).await?;
        let treated = Instant::now();
        match row.remedy {
            Remedy::Press(action) => self.patient.press(action).await?,
            Remedy::Script(script) => self.runs(script).await.context("the remedy")?,
            Remedy::ScriptAndPress(script, action) => {
                self.runs(script).await.context("the remedy")?;
                self.patient.press(action).await?;
            }
        }
        self.is_well().await.context("after the remedy")?;
        let found = Found { after, gone_after: treated.elapsed() };
        note(&json!({
            "browser": format!("{:?}", self.patient.browser().kind()), "code": row.code.name(), "fault": row.fault,
            "found_s": found.after.as_secs_f64(), "gone_s": found.gone_after.as_secs_f64(),
        }))?;
        Ok(found)
    }

    async fn runs(&self, script: &str) -> Result<()> {
        self.patient.driver().execute(script, vec![]).await?;
        Ok(())
    }

    /// Waits until this, and nothing else, is said.
    async fn says(&self, code: FindingCode) -> Result<()> {
        until_within(PATIENCE, &format!("{} on top", code.name()), || async {
            let said = self.said().await?;
            ensure!(said == [code.name()], "{said:?}");
            Ok(Some(()))
        })
        .await
    }

    /// Waits until nothing is said.
    async fn is_well(&self) -> Result<()> {
        until_within(PATIENCE, "no finding", || async {
            let said = self.said().await?;
            ensure!(said.is_empty(), "{said:?}");
            Ok(Some(()))
        })
        .await
    }

    /// Stays without a finding for a while, once microphone and camera are open.
    ///
    /// # Errors
    /// When there is one.
    pub async fn stays_well(&self) -> Result<()> {
        self.patient.waits_for("a picture", "[data-step=\"see\"][data-status=\"success\"]").await?;
        let began = Instant::now();
        while began.elapsed() < HEALTHY_FOR {
            let said = self.said().await?;
            ensure!(said.is_empty(), "false: {said:?} after {:?}", began.elapsed());
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    /// The codes that are on the page as what is wrong.
    async fn said(&self) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('[data-finding][data-severity]')]
            .map((element) => element.dataset.finding)";
        let said = self.patient.driver().execute(script, vec![]).await?;
        Ok(serde_json::from_value(said.json().clone())?)
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// When it does not answer any more.
    pub async fn close(self) -> Result<()> {
        self.patient.goes().await
    }
}

/// Keeps a line of the table, where figures are kept.
///
/// # Errors
/// When it cannot be written.
pub fn note(line: &Value) -> Result<()> {
    let directory = setting("VORZIMMER_FIGURES", "");
    if !directory.is_empty() {
        let path = std::path::Path::new(&directory).join("faults.jsonl");
        writeln!(std::fs::OpenOptions::new().create(true).append(true).open(path)?, "{line}")?;
    }
    Ok(())
}
