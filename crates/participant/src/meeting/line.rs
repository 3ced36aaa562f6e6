//! The member's line as the meeting's own statistics show it: readings go in, facts come out.
//!
//! What a browser does not tell is no fact, nor is what too few packets say. What is bad for a moment only is not told
//! (`lately`). Nothing is compared over a time in which nobody looked; whoever keeps this lets go of it when the
//! connection breaks. What is limited is told, and nothing is judged: thresholds are the rules'.

mod lately;
mod loss;
mod reading;
#[cfg(test)]
mod tests;
mod udp;

use diagnosis::{
    Fact, KilobitsPerSecond, Permille,
    fact::{self, Direction, MediaPath, QualityLimit, Reach},
};

use crate::Millis;
use lately::Lately;
pub use reading::{Given, Kind, Path, Reading, Received, Report, Sent};
pub use udp::Udp;

/// After so long without a reading, in milliseconds, everything begins anew: the page was frozen, or the device asleep.
const GAP_MS: Millis = 8_000;

/// What a line carries is an estimate that begins low and climbs, here for the way up and at the server for the way down.
/// So long after pictures begin to be sent, or after the connection stands, in milliseconds, it is none.
const CLIMBS_MS: Millis = 8_000;

/// Sound of fewer packets than this in one reading says nothing of how unevenly they come. Silence is not sent.
const FEWEST_SOUNDS: f64 = 50.0;

/// A line that was too thin and carries so many times as much is another one.
const FAR_MORE: u64 = 2;

/// Fewer encoded pictures than this in one reading say nothing of how long one takes.
const FEWEST_FRAMES: f64 = 10.0;

/// A camera that gives more than 30 pictures a second is not sent faster, in milliseconds from one to the next.
const LEAST_INTERVAL_MS: f64 = 1_000.0 / 30.0;

/// What is known of the line since the connection stands.
#[derive(Debug, Default)]
pub struct Line {
    began: Option<Millis>,
    last: Option<(Millis, Reading)>,
    up: loss::Up,
    round_trip: Lately,
    loss_up: Lately,
    loss_down: Lately,
    jitter_up: Lately,
    jitter_down: Lately,
    tcp: Lately,
    carries_up: Lately,
    carries_down: Lately,
    told_up: Option<u64>,
    told_down: Option<u64>,
    pictures_since: Option<Millis>,
    cpu: Lately,
    per_frame: Lately,
}

/// Takes in a reading, the first one included. `held_back` says whether the server holds pictures back because the line
/// does not carry them.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn read(line: &mut Option<Box<Line>>, now: Millis, reading: Reading, held_back: bool) -> Vec<Fact> {
    let slept = |line: &Line| line.last.as_ref().is_some_and(|(at, _)| now.saturating_sub(*at) > GAP_MS);
    if line.as_deref().is_some_and(slept) {
        *line = None;
    }
    line.get_or_insert_default().read(now, reading, held_back)
}

impl Line {
    fn read(&mut self, now: Millis, reading: Reading, held_back: bool) -> Vec<Fact> {
        self.began.get_or_insert(now);
        let last = self.last.replace((now, reading.clone()));
        let mut facts = self.ways(now, &reading);
        facts.extend(self.round_trip(now, &reading));
        let up = self.up.loss(&reading.sent).and_then(|share| self.loss_up.measured(now, share).high());
        let jitter_up = sounds_up(last.as_ref().map(|(_, before)| before), &reading)
            .and_then(|jitter| self.jitter_up.measured(now, jitter).high());
        let Some((then, before)) = last.filter(|(then, _)| *then < now) else { return facts };
        let since = now - then;

        let down = loss::down(&before.received, &reading.received)
            .and_then(|share| self.loss_down.measured(now, share).high());
        if let Some(share) = up.max(down) {
            facts.push(Fact::Loss(fact::Loss(Permille(u16::try_from(share).unwrap_or(u16::MAX)))));
        }
        let jitter_down =
            sounds_down(&before, &reading).and_then(|jitter| self.jitter_down.measured(now, jitter).high());
        if let Some(jitter) = jitter_up.max(jitter_down) {
            facts.push(Fact::Jitter(fact::Jitter(diagnosis::Millis(jitter))));
        }
        facts.extend(self.carries_up(now, &before, &reading));
        facts.extend(self.carries_down(now, since, &before, &reading, held_back));
        facts.extend(self.encoder(now, since, &before, &reading));
        facts
    }

    /// UDP or TCP. A connection may stand over TCP for a moment before UDP is found to work, so that UDP fails is only
    /// said of what lasts.
    fn ways(&mut self, now: Millis, reading: &Reading) -> Vec<Fact> {
        if reading.paths.is_empty() {
            return vec![];
        }
        let fails = |path: &Path| path.tcp && path.udp_offered;
        let failing = reading.paths.iter().all(fails);
        let lasts = self.tcp.measured(now, failing.into()).high() == Some(1);
        let works = |way| Fact::Media(way, Reach::Works);
        let mut facts = vec![];
        if reading.paths.iter().any(|path| !path.tcp) {
            facts.push(works(MediaPath::Udp));
        }
        if reading.paths.iter().any(|path| path.tcp) {
            facts.push(works(MediaPath::Tcp));
        }
        if failing && lasts {
            facts.push(Fact::Media(MediaPath::Udp, Reach::Fails));
        }
        facts
    }

    /// As the pair of addresses measured it; where a browser does not tell that, as the other side's reports have it.
    fn round_trip(&mut self, now: Millis, reading: &Reading) -> Option<Fact> {
        let of_paths = reading.paths.iter().filter_map(|path| path.round_trip);
        let of_reports = reading.sent.iter().filter_map(|stream| stream.report?.round_trip);
        let seconds = least(of_paths).or_else(|| least(of_reports))?;
        let millis = self.round_trip.measured(now, millis(seconds)).high()?;
        Some(Fact::RoundTrip(fact::RoundTrip(diagnosis::Millis(millis))))
    }

    /// What the line carries up is known only where it is too little for what is to be sent: whoever sends little by
    /// choice has a low estimate on the best of lines.
    fn carries_up(&mut self, now: Millis, before: &Reading, reading: &Reading) -> Option<Fact> {
        let sends =
            given(before, reading) > 0.0 || growing(before, reading).any(|(grown, _)| grown.frames > 0.0);
        self.pictures_since = if sends { self.pictures_since.or(Some(now)) } else { None };
        let settled = self.pictures_since.is_some_and(|since| now - since >= CLIMBS_MS);
        let estimate = kilobits(reading.paths.iter().filter_map(|path| path.outgoing).reduce(f64::max)?);
        let little = settled && is_limited(reading, QualityLimit::Bandwidth);
        carries(now, Direction::Up, little, estimate, &mut self.carries_up, &mut self.told_up)
    }

    /// The same on the way down, where the server alone knows: while it holds pictures back, the line carries about what
    /// comes.
    fn carries_down(
        &mut self,
        now: Millis,
        since: Millis,
        before: &Reading,
        reading: &Reading,
        held_back: bool,
    ) -> Option<Fact> {
        let bytes: f64 = reading
            .received
            .iter()
            .map(|stream| {
                let earlier = before.received.iter().find(|earlier| earlier.ssrc == stream.ssrc);
                earlier.map_or(0.0, |earlier| (stream.bytes - earlier.bytes).max(0.0))
            })
            .sum();
        let comes = kilobits(bytes * 8.0 / (since as f64 / 1_000.0));
        // A line on which nothing comes at all is not thin.
        let settled = self.began.is_some_and(|began| now - began >= CLIMBS_MS);
        let little = settled && held_back && comes > 0;
        carries(now, Direction::Down, little, comes, &mut self.carries_down, &mut self.told_down)
    }

    /// How the encoder keeps up with the camera. The layers of a picture are encoded one after the other; the time of
    /// the last one is that of all.
    fn encoder(&mut self, now: Millis, since: Millis, before: &Reading, reading: &Reading) -> Option<Fact> {
        let mut frames = 0.0_f64;
        let mut per_frame = None::<f64>;
        for (grown, _) in growing(before, reading).filter(|(grown, _)| grown.frames >= FEWEST_FRAMES) {
            frames = frames.max(grown.frames);
            if let Some(seconds) = grown.encoding {
                per_frame = Some(per_frame.unwrap_or_default().max(seconds * 1_000.0 / grown.frames));
            }
        }
        if frames == 0.0 {
            return None;
        }
        // What a camera gives counts even where it is not encoded any more, for want of time.
        let interval = (since as f64 / frames.max(given(before, reading))).max(LEAST_INTERVAL_MS);
        let is_slow = is_limited(reading, QualityLimit::Cpu);
        let lasts = self.cpu.measured(now, is_slow.into()).high() == Some(1);
        let per_frame = per_frame.map(|millis| millis.round().max(0.0) as u64);
        let per_frame = per_frame.and_then(|millis| self.per_frame.measured(now, millis).high());
        Some(Fact::Encoder(fact::Encoder {
            limit: match (is_slow && lasts, is_limited(reading, QualityLimit::Bandwidth)) {
                (true, _) => QualityLimit::Cpu,
                (false, true) => QualityLimit::Bandwidth,
                (false, false) => QualityLimit::None,
            },
            per_frame: diagnosis::Millis(per_frame.unwrap_or_default()),
            interval: diagnosis::Millis(interval.ceil() as u64),
        }))
    }
}

/// Whether any picture that goes out is limited by this.
fn is_limited(reading: &Reading, by: QualityLimit) -> bool {
    reading.sent.iter().any(|stream| stream.limit == Some(by))
}

/// The pictures that a camera or a screen gave since `before`: of the one that gave most.
fn given(before: &Reading, reading: &Reading) -> f64 {
    let grown = reading.given.iter().filter_map(|given| {
        let earlier = before.given.iter().find(|earlier| earlier.track == given.track)?;
        Some(given.frames - earlier.frames)
    });
    grown.fold(0.0, f64::max)
}

/// What grew of a picture that goes out.
struct Grown {
    frames: f64,
    encoding: Option<f64>,
}

/// The pictures that went out before already, with what they grew by. Counters that begin anew grew by nothing.
fn growing<'a>(before: &'a Reading, reading: &'a Reading) -> impl Iterator<Item = (Grown, &'a Sent)> {
    reading.sent.iter().filter(|stream| stream.kind == Kind::Picture).filter_map(|stream| {
        let earlier = before.sent.iter().find(|earlier| earlier.ssrc == stream.ssrc)?;
        let grown = Grown {
            frames: stream.frames - earlier.frames,
            encoding: stream.encoding.zip(earlier.encoding).map(|(now, then)| now - then),
        };
        (grown.frames >= 0.0).then_some((grown, stream))
    })
}

/// What is too little is told as long as it is; afterwards once that it is far more, if it is. Otherwise nobody knows.
fn carries(
    now: Millis,
    direction: Direction,
    little: bool,
    kilobits: u64,
    lately: &mut Lately,
    told: &mut Option<u64>,
) -> Option<Fact> {
    let lasts = lately.measured(now, if little { kilobits } else { u64::MAX }).low();
    let told_now = match (lasts, *told) {
        (Some(least), _) if little && least < u64::MAX => {
            *told = Some(least);
            least
        }
        (Some(u64::MAX), Some(before)) if kilobits >= before.saturating_mul(FAR_MORE) => {
            *told = None;
            kilobits
        }
        (Some(_) | None, _) => return None,
    };
    let kilobits = KilobitsPerSecond(u32::try_from(told_now).unwrap_or(u32::MAX));
    Some(Fact::Capacity(direction, fact::Capacity(kilobits)))
}

/// The jitter of the member's own sound, as the server reports it.
fn sounds_up(before: Option<&Reading>, reading: &Reading) -> Option<u64> {
    let told = reading.sent.iter().filter(|stream| stream.kind == Kind::Sound).filter_map(|stream| {
        let earlier = before?.sent.iter().find(|earlier| earlier.ssrc == stream.ssrc)?;
        (stream.packets - earlier.packets >= FEWEST_SOUNDS).then_some(stream.report?.jitter?)
    });
    least(told).map(millis)
}

/// The jitter that all sounds share which come in. A single one may have got it on its sender's line.
fn sounds_down(before: &Reading, reading: &Reading) -> Option<u64> {
    let sounds = reading.received.iter().filter(|stream| stream.kind == Kind::Sound);
    let told: Vec<f64> = sounds
        .filter_map(|stream| {
            let earlier = before.received.iter().find(|earlier| earlier.ssrc == stream.ssrc)?;
            (stream.packets - earlier.packets >= FEWEST_SOUNDS).then_some(stream.jitter?)
        })
        .collect();
    if told.len() < 2 { None } else { least(told.into_iter()).map(millis) }
}

fn least(values: impl Iterator<Item = f64>) -> Option<f64> {
    values.reduce(f64::min)
}

fn millis(seconds: f64) -> u64 {
    (seconds * 1_000.0).round().max(0.0) as u64
}

fn kilobits(bits: f64) -> u64 {
    (bits / 1_000.0).round().max(0.0) as u64
}
