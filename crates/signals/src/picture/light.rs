//! How bright a picture is, and whether who sits in the middle has the light behind them.

use super::frame::Frame;

/// Brightness, in luma from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    /// The mean. Under 20 it is black, under 50 dark (testrtc).
    pub mean: f32,
    /// The variance, in squares of luma. A covered lens has hardly any: noise of 1 to 10.
    pub variance: f32,
    /// The mean where the face is: the middle half of the width and of the height.
    pub centre: f32,
    /// The mean of what is beside and above that, but not of what is below: there are shoulders.
    pub border: f32,
}

/// The border is at least this much brighter than the centre: by half of the whole range, as of a window behind a
/// person whose face cannot be made out. Our own choice: nobody gives a number.
const BACKLIT_BY: f32 = 60.0;
/// The centre is at most this bright: a face of 110 and more can be seen, whatever is behind it.
const BACKLIT_CENTRE: f32 = 100.0;

impl Light {
    /// Whether the light is behind the person.
    #[must_use]
    pub fn is_backlit(&self) -> bool {
        self.border - self.centre >= BACKLIT_BY && self.centre <= BACKLIT_CENTRE
    }

    pub(crate) fn of(frame: &Frame) -> Self {
        let size = frame.size();
        let middle = |at: usize, whole: usize| (whole / 4..whole - whole / 4).contains(&at);
        let (mut all, mut centre, mut border) = (Mean::default(), Mean::default(), Mean::default());
        for (y, row) in frame.rows().enumerate() {
            let below = y >= size.height - size.height / 4;
            for (x, luma) in row.iter().enumerate() {
                all.add(*luma);
                match (middle(x, size.width), middle(y, size.height), below) {
                    (true, true, _) => centre.add(*luma),
                    (_, _, false) => border.add(*luma),
                    (_, _, true) => {}
                }
            }
        }
        Self { mean: all.mean(), variance: all.variance(), centre: centre.mean(), border: border.mean() }
    }
}

#[derive(Default)]
struct Mean {
    sum: u64,
    squares: u64,
    count: u64,
}

impl Mean {
    fn add(&mut self, luma: u8) {
        self.sum += u64::from(luma);
        self.squares += u64::from(luma) * u64::from(luma);
        self.count += 1;
    }

    fn mean(&self) -> f32 {
        self.sum as f32 / self.count.max(1) as f32
    }

    fn variance(&self) -> f32 {
        // In whole numbers, where nothing is lost by subtracting.
        let spread = self.squares * self.count - self.sum * self.sum;
        spread as f32 / (self.count * self.count).max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scenes::{SIZE, picture};

    #[test]
    fn a_covered_lens_is_black_and_even() {
        let light = Light::of(&picture(|_, _| 3));
        assert_eq!((light.mean, light.variance), (3.0, 0.0));
        assert!(!light.is_backlit());
    }

    #[test]
    fn half_black_and_half_white_varies_most() {
        let light = Light::of(&picture(|x, _| if x < SIZE.width / 2 { 0 } else { 255 }));
        assert_eq!((light.mean, light.variance), (127.5, 127.5 * 127.5));
    }

    /// A face with shoulders below, before a wall.
    fn person(face: u8, wall: u8) -> Light {
        Light::of(&picture(|x, y| {
            let shoulders = y >= SIZE.height * 3 / 4;
            let head = (x.abs_diff(SIZE.width / 2)).pow(2) + (y.abs_diff(SIZE.height / 2)).pow(2) < 15 * 15;
            if shoulders {
                face / 2
            } else if head {
                face
            } else {
                wall
            }
        }))
    }

    #[test]
    fn who_sits_before_a_window_is_backlit() {
        assert!(person(50, 230).is_backlit());
        assert!(person(30, 160).is_backlit());
    }

    #[test]
    fn who_sits_in_good_light_or_in_the_dark_is_not_backlit() {
        for (face, wall) in [(150, 230), (120, 120), (160, 60), (25, 30), (90, 130)] {
            assert!(!person(face, wall).is_backlit(), "{face} before {wall}");
        }
    }
}
