//! What proves a finding: for the helper's details, and for a remedy that needs to know which device.

use crate::{fact::DeviceId, platform::App, rule::Severity, units::Millis};

/// Why a rule holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It was observed; there is nothing to measure.
    Seen,
    /// It has been so since then.
    Since(Millis),
    /// A value is on the wrong side of a limit.
    Crossed(Crossing),
    /// Another device does what this one should.
    Other(DeviceId),
    /// The page is open in this app.
    In(App),
}

/// A value on the wrong side of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// What was measured.
    pub value: i64,
    /// What is the most, or the least, that would do.
    pub limit: i64,
    /// The unit of both.
    pub unit: Unit,
    /// How far it is from well.
    pub degree: Degree,
}

/// The unit of a measured value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Millis,
    /// Tenths of a decibel below full scale.
    TenthsOfDbfs,
    /// Thousandths.
    Permille,
    /// Kilobits per second.
    KilobitsPerSecond,
    /// Luma, 0 to 255.
    Luma,
    /// Samples of sound.
    Samples,
    /// Frames in the time that was measured.
    Frames,
}

/// How far a measured value is from well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Degree {
    /// Worth a hint.
    Warn,
    /// As severe as the rule says.
    Bad,
}

impl Evidence {
    /// A value far on the wrong side of its only limit.
    pub fn crossed(value: impl Into<i64>, limit: impl Into<i64>, unit: Unit) -> Self {
        Self::Crossed(Crossing { value: value.into(), limit: limit.into(), unit, degree: Degree::Bad })
    }

    /// How severe a finding is that this proves, if the rule says `severity` of the worst of its cases.
    pub fn severity(&self, severity: Severity) -> Severity {
        match self {
            Self::Crossed(Crossing { degree: Degree::Warn, .. }) => severity.min(Severity::Hint),
            Self::Crossed(Crossing { degree: Degree::Bad, .. })
            | Self::Seen
            | Self::Since(_)
            | Self::Other(_)
            | Self::In(_) => severity,
        }
    }
}
