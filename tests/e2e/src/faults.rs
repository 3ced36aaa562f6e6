//! The fault matrix: each fault is brought about in a real browser, must be the one thing that is said, and must be gone
//! once its remedy is taken.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::By;
use wire::names::{Action, FindingCode, Screen};

use crate::{
    SPEECH,
    browser::{Browser, Devices, INSECURE_HOST, Kind, Wish},
    house::{House, Meeting},
    person::Person,
    setting,
    socket::Desk,
    until_within,
};

mod rows;

pub use rows::{HEALTHY, NO_ROW, Place, ROWS, Remedy, Row};

/// Devices that can be made faulty.
const DEVICES: &str = include_str!("faults/devices.js");

/// How long a finding, and its going, may take before the matrix fails. Far longer than it takes, which is measured.
const PATIENCE: Duration = Duration::from_secs(20);

/// How the fault is called that takes two tabs, and is no row.
pub const SECOND_TAB: &str = "the link is opened in a second tab";
/// The same without a program.
pub const NO_PROGRAM: &str = "the browser has no WebAssembly";

/// How long what is healthy must stay without a finding.
const HEALTHY_FOR: Duration = Duration::from_secs(7);

/// What is told by the same code from the same injected answer, whichever browser it is: the tests bring it about in Chromium
/// alone, and `cargo xtask bench faults`, which keeps figures, in Firefox as well.
const SAME_EVERYWHERE: &[FindingCode] = &[
    FindingCode::MicPermissionDismissed,
    FindingCode::MicBlockedBySystem,
    FindingCode::MicMissing,
    FindingCode::MicInUse,
    FindingCode::MicFailed,
    FindingCode::CameraPermissionPending,
    FindingCode::CameraPermissionDismissed,
    FindingCode::CameraPermissionDenied,
    FindingCode::CameraBlockedBySystem,
    FindingCode::CameraBlockedByPolicy,
    FindingCode::CameraMissing,
    FindingCode::CameraInUse,
    FindingCode::CameraFailed,
    FindingCode::MicTooQuiet,
    FindingCode::MicClipping,
    FindingCode::CameraDark,
    FindingCode::ClockSkew,
];

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
    let short = kind == Kind::Firefox && setting("VORZIMMER_FIGURES", "").is_empty();
    let wanted = |code: FindingCode| match &*wanted {
        "" => !(short && SAME_EVERYWHERE.contains(&code)),
        wanted => wanted.split(',').any(|name| name == code.name()),
    };
    let mut failed = vec![];
    let mut judge = |code: FindingCode, fault: &str, treated: Result<Found>| match treated {
        Ok(found) => println!(
            "{kind:?} {} ({fault}): found after {:.1} s, gone after {:.1} s",
            code.name(),
            found.after.as_secs_f64(),
            found.gone_after.as_secs_f64()
        ),
        Err(error) => failed.push(format!("{} ({fault}): {error:#}", code.name())),
    };
    for row in ROWS.iter().filter(|row| wanted(row.code)) {
        judge(row.code, row.fault, clinic.treats(row).await);
    }
    if wanted(FindingCode::BrowserUnsupported) {
        judge(FindingCode::BrowserUnsupported, NO_PROGRAM, clinic.treats_without_a_program().await);
    }
    if wanted(FindingCode::JoinedElsewhere) {
        judge(FindingCode::JoinedElsewhere, SECOND_TAB, clinic.treats_two_tabs().await);
    }
    clinic.close().await?;
    ensure!(failed.is_empty(), "{} rows do not hold:\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

/// What is healthy, in one browser; `VORZIMMER_HEALTHY` says how often, when it is set.
///
/// # Errors
/// When anything is found, with all of it.
pub async fn healthy(kind: Kind) -> Result<()> {
    let times: u32 = setting("VORZIMMER_HEALTHY", "1").parse().context("VORZIMMER_HEALTHY is a number")?;
    let clinic = Clinic::open(kind).await?;
    let mut failed = vec![];
    for (what, before) in HEALTHY {
        let mut held = 0;
        for _ in 0..times {
            clinic.arrives(before).await?;
            match clinic.stays_well().await {
                Ok(()) => held += 1,
                Err(error) => failed.push(format!("{what}: {error:#}")),
            }
        }
        note(&json!({ "browser": format!("{kind:?}"), "healthy": what, "held": held, "times": times }))?;
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
        let devices = match kind {
            Kind::Chromium => Devices::Unasked,
            Kind::Firefox => Devices::Plain,
        };
        let patient = Person::at(Browser::start_as(Wish { kind, ..Wish::new(devices) }).await?);
        Ok(Self { house, meeting, patient })
    }

    /// The Sitzungsdienst of the meeting.
    ///
    /// # Errors
    /// When the server does not let them.
    pub async fn desk(&self) -> Result<Desk> {
        Desk::open(&self.house, &self.meeting).await
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
        self.arrives_at(self.meeting.link("Ada"), before).await
    }

    async fn arrives_at(&self, link: &str, before: &str) -> Result<()> {
        let patient = &self.patient;
        // As if the tab had not been here before.
        patient.open(&self.house.url("/")).await?;
        patient.driver().execute("sessionStorage.clear(); localStorage.clear()", vec![]).await?;
        patient.browser().opens_after(&script(before), link).await.context("before the page")?;
        patient.press(Action::Enter).await?;
        patient.sees_screen(Screen::Waiting).await
    }

    /// Arrives where the fault of a row happens.
    async fn arrives_for(&self, row: &Row) -> Result<()> {
        match row.place {
            Place::WaitingRoom => self.arrives(row.before).await,
            Place::Insecure => {
                let link = self.meeting.link("Ada").replace("127.0.0.1", INSECURE_HOST);
                self.arrives_at(&link, row.before).await
            }
            Place::Meeting => {
                // A meeting of its own: who is let in stays let in.
                let meeting = self.house.invite(&["Ada"]).await?;
                self.arrives_at(meeting.link("Ada"), row.before).await?;
                Desk::open(&self.house, &meeting).await?.admits_all().await?;
                self.patient.sees_screen(Screen::Meeting).await
            }
        }
    }

    /// Brings a fault about, waits for what is said, takes the remedy, and waits until nothing is said any more.
    ///
    /// # Errors
    /// When anything else is said, or the fault is not, or it stays.
    pub async fn treats(&mut self, row: &Row) -> Result<Found> {
        let began = Instant::now();
        self.arrives_for(row).await?;
        let began = if row.after.is_empty() {
            began
        } else {
            self.has_devices(row.place).await?;
            self.is_well().await.context("before the fault")?;
            self.runs(row.after).await.context("the fault")?;
            Instant::now()
        };
        if let Err(error) = self.says(row.code).await {
            return Err(error.context(self.patient.situation().await));
        }
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
            Remedy::OpenElsewhere => self.arrives("").await?,
        }
        self.is_well().await.context("after the remedy")?;
        self.keep(row.code, row.fault, Found { after, gone_after: treated.elapsed() })
    }

    /// The same link in a second tab, which must say so on a screen that is made for it and can take the place over.
    async fn treats_two_tabs(&mut self) -> Result<Found> {
        self.arrives("").await?;
        let driver = self.patient.driver();
        let (first, second) = (driver.window().await?, driver.new_tab().await?);
        driver.switch_to_window(second).await?;
        self.patient.open(self.meeting.link("Ada")).await?;
        self.patient.press(Action::Enter).await?;
        let began = Instant::now();
        self.patient.sees_screen(Screen::Elsewhere).await?;
        let after = began.elapsed();
        self.patient.reads_in_both_languages(FindingCode::JoinedElsewhere).await?;
        let treated = Instant::now();
        self.patient.press(Action::ContinueHere).await?;
        self.patient.sees_screen(Screen::Waiting).await?;
        let gone_after = treated.elapsed();
        driver.close_window().await?;
        driver.switch_to_window(first).await?;
        self.patient.sees_screen(Screen::Elsewhere).await?;
        self.keep(FindingCode::JoinedElsewhere, SECOND_TAB, Found { after, gone_after })
    }

    /// Without WebAssembly there is no program that could say anything: the page itself does.
    async fn treats_without_a_program(&mut self) -> Result<Found> {
        let began = Instant::now();
        let patient = &self.patient;
        patient.browser().opens_after("delete window.WebAssembly", self.meeting.link("Ada")).await?;
        let code = FindingCode::BrowserUnsupported;
        until_within(PATIENCE, code.name(), || async {
            let selector = format!("[data-finding=\"{}\"]", code.name());
            let mut seen = 0;
            for element in patient.driver().find_all(By::Css(selector)).await? {
                seen += usize::from(element.is_displayed().await?);
            }
            ensure!(seen == 1, "{seen} sentences");
            Ok(Some(()))
        })
        .await?;
        let after = began.elapsed();
        let treated = Instant::now();
        self.arrives("").await?;
        self.is_well().await?;
        self.keep(code, NO_PROGRAM, Found { after, gone_after: treated.elapsed() })
    }

    fn keep(&self, code: FindingCode, fault: &str, found: Found) -> Result<Found> {
        note(&json!({
            "browser": format!("{:?}", self.patient.browser().kind()), "code": code.name(), "fault": fault,
            "found_s": found.after.as_secs_f64(), "gone_s": found.gone_after.as_secs_f64(),
        }))?;
        Ok(found)
    }

    async fn runs(&self, script: &str) -> Result<()> {
        self.patient.browser().runs(script).await
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

    /// Waits until microphone and camera are open, and heard and seen: what is not open cannot fail.
    async fn has_devices(&self, place: Place) -> Result<()> {
        let opened = "html[data-opened~=\"audioinput\"][data-opened~=\"videoinput\"]";
        self.patient.waits_for("microphone and camera", opened).await?;
        if place != Place::Meeting {
            self.patient.waits_for("a picture", "[data-step=\"see\"][data-status=\"success\"]").await?;
        }
        Ok(())
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
        self.has_devices(Place::WaitingRoom).await?;
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

/// What is run before a page's own scripts, so that its devices can be made faulty, and then `before`.
pub fn script(before: &str) -> String {
    // A page that is not secure has no devices at all.
    format!("if (navigator.mediaDevices) {{ const speech = {}; {DEVICES} }}\n{{ {before} }}", json!(SPEECH))
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
