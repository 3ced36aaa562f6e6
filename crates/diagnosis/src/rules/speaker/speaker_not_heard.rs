//! The member says that the chime was not heard.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{Chime, DeviceKind},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::SpeakerNotHeard,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[
        Action::Choose(DeviceKind::AudioOutput),
        Action::PlayChime,
        Action::ShowSteps,
        Action::Telephone,
    ],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    match known.chime()? {
        Chime::NotHeard => Some(Evidence::Seen),
        Chime::Played | Chime::Heard => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        fact::Speaker,
        testing::{check, id},
    };

    #[test]
    fn no_is_believed_until_it_is_tried_again_or_elsewhere() {
        let no = (1, Fact::Chime(Chime::NotHeard));
        assert!(check(&RULE, [no.clone()], 1).is_some());
        assert!(check(&RULE, [no.clone(), (2, Fact::Chime(Chime::Played))], 2).is_none());
        assert!(check(&RULE, [no.clone(), (2, Fact::Chime(Chime::Heard))], 2).is_none());
        let headset = Fact::Speaker(Speaker::Chosen(id("headset")));
        assert!(check(&RULE, [no, (2, headset)], 2).is_none());
    }
}
