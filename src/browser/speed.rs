//! What the line gives, tried out over plain HTTP: short, and no more than it takes to tell a thin line from a good one.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;
use wire::{SPEED_TEST_LIMIT, SPEED_TEST_PATH};

use super::{clock, js};

/// How often it is measured how long an answer takes.
const ROUNDS: usize = 4;

/// How much is sent each way, in bytes, as long as it took no longer than [`ENOUGH_MS`]: a few packets tell a thin line
/// from others; on a fast one they tell nothing.
const SIZES: [usize; 3] = [16 * 1024, 64 * 1024, SPEED_TEST_LIMIT];

/// What took this long, in milliseconds beside the way there and back, is long enough to be judged.
const ENOUGH_MS: f64 = 1_000.0;

/// TCP sends more with each answer from the other side: so many of them may pass in which the line waits and not the
/// member.
const WAITS: f64 = 3.0;

/// How long one may take, in milliseconds. Then the line carries less than was sent.
const WITHIN_MS: u32 = 8_000;

/// What the line gave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed {
    /// To the server and back, in milliseconds.
    pub round_trip: f64,
    /// From here, in kbit/s.
    pub up: f64,
    /// To here, in kbit/s.
    pub down: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

/// Tries it out. `None`: the server does not answer, or not as it should.
pub async fn test() -> Option<Speed> {
    let mut round_trip = f64::INFINITY;
    for _ in 0..ROUNDS {
        // The first one may open a connection.
        round_trip = round_trip.min(transfer(Direction::Down, 0).await?);
    }
    let down = carries(Direction::Down, round_trip).await?;
    let up = carries(Direction::Up, round_trip).await?;
    Some(Speed { round_trip, up, down })
}

async fn carries(direction: Direction, round_trip: f64) -> Option<f64> {
    let mut kilobits = 0.0;
    for bytes in SIZES {
        // One trip is the question's and the answer's own.
        let took = (transfer(direction, bytes).await? - round_trip).max(1.0);
        kilobits = bytes as f64 * 8.0 / took;
        if took >= ENOUGH_MS + WAITS * round_trip {
            break;
        }
    }
    Some(kilobits)
}

/// How long that took, in milliseconds; as long as was waited where it took longer.
async fn transfer(direction: Direction, bytes: usize) -> Option<f64> {
    let signal = js::call(&js::get(&js::window(), "AbortSignal"), "timeout", &[WITHIN_MS.into()]).ok();
    let began = clock::now().0;
    match exchange(direction, bytes, signal.as_ref()).await {
        Some(true) => {}
        Some(false) => return None,
        // It was given up, or there is no network: the one is an answer.
        None if js::get(signal.as_ref()?, "aborted").is_truthy() => return Some(f64::from(WITHIN_MS)),
        None => return None,
    }
    Some((clock::now().0 - began) as f64)
}

/// Whether the answer is our server's; `None`: there is none.
async fn exchange(direction: Direction, bytes: usize, signal: Option<&JsValue>) -> Option<bool> {
    let mut options = vec![("cache", "no-store".into())];
    options.extend(signal.map(|signal| ("signal", signal.clone())));
    let url = match direction {
        Direction::Down => format!("{SPEED_TEST_PATH}?bytes={bytes}"),
        Direction::Up => {
            let body = js_sys::Uint8Array::new_with_length(u32::try_from(bytes).ok()?);
            options.extend([("method", "POST".into()), ("body", body.into())]);
            SPEED_TEST_PATH.to_owned()
        }
    };
    let asked = js::call(&js::window(), "fetch", &[url.into(), js::object(&options)]).ok()?;
    let response: Response = js::settle(asked).await.ok()?.unchecked_into();
    let body = js::settle(response.array_buffer().ok()?.into()).await.ok()?;
    let came = js::get(&body, "byteLength").as_f64()?;
    let whole = direction == Direction::Up || came == bytes as f64;
    Some(response.ok() && whole)
}
