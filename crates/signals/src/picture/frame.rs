//! One small picture in grey, borrowed or made of colours. Larger ones are refused: to see that it is dark or that it
//! moves takes no pixels by the million, and what is not taken in cannot be kept.

/// As many pixels as a picture may have: 64 × 64, enough for 64 × 36 whichever way the telephone is held.
pub const MAX_PIXELS: usize = 4096;
/// As many pixels as a side must have at least, so that likeness has windows to look through.
const SHORTEST_SIDE: usize = 8;

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
}

/// Why a picture is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongFrame {
    /// There are not as many bytes as the size takes.
    Bytes {
        /// Needed.
        expected: usize,
        /// There.
        got: usize,
    },
    /// More than [`MAX_PIXELS`], or a side shorter than 8 pixels.
    Size(Size),
}

impl std::fmt::Display for WrongFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes { expected, got } => write!(f, "{got} bytes instead of {expected}"),
            Self::Size(Size { width, height }) => write!(f, "{width} by {height} pixels"),
        }
    }
}

impl std::error::Error for WrongFrame {}

/// A picture: luma 0 (black) to 255 (white), row by row. It cannot be printed.
#[derive(Clone)]
pub struct Frame {
    size: Size,
    luma: [u8; MAX_PIXELS],
    /// Of the bytes it was made of: another one when only a colour changed.
    mark: u64,
}

impl Frame {
    /// Of one byte per pixel.
    pub fn grey(size: Size, bytes: &[u8]) -> Result<Self, WrongFrame> {
        let mut frame = Self::empty(size, bytes, 1)?;
        for (luma, byte) in frame.luma.iter_mut().zip(bytes) {
            *luma = *byte;
        }
        Ok(frame)
    }

    /// Of four bytes per pixel, as a canvas gives them; how transparent they are does not count.
    pub fn rgba(size: Size, bytes: &[u8]) -> Result<Self, WrongFrame> {
        let mut frame = Self::empty(size, bytes, 4)?;
        for (luma, pixel) in frame.luma.iter_mut().zip(bytes.chunks_exact(4)) {
            if let [red, green, blue, _] = pixel {
                *luma = luma_of(*red, *green, *blue);
            }
        }
        Ok(frame)
    }

    fn empty(size: Size, bytes: &[u8], per_pixel: usize) -> Result<Self, WrongFrame> {
        let pixels = size.width.checked_mul(size.height).filter(|pixels| *pixels <= MAX_PIXELS);
        let Some(pixels) = pixels.filter(|_| size.width.min(size.height) >= SHORTEST_SIDE) else {
            return Err(WrongFrame::Size(size));
        };
        if bytes.len() == pixels * per_pixel {
            Ok(Self { size, luma: [0; MAX_PIXELS], mark: mark_of(bytes) })
        } else {
            Err(WrongFrame::Bytes { expected: pixels * per_pixel, got: bytes.len() })
        }
    }

    pub(crate) fn size(&self) -> Size {
        self.size
    }

    /// Whether it is, to the last byte, what another one is.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.mark == other.mark
    }

    pub(crate) fn pixels(&self) -> &[u8] {
        self.luma.split_at(self.size.width * self.size.height).0
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels().chunks_exact(self.size.width)
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame").field("size", &self.size).finish_non_exhaustive()
    }
}

/// FNV-1a, eight bytes at a time: two pictures in a row that differ have the same one once in 2⁶⁴ times.
fn mark_of(bytes: &[u8]) -> u64 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let begun = rest.iter().fold(0xcbf2_9ce4_8422_2325, |mark: u64, byte| stir(mark, u64::from(*byte)));
    eights.iter().fold(begun, |mark, eight| stir(mark, u64::from_le_bytes(*eight)))
}

fn stir(mark: u64, word: u64) -> u64 {
    // The prime alone would carry nothing down from the upper bits.
    let mixed = (mark ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    mixed ^ (mixed >> 29)
}

/// ITU-R BT.601, full range as on a canvas, in 65536ths.
fn luma_of(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 19_595 * u32::from(red) + 38_470 * u32::from(green) + 7_471 * u32::from(blue);
    u8::try_from((sum + 32_768) >> 16).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 8, height: 8 };

    #[test]
    fn colours_are_as_bright_as_bt_601_says() {
        let lumas = [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)];
        assert_eq!(lumas.map(|(r, g, b)| luma_of(r, g, b)), [0, 255, 76, 150, 29, 128]);
        let frame = Frame::rgba(SIZE, &[255, 0, 0, 0].repeat(64)).unwrap();
        assert_eq!(frame.pixels(), [76; 64]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let check = |width, height, bytes| Frame::grey(Size { width, height }, &vec![0; bytes]).err();
        assert_eq!(check(64, 36, 64 * 36), None);
        assert_eq!(check(36, 64, 64 * 36), None);
        assert_eq!(check(8, 8, 63), Some(WrongFrame::Bytes { expected: 64, got: 63 }));
        for (width, height) in [(65, 64), (7, 100), (0, 0), (usize::MAX, 2)] {
            assert_eq!(check(width, height, 0), Some(WrongFrame::Size(Size { width, height })));
        }
    }

    #[test]
    fn a_picture_cannot_be_printed() {
        let printed = format!("{:?}", Frame::grey(SIZE, &[231; 64]).unwrap());
        assert!(!printed.contains("231"), "{printed}");
    }
}
