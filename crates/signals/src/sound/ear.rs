//! The ear: takes blocks of samples of any length, tells ten times a second what it hears.

use super::{
    biquad::DcBlocker,
    chime::{Chime, ChimeFinder},
    floor::RoomFloor,
    fourier::Fourier,
    frame::Frames,
    hum::{Hum, HumFinder},
    rate::SampleRate,
    speech::SpeechLevel,
    tally::Tally,
    thin::Thinner,
    voice::{Voice, VoiceFinder},
};
use crate::level::Dbfs;

/// How long a summary is of, in milliseconds.
const EVERY_MS: u32 = 100;
/// Below this nothing is heard, in Hz: constants, and draughts.
const LOWEST_HZ: f64 = 10.0;

/// What was heard in a tenth of a second, and what is known by then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sound {
    /// The level of this tenth of a second, without a constant part that the microphone may add.
    pub rms: Dbfs,
    /// The highest sample of this tenth of a second, as it came.
    pub peak: Dbfs,
    /// Samples at full scale ([`crate::FULL_SCALE`]) in the last two seconds.
    pub full_scale: u32,
    /// For how long everything up to now was exactly zero, in milliseconds: no microphone is that quiet.
    pub zeros_ms: u32,
    /// Whether somebody speaks.
    pub voice: Voice,
    /// What is there all the time, also between the words.
    pub noise_floor: Dbfs,
    /// How loud somebody speaks, over the last few seconds of speech; nothing as long as nobody has spoken.
    pub speech: Option<Dbfs>,
    /// How loud the mains hum.
    pub hum: Hum,
    /// How loud the notes of the page's own chime were in this tenth of a second.
    pub chime: Chime,
}

/// Hears. Its size is fixed (about 7 KB), it allocates nothing, and however its samples are divided into blocks,
/// it says the same.
#[derive(Clone, Debug)]
pub struct Ear {
    rate: SampleRate,
    fourier: Fourier,
    dc: DcBlocker,
    thinner: Thinner,
    frames: Frames,
    voice: VoiceFinder,
    /// Energy and number of samples since the last frame.
    energy: (f64, u32),
    floor: RoomFloor,
    speech: SpeechLevel,
    hum: HumFinder,
    chime: ChimeFinder,
    tally: Tally,
}

impl Ear {
    /// An ear for samples of one rate.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let thin_hz = rate.thin_hz();
        Self {
            rate,
            fourier: Fourier::new(),
            dc: DcBlocker::new(rate.hz().into(), LOWEST_HZ),
            thinner: Thinner::new(rate),
            frames: Frames::new(thin_hz),
            voice: VoiceFinder::new(thin_hz),
            energy: (0.0, 0),
            floor: RoomFloor::new(),
            speech: SpeechLevel::default(),
            hum: HumFinder::new(thin_hz),
            chime: ChimeFinder::new(thin_hz),
            tally: Tally::default(),
        }
    }

    /// Hears samples between -1 and 1, of one channel. Tells each summary that gets complete by them, in order. What
    /// is no number is heard as zero.
    pub fn hear(&mut self, block: &[f32], mut tell: impl FnMut(Sound)) {
        let span = self.rate.samples_in(EVERY_MS);
        for sample in block {
            self.hear_sample(if sample.is_finite() { *sample } else { 0.0 });
            if self.tally.samples() >= span {
                tell(self.sum_up());
            }
        }
    }

    fn hear_sample(&mut self, raw: f32) {
        let moving = self.dc.next(raw.into());
        self.tally.add(raw, moving);
        self.energy = (self.energy.0 + moving * moving, self.energy.1 + 1);
        if let Some(thin) = self.thinner.next(moving) {
            self.hum.push(thin);
            self.chime.push(thin);
            if self.frames.push(thin) {
                self.hear_frame();
            }
        }
    }

    fn hear_frame(&mut self) {
        self.dc.settle();
        self.thinner.settle();
        let (energy, samples) = std::mem::take(&mut self.energy);
        let power = (energy / f64::from(samples.max(1))) as f32;
        self.voice.hear(&self.fourier, self.frames.spectrum(&self.fourier));
        let speaks = self.voice.voice().active;
        self.floor.hear(power, speaks, self.voice.is_like_a_voice());
        if speaks {
            self.speech.hear(power, self.floor.power());
        }
    }

    fn sum_up(&mut self) -> Sound {
        let counted = self.tally.take();
        let zeros_ms = u64::from(counted.zeros) * 1000 / u64::from(self.rate.hz());
        Sound {
            rms: counted.rms,
            peak: counted.peak,
            full_scale: counted.full_scale,
            zeros_ms: u32::try_from(zeros_ms).unwrap_or(u32::MAX),
            voice: self.voice.voice(),
            noise_floor: Dbfs::of_power(self.floor.power()),
            speech: self.speech.level(),
            hum: self.hum.hum(),
            chime: self.chime.take(),
        }
    }
}
