//! The server answers, and a WebSocket does not open: the proxy of a company. The waiting room goes on over HTTP by itself;
//! the meeting cannot.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{Health, Reach},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::WebsocketBlocked,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::TryAgain, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let answered = known.health() == Some(Health::Ours);
    (answered && known.web_socket() == Some(Reach::Fails)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, fact::WebSocketReach, testing::check};

    #[test]
    fn a_proxy_is_blamed_only_when_the_server_answers() {
        let fails = (0, Fact::WebSocket(WebSocketReach(Reach::Fails)));
        assert!(check(&RULE, [fails.clone(), (0, Fact::Health(Health::Ours))], 0).is_some());
        assert!(check(&RULE, [fails.clone(), (0, Fact::Health(Health::None))], 0).is_none());
        assert!(check(&RULE, [fails], 0).is_none());
    }
}
