//! The codes of the fault catalogue: what a finding is called in the page (`data-finding`), in texts and in tests.

/// One fault that a member can be helped with.
pub use wire::FindingCode as Code;
