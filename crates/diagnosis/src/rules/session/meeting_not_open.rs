//! The meeting has not been opened: the page waits, and keeps the place.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Answer};

pub(crate) const RULE: Rule = Rule {
    code: Code::MeetingNotOpen,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::Acknowledge],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    (known.answer() == Some(Answer::MeetingNotOpen)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn who_is_early_is_told_so_until_the_meeting_opens() {
        let answer = (0, Fact::Answer(Answer::MeetingNotOpen));
        assert!(check(&RULE, [answer.clone()], 0).is_some());
        assert!(check(&RULE, [answer, (1, Fact::Answer(Answer::Waiting))], 1).is_none());
    }
}
