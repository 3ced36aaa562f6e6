//! The member was taken out of the meeting, with a sentence that the Sitzungsdienst wrote.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Answer};

pub(crate) const RULE: Rule = Rule {
    code: Code::Removed,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::TellStaff, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    (known.answer() == Some(Answer::Removed)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn who_was_taken_out_may_be_let_wait_again() {
        let answer = (0, Fact::Answer(Answer::Removed));
        assert!(check(&RULE, [answer.clone()], 0).is_some());
        assert!(check(&RULE, [answer, (1, Fact::Answer(Answer::Waiting))], 1).is_none());
    }
}
