//! Whether somebody speaks. A frame is of a voice as far as three things hold at once:
//!
//! - it stands out from what is always there, in its bands (as in the detectors of G.729 Annex B and of AMR, whose
//!   floors per band follow the noise): a fan, a hum and a tone that stay are soon the floor;
//! - it repeats itself with the period of a voice: hiss, water and clatter do not, from their first moment on; and it is
//!   more than one tone, which beeps are not;
//! - its bands have moved during the last half second, as syllables do (speech is modulated at 2 to 10 Hz: Houtgast and
//!   Steeneken 1985): a mixer or a horn repeats itself, but stands still.
//!
//! It does not know words: singing, and a talk on the radio, are voices.

use super::{
    bands::{BANDS, Bands},
    floor::Floor,
    fourier::{BINS, Fourier},
    pitch::Pitch,
    tone,
};
use crate::level::db;

/// Below this a frame is no voice, as power per sample (-75 dBFS): there testrtc calls a microphone silent.
const FAINTEST: f32 = 3.2e-8;
/// A band stands out when it is this much above its floor, in dB. The floor is the least: noise itself is 3 dB above it
/// and now and then 6.
const STANDS_OUT_DB: f32 = 7.0;
/// More is not told apart, in dB.
const AT_MOST_DB: f32 = 30.0;
/// Between these shares of the strongest tone trust shrinks from all to none: even an u has a second harmonic.
const TONE: [f32; 2] = [0.98, 0.9];
/// One of so many lowest bands must stand out: each vowel has its first formant below 800 Hz, ringing glass has not.
const LOW_BANDS: usize = 3;
/// Between these, in dB above the floor as a mean of the bands, trust grows from none to all.
const LOUDNESS_DB: [f32; 2] = [2.5, 6.0];
/// Between these strengths of the period. Noise that was never filtered stays below 0.45 (see `pitch`).
const PERIOD: [f32; 2] = [0.45, 0.7];
/// A frame has moved when its bands differ by so much from those 40 ms ago, in dB as a mean.
const MOVED_DB: f32 = 2.0;
/// Frames in which movement is counted: half a second.
const MOVEMENT_FRAMES: u32 = 25;
/// Between these shares of frames that have moved. What merely begins moves in four of them.
const MOVEMENT: [f32; 2] = [0.2, 0.3];
/// How much of the way trust grows in one frame: in 60 ms over the limit.
const GROWS: f32 = 0.35;
/// How much trust is left after one frame without a voice: half after 240 ms, so that hisses and pauses in a word pass.
const LEFT: f32 = 0.944;
/// From here on somebody speaks (Jitsi's limit too) ...
const SPEAKS: f32 = 0.6;
/// ... and below this nobody does any more: about 400 ms after the last vowel.
const SILENT: f32 = 0.25;

/// Whether somebody speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Voice {
    /// 0 to 1: how much speaks for a voice in the last moments.
    pub probability: f32,
    /// Somebody speaks. It holds through the short pauses between words.
    pub active: bool,
}

/// Decides, frame by frame.
#[derive(Clone, Debug)]
pub struct VoiceFinder {
    bands: Bands,
    pitch: Pitch,
    floors: [Floor; BANDS],
    /// Powers of the bands one and two frames ago.
    before: [[f32; BANDS]; 2],
    /// One bit for each frame that has moved, the newest lowest.
    moved: u32,
    voice: Voice,
    /// How much the newest frame is like a voice by itself, 0 to 1.
    likelihood: f32,
}

impl VoiceFinder {
    pub fn new(thin_hz: f32) -> Self {
        Self {
            bands: Bands::new(thin_hz),
            pitch: Pitch::new(thin_hz),
            floors: [(); BANDS].map(|()| Floor::new()),
            before: [[0.0; BANDS]; 2],
            moved: 0,
            voice: Voice::default(),
            likelihood: 0.0,
        }
    }

    pub fn voice(&self) -> Voice {
        self.voice
    }

    /// Whether the newest frame is like a voice by itself: within a word, and not between two.
    pub fn is_like_a_voice(&self) -> bool {
        self.likelihood > 0.0
    }

    /// Takes in a frame.
    pub fn hear(&mut self, fourier: &Fourier, mut spectrum: [f32; BINS]) {
        let powers = self.bands.powers(&spectrum);
        for (floor, power) in self.floors.iter_mut().zip(&powers) {
            floor.hear(*power, self.voice.active);
        }
        // A floor of nothing would make everything stand out: there is always a little.
        let floors = self.floors.each_ref().map(|floor| floor.power().max(FAINTEST / 100.0));
        self.likelihood = self.likelihood(fourier, &mut spectrum, &powers, &floors);
        self.note_movement(powers, &floors);
        self.believe(self.likelihood * grade(self.movement(), MOVEMENT));
    }

    /// How much a frame is like a voice by itself.
    fn likelihood(
        &self,
        fourier: &Fourier,
        spectrum: &mut [f32; BINS],
        powers: &[f32; BANDS],
        floors: &[f32; BANDS],
    ) -> f32 {
        let (mut above, mut worth) = ([0.0; BANDS], [0.0; BANDS]);
        let places = above.iter_mut().zip(&mut worth);
        for ((above, worth), (power, floor)) in places.zip(powers.iter().zip(floors)) {
            *above = db(power / floor).clamp(0.0, AT_MOST_DB);
            // What the noise leaves of a band, as in spectral subtraction: the least is half of the mean.
            *worth = (1.0 - 2.0 * floor / power.max(*floor)).max(0.0);
        }
        let stands_out = |above: &&f32| **above >= STANDS_OUT_DB;
        let is_low = above.iter().take(LOW_BANDS).any(|above| stands_out(&above));
        let is_faint = powers.iter().sum::<f32>() < FAINTEST;
        if is_faint || !is_low {
            return 0.0;
        }
        self.bands.weigh(spectrum, &worth);
        let period = self.pitch.strength(fourier, spectrum);
        let loudness = above.iter().sum::<f32>() / BANDS as f32;
        grade(loudness, LOUDNESS_DB) * grade(period, PERIOD) * grade(tone::share(spectrum), TONE)
    }

    fn note_movement(&mut self, powers: [f32; BANDS], floors: &[f32; BANDS]) {
        let [newer, older] = self.before;
        let pairs = powers.iter().zip(&older).zip(floors);
        // The same floor under both, so that neither noise nor a sinking floor moves.
        let moved =
            |((now, then), floor): ((&f32, &f32), &f32)| db((now + 2.0 * floor) / (then + 2.0 * floor)).abs();
        let difference = pairs.map(moved).sum::<f32>() / BANDS as f32;
        self.moved = self.moved << 1 | u32::from(difference >= MOVED_DB);
        self.before = [powers, newer];
    }

    fn movement(&self) -> f32 {
        let lately = self.moved & ((1 << MOVEMENT_FRAMES) - 1);
        lately.count_ones() as f32 / MOVEMENT_FRAMES as f32
    }

    fn believe(&mut self, now: f32) {
        let before = self.voice.probability;
        let grown = before + GROWS * (now - before);
        let probability = grown.max(before * LEFT);
        let active = probability >= if self.voice.active { SILENT } else { SPEAKS };
        self.voice = Voice { probability, active };
    }
}

/// 0 up to the first limit, 1 from the second one on.
fn grade(value: f32, [none, all]: [f32; 2]) -> f32 {
    ((value - none) / (all - none)).clamp(0.0, 1.0)
}
