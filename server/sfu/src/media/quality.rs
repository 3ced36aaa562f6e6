//! How good somebody's connection is, from what both directions report, on LiveKit's scale.
//!
//! A simplified E-model (ITU-T G.107), as LiveKit uses: from a hundred points, delay and loss take some. Points fall
//! quickly and rise slowly, so that one good moment in a bad connection does not count as good.

use std::time::Duration;

use livekit_protocol::ConnectionQuality;

/// Points for a perfect connection.
const MOST: f32 = 100.0;
/// Points never fall below this, or a bad moment would weigh for minutes. LiveKit's own bound.
const LEAST: f32 = 30.0;
/// Below this a connection is good, no longer excellent.
const EXCELLENT_FROM: f32 = 80.0;
/// Below this it is poor.
const GOOD_FROM: f32 = 40.0;

/// What one per cent of lost sound costs: at 2.5 % a connection is no longer excellent, at 7.5 % no longer good.
const POINTS_PER_LOST_SOUND: f32 = 8.0;
/// The same for sound that is sent twice (RFC 2198): at 5 and 15 %.
const POINTS_PER_LOST_REDUNDANT_SOUND: f32 = 4.0;
/// The same for pictures: at 2 and 6 %.
const POINTS_PER_LOST_PICTURE: f32 = 10.0;
/// What a size of picture less than wanted costs.
const POINTS_PER_LAYER: f32 = 35.0;

/// How much of the way to a better score is taken at once, and to a worse one.
const RISE: f32 = 0.4;
/// See [`RISE`].
const FALL: f32 = 0.8;

/// What a stream carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carries {
    Sound,
    RedundantSound,
    Picture,
}

/// One stream, as it was since it was last looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Report {
    pub carries: Carries,
    /// Which part was lost, from 0 to 1.
    pub loss: f32,
    /// From us to the participant and back, where it is known.
    pub round_trip: Duration,
    /// How unevenly packets arrived.
    pub jitter: Duration,
    /// How many sizes smaller than wanted the picture was, for want of bandwidth.
    pub missing_layers: f32,
}

impl Report {
    /// A stream of which nothing bad is known.
    pub(crate) fn perfect(carries: Carries) -> Self {
        Self { carries, loss: 0.0, round_trip: Duration::ZERO, jitter: Duration::ZERO, missing_layers: 0.0 }
    }

    fn points(&self) -> f32 {
        let milliseconds = |time: Duration| time.as_secs_f32() * 1000.0;
        let delay = milliseconds(self.round_trip) / 2.0 + milliseconds(self.jitter) * 2.0;
        // Conversation suffers slowly up to 160 ms one way, and quickly beyond.
        let for_delay = if delay > 160.0 { (delay - 120.0) / 10.0 } else { delay / 40.0 };
        let per_cent = match self.carries {
            Carries::Sound => POINTS_PER_LOST_SOUND,
            Carries::RedundantSound => POINTS_PER_LOST_REDUNDANT_SOUND,
            Carries::Picture => POINTS_PER_LOST_PICTURE,
        };
        let packets = MOST - for_delay - self.loss * 100.0 * per_cent;
        let layers = MOST - self.missing_layers * POINTS_PER_LAYER;
        packets.min(layers).max(0.0)
    }
}

/// The score of one participant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Score(f32);

impl Default for Score {
    fn default() -> Self {
        Self(MOST)
    }
}

impl Score {
    /// So it was since the last time: the worst stream counts. Without any stream nothing is known to be bad.
    pub(crate) fn update(&mut self, reports: impl IntoIterator<Item = Report>) {
        let points = reports.into_iter().map(|report| report.points()).fold(MOST, f32::min);
        let part = if points < self.0 { FALL } else { RISE };
        self.0 = (part * points + (1.0 - part) * self.0).max(LEAST);
    }

    /// In LiveKit's words.
    pub(crate) fn quality(self) -> ConnectionQuality {
        if self.0 >= EXCELLENT_FROM {
            ConnectionQuality::Excellent
        } else if self.0 >= GOOD_FROM {
            ConnectionQuality::Good
        } else {
            ConnectionQuality::Poor
        }
    }

    /// On LiveKit's scale of 1 to 4.5, as the mean opinion score of speech (ITU-T P.800) has it.
    pub(crate) fn opinion(self) -> f32 {
        let rate = self.0.clamp(0.0, MOST);
        1.0 + 0.035 * rate + rate * (rate - 60.0) * (MOST - rate) * 7.0 / 1_000_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quality after a minute of the same.
    fn lasting(report: Report) -> ConnectionQuality {
        let mut score = Score::default();
        (0..20).for_each(|_| score.update([report]));
        score.quality()
    }

    fn sound() -> Report {
        Report::perfect(Carries::Sound)
    }

    #[test]
    fn loss_makes_a_connection_good_and_then_poor() {
        let lost = |carries, loss| lasting(Report { loss, ..Report::perfect(carries) });
        for (carries, excellent, good) in [
            (Carries::Sound, 0.02, 0.07),
            (Carries::RedundantSound, 0.04, 0.14),
            (Carries::Picture, 0.015, 0.05),
        ] {
            assert_eq!(lost(carries, excellent), ConnectionQuality::Excellent, "{carries:?}");
            assert_eq!(lost(carries, good), ConnectionQuality::Good, "{carries:?}");
            assert_eq!(lost(carries, good * 1.5), ConnectionQuality::Poor, "{carries:?}");
        }
    }

    #[test]
    fn delay_counts_when_it_disturbs_conversation() {
        let delayed =
            |milliseconds| lasting(Report { round_trip: Duration::from_millis(milliseconds), ..sound() });
        assert_eq!(delayed(250), ConnectionQuality::Excellent);
        assert_eq!(delayed(800), ConnectionQuality::Good);
        assert_eq!(delayed(2000), ConnectionQuality::Poor);
    }

    #[test]
    fn a_smaller_picture_than_wanted_is_told() {
        let missing =
            |layers| lasting(Report { missing_layers: layers, ..Report::perfect(Carries::Picture) });
        assert_eq!(missing(1.0), ConnectionQuality::Good);
        assert_eq!(missing(2.0), ConnectionQuality::Poor);
    }

    #[test]
    fn the_score_falls_quickly_and_rises_slowly() {
        let mut score = Score::default();
        score.update([Report { loss: 0.3, ..sound() }]);
        assert_eq!(score.quality(), ConnectionQuality::Poor, "once is enough");
        score.update([sound()]);
        assert_eq!(score.quality(), ConnectionQuality::Good);
        score.update([sound()]);
        assert_eq!(score.quality(), ConnectionQuality::Good, "one good moment is not");
        (0..5).for_each(|_| score.update([]));
        assert_eq!(score.quality(), ConnectionQuality::Excellent);
    }

    #[test]
    fn the_worst_stream_counts() {
        let mut score = Score::default();
        (0..5).for_each(|_| score.update([sound(), Report { loss: 0.2, ..sound() }, sound()]));
        assert_eq!(score.quality(), ConnectionQuality::Poor);
    }

    #[test]
    fn opinions_run_from_one_to_four_and_a_half() {
        assert!((Score::default().opinion() - 4.5).abs() < 0.01);
        assert!(Score(LEAST).opinion() >= 1.0 && Score(LEAST).opinion() < 2.5);
    }
}
