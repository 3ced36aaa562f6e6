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

/// The words again and again for so many seconds, without a breath between them.
fn without_a_breath(wav: &[u8], level: f32, seconds: usize) -> Vec<f32> {
    let once = words(wav, level);
    let spoken = &once[RATE as usize..once.len() - 2 * RATE as usize];
    spoken.iter().copied().cycle().take(seconds * RATE as usize).collect()
}

/// A hall with hard walls, in which a sound is 60 dB quieter after 1.2 seconds: four echoes that go round (M. R. Schroeder
/// 1962).
fn in_a_hall(samples: &[f32]) -> Vec<f32> {
    let mut heard = samples.to_vec();
    for delay_ms in [29.7_f32, 37.1, 41.1, 43.7] {
        let (delay, keep) = ((delay_ms * 16.0) as usize, 0.001_f32.powf(delay_ms / 1_200.0));
        let mut round = samples.to_vec();
        for at in delay..round.len() {
            round[at] += keep * round[at - delay];
        }
        heard.iter_mut().zip(round).for_each(|(heard, round)| *heard += 0.1 * round);
    }
    heard
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

#[test]
fn a_vacuum_cleaner_is_noticed_within_three_seconds_though_somebody_goes_on_speaking() {
    for wav in [HERR, FRAU] {
        for amplitude in [0.02, 0.1] {
            let clear = without_a_breath(wav, 1.0, 6);
            let noisy = with_noise(without_a_breath(wav, 1.0, 6), amplitude);
            let told = hear(&[clear, noisy].concat());
            // What the noise is by itself.
            let noise = hear(&with_noise(vec![0.0; 48_000], amplitude)).last().unwrap().noise_floor.0;
            let floor = |tenth: usize| told[tenth].noise_floor.0;
            assert!(floor(59) < -52.0, "{} before", floor(59));
            for tenth in 90..120 {
                assert!((floor(tenth) - noise).abs() < 3.0, "{} instead of {noise} at {tenth}", floor(tenth));
            }
        }
    }
}

#[test]
fn speech_without_a_breath_is_no_noise_not_even_in_a_hall() {
    for wav in [HERR, FRAU] {
        for level in [0.3, 0.1] {
            let dry = without_a_breath(wav, level, 20);
            for (place, samples) in [("a room", dry.clone()), ("a hall", in_a_hall(&dry))] {
                let loudest = hear(&samples[..])
                    .iter()
                    .skip(15)
                    .map(|sound| sound.noise_floor.0)
                    .fold(-100.0, f32::max);
                assert!(loudest < -50.0, "{loudest} in {place}, times {level}");
            }
        }
    }
}
