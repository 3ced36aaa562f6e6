//! The browser lacks what a meeting needs, however it is served.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Capability};

/// Without any of these there is no meeting. `index.html` says so itself where WebAssembly is what is missing.
const NEEDED: &[Capability] = &[
    Capability::MediaDevices,
    Capability::PeerConnection,
    Capability::WebAssembly,
    Capability::AudioContext,
];

pub(crate) const RULE: Rule = Rule {
    code: Code::BrowserUnsupported,
    severity: Severity::Blocker,
    explains: &[Code::MicFailed, Code::CameraFailed, Code::MediaBlocked],
    remedies: &[Action::CopyLink, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    NEEDED.iter().any(|capability| known.lacks(*capability)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, fact::Presence, testing::check};

    #[test]
    fn a_browser_without_any_one_of_them_cannot_take_part() {
        for missing in NEEDED {
            let given = [(0, Fact::Capability(*missing, Presence::Absent))];
            assert_eq!(check(&RULE, given, 0), Some(Evidence::Seen), "{missing:?}");
        }
    }

    #[test]
    fn a_browser_that_only_forgets_can_take_part() {
        let given = [(0, Fact::Capability(Capability::SessionStorage, Presence::Absent))];
        assert_eq!(check(&RULE, given, 0), None);
    }
}
