//! The picture is dark, or the face is dark before a bright window.

use super::camera_black::is_black;
use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit};

/// A mean luma below this (of 255) is dark. Source: fault catalogue.
const DARK: u8 = 50;
/// A middle below this may be a face in its own shadow. Source: ours, to be confirmed by the fault matrix.
const SHADED: u8 = 70;
/// By so much the rim is brighter when light comes from behind. Source: ours, to be confirmed by the fault matrix.
const BACKLIGHT: u8 = 80;

pub(crate) const RULE: Rule = Rule {
    code: Code::CameraDark,
    severity: Severity::Hint,
    explains: &[Code::CameraSlow],
    remedies: &[Action::ShowSteps],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let picture = known.picture().filter(|picture| picture.frames > 0 && !is_black(*picture))?;
    let backlit = picture.middle < SHADED && picture.rim.saturating_sub(picture.middle) >= BACKLIGHT;
    if picture.luma < DARK {
        Some(Evidence::crossed(picture.luma, DARK, Unit::Luma))
    } else {
        backlit.then(|| Evidence::crossed(picture.middle, SHADED, Unit::Luma))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::CaptureKind,
        testing::{check, live, seen},
    };

    fn showing(luma: u8, middle: u8, rim: u8) -> Option<Evidence> {
        let picture = seen(|picture| {
            (picture.luma, picture.spread, picture.middle, picture.rim) = (luma, 3, middle, rim);
        });
        check(&RULE, [(0, live(CaptureKind::Camera)), (2_000, picture)], 2_000)
    }

    #[test]
    fn a_dark_room_is_dark_and_a_covered_lens_is_black() {
        assert!(showing(49, 49, 49).is_some());
        assert!(showing(20, 20, 20).is_some());
        assert!(showing(50, 50, 50).is_none());
        assert!(showing(19, 19, 19).is_none());
    }

    #[test]
    fn a_face_before_a_bright_window_is_dark() {
        assert!(showing(110, 69, 149).is_some());
        assert!(showing(110, 70, 150).is_none());
        assert!(showing(90, 69, 148).is_none());
    }
}
