//! What time it is. Two clocks: one that never goes back, and the calendar's.

use rtc::Millis;

use super::js;

/// Milliseconds since the page was opened. Never goes back; may stand still while the device sleeps.
pub fn now() -> Millis {
    Millis(js::window().performance().map_or(0.0, |performance| performance.now()) as u64)
}

/// Milliseconds since 1970 by the device's own clock, which may be wrong.
pub fn unix_ms() -> i64 {
    js_sys::Date::now() as i64
}
