//! The picture stutters.

use crate::{Action, Code, Evidence, Known, Millis, Rule, Severity, Unit, fact::DeviceKind};

/// So many frames there must be in a second. Source: testrtc.
const LEAST_PER_SECOND: u64 = 5;
/// How long to look. Source: ours; a single late frame is no stutter.
const FOR: Millis = Millis(2_000);

pub(crate) const RULE: Rule = Rule {
    code: Code::CameraSlow,
    severity: Severity::Hint,
    explains: &[],
    remedies: &[Action::Choose(DeviceKind::VideoInput), Action::UseLess],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let picture = known.picture().filter(|picture| picture.over >= FOR && picture.frames > 0)?;
    let least = LEAST_PER_SECOND * picture.over.0 / 1_000;
    (u64::from(picture.frames) < least)
        .then(|| Evidence::crossed(picture.frames, i64::try_from(least).unwrap_or(i64::MAX), Unit::Frames))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::CaptureKind,
        testing::{check, live, seen},
    };

    fn showing(over: u64, frames: u32) -> Option<Evidence> {
        let picture = seen(|picture| (picture.over, picture.frames) = (Millis(over), frames));
        check(&RULE, [(0, live(CaptureKind::Camera)), (9_000, picture)], 9_000)
    }

    #[test]
    fn fewer_than_five_pictures_a_second_stutter() {
        assert!(showing(2_000, 9).is_some());
        assert!(showing(2_000, 10).is_none());
        assert!(showing(1_999, 1).is_none());
        // That one is frozen.
        assert!(showing(2_000, 0).is_none());
    }
}
