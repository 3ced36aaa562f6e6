//! Neither UDP nor TCP lets sound and picture through: only a telephone is left.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{MediaPath, Reach},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::MediaBlocked,
    severity: Severity::Blocker,
    explains: &[Code::UplinkSlow, Code::DownlinkSlow],
    remedies: &[Action::Telephone, Action::TryAgain, Action::ShowSteps],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let fails = |path| known.media(path) == Some(Reach::Fails);
    (fails(MediaPath::Udp) && fails(MediaPath::Tcp)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, Millis, testing::check};

    #[test]
    fn it_takes_both_ways_to_fail_and_the_telephone_is_offered_at_once() {
        let media = |path, reach| (0, Fact::Media(path, reach));
        let udp = media(MediaPath::Udp, Reach::Fails);
        let both = [udp.clone(), media(MediaPath::Tcp, Reach::Fails)];
        assert!(check(&RULE, both.clone(), 0).is_some());
        assert!(check(&RULE, [udp, media(MediaPath::Tcp, Reach::Works)], 0).is_none());
        assert_eq!(RULE.remedies.first(), Some(&Action::Telephone));
        // A probe that nobody repeats is no evidence.
        assert!(check(&RULE, both, Millis(60_001).0).is_none());
    }
}
