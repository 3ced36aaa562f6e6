//! What went wrong, as a sentence for the person at the terminal, who is also told what to do.
//!
//! Deliberately one type and no enum: nobody handles these, everybody reads them.

use std::fmt;

/// Something that a command could not do.
pub struct Problem(String);

/// The result of everything here.
pub type Outcome<T = ()> = Result<T, Problem>;

impl Problem {
    /// A problem in whole sentences, the remedy included.
    pub fn new(sentences: impl Into<String>) -> Self {
        Self(sentences.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds to an error what was being done.
pub trait Doing<T> {
    /// `what` completes "Could not ...".
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Problem::new(format!("Could not {what}: {error}.")))
    }
}
