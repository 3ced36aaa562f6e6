//! No invitation has this link: it was cut off or mistyped.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Answer};

pub(crate) const RULE: Rule = Rule {
    code: Code::InvitationUnknown,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    (known.answer() == Some(Answer::InvitationUnknown)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn a_link_that_leads_nowhere_is_told_until_one_leads_somewhere() {
        let answer = (0, Fact::Answer(Answer::InvitationUnknown));
        assert!(check(&RULE, [answer.clone()], 0).is_some());
        assert!(check(&RULE, [answer, (1, Fact::Answer(Answer::Waiting))], 1).is_none());
    }
}
