//! The picture stands still.

use crate::{
    Action, Code, Evidence, Known, Millis, Permille, Rule, Severity, Unit,
    fact::{CaptureKind, DeviceKind},
};

/// Frames that are more alike than this are one and the same. Source: testrtc (SSIM > 0.985); the noise of a sensor alone
/// keeps living pictures below it.
const STILL: Permille = Permille(985);
/// How long it must last. Source: fault catalogue.
const FOR: Millis = Millis(2_000);

pub(crate) const RULE: Rule = Rule {
    code: Code::CameraFrozen,
    severity: Severity::Problem,
    explains: &[Code::CameraSlow],
    remedies: &[
        Action::AskAgain(CaptureKind::Camera),
        Action::Choose(DeviceKind::VideoInput),
        Action::GoWithoutCamera,
    ],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let picture = known.picture().filter(|picture| picture.over >= FOR)?;
    if picture.frames == 0 {
        Some(Evidence::crossed(0, 1, Unit::Frames))
    } else {
        // One frame is like itself, and no proof.
        (picture.frames > 1 && picture.likeness > STILL)
            .then(|| Evidence::crossed(picture.likeness.0, STILL.0, Unit::Permille))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, live, seen};

    fn showing(over: u64, frames: u32, likeness: u16) -> Option<Evidence> {
        let picture = seen(|picture| {
            (picture.over, picture.frames, picture.likeness) = (Millis(over), frames, Permille(likeness));
        });
        check(&RULE, [(0, live(CaptureKind::Camera)), (9_000, picture)], 9_000)
    }

    #[test]
    fn two_seconds_without_a_new_picture_are_a_frozen_one() {
        assert!(showing(2_000, 0, 0).is_some());
        assert!(showing(1_999, 0, 0).is_none());
        assert!(showing(2_000, 50, 986).is_some());
        assert!(showing(2_000, 50, 985).is_none());
        assert!(showing(2_000, 1, 1_000).is_none());
    }
}
