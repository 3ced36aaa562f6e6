//! The eye: takes small pictures with their times, tells of each what it sees.

use super::{
    frame::Frame,
    light::Light,
    likeness::{likeness, motion},
    pace::{Pace, Times},
    still::Still,
};
use crate::Millis;

/// What was seen in one picture, and against those before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// How bright it is.
    pub light: Light,
    /// How far pixels have changed since the last picture: the mean difference in luma, 0 to 255. 0 for the first.
    pub motion: f32,
    /// How much it is like the last picture, 0 to 1 (SSIM). 1 for the first.
    pub likeness: f32,
    /// For how long not a pixel has changed, in milliseconds. No sensor is that quiet unless its lens is covered: the
    /// camera, or what is between, stands.
    pub same_ms: Millis,
    /// For how long all pictures have been more alike than [`crate::FROZEN`], in milliseconds. It lets a little noise
    /// pass, and so an empty chair may be meant.
    pub alike_ms: Millis,
    /// How often pictures come.
    pub pace: Pace,
}

/// Sees. Its size is fixed (about 10 KB): the last picture, the one with which it compares, and times.
#[derive(Clone, Debug)]
pub struct Eye {
    last: Option<Frame>,
    still: Still,
    times: Times,
}

impl Default for Eye {
    fn default() -> Self {
        Self { last: None, still: Still::new(), times: Times::new() }
    }
}

impl Eye {
    /// Sees a new picture. What is seen again and again by somebody who asks without knowing whether there is a new one
    /// counts as new each time: then only `same_ms` tells that it stands.
    pub fn see(&mut self, now: Millis, frame: &Frame) -> Sight {
        self.look(now, frame, 1)
    }

    /// Sees the newest of so many pictures that came since the last one that was seen: 0 when this is that one still.
    pub fn look(&mut self, now: Millis, frame: &Frame, came: u32) -> Sight {
        let (motion, likeness) =
            self.last.as_ref().map_or((0.0, 1.0), |last| (motion(last, frame), likeness(last, frame)));
        let changed = self.last.as_ref().is_none_or(|last| !last.is_same(frame));
        let standing = self.still.see(now, frame, changed);
        self.last = Some(frame.clone());
        self.times.note(now, came);
        Sight {
            light: Light::of(frame),
            motion,
            likeness,
            same_ms: standing.same_ms,
            alike_ms: standing.alike_ms,
            pace: self.times.pace(now),
        }
    }

    /// How often pictures have come by now, also when none comes any more.
    #[must_use]
    pub fn pace(&self, now: Millis) -> Pace {
        self.times.pace(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scenes::{person, picture};

    /// Ten pictures a second for some seconds; what is seen of the last.
    fn see(seconds: u32, frame: impl Fn(u32) -> Frame) -> Sight {
        let mut eye = Eye::default();
        let sights = (0..=seconds * 10).map(|at| eye.see(u64::from(at) * 100, &frame(at)));
        sights.last().unwrap()
    }

    #[test]
    fn a_picture_that_stands_is_the_same_for_as_long() {
        let sight = see(3, |_| person(0, 2, 1));
        assert_eq!((sight.same_ms, sight.alike_ms), (3_000, 3_000));
        assert_eq!((sight.motion, sight.likeness), (0.0, 1.0));
        assert!((sight.pace.frames_per_second.unwrap() - 10.0).abs() < 0.6);
    }

    #[test]
    fn a_picture_of_which_only_the_colour_changes_does_not_stand() {
        let size = crate::Size { width: 16, height: 8 };
        // As bright as each other by BT.601, one reddish and one bluish.
        let colours = [[133, 128, 115, 255], [128, 128, 128, 255]];
        let sight = see(3, |at| Frame::rgba(size, &colours[at as usize % 2].repeat(128)).unwrap());
        assert_eq!((sight.motion, sight.same_ms), (0.0, 0));
    }

    #[test]
    fn a_picture_that_stands_with_a_little_noise_is_alike_for_as_long() {
        let sight = see(3, |at| person(0, 1, at));
        assert_eq!((sight.same_ms, sight.alike_ms), (0, 3_000));
        assert!(sight.motion > 0.0 && sight.likeness > super::super::FROZEN);
    }

    #[test]
    fn a_person_who_moves_a_little_each_second_does_not_stand() {
        let sight = see(6, |at| person((at / 10 % 2) as usize, 1, at));
        assert!(sight.alike_ms < 1_000, "{sight:?}");
    }

    #[test]
    fn slow_movement_adds_up() {
        // Two pictures in a row are always alike: brighter by one in half a second.
        let sight = see(30, |at| picture(|x, y| (40 + at / 5 + 10 * ((x / 8 + y / 8) as u32 % 2)) as u8));
        assert!(sight.likeness > super::super::FROZEN && sight.alike_ms < 25_000, "{sight:?}");
    }

    #[test]
    fn who_sees_the_same_picture_again_knows_that_none_came() {
        let mut eye = Eye::default();
        for at in 0..=10 {
            eye.look(at * 200, &person(0, 1, at as u32), 5);
        }
        let sights = (11..=25).map(|at| eye.look(at * 200, &person(0, 1, 10), 0));
        let sight = sights.last().unwrap();
        assert_eq!((sight.same_ms, sight.pace.last_ms_ago), (3_000, Some(3_000)));
        assert_eq!(sight.pace.frames_per_second, Some(0.0));
    }

    #[test]
    fn when_no_picture_comes_the_time_since_the_last_grows() {
        let mut eye = Eye::default();
        for at in 0..50 {
            eye.see(at * 40, &person(0, 1, 1));
        }
        assert_eq!(eye.pace(4_960).last_ms_ago, Some(3_000));
        assert_eq!(eye.pace(4_960).frames_per_second, Some(0.0));
    }
}
