//! Facts → findings → advice: what is wrong for a member, which of it to say first, and what helps.
//!
//! What the edge observed goes into [`Facts`], each fact with its time. [`diagnose`] asks every rule of [`rules::ALL`]
//! and returns one [`Verdict`]. No browser, no clock, no human sentence: time is an argument, and what a person reads
//! is chosen elsewhere by [`Code`], [`Action`] and [`StepId`].
//!
//! ```
//! use diagnosis::{Code, Fact, Facts, Millis, diagnose, fact::{Chime, Output}};
//!
//! let mut facts = Facts::default();
//! facts.learn(Millis(1_000), Fact::Chime(Chime::NotHeard));
//! facts.learn(Millis(1_000), Fact::Output(Output::Locked));
//! let verdict = diagnose(&facts, Millis(1_500));
//! assert_eq!(verdict.top.map(|top| top.code), Some(Code::SoundLocked));
//! assert_eq!(verdict.folded[0].explained_by, Some(Code::SoundLocked));
//!
//! facts.learn(Millis(2_000), Fact::Output(Output::Running));
//! facts.learn(Millis(3_000), Fact::Chime(Chime::Heard));
//! assert_eq!(diagnose(&facts, Millis(3_000)).top, None);
//! ```
//!
//! The invariant of this crate: **the verdict depends on the facts and the time, and not on the order in which the
//! facts came.** (`tests/properties.rs`)

pub mod advice;
mod code;
mod evidence;
pub mod fact;
mod facts;
mod known;
mod labels;
mod newest;
mod platform;
pub mod precedence;
mod rule;
pub mod rules;
#[cfg(test)]
mod testing;
mod units;
mod validity;
mod verdict;

pub use advice::{Action, StepId, steps};
pub use code::Code;
pub use evidence::{Crossing, Degree, Evidence, Unit};
pub use fact::Fact;
pub use facts::Facts;
pub use known::Known;
pub use labels::is_loopback;
pub use platform::{App, Browser, Platform, System};
pub use rule::{Rule, Severity};
pub use units::{Dbfs, KilobitsPerSecond, Millis, Permille};
pub use validity::{Lasting, Timed, Validity};
pub use verdict::{Finding, Verdict, diagnose};
