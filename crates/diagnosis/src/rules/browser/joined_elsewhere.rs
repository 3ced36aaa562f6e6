//! The same invitation is live in another tab or on another device: two of them would howl.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Seat};

pub(crate) const RULE: Rule = Rule {
    code: Code::JoinedElsewhere,
    severity: Severity::Blocker,
    explains: &[Code::MicInUse, Code::CameraInUse, Code::EchoRisk],
    remedies: &[Action::ContinueHere],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    match known.seat()? {
        Seat::Elsewhere => Some(Evidence::Seen),
        Seat::Here => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn the_place_can_be_taken_back() {
        let left = (0, Fact::Seat(Seat::Elsewhere));
        assert_eq!(check(&RULE, [left.clone()], 0), Some(Evidence::Seen));
        assert_eq!(check(&RULE, [left, (1, Fact::Seat(Seat::Here))], 1), None);
    }
}
