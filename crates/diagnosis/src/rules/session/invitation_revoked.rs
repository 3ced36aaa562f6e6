//! The invitation was withdrawn; there may be a newer one.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Answer};

pub(crate) const RULE: Rule = Rule {
    code: Code::InvitationRevoked,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    (known.answer() == Some(Answer::InvitationRevoked)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn a_withdrawn_invitation_is_told_until_there_is_another() {
        let answer = (0, Fact::Answer(Answer::InvitationRevoked));
        assert!(check(&RULE, [answer.clone()], 0).is_some());
        assert!(check(&RULE, [answer, (1, Fact::Answer(Answer::Waiting))], 1).is_none());
    }
}
