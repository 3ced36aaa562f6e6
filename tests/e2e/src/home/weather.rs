//! What a line does to what travels on it, in one direction. Pure: time and chance are arguments.

use std::time::Duration;

/// For how long packets may queue before a slow line; beyond that the router at its beginning drops them.
const LONGEST_QUEUE: Duration = Duration::from_millis(400);

/// The state of a line in one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weather {
    /// How many packets of a hundred are lost.
    pub loss_percent: u32,
    /// How long a packet travels.
    pub delay: Duration,
    /// By how much longer, at most; packets do not overtake each other.
    pub jitter: Duration,
    /// Packets arrive together, so often: as from a radio that saves power. Zero: each when it comes.
    pub together: Duration,
    /// How many kilobits get through in a second; `None`: as many as come.
    pub kilobits: Option<u32>,
    /// Whether UDP gets through.
    pub udp: bool,
    /// The only port of TCP that gets through, at either end; `None`: all of them.
    pub tcp_port: Option<u16>,
    /// Whether anything gets through.
    pub open: bool,
}

impl Weather {
    /// As good as can be.
    pub const FINE: Self = Self {
        loss_percent: 0,
        delay: Duration::ZERO,
        jitter: Duration::ZERO,
        together: Duration::ZERO,
        kilobits: None,
        udp: true,
        tcp_port: None,
        open: true,
    };

    /// A cut cable.
    pub const CUT: Self = Self { open: false, ..Self::FINE };
}

/// How a packet travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Udp,
    /// From and to these ports.
    Tcp([u16; 2]),
    Other,
}

impl Weather {
    fn lets(&self, over: Over) -> bool {
        let passes = match over {
            Over::Udp => self.udp,
            Over::Tcp(ports) => self.tcp_port.is_none_or(|port| ports.contains(&port)),
            Over::Other => true,
        };
        self.open && passes
    }
}

/// What becomes of packets, one after the other. Times count from any fixed moment.
#[derive(Debug)]
pub(super) struct Passage {
    /// When the slow line is free for the next packet.
    free: Duration,
    /// When the last packet arrives.
    last: Duration,
    chance: u64,
}

impl Passage {
    pub(super) fn new(seed: u64) -> Self {
        Self { free: Duration::ZERO, last: Duration::ZERO, chance: seed | 1 }
    }

    /// When a packet of so many bytes arrives; `None`: never.
    pub(super) fn send(
        &mut self,
        weather: &Weather,
        now: Duration,
        bytes: usize,
        over: Over,
    ) -> Option<Duration> {
        if !weather.lets(over) || self.draw() % 100 < u64::from(weather.loss_percent) {
            return None;
        }
        let leaves = match weather.kilobits {
            None => now,
            Some(kilobits) => {
                let begins = self.free.max(now);
                if begins.saturating_sub(now) > LONGEST_QUEUE {
                    return None;
                }
                let takes = Duration::from_secs_f64(bytes as f64 * 8.0 / (f64::from(kilobits) * 1000.0));
                self.free = begins + takes;
                self.free
            }
        };
        let late = weather.jitter.mul_f64((self.draw() % 1000) as f64 / 1000.0);
        let mut arrives = leaves + weather.delay + late;
        if !weather.together.is_zero() {
            let so_many = arrives.as_nanos().div_ceil(weather.together.as_nanos());
            arrives = weather.together * u32::try_from(so_many).unwrap_or(u32::MAX);
        }
        self.last = self.last.max(arrives);
        Some(self.last)
    }

    /// Marsaglia's xorshift: the same chances in every run.
    fn draw(&mut self) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance >> 11
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(weather: Weather, packets: u64, every: Duration, bytes: usize) -> Vec<Duration> {
        let mut passage = Passage::new(7);
        let mut delays = vec![];
        for n in 0..packets {
            let now = every * u32::try_from(n).unwrap();
            delays.extend(passage.send(&weather, now, bytes, Over::Udp).map(|at| at - now));
        }
        delays
    }

    #[test]
    fn so_many_of_a_hundred_are_lost() {
        let weather = Weather { loss_percent: 10, ..Weather::FINE };
        let arrived = through(weather, 10_000, Duration::from_millis(10), 100).len();
        assert!((8_850..9_150).contains(&arrived), "{arrived}");
    }

    #[test]
    fn a_slow_line_lets_through_what_it_can_and_drops_the_rest() {
        let weather = Weather { kilobits: Some(300), ..Weather::FINE };
        // 1.2 Mbit/s for ten seconds.
        let delays = through(weather, 1_000, Duration::from_millis(10), 1_500);
        let kilobits = delays.len() as f64 * 1_500.0 * 8.0 / 1000.0 / 10.0;
        assert!((290.0..330.0).contains(&kilobits), "{kilobits} kbit/s");
        assert!(delays.iter().all(|delay| *delay <= LONGEST_QUEUE + Duration::from_millis(40)));
    }

    #[test]
    fn packets_are_late_but_do_not_overtake_each_other() {
        let (delay, jitter) = (Duration::from_millis(100), Duration::from_millis(60));
        let weather = Weather { delay, jitter, ..Weather::FINE };
        let every = Duration::from_millis(5);
        let delays = through(weather, 1_000, every, 100);
        assert!(delays.iter().all(|one| (delay..=delay + jitter).contains(one)));
        assert!(delays.windows(2).all(|two| two[1] + every >= two[0]));
        assert!(delays.iter().any(|one| *one > delay + jitter / 2));
    }

    #[test]
    fn packets_that_arrive_together_wait_for_each_other() {
        let together = Duration::from_millis(200);
        let delays = through(Weather { together, ..Weather::FINE }, 100, Duration::from_millis(20), 100);
        for (n, delay) in delays.iter().enumerate() {
            let sent = u128::try_from(n).unwrap() * 20;
            assert_eq!((sent + delay.as_millis()) % 200, 0, "{n}: {delay:?}");
            assert!(*delay < together);
        }
    }

    #[test]
    fn nothing_passes_a_cut_and_no_udp_a_wall() {
        assert!(through(Weather::CUT, 10, Duration::from_millis(1), 1).is_empty());
        let wall = Weather { udp: false, ..Weather::FINE };
        assert!(through(wall, 10, Duration::from_millis(1), 1).is_empty());
        let passes = |weather, over| Passage::new(1).send(&weather, Duration::ZERO, 1, over).is_some();
        assert!(passes(wall, Over::Tcp([50_000, 443])));
        let narrow = Weather { tcp_port: Some(443), ..wall };
        assert!(passes(narrow, Over::Tcp([50_000, 443])) && passes(narrow, Over::Tcp([443, 50_000])));
        assert!(!passes(narrow, Over::Tcp([50_000, 444])) && passes(narrow, Over::Other));
    }
}
