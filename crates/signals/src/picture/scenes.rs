//! For the tests: pictures made of nothing, the same each time.

use super::frame::{Frame, Size};

/// What the client is to take.
pub const SIZE: Size = Size { width: 64, height: 36 };

/// A picture by the luma of each pixel.
pub fn picture(luma: impl Fn(usize, usize) -> u8) -> Frame {
    let pixels = (0..SIZE.width * SIZE.height).map(|at| luma(at % SIZE.width, at / SIZE.width));
    Frame::grey(SIZE, &pixels.collect::<Vec<u8>>()).unwrap()
}

/// A head before shelves, moved to the right by some pixels, with noise up to plus and minus `noise`.
pub fn person(moved: usize, noise: u32, seed: u32) -> Frame {
    picture(|x, y| {
        let head = x.abs_diff(SIZE.width / 2 + moved).pow(2) + y.abs_diff(SIZE.height / 2).pow(2) < 12 * 12;
        let eyes = y.abs_diff(15) < 2 && x.abs_diff(SIZE.width / 2 + moved).abs_diff(5) < 2;
        let shelves = if y / 5 % 2 == 0 || x / 7 % 3 == 0 { 90 } else { 140 };
        let luma: u32 = if eyes {
            60
        } else if head {
            170
        } else {
            shelves
        };
        let mut random =
            (x as u32 * 64 + y as u32 + 1).wrapping_mul(2_654_435_761).wrapping_add(seed * 97_003);
        random ^= random >> 15;
        random = random.wrapping_mul(2_246_822_519);
        random ^= random >> 13;
        u8::try_from(luma + random % (2 * noise + 1) - noise).unwrap()
    })
}
