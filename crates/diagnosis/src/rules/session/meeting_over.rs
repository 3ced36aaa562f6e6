//! The meeting is over.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Answer};

pub(crate) const RULE: Rule = Rule {
    code: Code::MeetingOver,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::Acknowledge],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    (known.answer() == Some(Answer::MeetingOver)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn the_end_is_told_until_the_meeting_goes_on() {
        let answer = (0, Fact::Answer(Answer::MeetingOver));
        assert!(check(&RULE, [answer.clone()], 0).is_some());
        assert!(check(&RULE, [answer, (1, Fact::Answer(Answer::Waiting))], 1).is_none());
    }
}
