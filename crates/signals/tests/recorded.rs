//! German words, not of our own making: `data/README.md` says where they come from.

use signals::{Ear, SampleRate, Sound};

const HERR: &[u8] = include_bytes!("data/herr.wav");
const FRAU: &[u8] = include_bytes!("data/frau.wav");
const RATE: u32 = 16_000;
/// What sox writes before the samples.
const HEADER: usize = 44;

/// One second of nothing, the words, and two seconds of nothing.
fn words(wav: &[u8], level: f32) -> Vec<f32> {
    let samples = wav[HEADER..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
    let words = samples.map(|sample| f32::from(sample) / 32_768.0 * level);
    [0.0; 16_000].into_iter().chain(words).chain([0.0; 32_000]).collect()
}

/// Hiss of a fan, from a generator that counts.
fn with_noise(mut samples: Vec<f32>, amplitude: f32) -> Vec<f32> {
    let (mut state, mut last) = (1_u32, 0.0);
    for sample in &mut samples {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let white = (state >> 8) as f32 / 8_388_608.0 - 1.0;
        last += 0.3 * (white - last);
        *sample += amplitude * last;
    }
    samples
}

fn hear(samples: &[f32]) -> Vec<Sound> {
    let mut told = Vec::new();
    let mut ear = Ear::new(SampleRate::new(RATE).expect("16 kHz is a rate"));
    samples.chunks(128).for_each(|block| ear.hear(block, |sound| told.push(sound)));
    told
}

/// Of the words, at least this share is heard, and nothing before them or later than half a second after.
#[track_caller]
fn check(samples: &[f32], at_least: f32) {
    let told = hear(samples);
    let end = told.len() - 20;
    assert!(!told[..10].iter().any(|sound| sound.voice.active), "before");
    assert!(!told[end + 6..].iter().any(|sound| sound.voice.active), "after");
    let heard = told[10..end].iter().filter(|sound| sound.voice.active).count() as f32 / (end - 10) as f32;
    assert!(heard >= at_least, "{heard} of the words");
}

#[test]
fn a_man_and_a_woman_are_heard_loud_and_faint() {
    for wav in [HERR, FRAU] {
        for level in [1.0, 0.3, 0.1, 0.03, 0.01] {
            // Of two seconds, the first two tenths are needed to be sure.
            check(&words(wav, level), 0.8);
        }
    }
}

#[test]
fn a_man_and_a_woman_are_heard_beside_a_fan() {
    // 20 and 10 dB under the words.
    for (amplitude, at_least) in [(0.03, 0.85), (0.09, 0.8)] {
        check(&with_noise(words(HERR, 1.0), amplitude), at_least);
        check(&with_noise(words(FRAU, 1.0), amplitude), at_least);
    }
}

#[test]
fn a_fan_alone_is_no_voice() {
    for amplitude in [0.8, 0.1, 0.01] {
        assert!(!hear(&with_noise(vec![0.0; 160_000], amplitude)).iter().any(|sound| sound.voice.active));
    }
}

#[test]
fn who_is_too_quiet_and_who_is_not_are_told_apart() {
    let level = |factor| hear(&words(HERR, factor)).last().unwrap().speech.unwrap().0;
    assert!((-32.0..-18.0).contains(&level(1.0)), "{}", level(1.0));
    assert!((-72.0..-58.0).contains(&level(0.01)), "{}", level(0.01));
}
