//! From levels to crossings: when a voice begins and when it ends. Pure: time and levels are arguments. It hears
//! that something louder than the room goes on for a while; it does not know words from music.

/// Where the scale ends below, in dBFS: quieter than any microphone's own noise. Exact zeros are here.
pub const SILENCE: Decibels = Decibels(-100.0);
/// A voice is at least this loud, in dBFS RMS. A quiet speaker at arm's length is at about -45.
pub const VOICE_AT_LEAST: Decibels = Decibels(-50.0);
/// A voice is this much louder than the room, in dB. A fan or a street is steady, speech stands out by 15 and more.
pub const VOICE_ABOVE_ROOM_DB: f32 = 10.0;
/// A voice goes on for this long, in milliseconds, before it counts: longer than a click or a knock on the table.
pub const VOICE_AFTER_MS: u64 = 150;
/// So long a pause, in milliseconds, still belongs to what was said.
pub const PAUSE_UP_TO_MS: u64 = 800;
/// How fast the room is believed to get louder, in dB per second. Slow, or a long sentence becomes the room.
pub const ROOM_RISES_DB_PER_S: f32 = 2.0;
/// The room before anything was heard, in dBFS.
const ROOM_AT_FIRST: Decibels = Decibels(-60.0);

/// A level in dBFS: 0 is as loud as can be, [`SILENCE`] is nothing.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Decibels(pub f32);

impl Decibels {
    /// The RMS level of samples between -1 and 1.
    pub fn of(samples: &[f32]) -> Self {
        let energy: f32 = samples.iter().map(|sample| sample * sample).sum();
        let mean = energy / samples.len().max(1) as f32;
        // Half of 20 * log10 of the root.
        Self((10.0 * mean.log10()).max(SILENCE.0))
    }
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Crossing {
    /// Somebody speaks.
    VoiceHeard,
    /// Nobody speaks any more.
    WentSilent,
}

/// Turns levels into crossings.
#[derive(Clone, Debug)]
pub struct VoiceDetector {
    room: Decibels,
    last_at: Option<u64>,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Silent,
    /// Loud, but not for long enough yet.
    Rising {
        since: u64,
    },
    Speaking,
    /// Quiet, but perhaps only between two words.
    Pausing {
        since: u64,
    },
}

impl Default for VoiceDetector {
    fn default() -> Self {
        Self { room: ROOM_AT_FIRST, last_at: None, state: State::Silent }
    }
}

impl VoiceDetector {
    /// Takes in the level at a moment, in milliseconds of any clock that does not go back.
    pub fn hear(&mut self, now: u64, level: Decibels) -> Option<Crossing> {
        let loud = level >= VOICE_AT_LEAST && level.0 >= self.room.0 + VOICE_ABOVE_ROOM_DB;
        self.listen_to_room(now, level);
        let (state, crossing) = match (self.state, loud) {
            (State::Silent, true) => (State::Rising { since: now }, None),
            (State::Rising { since }, true) if now.saturating_sub(since) >= VOICE_AFTER_MS => {
                (State::Speaking, Some(Crossing::VoiceHeard))
            }
            (State::Rising { .. }, false) => (State::Silent, None),
            (State::Speaking, false) => (State::Pausing { since: now }, None),
            (State::Pausing { .. }, true) => (State::Speaking, None),
            (State::Pausing { since }, false) if now.saturating_sub(since) >= PAUSE_UP_TO_MS => {
                (State::Silent, Some(Crossing::WentSilent))
            }
            (state @ (State::Silent | State::Pausing { .. }), false)
            | (state @ (State::Rising { .. } | State::Speaking), true) => (state, None),
        };
        self.state = state;
        crossing
    }

    /// How loud the room is when nobody speaks, as far as is known.
    pub fn room(&self) -> Decibels {
        self.room
    }

    /// Down at once, up slowly: the quietest of the last while is the room.
    fn listen_to_room(&mut self, now: u64, level: Decibels) {
        let passed = now.saturating_sub(self.last_at.unwrap_or(now)) as f32 / 1000.0;
        self.last_at = Some(now);
        self.room = Decibels(level.0.min(self.room.0 + ROOM_RISES_DB_PER_S * passed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY_MS: u64 = 50;

    /// Plays levels, each for a number of milliseconds, and returns the crossings with their moments.
    fn crossings(story: &[(f32, u64)]) -> Vec<(u64, Crossing)> {
        let mut detector = VoiceDetector::default();
        let (mut now, mut crossings) = (0, Vec::new());
        for (level, lasts) in story {
            let end = now + lasts;
            while now < end {
                crossings.extend(detector.hear(now, Decibels(*level)).map(|crossing| (now, crossing)));
                now += EVERY_MS;
            }
        }
        crossings
    }

    #[test]
    fn a_sentence_in_a_quiet_room_is_heard_once_and_ends_once() {
        let heard = crossings(&[(-70.0, 1000), (-30.0, 1000), (-70.0, 2000)]);
        assert_eq!(heard, [(1150, Crossing::VoiceHeard), (2800, Crossing::WentSilent)]);
    }

    #[test]
    fn a_pause_between_words_ends_nothing() {
        let heard = crossings(&[(-70.0, 500), (-30.0, 500), (-70.0, 600), (-30.0, 500)]);
        assert_eq!(heard, [(650, Crossing::VoiceHeard)]);
    }

    #[test]
    fn a_knock_on_the_table_is_no_voice() {
        assert_eq!(crossings(&[(-70.0, 500), (-10.0, 100), (-70.0, 2000)]), []);
    }

    #[test]
    fn a_steady_fan_becomes_the_room_and_a_voice_above_it_is_still_heard() {
        let heard = crossings(&[(-40.0, 20_000), (-25.0, 500)]);
        let last = heard.last().copied();
        assert_eq!(last, Some((20_150, Crossing::VoiceHeard)));
        assert_eq!(heard.iter().filter(|(_, crossing)| *crossing == Crossing::VoiceHeard).count(), 2);
    }

    #[test]
    fn a_whisper_below_the_limit_and_digital_silence_are_no_voice() {
        assert_eq!(crossings(&[(-100.0, 1000), (-55.0, 3000), (-100.0, 1000)]), []);
    }

    #[test]
    fn levels_are_root_mean_squares_of_full_scale() {
        assert_eq!(Decibels::of(&[0.0; 16]), SILENCE);
        assert_eq!(Decibels::of(&[]), SILENCE);
        assert_eq!(Decibels::of(&[1.0, -1.0]), Decibels(0.0));
        assert!((Decibels::of(&[0.1, -0.1]).0 + 20.0).abs() < 0.001);
    }
}
