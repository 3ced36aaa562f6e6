//! Sequence numbers and timestamps as one receiver sees them: one unbroken stream, whatever happens at its source.
//!
//! When the source changes (another simulcast layer, a pause, a new track in an old media section), the stream goes on
//! with the next sequence number and with a timestamp that moved by the time that really passed.

use std::time::{Duration, Instant};

/// Where one packet stands in its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The extended sequence number: it does not wrap.
    pub sequence: u64,
    /// The RTP timestamp: it wraps.
    pub timestamp: u32,
}

/// Rewrites the packets of one forwarded stream.
#[derive(Debug)]
pub(crate) struct Rewriter {
    clock_rate: u32,
    mapping: Option<Mapping>,
    last: Option<Last>,
}

#[derive(Debug)]
struct Mapping {
    /// The first packet of the source that is part of the stream; whatever comes before it comes too late.
    first: u64,
    /// What the first packet became.
    sequence: u64,
    timestamp_offset: u32,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    position: Position,
    sent: Instant,
}

impl Rewriter {
    /// A stream that has not begun; `clock_rate` in Hz.
    pub(crate) fn new(clock_rate: u32) -> Self {
        Self { clock_rate, mapping: None, last: None }
    }

    /// The stream pauses, or its source is about to change: the next packet continues it wherever its numbers stand.
    pub(crate) fn interrupt(&mut self) {
        self.mapping = None;
    }

    /// What a packet of the source becomes; nothing for one from before the source began to be forwarded.
    pub(crate) fn rewrite(&mut self, source: Position, now: Instant) -> Option<Position> {
        let mapping = match &self.mapping {
            Some(mapping) => mapping,
            None => {
                let next = self.continuation(now);
                self.mapping.insert(Mapping {
                    first: source.sequence,
                    sequence: next.sequence,
                    timestamp_offset: next.timestamp.wrapping_sub(source.timestamp),
                })
            }
        };
        let position = Position {
            sequence: mapping.sequence + source.sequence.checked_sub(mapping.first)?,
            timestamp: source.timestamp.wrapping_add(mapping.timestamp_offset),
        };
        if self.last.is_none_or(|last| last.position.sequence < position.sequence) {
            self.last = Some(Last { position, sent: now });
        }
        Some(position)
    }

    /// Where the stream goes on.
    fn continuation(&self, now: Instant) -> Position {
        match self.last {
            // Small enough that the receiver's count of wraps begins where ours does (RFC 3711, section 3.3.1).
            None => Position { sequence: u64::from(fastrand::u16(1..0x7fff)), timestamp: fastrand::u32(..) },
            Some(last) => {
                let passed = now.saturating_duration_since(last.sent).min(Duration::from_secs(3600));
                let ticks = (passed.as_micros() as u64 * u64::from(self.clock_rate) / 1_000_000) as u32;
                Position {
                    sequence: last.position.sequence + 1,
                    timestamp: last.position.timestamp.wrapping_add(ticks.max(1)),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(sequence: u64, timestamp: u32) -> Position {
        Position { sequence, timestamp }
    }

    #[test]
    fn gaps_and_disorder_at_the_source_are_passed_on_so_that_the_receiver_can_ask_again() {
        let (mut rewriter, now) = (Rewriter::new(90_000), Instant::now());
        let first = rewriter.rewrite(at(70_000, 5_000), now).unwrap();
        assert!(first.sequence < 0x8000);
        for (sequence, timestamp) in [(70_003, 8_000), (70_001, 6_000), (70_002, 6_000)] {
            let position = rewriter.rewrite(at(sequence, timestamp), now).unwrap();
            assert_eq!(position.sequence - first.sequence, sequence - 70_000);
            assert_eq!(position.timestamp.wrapping_sub(first.timestamp), timestamp - 5_000);
        }
    }

    #[test]
    fn a_change_of_source_leaves_no_gap_and_time_moves_as_it_really_did() {
        let (mut rewriter, now) = (Rewriter::new(90_000), Instant::now());
        rewriter.rewrite(at(10, 1_000), now).unwrap();
        let before = rewriter.rewrite(at(12, 1_000), now).unwrap();
        rewriter.interrupt();
        let after = rewriter.rewrite(at(900, 4_000_000_000), now + Duration::from_millis(100)).unwrap();
        assert_eq!(after.sequence, before.sequence + 1);
        assert_eq!(after.timestamp.wrapping_sub(before.timestamp), 9_000);
    }

    #[test]
    fn what_the_new_source_sent_before_it_was_chosen_is_dropped() {
        let (mut rewriter, now) = (Rewriter::new(90_000), Instant::now());
        rewriter.rewrite(at(500, 0), now).unwrap();
        assert_eq!(rewriter.rewrite(at(499, 0), now), None);
    }

    #[test]
    fn timestamps_wrap_without_harm() {
        let (mut rewriter, now) = (Rewriter::new(48_000), Instant::now());
        let before = rewriter.rewrite(at(1, u32::MAX - 100), now).unwrap();
        let after = rewriter.rewrite(at(2, 860), now).unwrap();
        assert_eq!(after.timestamp.wrapping_sub(before.timestamp), 961);
    }

    #[test]
    fn time_never_stands_still_across_a_change() {
        let (mut rewriter, now) = (Rewriter::new(90_000), Instant::now());
        let before = rewriter.rewrite(at(1, 7), now).unwrap();
        rewriter.interrupt();
        assert_ne!(rewriter.rewrite(at(1, 7), now).unwrap().timestamp, before.timestamp);
    }
}
