//! Writes the Rust of the messages. What it is given is known to be right.

use std::fmt::Write;

use super::{Catalogue, Part, Text};

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Anything that can be shown.
    Shown,
    /// A number that selects.
    Number,
}

/// The arguments of the texts of one message, in the order in which they first appear.
pub fn arguments(texts: &[&Text]) -> Vec<(String, Kind)> {
    fn note(name: &str, kind: Kind, all: &mut Vec<(String, Kind)>) {
        match all.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = kind.max(*known),
            None => all.push((name.to_owned(), kind)),
        }
    }
    fn collect(parts: &[Part], all: &mut Vec<(String, Kind)>) {
        for part in parts {
            match part {
                Part::Fixed(_) => {}
                Part::Argument(name) => note(name, Kind::Shown, all),
                Part::Select { number, cases, other } => {
                    note(number, Kind::Number, all);
                    cases.iter().for_each(|(_, parts)| collect(parts, all));
                    collect(other, all);
                }
            }
        }
    }
    let mut all = vec![];
    texts.iter().for_each(|text| collect(&text.parts, &mut all));
    all
}

/// The `impl Texts` with one method per message.
pub fn methods(german: &Catalogue, english: &Catalogue) -> String {
    let mut code = String::from("impl Texts {\n");
    let mut late: [Vec<&str>; 2] = [vec![], vec![]];
    let mut late_ids: Vec<&str> = vec![];
    for (id, de) in german {
        let en = &english[id];
        let name = identifier(id);
        let doc = readable(&de.parts).replace('\n', " ");
        let arguments = arguments(&[de, en]);
        let mut line = |text: String| {
            code.push_str(&text);
            code.push('\n');
        };
        line(format!("    /// `{id}`: {doc}"));
        if let (true, [Part::Fixed(de)], [Part::Fixed(en)]) =
            (arguments.is_empty(), &de.parts[..], &en.parts[..])
        {
            line(format!("    pub fn {name}(self) -> &'static str {{"));
            if is_late(id) {
                line(format!("        late::text(self.language, {})", late[0].len()));
                late[0].push(de);
                late[1].push(en);
                late_ids.push(id);
            } else {
                line(format!("        self.pick({de:?}, {en:?})"));
            }
        } else {
            let list = arguments.iter().fold(String::new(), |mut list, (name, kind)| {
                let kind = match kind {
                    Kind::Shown => "impl std::fmt::Display",
                    Kind::Number => "usize",
                };
                let _ = write!(list, ", {}: {kind}", identifier(name));
                list
            });
            line(format!("    pub fn {name}(self{list}) -> String {{"));
            line("        match self.language {".to_owned());
            line(format!("            Language::German => {},", expression(&de.parts)));
            line(format!("            Language::English => {},", expression(&en.parts)));
            line("        }".to_owned());
        }
        line("    }".to_owned());
    }
    code.push_str("}\n");
    let [german, english] = late;
    let _ = write!(
        code,
        "\n/// The texts that come late, in both languages.\n\
         #[cfg(any(feature = \"whole\", not(target_arch = \"wasm32\")))]\n\
         const LATE: [&[&str]; 2] = [&{german:?}, &{english:?}];\n\
         \n/// Their ids.\n\
         #[cfg(any(feature = \"whole\", not(target_arch = \"wasm32\")))]\n\
         const LATE_IDS: &[&str] = &{late_ids:?};\n"
    );
    code
}

/// Texts whose names begin so come after the first screen: what is found, what helps, step by step.
const LATE: [&str; 6] = ["echo-", "finding-", "help-", "remedy-", "report-", "step-"];

fn is_late(id: &str) -> bool {
    LATE.iter().any(|begin| id.starts_with(begin))
}

/// A Rust expression of type `String`.
fn expression(parts: &[Part]) -> String {
    match parts {
        [Part::Fixed(text)] => format!("{text:?}.to_owned()"),
        [Part::Select { number, cases, other }] => {
            let mut code = format!("match {} {{ ", identifier(number));
            for (case, parts) in cases {
                let _ = write!(code, "{case} => {}, ", expression(parts));
            }
            let _ = write!(code, "_ => {} }}", expression(other));
            code
        }
        parts => {
            let (mut pattern, mut values) = (String::new(), String::new());
            for part in parts {
                match part {
                    Part::Fixed(text) => pattern.push_str(&text.replace('{', "{{").replace('}', "}}")),
                    Part::Argument(name) => {
                        let _ = write!(pattern, "{{{}}}", identifier(name));
                    }
                    select @ Part::Select { .. } => {
                        pattern.push_str("{}");
                        let _ = write!(values, ", {}", expression(std::slice::from_ref(select)));
                    }
                }
            }
            format!("format!({pattern:?}{values})")
        }
    }
}

/// The text for the documentation, with its arguments by name.
fn readable(parts: &[Part]) -> String {
    parts.iter().fold(String::new(), |mut text, part| {
        match part {
            Part::Fixed(fixed) => text.push_str(fixed),
            Part::Argument(name) => {
                let _ = write!(text, "`{name}`");
            }
            Part::Select { other, .. } => text.push_str(&readable(other)),
        }
        text
    })
}

fn identifier(id: &str) -> String {
    id.replace('-', "_")
}
