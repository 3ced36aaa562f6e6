//! Sound and picture get through over TCP only: they arrive, and later than they could.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{MediaPath, Reach},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::UdpBlocked,
    severity: Severity::Hint,
    explains: &[Code::HighLatency, Code::Jitter],
    remedies: &[Action::Acknowledge],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let fails = known.media(MediaPath::Udp) == Some(Reach::Fails);
    (fails && known.media(MediaPath::Tcp) == Some(Reach::Works)).then_some(Evidence::Seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, testing::check};

    #[test]
    fn it_takes_a_tcp_that_works() {
        let media = |path, reach| (0, Fact::Media(path, reach));
        let udp = media(MediaPath::Udp, Reach::Fails);
        assert!(check(&RULE, [udp.clone(), media(MediaPath::Tcp, Reach::Works)], 0).is_some());
        assert!(check(&RULE, [udp.clone(), media(MediaPath::Tcp, Reach::Fails)], 0).is_none());
        assert!(check(&RULE, [udp], 0).is_none());
    }
}
