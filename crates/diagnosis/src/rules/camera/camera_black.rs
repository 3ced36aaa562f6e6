//! The picture is black: a shutter, a cover, a lens turned to the desk.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity, Unit,
    fact::{DeviceKind, Picture},
};

/// A mean luma below this (of 255) is black. Source: testrtc.
const BLACK: u8 = 20;
/// A standard deviation of luma below this is no picture. Source: ours; the noise of a covered sensor stays below it.
const PLAIN: u8 = 5;

pub(crate) const RULE: Rule = Rule {
    code: Code::CameraBlack,
    severity: Severity::Problem,
    explains: &[Code::CameraFrozen],
    remedies: &[Action::ShowSteps, Action::Choose(DeviceKind::VideoInput), Action::GoWithoutCamera],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let picture = known.picture()?;
    is_black(picture).then(|| Evidence::crossed(picture.luma, BLACK, Unit::Luma))
}

/// Whether nothing is to be seen in it. A dark room has a lamp or a window somewhere.
pub(super) fn is_black(picture: Picture) -> bool {
    picture.frames > 0 && picture.luma < BLACK && picture.spread < PLAIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::CaptureKind,
        testing::{check, live, seen},
    };

    fn showing(luma: u8, spread: u8) -> Option<Evidence> {
        let picture = seen(|picture| (picture.luma, picture.spread) = (luma, spread));
        check(&RULE, [(0, live(CaptureKind::Camera)), (2_000, picture)], 2_000)
    }

    #[test]
    fn a_picture_without_light_and_without_shapes_is_black() {
        assert!(showing(19, 4).is_some());
        assert!(showing(20, 4).is_none());
        assert!(showing(19, 5).is_none());
    }
}
