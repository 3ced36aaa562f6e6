//! The device's clock is so wrong that keys to the meeting look expired, or not yet valid.

use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit};

/// How wrong it may be, in milliseconds. Source: fault catalogue, two minutes.
const LIMIT_MS: i64 = 120_000;

pub(crate) const RULE: Rule = Rule {
    code: Code::ClockSkew,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::TryAgain],
    when,
};

// It does not explain an invitation that has expired: the server says that, by its own clock.
fn when(known: Known<'_>) -> Option<Evidence> {
    let off = i64::try_from(known.clock_offset()?.0.unsigned_abs()).unwrap_or(i64::MAX);
    (off > LIMIT_MS).then(|| Evidence::crossed(off, LIMIT_MS, Unit::Millis))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, fact::ClockOffset, testing::check};

    #[test]
    fn a_clock_may_be_two_minutes_wrong_and_not_more() {
        for (offset, wrong) in
            [(120_000, false), (-120_000, false), (120_001, true), (-120_001, true), (i64::MIN, true)]
        {
            let given = [(0, Fact::ClockOffset(ClockOffset(offset)))];
            assert_eq!(check(&RULE, given, 0).is_some(), wrong, "{offset}");
        }
    }
}
