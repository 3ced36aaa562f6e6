//! The device has no network.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{Health, Online},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::Offline,
    severity: Severity::Blocker,
    explains: &[Code::ConnectionChanged],
    remedies: &[Action::ShowSteps, Action::TryAgain, Action::Telephone],
    when,
};

// `onLine` alone errs: some systems call a working VPN "no network". Who is answered is not offline.
fn when(known: Known<'_>) -> Option<Evidence> {
    let unanswered = known.health() == Some(Health::None);
    (known.online() == Some(Online::No) && unanswered).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn no_network_is_believed_when_nobody_answers() {
        let offline = (0, Fact::Online(Online::No));
        assert!(check(&RULE, [offline.clone(), (0, Fact::Health(Health::None))], 0).is_some());
        assert!(check(&RULE, [offline.clone(), (0, Fact::Health(Health::Ours))], 0).is_none());
        assert!(check(&RULE, [offline], 0).is_none());
    }
}
