//! The device got another network during the meeting, and sound and picture are not back yet.

use crate::{Action, Code, Evidence, Known, Rule, Severity, fact::Transport};

pub(crate) const RULE: Rule = Rule {
    code: Code::ConnectionChanged,
    severity: Severity::Problem,
    explains: &[Code::MediaBlocked, Code::UdpBlocked],
    remedies: &[Action::RestartIce],
    when,
};

// To be mended by restarting ICE, never by leaving: switching a VPN off dropped calls (client-sdk-js#1746).
fn when(known: Known<'_>) -> Option<Evidence> {
    let (changed, transport) = (known.network_changed()?, known.transport()?);
    let back = transport.value == Transport::Connected && transport.at > changed.at;
    (!back).then_some(Evidence::Since(changed.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, fact::NetworkChanged, testing::check};

    #[test]
    fn another_network_is_told_until_the_meeting_is_back() {
        let joined = (0, Fact::Transport(Transport::Connected));
        let changed = (5, Fact::NetworkChanged(NetworkChanged));
        assert!(check(&RULE, [joined.clone(), changed.clone()], 5).is_some());
        let back = (9, Fact::Transport(Transport::Connected));
        assert!(check(&RULE, [joined, changed.clone(), back], 9).is_none());
        // Before the meeting there is nothing to restart.
        assert!(check(&RULE, [changed], 5).is_none());
    }

    #[test]
    fn what_is_broken_long_after_has_another_cause() {
        let given = [(5, Fact::NetworkChanged(NetworkChanged)), (6, Fact::Transport(Transport::Broken))];
        assert!(check(&RULE, given.clone(), 15_005).is_some());
        assert!(check(&RULE, given, 15_006).is_none());
    }
}
