//! How long a fact holds. Declared per kind of fact: a measurement that nobody repeats must not hold a finding for ever.

use crate::units::Millis;

/// How long a fact holds after its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// A state: told when it changes, and true until told otherwise. Telling it again says that it began again.
    UntilChanged,
    /// A measurement or an event: true so long, unless it is repeated.
    For(Millis),
}

impl Validity {
    /// What is measured while a device is open, at least once a second: two may be missed, and one be late.
    pub const MEASUREMENT: Self = Self::For(Millis(4_000));
    /// What the statistics of a connection say, every two seconds: four may be missed on a page in the background.
    pub const STATISTIC: Self = Self::For(Millis(10_000));
    /// What is tried out again at least every 20 seconds while it fails: two may be missed.
    pub const PROBE: Self = Self::For(Millis(60_000));

    fn holds(self, age: Millis) -> bool {
        match self {
            Self::UntilChanged => true,
            Self::For(length) => age <= length,
        }
    }
}

/// A kind of fact, with its validity.
pub trait Lasting {
    /// How long it holds.
    const VALIDITY: Validity;
}

/// Something with the time at which it was observed or began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timed<T> {
    /// When.
    pub at: Millis,
    /// What.
    pub value: T,
}

impl<T: Lasting> Timed<T> {
    /// This, unless it no longer holds. What seems to come from the future holds: clocks of threads differ a little.
    pub(crate) fn valid(&self, now: Millis) -> Option<&Self> {
        T::VALIDITY.holds(now.since(self.at)).then_some(self)
    }
}
