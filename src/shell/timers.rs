//! Timers by lane: setting one in a lane takes the place of the one before it. There are a handful of lanes, so a
//! list does, and a hash table need not be downloaded.

use gloo_timers::callback::Timeout;

/// The timers that run. They end with this.
#[derive(Default)]
pub struct Timers(Vec<(u8, Timeout)>);

impl Timers {
    /// Calls `elapsed` once after so many milliseconds.
    pub fn set(&mut self, lane: u8, after: u32, elapsed: impl FnOnce() + 'static) {
        let timeout = Timeout::new(after, elapsed);
        match self.0.iter_mut().find(|(known, _)| *known == lane) {
            Some((_, running)) => *running = timeout,
            None => self.0.push((lane, timeout)),
        }
    }
}
