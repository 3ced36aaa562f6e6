//! For the tests: sounds made of nothing, the same each time.

use std::f32::consts::TAU;

use crate::SampleRate;

pub fn rate(hz: u32) -> SampleRate {
    SampleRate::new(hz).unwrap()
}

/// One second of a tone.
pub fn sine(rate: u32, hz: f32, amplitude: f32) -> Vec<f32> {
    (0..rate).map(|at| amplitude * (TAU * (hz * at as f32 / rate as f32).fract()).sin()).collect()
}

/// White noise between plus and minus its amplitude; its RMS is the amplitude divided by 1.73.
pub fn noise(samples: usize, amplitude: f32) -> Vec<f32> {
    let mut state = 0x2545_F491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state as f32 / u32::MAX as f32 * 2.0 - 1.0) * amplitude
    };
    (0..samples).map(|_| next()).collect()
}

/// One second of what the vocal cords do, before mouth and nose make a vowel of it.
pub fn pulses(rate: u32, hz: f32) -> Vec<f32> {
    (0..rate).map(|at| 0.5 * (1.0 - 2.0 * (hz * at as f32 / rate as f32).fract()).powi(5)).collect()
}

/// Both together.
pub fn mix(one: &[f32], other: &[f32]) -> Vec<f32> {
    one.iter().zip(other).map(|(one, other)| one + other).collect()
}

pub fn scaled(samples: &[f32], factor: f32) -> Vec<f32> {
    samples.iter().map(|sample| sample * factor).collect()
}

/// Formants of the vowels a, i, o, e, u, in Hz.
const VOWELS: [[f32; 3]; 5] = [
    [750.0, 1200.0, 2500.0],
    [280.0, 2200.0, 2900.0],
    [450.0, 800.0, 2500.0],
    [450.0, 1900.0, 2500.0],
    [300.0, 700.0, 2300.0],
];

/// Something like speech: four syllables a second, each a hiss and a vowel, the pitch sinking within a phrase of
/// seven syllables, half a second of nothing after each phrase. Peaks at about 0.5.
pub fn speech(rate: u32, seconds: u32, pitch_hz: f32) -> Vec<f32> {
    let hiss = noise((rate * seconds) as usize, 0.03);
    let (mut phase, mut formants) = (0.0_f32, [[0.0_f32; 2]; 3]);
    let mut out = Vec::new();
    for (at, hiss) in hiss.into_iter().enumerate() {
        let s = at as f32 / rate as f32;
        let (syllable, within) = ((s * 4.0) as usize, (s * 4.0).fract());
        let in_phrase = syllable % 9;
        let hz = pitch_hz * (1.15 - 0.04 * in_phrase as f32) * (1.0 + 0.03 * (TAU * 5.0 * s).sin());
        phase = (phase + hz / rate as f32).fract();
        let vowel = (1.0 - ((within - 0.6) / 0.38).powi(2)).max(0.0);
        let source = (1.0 - 2.0 * phase).powi(5) * vowel;
        let mut sample = 0.0;
        for (state, hz) in formants.iter_mut().zip(VOWELS[(syllable * 7) % 5]) {
            // A resonance 90 Hz wide.
            let r = (-TAU * 45.0 / rate as f32).exp();
            let next =
                (1.0 - r) * source + 2.0 * r * (TAU * hz / rate as f32).cos() * state[0] - r * r * state[1];
            *state = [next, state[0]];
            sample += next * (TAU * hz / rate as f32).sin();
        }
        let speaks = f32::from(in_phrase < 7);
        out.push(speaks * (2.0 * sample + if within < 0.2 { hiss } else { 0.0 }));
    }
    let peak = out.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    scaled(&out, 0.5 / peak)
}

/// A kitchen: the hiss of water and a deep fan, the mains' hum, and four times a second the clatter of a plate.
pub fn kitchen(rate: u32, seconds: u32, amplitude: f32) -> Vec<f32> {
    let mut deep = 0.0;
    let white = noise((rate * seconds) as usize, 1.0);
    let sounds = white.into_iter().enumerate().map(|(at, white)| {
        let s = at as f32 / rate as f32;
        deep += 0.02 * (white - deep);
        let hum = 0.05 * (TAU * (50.0 * s).fract()).sin() + 0.03 * (TAU * (100.0 * s).fract()).sin();
        let since = s - (s * 4.0).floor() / 4.0;
        let ring: f32 = [2310.0, 3170.0, 1490.0].iter().map(|hz| (TAU * (hz * s).fract()).sin()).sum();
        amplitude * (0.3 * white + 2.0 * deep + hum + 0.3 * ring * (-since * 40.0).exp())
    });
    sounds.collect()
}

/// Ten seconds of a tone that is struck again and again and dies away: a glass, a plate, a bell.
pub fn struck(rate: u32, tones_hz: &[f32], every_s: f32, falls_per_s: f32) -> Vec<f32> {
    let at = |at: u32| {
        let s = at as f32 / rate as f32;
        let since = s % every_s;
        let ring: f32 = tones_hz.iter().map(|hz| (TAU * (hz * since).fract()).sin()).sum();
        0.8 / tones_hz.len() as f32 * ring * (-since * falls_per_s).exp()
    };
    (0..rate * 10).map(at).collect()
}

/// Ten seconds of a tone that is switched on and off.
pub fn beeps(rate: u32, hz: f32, on_s: f32, off_s: f32) -> Vec<f32> {
    let at = |at: u32| {
        let s = at as f32 / rate as f32;
        if s % (on_s + off_s) < on_s { 0.5 * (TAU * (hz * s).fract()).sin() } else { 0.0 }
    };
    (0..rate * 10).map(at).collect()
}
