//! One section of the file while it is read: takes its values out one by one, notes what is wrong with each, and
//! at the end names the keys that nobody asked for.

use std::{collections::BTreeSet, ops::Range};

use toml::{Spanned, de::DeTable, de::DeValue};

use super::finding::Finding;

/// Turns a place in the file into its line, and collects what is wrong.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    text: &'a str,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, findings: vec![] }
    }

    pub(super) fn add(&mut self, place: Range<usize>, key: String, problem: impl Into<String>) {
        let before = self.text.get(..place.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        self.findings.push(Finding { line, key, problem: problem.into() });
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) place: Range<usize>,
    pub(super) key: String,
}

/// One section.
pub(super) struct Section<'a> {
    name: &'static str,
    table: Option<&'a DeTable<'a>>,
    asked: BTreeSet<&'static str>,
}

impl<'a> Section<'a> {
    pub(super) fn of(root: &'a DeTable<'a>, name: &'static str, notes: &mut Notes<'_>) -> Self {
        let found = root.iter().find(|(key, _)| key.get_ref() == name);
        let table = found.and_then(|(key, value)| {
            let table = value.get_ref().as_table();
            if table.is_none() {
                notes.add(key.span(), name.to_owned(), format!("must be a section: [{name}]"));
            }
            table
        });
        Self { name, table, asked: BTreeSet::new() }
    }

    /// Every one of the sections `[[name]]`, in the order of the file.
    pub(super) fn each(root: &'a DeTable<'a>, name: &'static str, notes: &mut Notes<'_>) -> Vec<Self> {
        let Some((key, value)) = root.iter().find(|(key, _)| key.get_ref() == name) else { return vec![] };
        let tables = value
            .get_ref()
            .as_array()
            .and_then(|list| list.iter().map(|one| one.get_ref().as_table()).collect::<Option<Vec<_>>>());
        if tables.is_none() {
            let problem = format!("must be sections of this form: [[{name}]]");
            notes.add(key.span(), name.to_owned(), problem);
        }
        let section = |table| Self { name, table: Some(table), asked: BTreeSet::new() };
        tables.into_iter().flatten().map(section).collect()
    }

    /// Where the section begins, as far as its first setting tells.
    pub(super) fn place(&self) -> Range<usize> {
        let keys = self.table.into_iter().flatten().map(|(key, _)| key.span());
        keys.min_by_key(|span| span.start).unwrap_or(0..0)
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.insert(key);
        self.table?.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// Whether the file says anything of it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.iter().any(|(name, _)| name.get_ref() == key))
    }

    fn full(&self, key: &str) -> String {
        format!("{}.{key}", self.name)
    }

    /// A text, or `None` when it is missing or no text.
    pub(super) fn text(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Option<Placed<String>> {
        let value = self.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Placed { value: text.to_owned(), place: value.span(), key: self.full(key) }),
            None => {
                let kind = value.get_ref().type_str();
                notes.add(
                    value.span(),
                    self.full(key),
                    format!("must be a text in quotes, not of type {kind}"),
                );
                None
            }
        }
    }

    /// A whole number between `least` and `most`.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        least: u32,
        most: u32,
        notes: &mut Notes<'_>,
    ) -> Option<Placed<u32>> {
        let value = self.get(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok())
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| (least..=most).contains(number));
        match number {
            Some(number) => Some(Placed { value: number, place: value.span(), key: self.full(key) }),
            None => {
                let problem = format!("must be a whole number from {least} to {most}");
                notes.add(value.span(), self.full(key), problem);
                None
            }
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Vec<Placed<String>> {
        let Some(value) = self.get(key) else { return vec![] };
        let Some(list) = value.get_ref().as_array() else {
            notes.add(value.span(), self.full(key), "must be a list of texts: [\"...\", \"...\"]");
            return vec![];
        };
        let mut texts = vec![];
        for item in list.iter() {
            match item.get_ref().as_str() {
                Some(text) => {
                    texts.push(Placed { value: text.to_owned(), place: item.span(), key: self.full(key) });
                }
                None => notes.add(item.span(), self.full(key), "every entry must be a text in quotes"),
            }
        }
        texts
    }

    /// Names every key of the section that was never asked for.
    pub(super) fn finish(self, notes: &mut Notes<'_>) {
        for (key, _) in self.table.into_iter().flatten() {
            if !self.asked.contains(key.get_ref().as_ref()) {
                let known = self.asked.iter().copied().collect::<Vec<_>>().join(", ");
                let problem = format!("there is no such setting; [{}] has {known}", self.name);
                notes.add(key.span(), self.full(key.get_ref()), problem);
            }
        }
    }
}
