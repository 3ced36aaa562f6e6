//! The browser keeps nothing for the page, so a reload would lose the place.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Capability};

pub(crate) const RULE: Rule = Rule {
    code: Code::StorageBlocked,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::Acknowledge],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    known.lacks(Capability::SessionStorage).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, fact::Presence, testing::check};

    #[test]
    fn a_storage_that_throws_is_told() {
        let storage = |presence| Fact::Capability(Capability::SessionStorage, presence);
        assert_eq!(check(&RULE, [(0, storage(Presence::Absent))], 0), Some(Evidence::Seen));
        assert_eq!(check(&RULE, [(0, storage(Presence::Absent)), (1, storage(Presence::Present))], 1), None);
    }
}
