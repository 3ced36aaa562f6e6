//! What came back, against what was sent: how much later, how much like it, how much quieter, and how much is missing.
//!
//! The normalised cross-correlation of two envelopes, in dB as the ear has it: an automatic gain, a codec and a
//! loudspeaker in a room change every sample, but not when it is loud and when it is quiet.

use super::envelope::{Envelope, KEPT, STEP_MS};
use crate::level::Db;

/// From this correlation on it is the same sentence. Measured: in 3 seconds other sentences reach 0.64; the same one
/// has 0.84 and more with noise 5 dB below it, in a hall, or with a tenth cut out (ADR 61).
pub const ALIKE: f32 = 0.65;
/// How much later it may come, in milliseconds: a distant server over a bad line takes one second.
const LATEST_MS: i64 = 2_000;
/// So much must overlap, in hundredths of a second: with two seconds, other sentences reach 0.79.
const OVERLAP: usize = 300;
/// What is this much below the loudest is silence, in dB: noise makes no likeness.
const RANGE_DB: f32 = 40.0;
/// What was sent must vary by so much, in dB, or there is nothing to recognise.
const VARIED_DB: f32 = 3.0;
/// What is this much below the loudest was not said loud enough to be missed, in dB.
const SAID_DB: f32 = 20.0;
/// What the rest is, which did come back: at least the louder two tenths of what was said.
const REST_IN_TENTHS: usize = 8;
/// Missing is what is this much quieter than the rest came back, in dB.
const MISSING_DB: f32 = 15.0;

/// How alike what was sent and what came back are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// How much later it came, in milliseconds, between 0 and 2000.
    pub delay_ms: f32,
    /// -1 to 1. From [`ALIKE`] on it is the same; only then do the other numbers mean anything.
    pub correlation: f32,
    /// How much louder it came back than it was sent, as a median.
    pub level_difference: Db,
    /// The share of what was said that did not come back, 0 to 1.
    pub loss: f32,
}

/// Compares. Nothing when there is too little of either, or when what was sent is as even as silence.
#[must_use]
pub fn compare(sent: &Envelope, received: &Envelope) -> Option<Likeness> {
    let began_later = i64::try_from(received.since()).ok()? - i64::try_from(sent.since()).ok()?;
    let (said, came) = (clipped(sent.levels()), clipped(received.levels()));
    let shifts = (-began_later).div_euclid(STEP_MS)..=(LATEST_MS - began_later).div_euclid(STEP_MS);
    let mut best: Option<(i64, f32)> = None;
    for shift in shifts {
        if let Some(found) = correlation(&said, &came, shift)
            && best.is_none_or(|(_, so_far)| found > so_far)
        {
            best = Some((shift, found));
        }
    }
    let (shift, found) = best?;
    let beside = |shift| correlation(&said, &came, shift).unwrap_or(-1.0);
    let between = summit(beside(shift - 1), found, beside(shift + 1));
    let delay_ms = (shift * STEP_MS + began_later) as f32 + between * STEP_MS as f32;
    let (level_difference, loss) = difference(sent.levels(), received.levels(), shift)?;
    Some(Likeness {
        delay_ms: delay_ms.clamp(0.0, LATEST_MS as f32),
        correlation: found,
        level_difference,
        loss,
    })
}

/// As many levels as an envelope has at most.
struct Levels {
    levels: [f32; KEPT],
    known: usize,
}

impl std::ops::Deref for Levels {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        self.levels.split_at(self.known).0
    }
}

/// What is far below the loudest is all the same.
fn clipped(levels: &[f32]) -> Levels {
    let least = loudest(levels) - RANGE_DB;
    let mut clipped = Levels { levels: [0.0; KEPT], known: levels.len().min(KEPT) };
    for (place, level) in clipped.levels.iter_mut().zip(levels) {
        *place = level.max(least) - least;
    }
    clipped
}

fn loudest(levels: &[f32]) -> f32 {
    levels.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

/// Pairs what was sent with what came so many steps further on.
fn pairs<'a>(sent: &'a [f32], came: &'a [f32], shift: i64) -> impl Iterator<Item = (f32, f32)> + 'a {
    let skip = |steps: i64| usize::try_from(steps).unwrap_or(0);
    let (sent, came) = (sent.iter().skip(skip(-shift)), came.iter().skip(skip(shift)));
    sent.copied().zip(came.copied())
}

/// Pearson's, over what overlaps; nothing when that is too short or too even.
fn correlation(sent: &[f32], came: &[f32], shift: i64) -> Option<f32> {
    let (mut n, mut a, mut b, mut aa, mut bb, mut ab) = (0_usize, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (one, other) in pairs(sent, came, shift) {
        let (one, other) = (f64::from(one), f64::from(other));
        n += 1;
        a += one;
        b += other;
        aa += one * one;
        bb += other * other;
        ab += one * other;
    }
    let count = n as f64;
    let (var_a, var_b) = (aa / count - (a / count).powi(2), bb / count - (b / count).powi(2));
    let varied = f64::from(VARIED_DB).powi(2);
    // What came may be as even as it likes, down to what rounding leaves of nothing at all: then it is not alike.
    (n >= OVERLAP && var_a >= varied)
        .then(|| ((ab / count - a / count * b / count) / (var_a * var_b.max(1e-3)).sqrt()) as f32)
}

/// Where between its neighbours the highest point lies, -0.5 to 0.5: the summit of a parabola.
fn summit(before: f32, highest: f32, after: f32) -> f32 {
    let bend = before - 2.0 * highest + after;
    if bend < 0.0 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 }
}

/// How much louder what was said came back, and the share of it that did not.
fn difference(sent: &[f32], came: &[f32], shift: i64) -> Option<(Db, f32)> {
    let said_at_least = loudest(sent) - SAID_DB;
    let (sent, came) = (eased(sent), eased(came));
    let mut differences = [0.0; KEPT];
    let mut said = 0;
    let pairs = pairs(&sent, &came, shift).filter(|(sent, _)| *sent >= said_at_least);
    for (place, (sent, came)) in differences.iter_mut().zip(pairs) {
        *place = came - sent;
        said += 1;
    }
    let differences = differences.split_at_mut(said).0;
    differences.sort_unstable_by(f32::total_cmp);
    let rest = differences.get(said * REST_IN_TENTHS / 10)?;
    let missing = differences.partition_point(|difference| *difference < rest - MISSING_DB);
    let there = differences.split_at(missing).1;
    Some((Db(*there.get(there.len() / 2)?), missing as f32 / said as f32))
}

/// Each level is the louder of itself and its neighbours: what is shifted by less than a step is not missing, nor is
/// one packet of 20 ms, which every decoder conceals.
fn eased(levels: &[f32]) -> Levels {
    let mut eased = Levels { levels: [0.0; KEPT], known: levels.len().min(KEPT) };
    let nothing = f32::NEG_INFINITY;
    let before = std::iter::once(nothing).chain(levels.iter().copied());
    let after = levels.iter().copied().skip(1).chain(std::iter::once(nothing));
    for ((place, level), (before, after)) in eased.levels.iter_mut().zip(levels).zip(before.zip(after)) {
        *place = level.max(before).max(after);
    }
    eased
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::{kitchen, mix, noise, rate, scaled, speech};

    const RATE: u32 = 16_000;

    fn envelope(begun: u64, samples: &[f32]) -> Envelope {
        let mut envelope = Envelope::new(rate(RATE), begun);
        samples.chunks(128).for_each(|block| envelope.hear(block));
        envelope
    }

    /// The same, later by some milliseconds.
    fn later(ms: usize, samples: &[f32]) -> Vec<f32> {
        std::iter::repeat_n(0.0, ms * RATE as usize / 1000).chain(samples.iter().copied()).collect()
    }

    fn sentence() -> Vec<f32> {
        speech(RATE, 4, 120.0)
    }

    fn against_sentence(received: &[f32]) -> Likeness {
        compare(&envelope(1_000, &sentence()), &envelope(1_000, received)).unwrap()
    }

    #[test]
    fn the_delay_is_found_to_a_few_milliseconds() {
        for ms in [0, 3, 40, 155, 704, 1_336, 2_000] {
            let likeness = against_sentence(&later(ms, &sentence()));
            assert!((likeness.delay_ms - ms as f32).abs() <= 2.5, "{likeness:?}, not {ms}");
            assert!(likeness.correlation > 0.95 && likeness.loss < 0.02, "{likeness:?}");
        }
    }

    #[test]
    fn when_each_began_counts() {
        let sent = envelope(1_000, &sentence());
        for begun in [1_000, 1_257, 3_000] {
            let likeness = compare(&sent, &envelope(begun, &later(100, &sentence()))).unwrap();
            let true_delay = (begun - 1_000 + 100) as f32;
            assert!((likeness.delay_ms - true_delay.min(2_000.0)).abs() <= 5.0 || true_delay > 2_000.0);
            assert_eq!(likeness.correlation > ALIKE, true_delay <= 2_000.0, "{likeness:?}");
        }
        // It was listened to before anything was said.
        let likeness = compare(&sent, &envelope(500, &later(700, &sentence()))).unwrap();
        assert!((likeness.delay_ms - 200.0).abs() <= 5.0, "{likeness:?}");
    }

    #[test]
    fn the_level_difference_is_measured() {
        for (factor, expected) in [(1.0, 0.0), (0.1, -20.0), (1.5, 3.5)] {
            let likeness = against_sentence(&scaled(&later(155, &sentence()), factor));
            assert!((likeness.level_difference.0 - expected).abs() < 0.7, "{likeness:?}, not {expected}");
        }
    }

    #[test]
    fn the_share_that_is_missing_is_measured() {
        // A third is cut out in stretches of 200 ms.
        let mut received = sentence();
        for gap in received.chunks_mut(3_200).skip(1).step_by(3) {
            gap.fill(0.0);
        }
        let likeness = against_sentence(&later(155, &received));
        assert!((0.15..0.4).contains(&likeness.loss), "{likeness:?}");
        assert!((likeness.delay_ms - 155.0).abs() <= 5.0, "{likeness:?}");
        assert!(likeness.level_difference.0.abs() < 1.0, "{likeness:?}");
    }

    #[test]
    fn a_sentence_is_found_in_a_kitchen() {
        let likeness = against_sentence(&mix(&later(155, &sentence()), &kitchen(RATE, 5, 0.02)));
        assert!((likeness.delay_ms - 155.0).abs() <= 10.0, "{likeness:?}");
        assert!(likeness.correlation > ALIKE, "{likeness:?}");
    }

    #[test]
    fn something_else_is_not_alike() {
        // Somebody who speaks more slowly; the same rhythm would be taken for the same sentence.
        let other = speech(RATE * 13 / 10, 5, 160.0);
        for received in [noise(80_000, 0.1), kitchen(RATE, 5, 0.1), vec![0.0; 80_000], other] {
            let likeness = against_sentence(&received);
            assert!(likeness.correlation < ALIKE, "{likeness:?}");
        }
    }

    #[test]
    fn nothing_is_said_of_too_little_or_of_what_is_even() {
        let (sent, short) = (envelope(0, &sentence()), envelope(0, &sentence()[..40_000]));
        assert_eq!(compare(&sent, &short), None);
        assert_eq!(compare(&short, &sent), None);
        assert_eq!(compare(&sent, &envelope(0, &[])), None);
        let even = envelope(0, &noise(80_000, 0.1));
        assert_eq!(compare(&even, &even), None);
    }
}
