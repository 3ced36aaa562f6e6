//! What is said arrives late, and people talk at the same time.

use super::grade::more_than;
use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit};

/// A round trip above this is felt, in milliseconds. Source: Twilio, "250".
const WARN: i64 = 250;
/// A round trip above this makes people talk at the same time, in milliseconds. Source: Twilio, "400".
const BAD: i64 = 400;

pub(crate) const RULE: Rule = Rule {
    code: Code::HighLatency,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::UseLess, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    more_than(known.round_trip()?.0.signed(), WARN, BAD, Unit::Millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Crossing, Degree, Fact, Millis, fact::RoundTrip, testing::check};

    fn degree(value: u64) -> Option<Degree> {
        match check(&RULE, [(0, Fact::RoundTrip(RoundTrip(Millis(value))))], 0)? {
            Evidence::Crossed(Crossing { degree, .. }) => Some(degree),
            Evidence::Seen | Evidence::Since(_) | Evidence::Other(_) | Evidence::In(_) => None,
        }
    }

    #[test]
    fn a_long_way_is_felt_and_a_very_long_one_is_bad() {
        assert_eq!(degree(250), None);
        assert_eq!(degree(251), Some(Degree::Warn));
        assert_eq!(degree(400), Some(Degree::Warn));
        assert_eq!(degree(401), Some(Degree::Bad));
    }
}
