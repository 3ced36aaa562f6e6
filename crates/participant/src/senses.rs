//! From what ears and eyes tell ten and five times a second to what the diagnosis is told: what was heard and seen over the
//! last seconds.

use std::collections::VecDeque;

use diagnosis::{Dbfs, Millis, fact};

/// How long a stretch of sound is that the diagnosis judges, in milliseconds: as long as a microphone must be silent to be
/// called that.
const STRETCH_MS: u64 = 3_000;
/// How long each summary of the ear is, in milliseconds.
const SUMMARY_MS: u64 = 100;
/// How often a stretch is told, in summaries: twice a second.
const TOLD_EVERY: u64 = 5;
/// How long samples at full scale must go on, in summaries: as long as they are counted over. A bang is over by then, as is
/// what a browser's echo cancellation does when it begins.
const CLIPS_FOR: usize = 20;
/// How far below the noise a hum may be and still be one, in dB: noise has a little at the mains' frequencies, too, 16 dB
/// below itself and less (see `signals::Hum`).
const HUM_WITHIN_DB: f32 = 10.0;

/// How much louder everything may be than a note of the chime that stands alone, in dB: whoever speaks at the same time is
/// heard, and not the chime.
const ALONE_WITHIN_DB: f32 = 3.0;
/// A chime that comes back more quietly than this, in dBFS, nobody hears of himself: 25 dB below a voice.
const CHIME_FROM_DBFS: f32 = -55.0;
/// So many summaries at most lie between the last one in which the first note stands alone and one in which the second does:
/// that begins while the first one rings, 0.45 s after it.
const NOTES_APART: u64 = 5;

/// The last seconds of one microphone, since it was opened.
#[derive(Debug, Default)]
pub struct Listening {
    last: VecDeque<Heard>,
    summaries: u64,
    /// The last summary in which the first note of the chime stood alone.
    first_note: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Heard {
    peak: f32,
    full_scale: u32,
    speaks: bool,
}

impl Listening {
    /// Takes in a tenth of a second. Tells the stretch up to now, twice a second.
    pub fn hear(&mut self, sound: &signals::Sound) -> Option<fact::Sound> {
        if self.last.len() as u64 * SUMMARY_MS >= STRETCH_MS {
            self.last.pop_front();
        }
        self.last.push_back(Heard {
            peak: sound.peak.0,
            full_scale: sound.full_scale,
            speaks: sound.voice.active,
        });
        self.summaries += 1;
        self.summaries.is_multiple_of(TOLD_EVERY).then(|| self.tell(sound))
    }

    /// Whether the page's own chime came in, by the tenth of a second that [`Self::hear`] took in last: its first note
    /// alone, and soon after its second one.
    pub fn hears_chime(&mut self, sound: &signals::Sound) -> bool {
        let alone =
            |note: signals::Dbfs| note.0 >= CHIME_FROM_DBFS && note.0 >= sound.rms.0 - ALONE_WITHIN_DB;
        if alone(sound.chime.first) {
            self.first_note = Some(self.summaries);
        }
        let soon = |first: &mut u64| self.summaries - *first <= NOTES_APART;
        alone(sound.chime.second) && self.first_note.take_if(soon).is_some()
    }

    fn tell(&self, newest: &signals::Sound) -> fact::Sound {
        let speaking = self.last.iter().filter(|heard| heard.speaks).count() as u64 * SUMMARY_MS;
        let peak = self.last.iter().map(|heard| heard.peak).fold(signals::Dbfs::SILENCE.0, f32::max);
        let hum = newest.hum.fifty.0.max(newest.hum.sixty.0);
        let clipped_before = self.last.iter().rev().nth(CLIPS_FOR);
        let hums = hum >= newest.noise_floor.0 - HUM_WITHIN_DB;
        fact::Sound {
            over: Millis(self.last.len() as u64 * SUMMARY_MS),
            peak: level(peak),
            voiced: Millis(speaking),
            voice: newest.speech.filter(|_| speaking > 0).map_or(Dbfs::NOTHING, |speech| level(speech.0)),
            floor: level(newest.noise_floor.0),
            hum: if hums { level(hum) } else { Dbfs::NOTHING },
            full_scale: newest.full_scale.min(clipped_before.map_or(0, |heard| heard.full_scale)),
        }
    }
}

/// The end of the scale below is nothing at all.
fn level(dbfs: f32) -> Dbfs {
    if dbfs <= signals::Dbfs::SILENCE.0 { Dbfs::NOTHING } else { Dbfs((dbfs * 10.0).round() as i16) }
}

/// How long a stretch of pictures is that the diagnosis judges, in milliseconds.
const LOOKED_MS: u64 = 2_000;

/// After so long without a sight, in milliseconds, looking begins anew: the page was hidden, or the device asleep.
const GAP_MS: u64 = 1_000;

/// What was seen of one camera since it was opened.
#[derive(Debug, Default)]
pub struct Looking {
    began: Option<u64>,
    last: u64,
}

impl Looking {
    /// Takes in what the eye saw at `now`, in milliseconds, with how many new pictures the camera gave each second. Tells
    /// nothing as long as that is not known.
    pub fn see(&mut self, now: u64, sight: &signals::Sight) -> Option<fact::Picture> {
        if now.saturating_sub(std::mem::replace(&mut self.last, now)) > GAP_MS {
            self.began = None;
        }
        let began = *self.began.get_or_insert(now);
        let over = now.saturating_sub(began).min(LOOKED_MS);
        let per_second = sight.pace.frames_per_second?;
        Some(fact::Picture {
            over: Millis(over),
            frames: (per_second * over as f32 / 1_000.0).round() as u32,
            luma: luma(sight.light.mean),
            spread: luma(sight.light.variance.sqrt()),
            centre: luma(sight.light.centre),
            border: luma(sight.light.border),
            same: Millis(sight.same_ms.min(over)),
        })
    }
}

fn luma(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(peak: f32, speaks: bool) -> signals::Sound {
        signals::Sound {
            rms: signals::Dbfs(peak - 12.0),
            peak: signals::Dbfs(peak),
            full_scale: 3,
            zeros_ms: 0,
            voice: signals::Voice { active: speaks, ..signals::Voice::default() },
            noise_floor: signals::Dbfs(-62.0),
            speech: Some(signals::Dbfs(-31.26)),
            hum: signals::Hum { fifty: signals::Dbfs(-90.0), sixty: signals::Dbfs(-100.0) },
            chime: signals::Chime { first: signals::Dbfs(-80.0), second: signals::Dbfs(-80.0) },
        }
    }

    #[test]
    fn the_chime_is_its_two_notes_one_after_the_other_and_each_alone() {
        const LOUD: f32 = -30.0;
        let notes = |first: f32, second: f32, all: f32| signals::Sound {
            rms: signals::Dbfs(all),
            chime: signals::Chime { first: signals::Dbfs(first), second: signals::Dbfs(second) },
            ..summary(-20.0, false)
        };
        let comes = |sounds: &[signals::Sound]| {
            let mut listening = Listening::default();
            sounds.iter().any(|sound| {
                listening.hear(sound);
                listening.hears_chime(sound)
            })
        };
        let (high, low) = (notes(LOUD, -70.0, LOUD), notes(-50.0, LOUD, LOUD));
        let (both, none) = (notes(LOUD - 4.0, LOUD - 4.0, LOUD), notes(-80.0, -80.0, -60.0));
        assert!(comes(&[none, high, high, high, high, both, low, low]));
        assert!(comes(&[high, low]));
        assert!(!comes(&[low, low, high, high]), "in the wrong order");
        assert!(!comes(&[high, none, none, none, none, none, low]), "too far apart");
        let spoken = |sound: signals::Sound| signals::Sound { rms: signals::Dbfs(LOUD + 6.0), ..sound };
        assert!(!comes(&[spoken(high), spoken(low)]), "somebody speaks");
        assert!(!comes(&[notes(-58.0, -80.0, -58.0), notes(-80.0, -58.0, -58.0)]), "too quiet for anybody");
    }

    fn told(summaries: impl IntoIterator<Item = signals::Sound>) -> Vec<fact::Sound> {
        let mut listening = Listening::default();
        summaries.into_iter().filter_map(|summary| listening.hear(&summary)).collect()
    }

    #[test]
    fn a_stretch_is_told_twice_a_second_and_is_of_the_last_three() {
        let told = told((0..40).map(|at| summary(if at == 0 { -10.0 } else { -80.0 }, at < 15)));
        let overs: Vec<_> = told.iter().map(|sound| sound.over.0).collect();
        assert_eq!(overs, [500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_000, 3_000]);
        let peaks: Vec<_> = told.iter().map(|sound| sound.peak).collect();
        assert_eq!(peaks[5..], [Dbfs(-100), Dbfs(-800), Dbfs(-800)], "the loud start is over by then");
        let voiced: Vec<_> = told.iter().map(|sound| sound.voiced.0).collect();
        assert_eq!(voiced, [500, 1_000, 1_500, 1_500, 1_500, 1_500, 1_000, 500]);
        assert_eq!(told[0].voice, Dbfs(-313));
        let clipped: Vec<_> = told.iter().map(|sound| sound.full_scale).collect();
        assert_eq!(clipped, [0, 0, 0, 0, 3, 3, 3, 3], "not before it goes on for two seconds");
    }

    #[test]
    fn without_a_voice_there_is_no_level_of_one_and_zeros_are_nothing() {
        let told = told((0..5).map(|_| summary(-100.0, false)));
        assert_eq!((told[0].voice, told[0].peak), (Dbfs::NOTHING, Dbfs::NOTHING));
    }

    #[test]
    fn a_hum_far_below_the_noise_is_none() {
        let hums = |fifty: f32| {
            let hum = signals::Hum { fifty: signals::Dbfs(fifty), sixty: signals::Dbfs(-100.0) };
            told((0..5).map(|_| signals::Sound { hum, ..summary(-40.0, false) }))[0].hum
        };
        assert_eq!(hums(-73.0), Dbfs::NOTHING);
        assert_eq!(hums(-71.0), Dbfs(-710));
        assert_eq!(hums(-45.0), Dbfs(-450));
    }

    fn sight(frames_per_second: f32, same_ms: u64) -> signals::Sight {
        signals::Sight {
            light: signals::Light { mean: 81.4, variance: 400.0, centre: 70.6, border: 260.0 },
            motion: 0.0,
            likeness: 1.0,
            same_ms,
            alike_ms: same_ms,
            pace: signals::Pace { frames_per_second: Some(frames_per_second), last_ms_ago: Some(10) },
        }
    }

    #[test]
    fn pictures_are_counted_over_two_seconds_since_the_camera_was_opened() {
        let mut looking = Looking::default();
        let mut see = |now, frames, same| looking.see(now, &sight(frames, same)).unwrap();
        assert_eq!(see(5_000, 24.0, 0).over, Millis(0));
        let after = [see(5_900, 24.0, 0), see(6_500, 24.0, 9_000)][1];
        assert_eq!((after.over, after.frames, after.same), (Millis(1_500), 36, Millis(1_500)));
        let later = [see(7_400, 3.0, 0), see(8_000, 3.0, 100)][1];
        assert_eq!((later.over, later.frames, later.same), (Millis(2_000), 6, Millis(100)));
        assert_eq!((later.luma, later.spread, later.centre, later.border), (81, 20, 71, 255));
        let woken = see(9_001, 24.0, 9_000);
        assert_eq!((woken.over, woken.same), (Millis(0), Millis(0)), "nobody looked meanwhile");
        let unknown = signals::Pace { frames_per_second: None, last_ms_ago: None };
        assert_eq!(looking.see(9_100, &signals::Sight { pace: unknown, ..sight(0.0, 0) }), None);
    }
}
