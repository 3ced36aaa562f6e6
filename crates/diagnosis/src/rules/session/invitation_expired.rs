//! The invitation is out of date, by the clock of the server.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Answer};

pub(crate) const RULE: Rule = Rule {
    code: Code::InvitationExpired,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::TellStaff, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    (known.answer() == Some(Answer::InvitationExpired)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn an_old_invitation_is_told_until_it_is_renewed() {
        let answer = (0, Fact::Answer(Answer::InvitationExpired));
        assert!(check(&RULE, [answer.clone()], 0).is_some());
        assert!(check(&RULE, [answer, (1, Fact::Answer(Answer::Waiting))], 1).is_none());
    }
}
