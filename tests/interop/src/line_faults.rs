//! The rows of the fault matrix that only a meeting can show: Ada's line or device is spoilt while she talks with Ben, and
//! her page must say what is wrong, alone, and take it back once it is well again. Ben's line is good: his page says
//! nothing at any time.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::{browser::Kind, faults, home::Weather, setting, until_within};
use serde_json::json;
use wire::names::{Action, FindingCode as Code};

use crate::hall::Hall;

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// How long a finding, and its going, may take before the matrix fails. Far longer than it takes, which is measured.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a good line must stay without a finding.
const HEALTHY_FOR: Duration = Duration::from_secs(20);

/// One fault.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What must be said.
    pub code: Code,
    /// What is wrong, for the table.
    pub fault: &'static str,
    /// What it brings along, which may be folded away beside it.
    pub besides: &'static [Code],
    /// How it is brought about.
    pub cause: Cause,
    /// Whether the short form has it.
    pub short: bool,
    /// Why it cannot be seen in Firefox; empty where it can.
    pub not_in_firefox: &'static str,
}

/// How a fault is brought about, and taken away.
#[derive(Clone, Copy, Debug)]
pub enum Cause {
    /// The line, on the way up and down.
    Line(Weather, Weather),
    /// Nothing gets through but the pages and WebSockets of the server.
    Blocked,
    /// UDP gets through no more. What runs over TCP then stays there, so the member puts the hint away.
    NoUdp,
    /// The device leaves its network and comes into another one.
    OtherNetwork,
    /// The device stands still for so many of every 50 milliseconds.
    Slow(u32),
}

const fn both(weather: Weather) -> Cause {
    Cause::Line(weather, weather)
}

const fn up(weather: Weather) -> Cause {
    Cause::Line(weather, Weather::FINE)
}

const fn down(weather: Weather) -> Cause {
    Cause::Line(Weather::FINE, weather)
}

const fn row(code: Code, fault: &'static str, cause: Cause) -> Row {
    Row { code, fault, besides: &[], cause, short: false, not_in_firefox: "" }
}

const fn short(row: Row) -> Row {
    Row { short: true, ..row }
}

/// A queue grows before a thin line.
const fn thin(row: Row) -> Row {
    Row { besides: &[Code::HighLatency, Code::PacketLoss, Code::Jitter], ..row }
}

const fn chromium_only(row: Row, reason: &'static str) -> Row {
    Row { not_in_firefox: reason, ..row }
}

/// Firefox neither estimates what the line carries nor says what limits a picture.
const UNTOLD: &str = "Firefox tells no page what its line is estimated to carry";

/// There the first step is taken without a word.
const MENDED: &str = "giving up the largest size of the own picture mends it";

/// All of them.
pub const ROWS: &[Row] = &[
    short(row(Code::HighLatency, "300 ms each way", both(Weather { delay: ms(300), ..Weather::FINE }))),
    short(row(Code::PacketLoss, "12 % lost each way", both(Weather { loss_percent: 12, ..Weather::FINE }))),
    row(Code::PacketLoss, "12 % lost on the way up", up(Weather { loss_percent: 12, ..Weather::FINE })),
    row(Code::PacketLoss, "12 % lost on the way down", down(Weather { loss_percent: 12, ..Weather::FINE })),
    row(
        Code::Jitter,
        "the way up lets packets through every 200 ms only",
        up(Weather { together: ms(200), ..Weather::FINE }),
    ),
    chromium_only(
        thin(row(Code::UplinkSlow, "200 kbit/s up", up(Weather { kilobits: Some(200), ..Weather::FINE }))),
        UNTOLD,
    ),
    thin(row(Code::DownlinkSlow, "100 kbit/s down", down(Weather { kilobits: Some(100), ..Weather::FINE }))),
    row(Code::ConnectionChanged, "the device comes into another network", Cause::OtherNetwork),
    chromium_only(row(Code::CpuOverload, "the device is five times slower", Cause::Slow(40)), MENDED),
    row(Code::CpuOverload, "the device is ten times slower", Cause::Slow(45)),
    row(Code::UdpBlocked, "UDP does not pass any more", Cause::NoUdp),
    row(Code::MediaBlocked, "nothing passes but the page", Cause::Blocked),
];

/// The rows of the short form, or of the long one where `VORZIMMER_LINES` is `all`; or those that it names.
fn wanted(row: &Row) -> bool {
    match setting("VORZIMMER_LINES", "").as_str() {
        "" => row.short,
        "all" => true,
        names => names.split(',').any(|name| name == row.code.name()),
    }
}

/// A good meeting stays without a finding; then every row.
///
/// # Errors
/// When a row does not hold, with all of those that do not.
#[allow(
    clippy::print_stdout,
    reason = "how long each took is worth knowing, and tests show it when asked to"
)]
pub async fn matrix(kind: Kind) -> Result<()> {
    let mut ward = Ward { hall: Hall::open_plainly(kind, |_| {}).await?, kind, address: 2 };
    ward.stays_well().await.context("a good line")?;
    let mut failed = vec![];
    for row in ROWS.iter().filter(|row| wanted(row)) {
        if kind == Kind::Firefox && !row.not_in_firefox.is_empty() {
            faults::note(&json!({
                "browser": "Firefox", "code": row.code.name(), "fault": row.fault, "not": row.not_in_firefox,
            }))?;
            continue;
        }
        match ward.treats(row).await {
            Ok((after, gone_after)) => println!(
                "{kind:?} {} ({}): found after {:.1} s, gone after {:.1} s",
                row.code.name(),
                row.fault,
                after.as_secs_f64(),
                gone_after.as_secs_f64()
            ),
            Err(error) => {
                println!("{kind:?} {} ({}): {error:#}", row.code.name(), row.fault);
                failed.push(format!("{} ({}): {error:#}", row.code.name(), row.fault));
            }
        }
    }
    ward.hall.close().await?;
    ensure!(failed.is_empty(), "{} rows do not hold:\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

/// A meeting in which faults are brought about.
struct Ward {
    hall: Hall,
    kind: Kind,
    /// The last part of Ada's address.
    address: u8,
}

impl Ward {
    /// Both stay without a finding for a while.
    async fn stays_well(&self) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < HEALTHY_FOR {
            for (name, person) in [("Ada", &self.hall.ada), ("Ben", &self.hall.ben)] {
                let told = person.is_told().await?;
                ensure!(told.is_empty(), "{name} is told {told:?} after {:?}", began.elapsed());
            }
            tokio::time::sleep(ms(300)).await;
        }
        Ok(())
    }

    /// Brings a fault about, waits for what is said, takes it away, and waits until nothing is said.
    async fn treats(&mut self, row: &Row) -> Result<(Duration, Duration)> {
        self.says(None).await.context("before")?;
        let said = self.suffers(row).await;
        let told = self.hall.ben.is_told().await?;
        let treated = Instant::now();
        self.hall.ada.browser().goes_on()?;
        self.hall.home.line().set(Weather::FINE);
        let after = said?;
        if matches!(row.cause, Cause::NoUdp) || self.is_left_on_tcp(row).await? {
            self.hall.ada.press(Action::Acknowledge).await?;
        }
        self.says(None).await.context("after")?;
        let gone_after = treated.elapsed();
        ensure!(told.is_empty(), "Ben, whose line is good, is told {told:?}");
        faults::note(&json!({
            "browser": format!("{:?}", self.kind), "code": row.code.name(), "fault": row.fault,
            "found_s": after.as_secs_f64(), "gone_s": gone_after.as_secs_f64(),
        }))?;
        Ok((after, gone_after))
    }

    /// Firefox gives UDP up where everything is blocked, and says so once it is back over TCP.
    async fn is_left_on_tcp(&self, row: &Row) -> Result<bool> {
        if self.kind != Kind::Firefox || !matches!(row.cause, Cause::Blocked) {
            return Ok(false);
        }
        let ada = &self.hall.ada;
        let told = until_within(PATIENCE, "another word", || async {
            let told = ada.is_told().await?;
            Ok((told.first().map(String::as_str) != Some(row.code.name())).then_some(told))
        })
        .await?;
        Ok(told == [Code::UdpBlocked.name()])
    }

    /// How long it took until it was said.
    async fn suffers(&mut self, row: &Row) -> Result<Duration> {
        let _slow = match row.cause {
            Cause::Slow(still_ms) => Some(self.hall.ada.browser().slows_down(still_ms)?),
            Cause::Line(..) | Cause::Blocked | Cause::NoUdp | Cause::OtherNetwork => None,
        };
        self.hall.ada.driver().execute(NOTE, vec![]).await?;
        self.begins(row.cause).await?;
        let began = Instant::now();
        // What is over within a second is seen by what was noted.
        if row.code == Code::ConnectionChanged {
            self.noted(row.code).await?;
            return Ok(began.elapsed());
        }
        self.says(Some(row)).await?;
        let after = began.elapsed();
        self.hall.ada.reads_in_both_languages(row.code).await?;
        Ok(after)
    }

    async fn begins(&mut self, cause: Cause) -> Result<()> {
        let home = &self.hall.home;
        match cause {
            Cause::Line(up, down) => home.line().set_each(up, down),
            Cause::Blocked => {
                let tcp_port = Some(self.hall.house.port());
                home.line().set(Weather { udp: false, tcp_port, ..Weather::FINE });
            }
            Cause::NoUdp => home.line().set(Weather { udp: false, ..Weather::FINE }),
            Cause::OtherNetwork => {
                home.leaves(self.address).await?;
                // As long as a device needs to find the next one; a span of time, and not a wait for something.
                tokio::time::sleep(Duration::from_secs(3)).await;
                self.address += 1;
                home.comes(self.address).await?;
            }
            Cause::Slow(_) => {}
        }
        Ok(())
    }

    /// Waits until that was said for a moment at least.
    async fn noted(&self, code: Code) -> Result<()> {
        until_within(PATIENCE, &format!("{} to have been said", code.name()), || async {
            let script = "return document.documentElement.dataset.noted";
            let noted = self.hall.ada.driver().execute(script, vec![]).await?;
            let noted = noted.json().as_str().unwrap_or_default().to_owned();
            ensure!(noted.split(' ').any(|one| one == code.name()), "{noted}");
            Ok(Some(()))
        })
        .await
    }

    /// Waits until Ada is told that, or nothing.
    async fn says(&self, row: Option<&Row>) -> Result<()> {
        let name = row.map_or("nothing", |row| row.code.name());
        let besides =
            |told: &String| row.is_some_and(|row| row.besides.iter().any(|code| code.name() == told));
        until_within(PATIENCE, &format!("{name} to be said"), || async {
            let told = self.hall.ada.is_told().await?;
            let (first, rest) =
                told.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
            let alone =
                first.map(String::as_str) == row.map(|row| row.code.name()) && rest.iter().all(besides);
            ensure!(alone, "{told:?}");
            Ok(Some(()))
        })
        .await
    }
}

/// From now on notes what is said first, on the root of the page.
const NOTE: &str = "
const root = document.documentElement;
root.dataset.noted = '';
let last = '';
new MutationObserver(() => {
  const now = document.querySelector('[data-finding][data-severity]')?.dataset.finding ?? '';
  if (now !== last && now) root.dataset.noted += ' ' + now;
  last = now;
}).observe(document.body, { subtree: true, childList: true, attributes: true });
";
