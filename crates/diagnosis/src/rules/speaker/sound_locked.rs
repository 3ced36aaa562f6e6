//! The browser holds sound back until the page is pressed; on an iPad after a telephone call, too.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Output};

pub(crate) const RULE: Rule = Rule {
    code: Code::SoundLocked,
    severity: Severity::Blocker,
    explains: &[Code::SpeakerNotHeard],
    remedies: &[Action::UnlockSound],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let output = known.output()?;
    match output.value {
        Output::Locked => Some(Evidence::Since(output.at)),
        Output::Running => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact, Millis,
        testing::{check, running},
    };

    #[test]
    fn a_page_that_is_silent_for_ever_says_so_and_one_press_ends_it() {
        let locked = (3, Fact::Output(Output::Locked));
        assert_eq!(check(&RULE, [(1, running()), locked.clone()], 3), Some(Evidence::Since(Millis(3))));
        assert_eq!(check(&RULE, [locked, (4, running())], 4), None);
    }
}
