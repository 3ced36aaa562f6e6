//! Every text a person reads, in German and English: one method of [`Texts`] per message of `assets/i18n`.
//!
//! The methods are generated when this is compiled (see `generator`), so a message id is an identifier that the
//! compiler checks, and nothing of Fluent is downloaded. Also the house style of dates and times, in [`moment`].
//! Which text is shown is not decided here. Some come after the first screen: see [`late`].

pub mod late;
pub mod moment;

#[cfg(test)]
mod generator;
#[cfg(test)]
mod tests;

pub use moment::Moment;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// German, with "Sie".
    #[default]
    German,
    /// British English.
    English,
}

impl Language {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::German, Self::English];

    /// Its tag (BCP 47), as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// Its own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::German => "Deutsch",
            Self::English => "English",
        }
    }

    /// The language of a tag such as `de`, `de-AT` or `en_GB`; `None` for any that we do not speak.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The one to switch to.
    pub const fn other(self) -> Self {
        match self {
            Self::German => Self::English,
            Self::English => Self::German,
        }
    }
}

/// The texts in one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    language: Language,
}

impl Texts {
    /// The texts of a language.
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// The language they are in.
    pub const fn language(self) -> Language {
        self.language
    }

    const fn pick(self, german: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::German => german,
            Language::English => english,
        }
    }
}
