//! The device is too slow for the pictures it is to send.

use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit, fact::QualityLimit};

pub(crate) const RULE: Rule = Rule {
    code: Code::CpuOverload,
    severity: Severity::Problem,
    explains: &[Code::CameraFrozen, Code::Jitter],
    remedies: &[Action::UseLess],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let encoder = known.encoder()?;
    let (per_frame, interval) = (encoder.per_frame.signed(), encoder.interval.signed());
    match encoder.limit {
        QualityLimit::Cpu => Some(Evidence::Seen),
        QualityLimit::None | QualityLimit::Bandwidth | QualityLimit::Other => {
            (per_frame > interval).then(|| Evidence::crossed(per_frame, interval, Unit::Millis))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, Millis, fact::Encoder, testing::check};

    fn encoder(limit: QualityLimit, per_frame: u64) -> [(u64, Fact); 1] {
        let encoder = Encoder { limit, per_frame: Millis(per_frame), interval: Millis(40) };
        [(0, Fact::Encoder(encoder))]
    }

    #[test]
    fn the_browser_says_so_or_a_frame_takes_longer_than_it_is_shown() {
        assert!(check(&RULE, encoder(QualityLimit::Cpu, 10), 0).is_some());
        assert!(check(&RULE, encoder(QualityLimit::None, 41), 0).is_some());
        assert!(check(&RULE, encoder(QualityLimit::None, 40), 0).is_none());
        assert!(check(&RULE, encoder(QualityLimit::Bandwidth, 10), 0).is_none());
    }
}
