//! The picture stands still.

use crate::{
    Action, Code, Evidence, Known, Millis, Rule, Severity, Unit,
    fact::{CaptureKind, DeviceKind},
};

/// How long not a pixel may change, or no new frame may come. Source: fault catalogue. testrtc asks how alike frames are
/// (SSIM > 0.985); seen as small as we see them, who sits still is as alike as that.
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
        (picture.frames > 1 && picture.same >= FOR)
            .then(|| Evidence::crossed(picture.same.signed(), FOR.signed(), Unit::Millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, live, seen};

    fn showing(over: u64, frames: u32, same: u64) -> Option<Evidence> {
        let picture = seen(|picture| {
            (picture.over, picture.frames, picture.same) = (Millis(over), frames, Millis(same));
        });
        check(&RULE, [(0, live(CaptureKind::Camera)), (9_000, picture)], 9_000)
    }

    #[test]
    fn two_seconds_without_a_new_picture_are_a_frozen_one() {
        assert!(showing(2_000, 0, 0).is_some());
        assert!(showing(1_999, 0, 0).is_none());
        assert!(showing(2_000, 50, 2_000).is_some());
        assert!(showing(2_000, 50, 1_999).is_none());
        assert!(showing(2_000, 1, 2_000).is_none());
    }
}
