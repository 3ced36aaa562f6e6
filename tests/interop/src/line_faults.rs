//! The rows of the fault matrix that are about the line. Before the meeting Ada comes into the waiting room over a bad line;
//! in the meeting her line or device is spoilt while she talks with Ben. Her page must say what is wrong, alone, and take
//! it back once it is well again. Ben's line is good: his page says nothing at any time.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::{Devices, Kind},
    faults,
    home::{Home, SERVER, Weather},
    house::House,
    person::Person,
    setting, until_within,
};
use serde_json::json;
use wire::names::{Action, FindingCode as Code};

use crate::hall::{self, Hall};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// How long a finding, and its going, may take before the matrix fails. Far longer than it takes, which is measured.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a good line must stay without a finding before the meeting.
const HEALTHY_FOR: Duration = Duration::from_secs(20);

/// How long in the meeting: its beginning, in which a device is not told to be slow, and as long again.
const HEALTHY_IN_MEETING: Duration = Duration::from_secs(40);

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

/// Those that are found while the member waits.
pub const WAITING_ROWS: &[Row] = &[
    row(
        Code::HighLatency,
        "300 ms each way, before the meeting",
        both(Weather { delay: ms(300), ..Weather::FINE }),
    ),
    short(thin(row(
        Code::UplinkSlow,
        "200 kbit/s up, before the meeting",
        up(Weather { kilobits: Some(200), ..Weather::FINE }),
    ))),
    thin(row(
        Code::DownlinkSlow,
        "100 kbit/s down, before the meeting",
        down(Weather { kilobits: Some(100), ..Weather::FINE }),
    )),
    row(Code::UdpBlocked, "UDP does not pass, before the meeting", Cause::NoUdp),
    short(row(Code::MediaBlocked, "nothing passes but the page, before the meeting", Cause::Blocked)),
];

/// The rows of the short form, or of the long one where `VORZIMMER_LINES` is `all`; or those whose code it names, or a part
/// of whose fault.
fn wanted(row: &Row) -> bool {
    match setting("VORZIMMER_LINES", "").as_str() {
        "" => row.short,
        "all" => true,
        names => names.split(',').any(|name| name == row.code.name() || row.fault.contains(name)),
    }
}

/// A good line stays without a finding, before the meeting and in it; then every row.
///
/// # Errors
/// When a row does not hold, with all of those that do not.
pub async fn matrix(kind: Kind) -> Result<()> {
    let mut failed = while_waiting(kind).await?;
    failed.extend(in_the_meeting(kind).await?);
    ensure!(failed.is_empty(), "{} rows do not hold:\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

async fn while_waiting(kind: Kind) -> Result<Vec<String>> {
    if !WAITING_ROWS.iter().any(wanted) {
        return Ok(vec![]);
    }
    let home = Home::build(3).await?;
    let house = House::open_at(SERVER.into()).await?;
    let meeting = house.invite(&["Ada"]).await?;
    let ada = hall::member(&house, &home, kind, Devices::Speaking, &[]).await?;
    ada.knocks_with_devices(meeting.link("Ada")).await?;
    stays_well(&[("Ada", &ada)], HEALTHY_FOR).await.context("a good line, before the meeting")?;
    let mut failed = vec![];
    for row in WAITING_ROWS.iter().filter(|row| wanted(row)) {
        let treated = comes_over(&ada, &home, house.port(), meeting.link("Ada"), row).await;
        home.line().set(Weather::FINE);
        failed.extend(told(kind, row, treated)?);
    }
    ada.goes().await?;
    Ok(failed)
}

/// Ada comes anew, over that line. How long it took until it was said since she was there, and until it was taken back.
async fn comes_over(
    ada: &Person,
    home: &Home,
    port: u16,
    link: &str,
    row: &Row,
) -> Result<(Duration, Duration)> {
    // A tab that does not know that it was inside begins with the greeting.
    ada.driver().execute("sessionStorage.clear()", vec![]).await?;
    ada.open("about:blank").await?;
    ada.knocks_with_devices(link).await?;
    ensure!(spoil(home, port, row.cause), "that is no fault of the line");
    let began = Instant::now();
    says(ada, Some(row)).await?;
    let after = began.elapsed();
    ada.reads_in_both_languages(row.code).await?;
    home.line().set(Weather::FINE);
    let treated = Instant::now();
    says(ada, None).await.context("after")?;
    Ok((after, treated.elapsed()))
}

/// Notes a row; returns what is wrong with it.
#[allow(
    clippy::print_stdout,
    reason = "how long each took is worth knowing, and tests show it when asked to"
)]
fn told(kind: Kind, row: &Row, treated: Result<(Duration, Duration)>) -> Result<Option<String>> {
    let (code, fault) = (row.code.name(), row.fault);
    match treated {
        Ok((after, gone_after)) => {
            let (found, gone) = (after.as_secs_f64(), gone_after.as_secs_f64());
            println!("{kind:?} {code} ({fault}): found after {found:.1} s, gone after {gone:.1} s");
            faults::note(&json!({
                "browser": format!("{kind:?}"), "code": code, "fault": fault, "found_s": found, "gone_s": gone,
            }))?;
            Ok(None)
        }
        Err(error) => {
            println!("{kind:?} {code} ({fault}): {error:#}");
            Ok(Some(format!("{code} ({fault}): {error:#}")))
        }
    }
}

async fn in_the_meeting(kind: Kind) -> Result<Vec<String>> {
    if !ROWS.iter().any(wanted) {
        return Ok(vec![]);
    }
    let mut ward = Ward { hall: Hall::open_plainly(kind, |_| {}).await?, address: 2 };
    stays_well(&[("Ada", &ward.hall.ada), ("Ben", &ward.hall.ben)], HEALTHY_IN_MEETING)
        .await
        .context("a good line")?;
    let mut failed = vec![];
    for row in ROWS.iter().filter(|row| wanted(row)) {
        if kind == Kind::Firefox && !row.not_in_firefox.is_empty() {
            faults::note(&json!({
                "browser": "Firefox", "code": row.code.name(), "fault": row.fault, "not": row.not_in_firefox,
            }))?;
            continue;
        }
        let treated = ward.treats(row).await;
        failed.extend(told(kind, row, treated)?);
    }
    ward.hall.close().await?;
    Ok(failed)
}

/// They stay without a finding for so long.
async fn stays_well(people: &[(&str, &Person)], healthy_for: Duration) -> Result<()> {
    let began = Instant::now();
    while began.elapsed() < healthy_for {
        for (name, person) in people {
            let told = person.is_told().await?;
            ensure!(told.is_empty(), "{name} is told {told:?} after {:?}", began.elapsed());
        }
        tokio::time::sleep(ms(300)).await;
    }
    Ok(())
}

/// Waits until somebody is told that, or nothing.
async fn says(person: &Person, row: Option<&Row>) -> Result<()> {
    let name = row.map_or("nothing", |row| row.code.name());
    let besides = |told: &String| row.is_some_and(|row| row.besides.iter().any(|code| code.name() == told));
    until_within(PATIENCE, &format!("{name} to be said"), || async {
        let told = person.is_told().await?;
        let (first, rest) = told.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
        let alone = first.map(String::as_str) == row.map(|row| row.code.name()) && rest.iter().all(besides);
        ensure!(alone, "{told:?}");
        Ok(Some(()))
    })
    .await
}

/// Spoils the line, where that is the fault.
fn spoil(home: &Home, port: u16, cause: Cause) -> bool {
    match cause {
        Cause::Line(up, down) => home.line().set_each(up, down),
        Cause::Blocked => home.line().set(Weather { udp: false, tcp_port: Some(port), ..Weather::FINE }),
        Cause::NoUdp => home.line().set(Weather { udp: false, ..Weather::FINE }),
        Cause::OtherNetwork | Cause::Slow(_) => return false,
    }
    true
}

/// A meeting in which faults are brought about.
struct Ward {
    hall: Hall,
    /// The last part of Ada's address.
    address: u8,
}

impl Ward {
    /// Brings a fault about, waits for what is said, takes it away, and waits until nothing is said.
    async fn treats(&mut self, row: &Row) -> Result<(Duration, Duration)> {
        says(&self.hall.ada, None).await.context("before")?;
        let said = self.suffers(row).await;
        let told = self.hall.ben.is_told().await?;
        let treated = Instant::now();
        self.hall.ada.browser().goes_on()?;
        self.hall.home.line().set(Weather::FINE);
        let after = said?;
        if matches!(row.cause, Cause::NoUdp) {
            self.hall.ada.press(Action::Acknowledge).await?;
        }
        says(&self.hall.ada, None).await.context("after")?;
        let gone_after = treated.elapsed();
        ensure!(told.is_empty(), "Ben, whose line is good, is told {told:?}");
        Ok((after, gone_after))
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
        says(&self.hall.ada, Some(row)).await?;
        let after = began.elapsed();
        self.hall.ada.reads_in_both_languages(row.code).await?;
        Ok(after)
    }

    async fn begins(&mut self, cause: Cause) -> Result<()> {
        let home = &self.hall.home;
        if spoil(home, self.hall.house.port(), cause) {
            return Ok(());
        }
        match cause {
            Cause::OtherNetwork => {
                home.leaves(self.address).await?;
                // As long as a device needs to find the next one; a span of time, and not a wait for something.
                tokio::time::sleep(Duration::from_secs(3)).await;
                self.address += 1;
                home.comes(self.address).await?;
            }
            Cause::Line(..) | Cause::Blocked | Cause::NoUdp | Cause::Slow(_) => {}
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
