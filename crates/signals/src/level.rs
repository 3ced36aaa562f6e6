//! Levels: how loud against full scale, and how much louder than something else.

/// A level in dBFS. 0 is the mean square of a square wave at full scale, so a sine at full scale has -3.01; the
/// convention of the client's meter, and three less than that of AES17.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Dbfs(pub f32);

/// A difference of two levels, in dB.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Db(pub f32);

impl Dbfs {
    /// Where the scale ends below: quieter than the noise of any microphone. Exact zeros are here.
    pub const SILENCE: Self = Self(-100.0);

    /// The level of a mean square between 0 and 1.
    #[must_use]
    pub fn of_power(power: f32) -> Self {
        Self((10.0 * power.log10()).max(Self::SILENCE.0))
    }

    /// The level of one sample between -1 and 1.
    #[must_use]
    pub fn of_amplitude(amplitude: f32) -> Self {
        Self::of_power(amplitude * amplitude)
    }
}

impl std::ops::Sub for Dbfs {
    type Output = Db;

    fn sub(self, other: Self) -> Db {
        Db(self.0 - other.0)
    }
}

/// `10 * log10` of a ratio of powers.
pub(crate) fn db(ratio: f32) -> f32 {
    10.0 * ratio.log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_silence_and_full_scale_is_zero() {
        assert_eq!(Dbfs::of_power(0.0), Dbfs::SILENCE);
        assert_eq!(Dbfs::of_power(1.0), Dbfs(0.0));
        assert!((Dbfs::of_amplitude(-0.1).0 + 20.0).abs() < 0.001);
    }

    #[test]
    fn levels_differ_by_decibels() {
        assert_eq!(Dbfs(-20.0) - Dbfs(-26.0), Db(6.0));
    }
}
