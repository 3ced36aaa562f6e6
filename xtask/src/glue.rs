//! Shortens the names by which the WebAssembly and the JavaScript around it call each other.
//!
//! wasm-bindgen ends each of them with a hash, which nothing can compress, in both files. It touches nothing but
//! the names of imported functions, and leaves alone each name of which it is not sure.

use std::collections::BTreeMap;

use wasm_encoder::{
    ImportSection, Module,
    reencode::{Error, Reencode},
};
use wasmparser::{ImportSectionReader, Parser};

use crate::{
    problem::{Outcome, Problem},
    split,
};

/// The files with short names. Several modules may be called by the same JavaScript.
pub fn shorten(modules: &[Vec<u8>], javascript: &str) -> Outcome<(Vec<Vec<u8>>, String)> {
    let mut names = Names { javascript: javascript.to_owned(), new: BTreeMap::new(), count: 0 };
    let mut shortened = Vec::new();
    for wasm in modules {
        let mut module = Module::new();
        names.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| {
            Problem::new(format!(
                "The client's WebAssembly has a form that xtask/src/glue.rs does not know: {error}"
            ))
        })?;
        shortened.push(module.finish());
    }
    Ok((shortened, names.javascript))
}

/// The names so far.
struct Names {
    javascript: String,
    /// Short names by long ones; the same for one that stays.
    new: BTreeMap<String, String>,
    count: usize,
}

impl Reencode for Names {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            if import.module == split::FIRST {
                imports.import(import.module, import.name, kind);
            } else {
                imports.import(import.module, &self.shortened(import.name), kind);
            }
        }
        Ok(())
    }
}

impl Names {
    fn shortened(&mut self, name: &str) -> String {
        if let Some(known) = self.new.get(name) {
            return known.clone();
        }
        let short = short_name(self.count);
        self.count += 1;
        let short = if rename(&mut self.javascript, name, &short) { short } else { name.to_owned() };
        self.new.insert(name.to_owned(), short.clone());
        short
    }
}

/// `i0`, `i1` ... `iz`, `i10`: no import that wasm-bindgen makes is called so.
fn short_name(index: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let (mut digits, mut rest) = (Vec::new(), index);
    loop {
        digits.push(DIGITS[rest % DIGITS.len()]);
        rest /= DIGITS.len();
        if rest == 0 {
            break;
        }
    }
    digits.push(b'i');
    digits.iter().rev().copied().map(char::from).collect()
}

/// Renames a function in the object of imports, if the name stands exactly there and nowhere else.
fn rename(javascript: &mut String, name: &str, short: &str) -> bool {
    let mut places = javascript.match_indices(name).map(|(at, _)| at).filter(|&at| {
        let around = (javascript[..at].chars().next_back(), javascript[at + name.len()..].chars().next());
        !matches!(around, (Some(before), _) if is_of_a_name(before))
            && !matches!(around, (_, Some(after)) if is_of_a_name(after))
    });
    let (Some(at), None) = (places.next(), places.next()) else { return false };
    if !javascript[at + name.len()..].starts_with(": ") {
        return false;
    }
    javascript.replace_range(at..at + name.len(), short);
    true
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, TypeSection};

    use super::*;

    /// A module that imports functions of these names.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for name in names {
            imports.import("./client_bg.js", name, EntityType::Function(0));
        }
        let mut module = Module::new();
        module.section(&types).section(&imports);
        module.finish()
    }

    #[test]
    fn a_name_becomes_short_in_all_files() {
        let long = "__wbg_call_0123456789abcdef";
        let modules = [module(&[long]), module(&["other", long])];
        let javascript = format!("{{ {long}: function(arg0) {{ return arg0; }} }}");
        let (modules, javascript) = shorten(&modules, &javascript).unwrap();
        assert_eq!(modules, [module(&["i0"]), module(&["other", "i0"])]);
        assert_eq!(javascript, "{ i0: function(arg0) { return arg0; } }");
    }

    #[test]
    fn a_name_that_stands_elsewhere_too_stays() {
        for javascript in ["{ __wbg_a: f, b: wasm.__wbg_a }", "__wbg_a()", "{ __wbg_ab: f }", ""] {
            let (modules, same) = shorten(&[module(&["__wbg_a"])], javascript).unwrap();
            assert_eq!((modules, same.as_str()), (vec![module(&["__wbg_a"])], javascript));
        }
    }

    #[test]
    fn half_a_file_is_a_problem_and_not_a_smaller_file() {
        let wasm = module(&["__wbg_a"]);
        for end in [0, 7, 9, 12, wasm.len() - 1] {
            assert!(shorten(&[wasm[..end].to_vec()], "").is_err(), "{end}");
        }
    }

    #[test]
    fn short_names_differ() {
        let mut names: Vec<_> = (0..2000).map(short_name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 2000);
    }
}
