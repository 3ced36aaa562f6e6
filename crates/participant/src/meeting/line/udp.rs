//! Back to UDP. A browser that found only TCP stays with it for the rest of the meeting, though the wall that stood there
//! may have been a moment's: Firefox gives UDP up for a connection that began while everything was blocked. Where UDP has
//! worked in this meeting, it is looked for again.

use super::Reading;
use crate::Millis;

/// How long TCP is used before UDP is looked for, in milliseconds. That interrupts what works for a moment, so it comes after
/// whatever was wrong is over.
const FIRST_MS: Millis = 15_000;

/// Each time after that it takes so many times as long.
const LONGER: Millis = 4;

/// The longest that becomes, in milliseconds.
const LONGEST_MS: Millis = 960_000;

/// What is known of it in this meeting.
#[derive(Clone, Copy, Debug)]
pub struct Udp {
    worked: bool,
    tcp_since: Option<Millis>,
    wait: Millis,
}

impl Udp {
    /// Nothing. No function, so that it is there before the meeting's part of the program is (docs/adr/0010).
    pub const UNKNOWN: Self = Self { worked: false, tcp_since: None, wait: FIRST_MS };

    /// Takes in a reading. Whether it is time to look for UDP.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn is_to_be_found(&mut self, now: Millis, reading: &Reading) -> bool {
        if reading.paths.is_empty() {
            return false;
        }
        if !reading.paths.iter().all(|path| path.tcp && path.udp_offered) {
            self.worked |= reading.paths.iter().any(|path| !path.tcp);
            self.tcp_since = None;
            return false;
        }
        let since = *self.tcp_since.get_or_insert(now);
        let due = self.worked && now.saturating_sub(since) >= self.wait;
        if due {
            self.tcp_since = Some(now);
            self.wait = (self.wait * LONGER).min(LONGEST_MS);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Path, *};

    /// What becomes of so many readings, two seconds apart: after how many seconds UDP is looked for.
    fn looked_for(udp: &mut Udp, readings: u64, path: Path) -> Vec<u64> {
        let reading = Reading { paths: vec![path, path], ..Reading::default() };
        (0..readings).map(|at| at * 2).filter(|at| udp.is_to_be_found(at * 1_000, &reading)).collect()
    }

    const UDP: Path = Path { tcp: false, udp_offered: true, round_trip: None, outgoing: None };
    const TCP: Path = Path { tcp: true, ..UDP };

    #[test]
    fn who_had_udp_and_is_left_on_tcp_looks_for_it_ever_more_seldom() {
        let mut udp = Udp::UNKNOWN;
        assert!(looked_for(&mut udp, 2, UDP).is_empty());
        assert_eq!(looked_for(&mut udp, 200, TCP), [16, 76, 316]);
        assert!(looked_for(&mut udp, 2, UDP).is_empty(), "it is there again");
    }

    #[test]
    fn where_udp_never_worked_or_is_not_offered_nothing_is_interrupted() {
        let mut udp = Udp::UNKNOWN;
        assert!(looked_for(&mut udp, 200, TCP).is_empty());
        looked_for(&mut udp, 1, UDP);
        assert!(looked_for(&mut udp, 200, Path { udp_offered: false, ..TCP }).is_empty());
        assert!(!udp.is_to_be_found(0, &Reading::default()));
    }
}
