//! What a rule is. The rules themselves are under [`rules`](crate::rules), one per file.

use crate::{advice::Action, code::Code, evidence::Evidence, known::Known};

/// How much a fault keeps the member from taking part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The member takes part, and something could be better; or something is to be known.
    Hint,
    /// The member takes part, but badly, or without being seen.
    Problem,
    /// The member cannot get in, hear or be heard.
    Blocker,
}

impl Severity {
    /// Its name in the page (`data-severity`) and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Problem => "problem",
            Self::Blocker => "blocker",
        }
    }
}

/// One row of the fault catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What it finds.
    pub code: Code,
    /// How bad that is, at its worst.
    pub severity: Severity,
    /// Which other faults are then no wonder. They are told in the details only, and a cause weighs as much as the worst
    /// of what it explains.
    pub explains: &'static [Code],
    /// What helps, the best first: that one is on the button.
    pub remedies: &'static [Action],
    /// Whether it holds, and what proves it.
    pub when: fn(Known<'_>) -> Option<Evidence>,
}
