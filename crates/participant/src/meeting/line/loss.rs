//! How much is lost on the member's own line, in thousandths, from one reading to the next.
//!
//! What others lose on theirs shows in their streams, too: the server passes on what it gets. So on the way down only
//! what all streams lose alike counts.

use super::reading::{Kind, Received, Sent};

/// Fewer packets than this say nothing: of so many, a single one that is lost is less than is worth a word.
const FEWEST: f64 = 50.0;

/// How far a stream that goes out was counted.
#[derive(Clone, Copy, Debug)]
struct Counted {
    ssrc: u32,
    packets: f64,
    resent: f64,
    lost: f64,
    report: f64,
}

/// What was counted so far of what goes out.
#[derive(Debug, Default)]
pub struct Up(Vec<Counted>);

impl Up {
    /// The share that did not arrive since it was last told. Sound is told by the other side's reports, which come
    /// every few seconds; a picture by what the other side asked for again, since a report may count as arrived what
    /// came at the second time.
    pub fn loss(&mut self, sent: &[Sent]) -> Option<u64> {
        self.0.retain(|counted| sent.iter().any(|stream| stream.ssrc == counted.ssrc));
        let (mut packets, mut lost) = (0.0, 0.0);
        for stream in sent {
            let now = Counted {
                ssrc: stream.ssrc,
                packets: stream.packets,
                resent: stream.resent.unwrap_or_default(),
                lost: stream.report.map_or(0.0, |report| report.lost),
                report: stream.report.map_or(0.0, |report| report.at),
            };
            let Some(before) = self.0.iter_mut().find(|counted| counted.ssrc == stream.ssrc) else {
                self.0.push(now);
                continue;
            };
            let reported = now.report != before.report;
            let asked_again = stream.kind == Kind::Picture && stream.resent.is_some();
            if !reported && !asked_again {
                continue;
            }
            let before = std::mem::replace(before, now);
            let grown = now.packets - before.packets;
            // Counters that begin anew say nothing this time.
            if grown >= 0.0 && now.resent >= before.resent {
                packets += grown;
                lost += (now.lost - before.lost).max(now.resent - before.resent).clamp(0.0, grown);
            }
        }
        (packets >= FEWEST).then(|| permille(lost / packets))
    }
}

/// The share of what came since `before` that was lost. Sound alone says nothing: its packets may have been lost on the
/// way of whoever speaks. Pictures that are lost there are sent again.
pub fn down(before: &[Received], now: &[Received]) -> Option<u64> {
    let mut shares = vec![];
    let mut told = 0;
    for stream in now {
        let Some(earlier) = before.iter().find(|earlier| earlier.ssrc == stream.ssrc) else { continue };
        let packets = stream.packets - earlier.packets;
        // What was given up for lost may still come.
        let lost = (stream.lost - earlier.lost).max(0.0);
        if packets >= 0.0 && packets + lost >= FEWEST {
            shares.push(lost / (packets + lost));
            told += match stream.kind {
                Kind::Sound => 1,
                Kind::Picture => 2,
            };
        }
    }
    let least = shares.into_iter().reduce(f64::min)?;
    (told >= 2).then(|| permille(least))
}

fn permille(share: f64) -> u64 {
    // Between 0 and 1000.
    (share.clamp(0.0, 1.0) * 1_000.0).round() as u64
}
