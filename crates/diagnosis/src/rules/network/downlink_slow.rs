//! The line carries little to the member: others are heard and hardly seen.

use super::grade::less_than;
use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit, fact::Direction};

/// A line below this carries one small picture, in kbit/s. Source: Twilio, "500".
const WARN: i64 = 500;
/// A line below this carries sound only, in kbit/s. Source: Twilio, "150".
const BAD: i64 = 150;

pub(crate) const RULE: Rule = Rule {
    code: Code::DownlinkSlow,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::UseLess, Action::ShowSteps, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    less_than(known.capacity(Direction::Down)?.0.0, WARN, BAD, Unit::KilobitsPerSecond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Crossing, Degree, Fact, KilobitsPerSecond, fact::Capacity, testing::check};

    fn degree(value: u32) -> Option<Degree> {
        match check(&RULE, [(0, Fact::Capacity(Direction::Down, Capacity(KilobitsPerSecond(value))))], 0)? {
            Evidence::Crossed(Crossing { degree, .. }) => Some(degree),
            Evidence::Seen | Evidence::Since(_) | Evidence::Other(_) | Evidence::In(_) => None,
        }
    }

    #[test]
    fn a_thin_line_is_a_hint_and_a_very_thin_one_is_a_problem() {
        assert_eq!(degree(500), None);
        assert_eq!(degree(499), Some(Degree::Warn));
        assert_eq!(degree(150), Some(Degree::Warn));
        assert_eq!(degree(149), Some(Degree::Bad));
    }
}
