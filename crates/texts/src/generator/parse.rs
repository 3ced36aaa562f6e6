//! Reads Fluent into our few [`Part`]s, with terms put in. It does not compare the languages.

use std::collections::BTreeMap;

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
    unicode::unescape_unicode_to_string,
};

use super::{Catalogue, Error, Part, Problem, Source, Text};

type Terms = BTreeMap<String, Vec<Part>>;

/// All messages of one language.
pub fn catalogue(sources: &[Source]) -> Result<Catalogue, Error> {
    let mut terms = Terms::new();
    let mut messages = Catalogue::new();
    for source in sources {
        for entry in body(source)? {
            if let Entry::Term(term) = entry {
                let parts = parts(&term.value, &Terms::new())
                    .map_err(|problem| source.error(term.id.name, problem))?;
                if terms.insert(term.id.name.to_owned(), parts).is_some() {
                    return Err(source.error(term.id.name, Problem::Twice));
                }
            }
        }
    }
    for source in sources {
        for entry in body(source)? {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            let wrong = |problem| source.error(id, problem);
            if !message.attributes.is_empty() {
                return Err(wrong(Problem::Unsupported("attributes")));
            }
            let value = message
                .value
                .as_ref()
                .ok_or_else(|| wrong(Problem::Unsupported("a message without text")))?;
            let text = Text {
                file: source.file.clone(),
                line: source.line_of(id),
                parts: parts(value, &terms).map_err(wrong)?,
            };
            if messages.insert(id.to_owned(), text).is_some() {
                return Err(wrong(Problem::Twice));
            }
        }
    }
    Ok(messages)
}

fn body(source: &Source) -> Result<Vec<Entry<&str>>, Error> {
    let resource = parser::parse_runtime(source.text.as_str()).map_err(|(_, errors)| {
        let start = errors.first().map_or(0, |error| error.slice.as_ref().unwrap_or(&error.pos).start);
        let rest = source.text[start..].trim_start();
        let id = rest.split(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default();
        let problem = errors.first().map_or_else(String::new, |error| error.kind.to_string());
        let line = source.text[..source.text.len() - rest.len()].lines().count().max(1);
        let line =
            if source.text[..source.text.len() - rest.len()].ends_with('\n') { line + 1 } else { line };
        Error { file: source.file.clone(), line, id: id.to_owned(), problem: Problem::Syntax(problem) }
    })?;
    Ok(resource.body)
}

impl Source {
    fn error(&self, id: &str, problem: Problem) -> Error {
        Error { file: self.file.clone(), line: self.line_of(id), id: id.to_owned(), problem }
    }

    /// The line on which a message or a term begins, from 1; the syntax tree carries no places.
    fn line_of(&self, id: &str) -> usize {
        let begins = |line: &str| {
            let rest = line.trim_start_matches('-').strip_prefix(id);
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        self.text.lines().position(begins).map_or(0, |at| at + 1)
    }
}

fn parts(pattern: &Pattern<&str>, terms: &Terms) -> Result<Vec<Part>, Problem> {
    let mut all = vec![];
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => all.push(Part::Fixed((*value).to_owned())),
            PatternElement::Placeable { expression } => all.extend(placeable(expression, terms)?),
        }
    }
    let mut joined: Vec<Part> = vec![];
    for part in all {
        match (joined.last_mut(), part) {
            (Some(Part::Fixed(before)), Part::Fixed(text)) => before.push_str(&text),
            (_, part) => joined.push(part),
        }
    }
    Ok(joined)
}

fn placeable(expression: &Expression<&str>, terms: &Terms) -> Result<Vec<Part>, Problem> {
    match expression {
        Expression::Inline(inline) => match inline {
            InlineExpression::StringLiteral { value } => {
                Ok(vec![Part::Fixed(unescape_unicode_to_string(value).into_owned())])
            }
            InlineExpression::NumberLiteral { value } => Ok(vec![Part::Fixed((*value).to_owned())]),
            InlineExpression::VariableReference { id } => Ok(vec![Part::Argument(id.name.to_owned())]),
            InlineExpression::TermReference { id, attribute: None, arguments: None } => {
                terms.get(id.name).cloned().ok_or_else(|| Problem::NoSuchTerm(id.name.to_owned()))
            }
            InlineExpression::TermReference { .. } => {
                Err(Problem::Unsupported("a term with attribute or arguments"))
            }
            InlineExpression::Placeable { expression } => placeable(expression, terms),
            InlineExpression::FunctionReference { .. } => Err(Problem::Unsupported("a function")),
            InlineExpression::MessageReference { .. } => {
                Err(Problem::Unsupported("a reference to a message"))
            }
        },
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            Ok(vec![select(id.name, variants, terms)?])
        }
        Expression::Select { .. } => Err(Problem::Unsupported("selection by anything but an argument")),
    }
}

fn select(number: &str, variants: &[Variant<&str>], terms: &Terms) -> Result<Part, Problem> {
    let (mut cases, mut rest) = (vec![], None);
    for variant in variants {
        let value = parts(&variant.value, terms)?;
        let case = match &variant.key {
            VariantKey::Identifier { name: "other" } if variant.default => {
                rest = Some(value);
                continue;
            }
            VariantKey::Identifier { name: "one" } => 1,
            VariantKey::Identifier { .. } => {
                return Err(Problem::Unsupported("a case but [one], *[other] or a number"));
            }
            VariantKey::NumberLiteral { value } => {
                value.parse().map_err(|_| Problem::Unsupported("a number that is not whole"))?
            }
        };
        cases.push((case, value));
    }
    let other = rest.ok_or(Problem::Unsupported("a selection without *[other]"))?;
    Ok(Part::Select { number: number.to_owned(), cases, other })
}
