//! From Fluent files to Rust: one method per message, so that a message id is checked by the compiler and no
//! Fluent runtime is downloaded. Used by `build.rs`, and tested here on strings.
//!
//! Deliberately a part of Fluent only: texts, arguments, terms, literals, and selection by number with the plural
//! rule that German and English share (one, other). Anything else is refused when it is compiled.

mod emit;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

/// One Fluent file.
pub struct Source {
    /// Its name in an error.
    pub file: String,
    /// What stands in it.
    pub text: String,
}

/// What is wrong with the texts, and where.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {id}: {problem}")]
pub struct Error {
    file: String,
    line: usize,
    id: String,
    problem: Problem,
}

/// What can be wrong with a text.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not Fluent.
    #[error("cannot be read: {0}")]
    Syntax(String),
    /// Fluent, but not the part of it that is understood here.
    #[error("uses what the generator does not understand: {0}")]
    Unsupported(&'static str),
    /// The same id again.
    #[error("is there twice")]
    Twice,
    /// A term that nothing defines.
    #[error("needs the term -{0}, which is not there")]
    NoSuchTerm(String),
    /// Only one of the languages has it.
    #[error("is missing in {0}")]
    Missing(&'static str),
    /// The two languages want different arguments.
    #[error("wants {here} here, but {there} in the other language")]
    Arguments {
        /// Those of this text.
        here: String,
        /// Those of the other.
        there: String,
    },
}

/// One message in one language.
pub struct Text {
    file: String,
    line: usize,
    parts: Vec<Part>,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Fixed text.
    Fixed(String),
    /// The value of an argument.
    Argument(String),
    /// One of several texts, by a number.
    Select {
        /// The argument that holds the number.
        number: String,
        /// The texts for single numbers.
        cases: Vec<(u32, Vec<Part>)>,
        /// The text for every other number.
        other: Vec<Part>,
    },
}

/// The messages of one language, by id.
pub type Catalogue = BTreeMap<String, Text>;

/// The Rust of both languages.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn generate(german: &[Source], english: &[Source]) -> Result<String, Error> {
    let (german, english) = (parse::catalogue(german)?, parse::catalogue(english)?);
    let (de, en) = (&german, &english);
    for (here, there, other) in [(de, en, "English"), (en, de, "German")] {
        for (id, text) in here {
            let found = there.get(id).ok_or_else(|| text.error(id, Problem::Missing(other)))?;
            let names =
                |text| emit::arguments(&[text]).into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
            let (mine, theirs) = (names(text), names(found));
            if mine != theirs {
                let (here, there) = (format!("{mine:?}"), format!("{theirs:?}"));
                return Err(text.error(id, Problem::Arguments { here, there }));
            }
        }
    }
    Ok(emit::methods(&german, &english))
}

impl Text {
    fn error(&self, id: &str, problem: Problem) -> Error {
        Error { file: self.file.clone(), line: self.line, id: id.to_owned(), problem }
    }
}
