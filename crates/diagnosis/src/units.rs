//! The units in which facts are told. Whole numbers: two observations of one value must be equal.

/// Milliseconds: a moment of a clock that never goes back (`performance.now()`, counted from anywhere), or a length of
/// time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u64);

impl Millis {
    /// The time from `earlier` to this moment; none when `earlier` is later.
    pub fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }

    /// As evidence is told.
    pub(crate) fn signed(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }
}

/// A level of sound in tenths of a decibel below full scale: 0 is the loudest there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dbfs(pub i16);

impl Dbfs {
    /// Exact zeros.
    pub const NOTHING: Self = Self(i16::MIN);

    /// So many whole decibels; `decibels` from -3276 to 0.
    pub const fn whole(decibels: i16) -> Self {
        Self(decibels * 10)
    }
}

/// A share in thousandths, 0 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permille(pub u16);

/// How much a line carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KilobitsPerSecond(pub u32);
