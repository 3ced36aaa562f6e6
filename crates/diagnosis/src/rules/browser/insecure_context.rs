//! The page is not served securely: browsers then offer no devices.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Capability};

pub(crate) const RULE: Rule = Rule {
    code: Code::InsecureContext,
    severity: Severity::Blocker,
    explains: &[Code::BrowserUnsupported, Code::MicPermissionDenied, Code::CameraPermissionDenied],
    remedies: &[Action::ShowSteps, Action::TellStaff, Action::Telephone],
    when,
};

// `mediaDevices` alone proves nothing: Firefox has it and refuses, and some apps lack it on secure pages. (BBB#8112)
fn when(known: Known<'_>) -> Option<Evidence> {
    known.lacks(Capability::SecureContext).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, fact::Presence, testing::check};

    #[test]
    fn a_page_over_plain_http_is_not_secure() {
        let context = |presence| Fact::Capability(Capability::SecureContext, presence);
        assert_eq!(check(&RULE, [(0, context(Presence::Absent))], 0), Some(Evidence::Seen));
        assert_eq!(check(&RULE, [(0, context(Presence::Present))], 0), None);
        assert_eq!(check(&RULE, [], 0), None);
    }
}
