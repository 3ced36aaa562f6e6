//! Somebody else answers in the server's place: the page of a hotel's or a guest network.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Health};

pub(crate) const RULE: Rule = Rule {
    code: Code::Intercepted,
    severity: Severity::Blocker,
    explains: &[Code::ConnectionChanged],
    remedies: &[Action::ShowSteps, Action::TryAgain, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    (known.health() == Some(Health::Foreign)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn an_answer_of_another_shape_is_not_ours() {
        let foreign = (0, Fact::Health(Health::Foreign));
        assert!(check(&RULE, [foreign.clone()], 0).is_some());
        assert!(check(&RULE, [foreign, (1, Fact::Health(Health::Ours))], 1).is_none());
    }
}
