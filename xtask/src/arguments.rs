//! Reads the flags of one command. Not a parser for everybody: a few long flags, no abbreviations.

use crate::problem::{Outcome, Problem};

/// The words after the command; those asked for are taken out, and what remains is a mistake.
pub struct Arguments(Vec<String>);

impl Arguments {
    /// The words after the command's name.
    pub fn new(words: impl Iterator<Item = String>) -> Self {
        Self(words.collect())
    }

    /// Whether a flag without a value is given.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() != before
    }

    /// Whether the next word is this one, which is not a flag.
    pub fn word(&mut self, word: &str) -> bool {
        let is_next = self.0.first().is_some_and(|first| first == word);
        if is_next {
            self.0.remove(0);
        }
        is_next
    }

    /// Every value of a flag that may be given several times: `--only a --only b`.
    pub fn values(&mut self, name: &str) -> Outcome<Vec<String>> {
        let mut values = Vec::new();
        while let Some(at) = self.0.iter().position(|word| word == name) {
            if at + 1 == self.0.len() {
                return Err(Problem::new(format!("{name} needs a value after it.")));
            }
            values.push(self.0.remove(at + 1));
            self.0.remove(at);
        }
        Ok(values)
    }

    /// The number after a flag, if it is given.
    pub fn number<N: std::str::FromStr>(&mut self, name: &str) -> Outcome<Option<N>> {
        let Some(value) = self.values(name)?.pop() else { return Ok(None) };
        match value.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(Problem::new(format!("{name} needs a number, not \"{value}\"."))),
        }
    }

    /// Complains about what nobody asked for.
    pub fn finish(self) -> Outcome {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(Problem::new(format!(
                "\"{word}\" is not understood here. `cargo xtask help` lists everything."
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_values_and_numbers_are_taken_out_in_any_order() {
        let mut given = words("--only fmt --fail-fast --only clippy --port 9000");
        assert_eq!(given.number::<u16>("--port").unwrap(), Some(9000));
        assert!(given.flag("--fail-fast"));
        assert!(!given.flag("--fail-fast"));
        assert_eq!(given.values("--only").unwrap(), ["fmt", "clippy"]);
        given.finish().unwrap();
    }

    #[test]
    fn a_word_is_taken_only_where_it_stands() {
        let mut given = words("load --json");
        assert!(given.word("load") && !given.word("load"));
        assert!(!words("--json load").word("load"));
    }

    #[test]
    fn what_nobody_asked_for_is_a_mistake() {
        assert!(words("--prot 9000").finish().is_err());
        assert!(words("--port").number::<u16>("--port").is_err());
        assert!(words("--port many").number::<u16>("--port").is_err());
    }
}
