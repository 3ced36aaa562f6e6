//! How much two pictures differ: by the pixel, and as a person would say.

use super::frame::Frame;

/// A window of 8 by 8 pixels is moved in steps of 4.
const WINDOW: usize = 8;
const STEP: usize = 4;
/// Keep divisions from nothing apart: `(0.01 * 255)²` and `(0.03 * 255)²`.
const C1: f32 = 6.502_5;
const C2: f32 = 58.522_5;

/// The mean absolute difference of two pictures, in luma; the most there is when their sizes differ.
pub fn motion(one: &Frame, other: &Frame) -> f32 {
    if one.size() != other.size() {
        return f32::from(u8::MAX);
    }
    let pairs = one.pixels().iter().zip(other.pixels());
    let sum: u32 = pairs.map(|(one, other)| u32::from(one.abs_diff(*other))).sum();
    sum as f32 / one.pixels().len().max(1) as f32
}

/// The structural similarity of two pictures, 0 to 1 (Z. Wang and others 2004, "Image quality assessment: from error
/// visibility to structural similarity", as a mean over even windows); 0 when their sizes differ.
pub fn likeness(one: &Frame, other: &Frame) -> f32 {
    let size = one.size();
    if size != other.size() {
        return 0.0;
    }
    let (mut sum, mut windows) = (0.0, 0);
    for top in (0..=size.height.saturating_sub(WINDOW)).step_by(STEP) {
        for left in (0..=size.width.saturating_sub(WINDOW)).step_by(STEP) {
            let rows = one.rows().zip(other.rows()).skip(top).take(WINDOW);
            let pairs = rows.flat_map(|(one, other)| one.iter().zip(other).skip(left).take(WINDOW));
            sum += likeness_of(pairs);
            windows += 1;
        }
    }
    (sum / windows.max(1) as f32).clamp(0.0, 1.0)
}

fn likeness_of<'a>(pairs: impl Iterator<Item = (&'a u8, &'a u8)>) -> f32 {
    let (mut n, mut a, mut b, mut aa, mut bb, mut ab) = (0, 0, 0, 0, 0, 0);
    for (one, other) in pairs {
        let (one, other) = (i64::from(*one), i64::from(*other));
        n += 1;
        a += one;
        b += other;
        aa += one * one;
        bb += other * other;
        ab += one * other;
    }
    let (count, square) = (n.max(1) as f32, (n * n).max(1) as f32);
    let (mean_a, mean_b) = (a as f32 / count, b as f32 / count);
    let (var_a, var_b) = ((n * aa - a * a) as f32 / square, (n * bb - b * b) as f32 / square);
    let together = (n * ab - a * b) as f32 / square;
    let light = (2.0 * mean_a * mean_b + C1) / (mean_a * mean_a + mean_b * mean_b + C1);
    light * (2.0 * together + C2) / (var_a + var_b + C2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{
        frame::Size,
        scenes::{person, picture},
    };

    #[test]
    fn a_picture_is_like_itself() {
        let frame = person(0, 0, 0);
        assert_eq!((motion(&frame, &frame), likeness(&frame, &frame)), (0.0, 1.0));
    }

    #[test]
    fn noise_of_a_sensor_leaves_a_picture_alike() {
        let (one, other) = (person(0, 2, 1), person(0, 2, 2));
        assert!(motion(&one, &other) > 0.5);
        assert!(likeness(&one, &other) > 0.95, "{}", likeness(&one, &other));
    }

    #[test]
    fn a_turn_of_the_head_is_seen_through_the_noise() {
        let (one, other) = (person(0, 2, 1), person(3, 2, 2));
        assert!(likeness(&one, &other) < 0.95, "{}", likeness(&one, &other));
    }

    #[test]
    fn opposites_are_as_far_apart_as_can_be() {
        let (black, white) = (picture(|_, _| 0), picture(|_, _| 255));
        assert_eq!(motion(&black, &white), 255.0);
        assert!(likeness(&black, &white) < 0.001);
    }

    #[test]
    fn pictures_of_other_sizes_are_not_alike() {
        let small = Frame::grey(Size { width: 8, height: 8 }, &[9; 64]).unwrap();
        assert_eq!(likeness(&small, &picture(|_, _| 9)), 0.0);
        assert_eq!(motion(&small, &picture(|_, _| 9)), 255.0);
    }
}
