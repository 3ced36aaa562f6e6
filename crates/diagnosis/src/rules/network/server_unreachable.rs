//! There is a network, and the server cannot be reached by it.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{Health, Online},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::ServerUnreachable,
    severity: Severity::Blocker,
    explains: &[Code::ConnectionChanged],
    remedies: &[Action::TryAgain, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let online = known.online() != Some(Online::No);
    (online && known.health() == Some(Health::None)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn a_server_that_does_not_answer_is_told_from_a_missing_network() {
        let silent = (0, Fact::Health(Health::None));
        assert!(check(&RULE, [silent.clone()], 0).is_some());
        assert!(check(&RULE, [silent.clone(), (0, Fact::Online(Online::Yes))], 0).is_some());
        assert!(check(&RULE, [silent, (0, Fact::Online(Online::No))], 0).is_none());
        assert!(check(&RULE, [(0, Fact::Health(Health::Foreign))], 0).is_none());
    }
}
