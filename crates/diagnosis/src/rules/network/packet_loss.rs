//! So much is lost on the way that words are missing.

use super::grade::more_than;
use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit};

/// A loss above this is heard, in thousandths. Source: Twilio, "3 %".
const WARN: i64 = 30;
/// A loss above this takes words away, in thousandths. Source: Twilio, "8 %".
const BAD: i64 = 80;

pub(crate) const RULE: Rule = Rule {
    code: Code::PacketLoss,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::UseLess, Action::ShowSteps, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    more_than(known.loss()?.0.0, WARN, BAD, Unit::Permille)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Crossing, Degree, Fact, Permille, fact::Loss, testing::check};

    fn degree(value: u16) -> Option<Degree> {
        match check(&RULE, [(0, Fact::Loss(Loss(Permille(value))))], 0)? {
            Evidence::Crossed(Crossing { degree, .. }) => Some(degree),
            Evidence::Seen | Evidence::Since(_) | Evidence::Other(_) | Evidence::In(_) => None,
        }
    }

    #[test]
    fn a_little_loss_is_heard_and_much_is_bad() {
        assert_eq!(degree(30), None);
        assert_eq!(degree(31), Some(Degree::Warn));
        assert_eq!(degree(80), Some(Degree::Warn));
        assert_eq!(degree(81), Some(Degree::Bad));
    }
}
