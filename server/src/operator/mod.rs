//! What the operator is told: whether the installation is sound. A page for people, and the same for programs.

mod checkup;
mod key;
mod page;
mod words;

pub use checkup::{Checkup, Status, check};
pub use key::{OperatorKey, OperatorKeyError};
pub use page::page;
pub use words::{heading, sentence};

/// Where the page is, with the key behind it.
pub const OPERATOR_PREFIX: &str = "/operator/";
