//! The ear and the eye of `signals` as a program of their own, which runs beside the page: in an `AudioWorklet` and in a
//! worker (`assets/senses/ear.js`, `eye.js`). One instance hears one microphone or sees one camera.
//!
//! Numbers are all it takes and gives, so it needs no wasm-bindgen: who runs it writes a block of sound or a picture to
//! the place that [`ear_samples`] or [`eye_pixels`] names, calls, and reads what [`told`] has then. The places never
//! move: nothing is allocated. What was said and what came back of it are two [`Envelope`]s, of one clock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use signals::{Ear, Envelope, Eye, Frame, MAX_PIXELS, SampleRate, Sight, Size, Sound, compare};

/// As many samples as are heard at once: what Web Audio calls a render quantum. Fewer than a tenth of a second at any
/// rate, so that a block completes one summary at most.
pub const BLOCK: usize = 128;
/// A pixel of a canvas: red, green, blue, and how transparent it is.
const CHANNELS: usize = 4;
/// As many numbers as the longest row has; that of a likeness is shorter than both.
const NUMBERS: usize = if Sound::NUMBERS > Sight::NUMBERS { Sound::NUMBERS } else { Sight::NUMBERS };

// A program in a worklet or a worker has one thread, and these locks cost it nothing.
static EAR: Mutex<Option<Ear>> = Mutex::new(None);
static EYE: Mutex<Option<Eye>> = Mutex::new(None);
static ECHO: Mutex<Option<[Envelope; 2]>> = Mutex::new(None);
static SAMPLES: Mutex<[f32; BLOCK]> = Mutex::new([0.0; BLOCK]);
static PIXELS: Mutex<[u8; MAX_PIXELS * CHANNELS]> = Mutex::new([0; MAX_PIXELS * CHANNELS]);
static TOLD: Mutex<[f64; NUMBERS]> = Mutex::new([0.0; NUMBERS]);

/// What was left by a panic is as good as anything: each call overwrites what it needs.
fn lock<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells a row of numbers and how many they are.
fn tell(numbers: &[f64]) -> usize {
    for (place, number) in lock(&TOLD).iter_mut().zip(numbers) {
        *place = *number;
    }
    numbers.len()
}

/// Begins to hear, at so many samples per second. False when no microphone has that rate; then nothing is heard.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn ear_open(rate: u32) -> bool {
    *lock(&EAR) = SampleRate::new(rate).ok().map(Ear::new);
    lock(&EAR).is_some()
}

/// Where up to [`BLOCK`] samples are to be put, as 32-bit floats between -1 and 1.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn ear_samples() -> *const f32 {
    lock(&SAMPLES).as_ptr()
}

/// Hears so many samples, which follow upon those before without a gap. Returns how many numbers [`told`] has by that:
/// ten times a second those of a [`Sound`], else none.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn ear_hear(count: usize) -> usize {
    let mut numbers = 0;
    if let Some(ear) = &mut *lock(&EAR) {
        let samples = lock(&SAMPLES);
        ear.hear(samples.get(..count).unwrap_or_default(), |sound| numbers = tell(&sound.to_numbers()));
    }
    numbers
}

/// Begins to compare what is sent with what comes back, at so many samples per second. False when no microphone has that
/// rate; then nothing is compared.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn echo_open(rate: u32) -> bool {
    let envelope = |rate| Envelope::new(rate, 0);
    *lock(&ECHO) = SampleRate::new(rate).ok().map(|rate| [envelope(rate), envelope(rate)]);
    lock(&ECHO).is_some()
}

/// Hears so many samples at [`ear_samples`]: of what is sent (`0`) or of what came (`1`). Both are to be heard for every
/// moment.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn echo_hear(which: usize, count: usize) {
    if let Some(envelope) = lock(&ECHO).as_mut().and_then(|both| both.get_mut(which)) {
        envelope.hear(lock(&SAMPLES).get(..count).unwrap_or_default());
    }
}

/// Compares what was heard so far. Returns how many numbers [`told`] has by that: those of a [`signals::Likeness`], or
/// none while there is too little to compare.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn echo_compare() -> usize {
    let both = lock(&ECHO);
    let likeness = both.as_ref().and_then(|[sent, came]| compare(sent, came));
    likeness.map_or(0, |likeness| tell(&likeness.to_numbers()))
}

/// Where a picture is to be put: four bytes per pixel, row by row, [`MAX_PIXELS`] at most.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn eye_pixels() -> *const u8 {
    lock(&PIXELS).as_ptr()
}

/// Begins to see, or begins anew: nothing is known of earlier pictures then.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn eye_open() {
    *lock(&EYE) = Some(Eye::default());
}

/// Sees a picture at a moment in milliseconds, the newest of so many that came since the last. Returns how many numbers
/// [`told`] has by that: those of a [`Sight`]; none when the size is not one that the eye takes, or it is not open.
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn eye_see(now_ms: f64, came: u32, width: usize, height: usize) -> usize {
    let pixels = lock(&PIXELS);
    let bytes = width.saturating_mul(height).saturating_mul(CHANNELS);
    let frame = Frame::rgba(Size { width, height }, pixels.get(..bytes).unwrap_or_default());
    match (&mut *lock(&EYE), frame) {
        (Some(eye), Ok(frame)) => tell(&eye.look(now_ms as u64, &frame, came).to_numbers()),
        (None, _) | (_, Err(_)) => 0,
    }
}

/// Where the numbers are that were told last, as 64-bit floats: a row of [`Sound::to_numbers`] or
/// [`Sight::to_numbers`].
#[expect(unsafe_code, reason = "the name by which JavaScript calls it; no other function has it")]
#[unsafe(no_mangle)]
pub extern "C" fn told() -> *const f64 {
    lock(&TOLD).as_ptr()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places are of the whole program: one test at a time.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn a_tenth_of_a_second_is_heard_in_blocks_and_told_once() {
        let _alone = lock(&ALONE);
        assert!(!ear_open(1));
        assert_eq!(ear_hear(BLOCK), 0);
        assert!(ear_open(48_000));
        lock(&SAMPLES).iter_mut().enumerate().for_each(|(at, sample)| {
            *sample = if at % 2 == 0 { 0.1 } else { -0.1 };
        });
        let told: Vec<usize> = (0..38).map(|_| ear_hear(BLOCK)).filter(|numbers| *numbers > 0).collect();
        assert_eq!(told, [Sound::NUMBERS]);
        let sound = Sound::of_numbers(lock(&TOLD).as_slice()).unwrap();
        assert!((sound.rms.0 + 20.0).abs() < 0.1, "{sound:?}");
        // More than there is place for is not heard.
        assert_eq!(ear_hear(BLOCK + 1), 0);
    }

    #[test]
    fn what_came_back_is_held_against_what_was_said() {
        let _alone = lock(&ALONE);
        assert!(!echo_open(1));
        assert_eq!(echo_compare(), 0);
        assert!(echo_open(8_000));
        // Words and pauses that never repeat, and the same a fifth of a second later at half the loudness.
        let loud = |block: usize| (block / 25).is_multiple_of(3) || (block / 40).is_multiple_of(4);
        let say = |block: usize, amplitude: f32| {
            let amplitude = if loud(block) { amplitude } else { 0.001 };
            lock(&SAMPLES).iter_mut().enumerate().for_each(|(at, sample)| {
                *sample = amplitude * if (at / 4).is_multiple_of(2) { 1.0 } else { -1.0 };
            });
        };
        let late = 12;
        for block in late..400 {
            say(block, 0.2);
            echo_hear(0, BLOCK);
            say(block - late, 0.1);
            echo_hear(1, BLOCK);
        }
        // There is no third.
        echo_hear(2, BLOCK);
        assert_eq!(echo_compare(), signals::Likeness::NUMBERS);
        let told = lock(&TOLD);
        let likeness = signals::Likeness::of_numbers(told.get(..4).unwrap_or_default()).unwrap();
        assert!(likeness.correlation > 0.95 && likeness.loss < 0.05, "{likeness:?}");
        assert!((likeness.delay_ms - 192.0).abs() < 15.0, "{likeness:?}");
        assert!((likeness.level_difference.0 + 6.0).abs() < 1.0, "{likeness:?}");
    }

    #[test]
    fn a_picture_is_seen_and_one_of_a_wrong_size_is_not() {
        let _alone = lock(&ALONE);
        assert_eq!(eye_see(0.0, 1, 64, 36), 0);
        eye_open();
        lock(&PIXELS).fill(200);
        assert_eq!(eye_see(1_000.0, 1, 64, 36), Sight::NUMBERS);
        let sight = Sight::of_numbers(&lock(&TOLD)[..Sight::NUMBERS]).unwrap();
        assert_eq!((sight.light.mean, sight.light.variance), (200.0, 0.0));
        assert_eq!(sight.pace.last_ms_ago, Some(0));
        for (width, height) in [(65, 64), (4, 64), (usize::MAX, usize::MAX)] {
            assert_eq!(eye_see(1_200.0, 1, width, height), 0);
        }
    }
}
