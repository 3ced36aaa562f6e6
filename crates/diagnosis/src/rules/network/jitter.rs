//! Packets arrive so unevenly that words are stretched and cut.

use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit};

/// Jitter above this is heard, in milliseconds. Source: Twilio (5/10/30).
const LIMIT_MS: i64 = 30;

pub(crate) const RULE: Rule = Rule {
    code: Code::Jitter,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::UseLess, Action::ShowSteps],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let jitter = known.jitter()?.0.signed();
    (jitter > LIMIT_MS).then(|| Evidence::crossed(jitter, LIMIT_MS, Unit::Millis))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, Millis, fact::Jitter, testing::check};

    #[test]
    fn packets_may_be_thirty_milliseconds_uneven_and_not_more() {
        let jitter = |ms| [(0, Fact::Jitter(Jitter(Millis(ms))))];
        assert!(check(&RULE, jitter(31), 0).is_some());
        assert!(check(&RULE, jitter(30), 0).is_none());
        assert!(check(&RULE, jitter(31), 10_001).is_none());
    }
}
