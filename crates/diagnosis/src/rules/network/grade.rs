//! Two limits for one value: beyond the first it is a hint, beyond the second what the rule says.

use crate::{Crossing, Degree, Evidence, Unit};

/// More than `warn`, or even than `bad`, which is greater.
pub(super) fn more_than(value: impl Into<i64>, warn: i64, bad: i64, unit: Unit) -> Option<Evidence> {
    let value = value.into();
    graded(value, (value > warn).then_some(warn), (value > bad).then_some(bad), unit)
}

/// Less than `warn`, or even than `bad`, which is less.
pub(super) fn less_than(value: impl Into<i64>, warn: i64, bad: i64, unit: Unit) -> Option<Evidence> {
    let value = value.into();
    graded(value, (value < warn).then_some(warn), (value < bad).then_some(bad), unit)
}

fn graded(value: i64, warn: Option<i64>, bad: Option<i64>, unit: Unit) -> Option<Evidence> {
    let (limit, degree) = match (warn, bad) {
        (_, Some(bad)) => (bad, Degree::Bad),
        (Some(warn), None) => (warn, Degree::Warn),
        (None, None) => return None,
    };
    Some(Evidence::Crossed(Crossing { value, limit, unit, degree }))
}
