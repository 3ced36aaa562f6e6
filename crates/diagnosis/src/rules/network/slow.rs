//! The line carries little: from the member, sound gets through and pictures do not; to the member, others are heard and
//! hardly seen.

use super::grade::less_than;
use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit, fact::Direction};

/// A line below this carries one small picture, in kbit/s. Source: Twilio, "500".
const WARN: i64 = 500;
/// A line below this carries sound only, in kbit/s. Source: Twilio, "150".
const BAD: i64 = 150;

/// What waits before a thin line comes late and unevenly, and what finds no room there is lost.
const EFFECTS: &[Code] = &[Code::HighLatency, Code::PacketLoss, Code::Jitter];

const REMEDIES: &[Action] = &[Action::UseLess, Action::ShowSteps, Action::Telephone];

pub(crate) const UPLINK: Rule = Rule {
    code: Code::UplinkSlow,
    severity: Severity::Problem,
    explains: EFFECTS,
    remedies: REMEDIES,
    when: |known| when(known, Direction::Up),
};

pub(crate) const DOWNLINK: Rule = Rule {
    code: Code::DownlinkSlow,
    severity: Severity::Problem,
    explains: EFFECTS,
    remedies: REMEDIES,
    when: |known| when(known, Direction::Down),
};

fn when(known: Known<'_>, direction: Direction) -> Option<Evidence> {
    less_than(known.capacity(direction)?.0.0, WARN, BAD, Unit::KilobitsPerSecond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Crossing, Degree, Fact, KilobitsPerSecond, fact::Capacity, testing::check};

    fn degree(rule: &Rule, direction: Direction, value: u32) -> Option<Degree> {
        match check(rule, [(0, Fact::Capacity(direction, Capacity(KilobitsPerSecond(value))))], 0)? {
            Evidence::Crossed(Crossing { degree, .. }) => Some(degree),
            Evidence::Seen | Evidence::Since(_) | Evidence::Other(_) | Evidence::In(_) => None,
        }
    }

    #[test]
    fn a_thin_line_is_a_hint_and_a_very_thin_one_is_a_problem() {
        for (rule, direction) in [(&UPLINK, Direction::Up), (&DOWNLINK, Direction::Down)] {
            assert_eq!(degree(rule, direction, 500), None);
            assert_eq!(degree(rule, direction, 499), Some(Degree::Warn));
            assert_eq!(degree(rule, direction, 150), Some(Degree::Warn));
            assert_eq!(degree(rule, direction, 149), Some(Degree::Bad));
        }
    }

    #[test]
    fn a_thin_line_one_way_says_nothing_of_the_other() {
        assert_eq!(degree(&UPLINK, Direction::Down, 1), None);
        assert_eq!(degree(&DOWNLINK, Direction::Up, 1), None);
    }
}
