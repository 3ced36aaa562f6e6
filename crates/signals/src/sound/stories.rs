//! What an ear makes of whole scenes.

use super::{Ear, Sound};
use crate::{
    level::Dbfs,
    synthetic::{beeps, kitchen, mix, noise, pulses, rate, scaled, sine, speech, struck},
};

/// What a worklet hears: blocks of 128 samples.
fn hear(hz: u32, samples: &[f32]) -> Vec<Sound> {
    hear_in(hz, samples, &[128])
}

fn hear_in(hz: u32, samples: &[f32], lengths: &[usize]) -> Vec<Sound> {
    let (mut ear, mut told, mut rest) = (Ear::new(rate(hz)), Vec::new(), samples);
    for length in lengths.iter().cycle() {
        let (block, after) = rest.split_at((*length).min(rest.len()));
        ear.hear(block, |sound| told.push(sound));
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    told
}

fn last(told: &[Sound]) -> Sound {
    *told.last().unwrap()
}

/// The share of summaries in which somebody speaks.
fn speaking(told: &[Sound]) -> f32 {
    told.iter().filter(|sound| sound.voice.active).count() as f32 / told.len() as f32
}

#[track_caller]
fn near(level: Dbfs, expected: f32, tolerance: f32) {
    assert!((level.0 - expected).abs() <= tolerance, "{level:?}, not {expected}");
}

#[test]
fn there_are_ten_summaries_per_second_at_every_rate() {
    for hz in [8_000, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000] {
        assert_eq!(hear(hz, &noise(hz as usize, 0.1)).len(), 10, "{hz}");
    }
}

#[test]
fn a_division_into_other_blocks_changes_nothing() {
    let scene = mix(&speech(44_100, 3, 120.0), &kitchen(44_100, 3, 0.01));
    let whole = hear_in(44_100, &scene, &[scene.len()]);
    for lengths in [&[1][..], &[128], &[441, 1], &[4_410], &[17, 4_999, 128, 3], &[100_000]] {
        assert_eq!(hear_in(44_100, &scene, lengths), whole, "{lengths:?}");
    }
}

#[test]
fn six_decibels_more_are_six_decibels_more_in_every_level_and_change_nothing_else() {
    let scene = mix(&speech(48_000, 4, 120.0), &kitchen(48_000, 4, 0.01));
    let (told, louder) = (hear(48_000, &scaled(&scene, 0.25)), hear(48_000, &scaled(&scene, 0.5)));
    let step = 20.0 * 2.0_f32.log10();
    for (one, other) in told.iter().zip(&louder) {
        near(other.rms, one.rms.0 + step, 0.01);
        near(other.peak, one.peak.0 + step, 0.01);
        near(other.noise_floor, one.noise_floor.0 + step, 0.01);
        assert_eq!((other.voice.active, other.zeros_ms), (one.voice.active, one.zeros_ms));
        assert_eq!(other.speech.is_some(), one.speech.is_some());
    }
    near(last(&louder).speech.unwrap(), last(&told).speech.unwrap().0 + step, 0.05);
    near(last(&louder).hum.fifty, last(&told).hum.fifty.0 + step, 0.05);
}

#[test]
fn a_sine_at_full_scale_has_three_decibels_less_and_clips() {
    let sound = last(&hear(48_000, &sine(48_000, 997.0, 1.0)));
    near(sound.rms, -3.01, 0.01);
    near(sound.peak, 0.0, 0.01);
    assert!(sound.full_scale > 6);
    assert_eq!(last(&hear(48_000, &sine(48_000, 997.0, 0.99))).full_scale, 0);
}

#[test]
fn a_constant_is_no_sound() {
    let sound = last(&hear(48_000, &[0.25; 96_000]));
    assert_eq!((sound.rms, sound.zeros_ms), (Dbfs::SILENCE, 0));
}

#[test]
fn exact_zeros_are_timed_and_are_silence() {
    let told = hear(48_000, &[noise(48_000, 0.01), vec![0.0; 144_000]].concat());
    assert_eq!(told[9].zeros_ms, 0);
    assert_eq!(last(&told).zeros_ms, 3000);
    assert_eq!(last(&told).rms, Dbfs::SILENCE);
    assert_eq!(last(&told).noise_floor, Dbfs::SILENCE);
}

#[test]
fn what_is_no_number_is_heard_as_zero_and_forgotten() {
    let mut scene = vec![f32::NAN; 4_800];
    scene.extend([f32::INFINITY; 4_800]);
    scene.extend(speech(48_000, 3, 120.0));
    let told = hear(48_000, &scene);
    assert_eq!(told[1].zeros_ms, 200);
    assert!(last(&told).rms.0.is_finite() && speaking(&told[2..]) > 0.7);
}

#[test]
fn speech_is_heard_at_every_level_that_a_microphone_gives() {
    for pitch in [90.0, 120.0, 210.0] {
        for level in [1.0, 0.1, 0.01, 0.004] {
            let told = hear(48_000, &scaled(&speech(48_000, 9, pitch), level));
            // Seven syllables, then two of silence, of which a part passes for a pause: 78 percent and more.
            let share = speaking(&told);
            assert!((0.75..0.97).contains(&share), "{share} at {pitch} Hz, times {level}");
        }
    }
}

#[test]
fn speech_is_heard_at_every_rate() {
    for hz in [8_000, 16_000, 44_100, 96_000] {
        let share = speaking(&hear(hz, &speech(hz, 9, 120.0)));
        assert!((0.75..0.97).contains(&share), "{share} at {hz}");
    }
}

#[test]
fn speech_is_heard_in_a_kitchen() {
    let told = hear(48_000, &mix(&speech(48_000, 9, 120.0), &kitchen(48_000, 9, 0.03)));
    let share = speaking(&told);
    assert!((0.7..0.97).contains(&share), "{share}");
    assert!(last(&told).speech.unwrap().0 > last(&told).noise_floor.0 + 10.0);
}

#[test]
fn somebody_who_begins_is_heard_within_half_a_second_and_who_ends_within_another() {
    let scene = [noise(96_000, 0.001), speech(48_000, 1, 120.0), noise(48_000, 0.001)].concat();
    let told = hear(48_000, &scene);
    assert!(!told[..20].iter().any(|sound| sound.voice.active));
    assert!(told[24].voice.active && told[29].voice.active);
    assert!(!told[35].voice.active);
}

#[test]
fn what_is_no_voice_is_none_however_loud_it_is() {
    // The rasp of a razor, ten seconds of it, and the same in stretches of two seconds.
    let razor = pulses(48_000, 110.0).repeat(10);
    let now_and_then = |sound: &[f32]| -> Vec<f32> {
        sound
            .iter()
            .enumerate()
            .map(|(at, sample)| if at / 96_000 % 2 == 0 { 0.0 } else { *sample })
            .collect()
    };
    let scenes = [
        ("silence", vec![0.0; 480_000]),
        ("noise", noise(480_000, 0.5)),
        ("noise now and then", now_and_then(&noise(480_000, 0.5))),
        ("a kitchen", kitchen(48_000, 10, 0.4)),
        ("hum", sine(48_000, 50.0, 0.5).repeat(10)),
        ("a deep tone", sine(48_000, 200.0, 0.5).repeat(10)),
        ("a tone", sine(48_000, 1000.0, 0.5).repeat(10)),
        ("a tone now and then", now_and_then(&sine(48_000, 1000.0, 0.5).repeat(10))),
        ("beeps", mix(&beeps(48_000, 440.0, 0.2, 0.3), &noise(480_000, 0.000_01))),
        ("an alarm clock", mix(&beeps(48_000, 660.0, 0.15, 0.15), &noise(480_000, 0.000_01))),
        ("high beeps", beeps(48_000, 2000.0, 0.3, 0.7)),
        ("glass", struck(48_000, &[1_700.0, 2_713.0, 3_400.0], 0.7, 8.0)),
        ("plates", struck(48_000, &[1_300.0, 2_600.0, 3_100.0], 0.4, 5.0)),
        ("a razor", razor.clone()),
        ("a razor now and then", now_and_then(&razor)),
    ];
    for (what, scene) in &scenes {
        for level in [1.0, 0.1, 0.01] {
            let told = hear(48_000, &scaled(scene, level));
            assert_eq!(speaking(&told), 0.0, "{what}, times {level}");
            assert_eq!(last(&told).speech, None, "{what}");
        }
    }
}

#[test]
fn the_noise_floor_is_that_between_the_words() {
    // Its RMS is the amplitude divided by the root of 3.
    let told = hear(48_000, &mix(&speech(48_000, 9, 120.0), &noise(432_000, 0.01)));
    for sound in &told[20..] {
        near(sound.noise_floor, -44.8, 2.0);
    }
}

#[test]
fn hum_is_found_under_speech_and_a_deep_voice_is_none() {
    let voice = speech(48_000, 6, 100.0);
    assert!(last(&hear(48_000, &voice)).hum.fifty.0 < -70.0);
    let hum = last(&hear(48_000, &mix(&voice, &sine(48_000, 50.0, 0.01).repeat(6)))).hum;
    near(hum.fifty, -43.0, 2.0);
    assert!(hum.sixty.0 < -65.0);
}
