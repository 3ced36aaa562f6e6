//! The picture is dark, or the face is dark before a bright window.

use super::camera_black::is_black;
use crate::{Action, Code, Evidence, Known, Rule, Severity, Unit};

/// A mean luma below this (of 255) is dark. Source: fault catalogue.
const DARK: u8 = 50;
/// A centre up to this may be a face in its own shadow; a brighter one is seen, whatever is behind it. Source: as below.
const SHADED: u8 = 100;
/// By so much at least the border is brighter when light comes from behind. Source: ours, as in `signals`; nobody gives a
/// number, so the fault matrix is to confirm it.
const BACKLIGHT: u8 = 60;

pub(crate) const RULE: Rule = Rule {
    code: Code::CameraDark,
    severity: Severity::Hint,
    explains: &[Code::CameraSlow],
    remedies: &[Action::ShowSteps],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let picture = known.picture().filter(|picture| picture.frames > 0 && !is_black(*picture))?;
    let backlit = picture.centre <= SHADED && picture.border.saturating_sub(picture.centre) >= BACKLIGHT;
    if picture.luma < DARK {
        Some(Evidence::crossed(picture.luma, DARK, Unit::Luma))
    } else {
        backlit.then(|| Evidence::crossed(picture.centre, SHADED, Unit::Luma))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::CaptureKind,
        testing::{check, live, seen},
    };

    fn showing(luma: u8, centre: u8, border: u8) -> Option<Evidence> {
        let picture = seen(|picture| {
            (picture.luma, picture.spread, picture.centre, picture.border) = (luma, 3, centre, border);
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
        assert!(showing(120, 100, 160).is_some());
        assert!(showing(120, 101, 170).is_none());
        assert!(showing(120, 100, 159).is_none());
    }
}
