//! What others tell of the same faults: LiveKit's component `PreJoin`, which many pages show before a meeting, and
//! LiveKit's `ConnectionCheck`, which tries out devices and line.
//!
//! Both are judged generously. Whatever one tells with a fault, and does not tell without it, counts as saying something:
//! text that shows, labels, and what it hands to the page around it for showing. It says so when [`Words`] tell this fault
//! from the others.

use std::{
    collections::BTreeSet,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use e2e::{
    browser::{Browser, Devices, INSECURE_HOST, Wish},
    faults::{self, Place, Row},
    house::House,
    setting, until,
};
use serde::de::DeserializeOwned;
use serde_json::json;
use wire::names::FindingCode as Code;

use crate::{line_faults, page::Page, ticket::ticket};

mod words;

pub use words::{WORDS, Words};

/// How long a page may listen before it counts as silent: twice as long as ours takes with its slowest row.
const LISTENING: Duration = Duration::from_secs(12);

/// How long it is listened to after its first word.
const AND_THEN: Duration = Duration::from_secs(2);

/// How long all checks of a `ConnectionCheck` may take. One that hangs does so for ever.
const CHECKING: Duration = Duration::from_secs(25);

/// The same with the check that measures the line for twice ten seconds.
const CHECKING_THE_LINE: Duration = Duration::from_secs(60);

/// What the short form shows, and whether anything is said, and whether it is the right thing.
const SHORT: &[(Peer, Code, bool, bool)] = &[
    (Peer::PreJoin, Code::MicPermissionDenied, true, false),
    (Peer::PreJoin, Code::CameraBlack, false, false),
    (Peer::ConnectionCheck, Code::MicPermissionDenied, true, true),
    (Peer::ConnectionCheck, Code::CameraBlack, true, true),
];

/// Who is shown the faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// The component `PreJoin` of `@livekit/components-react`.
    PreJoin,
    /// The class `ConnectionCheck` of `livekit-client`.
    ConnectionCheck,
}

impl Peer {
    /// Why a fault cannot be shown to it.
    pub fn is_not_shown(self, row: &Row) -> Option<&'static str> {
        match (row.code, self) {
            (Code::TalkingWhileMuted, _) => Some(BEFORE),
            (Code::HeadsetSplit | Code::SpeakerUnplugged | Code::SpeakerNotHeard | Code::EchoRisk, _) => {
                Some(NO_LOUDSPEAKER)
            }
            (Code::SoundLocked, _) => Some(NO_SOUND),
            (_, Self::PreJoin) if is_of_the_line(row.code) || row.code == Code::ClockSkew => Some(NO_LINE),
            _ => None,
        }
    }

    fn script(self) -> &'static str {
        match self {
            Self::PreJoin => "prejoin",
            Self::ConnectionCheck => "check",
        }
    }

    /// Its page, and what belongs to it.
    fn page(self) -> Result<Page> {
        let directory = std::env::var("PEERS")
            .context("PEERS must name the directory of the bundled pages; `cargo xtask test` does that")?;
        let read = |name: String| {
            let path = Path::new(&directory).join(&name);
            std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
        };
        let script = self.script();
        let mut files = vec![(format!("/{script}.js"), "text/javascript", read(format!("{script}.js"))?)];
        match self {
            Self::PreJoin => {
                files.push(("/".into(), "text/html", include_bytes!("../peers/prejoin.html").to_vec()));
                files.push(("/prejoin.css".into(), "text/css", read("prejoin.css".into())?));
            }
            Self::ConnectionCheck => {
                files.push(("/".into(), "text/html", include_bytes!("../peers/check.html").to_vec()));
            }
        }
        Page::of(files)
    }
}

const BEFORE: &str = "happens in a meeting, when it has long ended";
const NO_LOUDSPEAKER: &str = "it offers no loudspeakers and no sound to try them";
const NO_SOUND: &str = "it plays nothing that could be held back";
const NO_LINE: &str = "it speaks to no server";
const OURS: &str = "a fault of our own program and its links";
const IN_A_MEETING: &str = "brought about in a meeting of ours";
const NO_BAD_LINE: &str = "it was shown over no bad line";

fn is_of_the_line(code: Code) -> bool {
    matches!(code, Code::Offline | Code::ServerUnreachable | Code::Intercepted | Code::WebsocketBlocked)
}

/// What one told of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether anything was said that is not said without the fault.
    pub names: bool,
    /// Whether it tells this fault from others.
    pub right: bool,
    /// What was said.
    pub said: Vec<String>,
}

impl Verdict {
    /// Judges what was said, given what is said when all is well.
    pub fn of(code: Code, said: &BTreeSet<String>, when_well: &BTreeSet<String>) -> Self {
        let usual: BTreeSet<String> = when_well.iter().map(|one| without_numbers(one)).collect();
        let said: Vec<String> =
            said.iter().filter(|one| !usual.contains(&without_numbers(one))).cloned().collect();
        let right = said.iter().any(|one| words::tell(code, one));
        Self { names: !said.is_empty(), right, said }
    }
}

/// A measured number is another one each time.
fn without_numbers(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

/// Shows the faults to both at once: all that can be shown where `VORZIMMER_PEERS` is `all`, those that it names, or those
/// of the short form.
///
/// # Errors
/// When either tells of a fault where there is none, when a fault cannot be shown, or when in the short form one does not
/// tell what it is known to tell.
pub async fn examine() -> Result<()> {
    tokio::try_join!(examine_one(Peer::PreJoin), examine_one(Peer::ConnectionCheck))?;
    Ok(())
}

fn is_wanted(peer: Peer, code: Code) -> bool {
    match setting("VORZIMMER_PEERS", "").as_str() {
        "" => SHORT.iter().any(|(of, short, ..)| (*of, *short) == (peer, code)),
        "all" => true,
        names => names.split(',').any(|name| name == code.name()),
    }
}

#[allow(clippy::print_stdout, reason = "what was said is worth knowing, and tests show it when asked to")]
async fn examine_one(peer: Peer) -> Result<()> {
    let booth = Booth::open(peer).await?;
    let all = setting("VORZIMMER_PEERS", "") == "all";
    let mut when_well = booth.is_well(all).await.with_context(|| format!("{peer:?} when all is well"))?;
    if all {
        // What it says now and then counts as well.
        when_well.extend(booth.is_well(true).await.with_context(|| format!("{peer:?} when all is well"))?);
    }
    println!("{peer:?} when all is well: {when_well:?}");
    faults::note(&json!({ "peer": format!("{peer:?}"), "well": when_well }))?;
    let mut failed = vec![];
    for row in faults::ROWS.iter().filter(|row| is_wanted(peer, row.code)) {
        if let Some(reason) = peer.is_not_shown(row) {
            not_shown(peer, row.code, row.fault, reason)?;
            continue;
        }
        match booth.shows(row, &when_well).await {
            Ok(said) => {
                let verdict = Verdict::of(row.code, &said, &when_well);
                println!("{peer:?} {} ({}): {verdict:?}", row.code.name(), row.fault);
                if let Err(error) = keep(peer, row, &verdict) {
                    failed.push(format!("{error:#}"));
                }
            }
            Err(error) => failed.push(format!("{peer:?} {} ({}): {error:#}", row.code.name(), row.fault)),
        }
    }
    if all {
        not_shown(peer, Code::BrowserUnsupported, faults::NO_PROGRAM, OURS)?;
        not_shown(peer, Code::JoinedElsewhere, faults::SECOND_TAB, OURS)?;
        let reason = if peer == Peer::PreJoin { BEFORE } else { IN_A_MEETING };
        for row in line_faults::ROWS {
            not_shown(peer, row.code, row.fault, reason)?;
        }
        let reason = if peer == Peer::PreJoin { NO_LINE } else { NO_BAD_LINE };
        for row in line_faults::WAITING_ROWS {
            not_shown(peer, row.code, row.fault, reason)?;
        }
    }
    booth.browser.quit().await?;
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

fn not_shown(peer: Peer, code: Code, fault: &str, reason: &str) -> Result<()> {
    faults::note(&json!({ "peer": format!("{peer:?}"), "code": code.name(), "fault": fault, "not": reason }))
}

fn keep(peer: Peer, row: &Row, verdict: &Verdict) -> Result<()> {
    faults::note(&json!({
        "peer": format!("{peer:?}"), "code": row.code.name(), "fault": row.fault,
        "names": verdict.names, "right": verdict.right, "said": verdict.said.join("; "),
    }))?;
    let known = SHORT.iter().find(|(of, code, ..)| (*of, *code) == (peer, row.code));
    if let Some((.., names, right)) = known {
        ensure!(
            (verdict.names, verdict.right) == (*names, *right),
            "{peer:?} {}: {verdict:?}",
            row.code.name()
        );
    }
    Ok(())
}

/// Where one of them is tried.
struct Booth {
    peer: Peer,
    page: Page,
    browser: Browser,
    house: House,
    room: String,
}

impl Booth {
    async fn open(peer: Peer) -> Result<Self> {
        let page = peer.page()?;
        let house = House::open().await?;
        let room = house.invite(&["Ada"]).await?.meeting.id;
        // The devices made for the test are sound of the page, which would wait for a press; a microphone does not.
        let arguments = &["--autoplay-policy=no-user-gesture-required"];
        let wish = Wish { language: "en", arguments, ..Wish::new(Devices::Unasked) };
        let browser = Browser::start_as(wish).await?;
        Ok(Self { peer, page, browser, house, room })
    }

    /// Everything that it says when all is well, among which must be no fault.
    async fn is_well(&self, with_the_line: bool) -> Result<BTreeSet<String>> {
        self.arrives("", Place::WaitingRoom).await?;
        self.begins(with_the_line).await?;
        let said = self.listens(None, with_the_line).await?;
        self.keeps_a_picture("well").await?;
        let errors: Vec<String> = self.asks("return peer.errors()").await?;
        ensure!(errors.is_empty(), "{errors:?}");
        ensure!(self.asks::<bool>("return peer.isWell()").await?, "it does not run");
        ensure!(!said.is_empty() || self.peer == Peer::ConnectionCheck, "nothing is on the page");
        let running: Vec<String> = self.asks("return peer.running()").await?;
        ensure!(running.is_empty(), "still checking: {running:?}");
        Ok(said)
    }

    /// Shows it a fault, and returns everything that it says.
    async fn shows(&self, row: &Row, when_well: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        self.arrives(row.before, row.place).await?;
        if !row.after.is_empty() {
            if self.peer == Peer::PreJoin {
                self.has_devices().await?;
                let verdict = Verdict::of(row.code, &self.hears().await?, when_well);
                ensure!(!verdict.names, "before the fault: {verdict:?}");
            }
            self.browser.runs(row.after).await.context("the fault")?;
        }
        // A check is over soon: whatever comes later has to be there before it.
        let of_the_line = is_of_the_line(row.code);
        self.begins(of_the_line).await?;
        let said = self.listens(Some((row.code, when_well)), of_the_line).await?;
        self.keeps_a_picture(&row.fault.replace(|letter: char| !letter.is_alphanumeric(), "-")).await?;
        Ok(said)
    }

    async fn arrives(&self, before: &str, place: Place) -> Result<()> {
        let url = match place {
            Place::WaitingRoom => self.page.url(),
            Place::Insecure => self.page.url().replace("127.0.0.1", INSECURE_HOST),
            Place::Meeting => bail!("there is no meeting"),
        };
        // As if nobody had been here before.
        let script = format!("localStorage.clear(); sessionStorage.clear(); {}", faults::script(before));
        self.browser.opens_after(&script, &url).await?;
        until("its page", || async { Ok(self.asks::<bool>("return !!window.peer").await?.then_some(())) })
            .await
    }

    async fn has_devices(&self) -> Result<()> {
        until("the preview", || async { Ok(self.asks::<bool>("return peer.isWell()").await?.then_some(())) })
            .await
    }

    /// Presses its button, where it has one.
    async fn begins(&self, with_the_line: bool) -> Result<()> {
        if self.peer == Peer::ConnectionCheck {
            let lanes = if with_the_line { 4 } else { 3 };
            let tickets: Vec<String> =
                (0..lanes).map(|lane| ticket(&self.room, &format!("lane-{lane}"))).collect();
            let arguments = vec![json!(self.house.meeting_url()), json!(tickets)];
            self.browser.driver.execute("peer.start(...arguments)", arguments).await?;
        }
        Ok(())
    }

    /// Gathers what it says until it has ended, has said something of a fault, or has had its time.
    async fn listens(
        &self,
        fault: Option<(Code, &BTreeSet<String>)>,
        with_the_line: bool,
    ) -> Result<BTreeSet<String>> {
        let time = match (self.peer, with_the_line) {
            (Peer::PreJoin, _) => LISTENING,
            (Peer::ConnectionCheck, false) => CHECKING,
            (Peer::ConnectionCheck, true) => CHECKING_THE_LINE,
        };
        let began = Instant::now();
        let mut first_word = None;
        let mut said = BTreeSet::new();
        while began.elapsed() < time {
            // Before it is asked what it said: what it says at its end is heard, too.
            let ended = self.asks::<bool>("return peer.ended()").await?;
            said.extend(self.hears().await?);
            if let Some((code, when_well)) = fault
                && self.peer == Peer::PreJoin
                && Verdict::of(code, &said, when_well).names
            {
                first_word.get_or_insert_with(Instant::now);
            }
            if ended || first_word.is_some_and(|at: Instant| at.elapsed() > AND_THEN) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(said)
    }

    async fn hears(&self) -> Result<BTreeSet<String>> {
        self.asks("return peer.said()").await
    }

    async fn asks<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        Ok(serde_json::from_value(self.browser.driver.execute(script, vec![]).await?.json().clone())?)
    }

    /// Beside the figures, so that the judgement can be looked at.
    async fn keeps_a_picture(&self, name: &str) -> Result<()> {
        let directory = setting("VORZIMMER_FIGURES", "");
        if !directory.is_empty() {
            let directory = Path::new(&directory).join("peers");
            std::fs::create_dir_all(&directory)?;
            let file = format!("{:?}-{name}.png", self.peer);
            self.browser.driver.screenshot(&directory.join(file)).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(said: &[&str]) -> BTreeSet<String> {
        said.iter().map(|one| (*one).to_owned()).collect()
    }

    #[test]
    fn only_what_is_not_said_when_all_is_well_counts() {
        let well = set(&["Join Room", "Connection via UDP vs TCP: cpu limited 12.30%"]);
        let said = set(&["Join Room", "Connection via UDP vs TCP: cpu limited 3.00%"]);
        assert!(!Verdict::of(Code::Offline, &said, &well).names);
        let said = set(&["Join Room", "NotAllowedError: Permission denied"]);
        let verdict = Verdict::of(Code::MicPermissionDenied, &said, &well);
        assert!(verdict.names && !verdict.right, "of which device it does not say: {verdict:?}");
    }

    #[test]
    fn what_tells_one_fault_from_another_says_so() {
        let verdict = |code, said| Verdict::of(code, &set(&[said]), &set(&[]));
        let denied = "Can publish audio: Permission denied";
        assert!(verdict(Code::MicPermissionDenied, denied).right);
        assert!(!verdict(Code::CameraPermissionDenied, denied).right);
        assert!(!verdict(Code::MicBlockedByPolicy, denied).right);
        let by_system = "Can publish audio: Permission denied by system";
        assert!(!verdict(Code::MicPermissionDenied, by_system).right);
        assert!(verdict(Code::MicBlockedBySystem, by_system).right);
        let black = "Can publish video: camera appears to be producing only black frames";
        assert!(verdict(Code::CameraBlack, black).right);
        assert!(!verdict(Code::CameraFrozen, black).right);
    }

    #[test]
    fn each_fault_that_is_shown_has_its_words() {
        for row in faults::ROWS {
            let shown =
                [Peer::PreJoin, Peer::ConnectionCheck].iter().any(|peer| peer.is_not_shown(row).is_none());
            let words = WORDS.iter().filter(|words| words.code == row.code).count();
            assert_eq!(words, usize::from(shown), "{}", row.code.name());
        }
    }
}
