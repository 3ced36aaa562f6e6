//! How many samples a second has, before and after thinning out.

/// Samples per second, as a microphone gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleRate(u32);

/// No microphone has this rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRate(pub u32);

impl std::fmt::Display for UnknownRate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} samples per second", self.0)
    }
}

impl std::error::Error for UnknownRate {}

/// From a Bluetooth headset in telephone mode, in Hz.
const LOWEST: u32 = 8_000;
/// To a studio's sound card, in Hz.
const HIGHEST: u32 = 384_000;
/// A voice is told from noise below 4 kHz, as on the telephone: that takes 8000 samples per second.
const THIN: u32 = 8_000;

impl SampleRate {
    /// A rate in Hz, between 8 and 384 kHz.
    pub fn new(hz: u32) -> Result<Self, UnknownRate> {
        if (LOWEST..=HIGHEST).contains(&hz) { Ok(Self(hz)) } else { Err(UnknownRate(hz)) }
    }

    /// In Hz.
    #[must_use]
    pub fn hz(self) -> u32 {
        self.0
    }

    /// Samples in so many milliseconds, at least one.
    pub(crate) fn samples_in(self, ms: u32) -> u32 {
        let samples = u64::from(self.0) * u64::from(ms) / 1000;
        u32::try_from(samples).unwrap_or(u32::MAX).max(1)
    }

    /// Every how many samples one stays.
    pub(crate) fn step(self) -> u32 {
        (self.0 / THIN).max(1)
    }

    /// Samples per second after thinning out, in Hz: 8000 of 16 and 48 kHz, 8820 of 44.1 kHz, always under 16 kHz.
    pub(crate) fn thin_hz(self) -> f32 {
        self.0 as f32 / self.step() as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_microphones_have_is_thinned_out_to_about_eight_kilohertz() {
        let thin = |hz| SampleRate::new(hz).map(SampleRate::thin_hz);
        assert_eq!(thin(16_000), Ok(8000.0));
        assert_eq!(thin(44_100), Ok(8820.0));
        assert_eq!(thin(48_000), Ok(8000.0));
        assert_eq!(thin(8_000), Ok(8000.0));
    }

    #[test]
    fn nonsense_is_no_rate() {
        assert_eq!(SampleRate::new(0), Err(UnknownRate(0)));
        assert_eq!(SampleRate::new(7_999), Err(UnknownRate(7_999)));
        assert_eq!(SampleRate::new(u32::MAX), Err(UnknownRate(u32::MAX)));
    }
}
