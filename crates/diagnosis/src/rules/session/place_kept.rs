//! The connection was away and is back, and the place was kept. Others went on saying "wait" to guests whom they had
//! dropped (BBB#14347, BBB#14435).

use crate::{Action, Code, Evidence, Known, Rule, Severity};

pub(crate) const RULE: Rule = Rule {
    code: Code::PlaceKept,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::Acknowledge],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    known.place_kept().map(|_| Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, fact::PlaceKept, testing::check};

    #[test]
    fn good_news_is_told_for_half_a_minute() {
        let back = [(1_000, Fact::PlaceKept(PlaceKept))];
        assert!(check(&RULE, back.clone(), 31_000).is_some());
        assert!(check(&RULE, back, 31_001).is_none());
    }
}
