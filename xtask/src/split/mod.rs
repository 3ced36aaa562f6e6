//! Splits the client's WebAssembly: what the first screen needs comes first, the rest in parts that come later.
//!
//! The rules are paths of modules ([`Part`]), never symbols, so that code may grow without anybody thinking of this.
//! It reads the format with `wasmparser` and writes it with `wasm-encoder`; which file is fetched when is
//! `parts.js`'s and the client's business.

mod assign;
mod read;
mod write;

use std::fmt;

use assign::Place;
use read::Program;

/// The function that a stand-in calls with the number of the part that is missing.
pub const EARLY: &str = "early";

/// The module from which later parts import what the first one has.
pub const FIRST: &str = "first";

/// A part that comes later.
pub struct Part {
    /// Its name, which is also that of its file.
    pub name: &'static str,
    /// The modules whose functions it owns.
    pub modules: &'static [&'static str],
}

impl Part {
    /// Whether the function of this name is defined in one of its modules: `rtc::a::b`, `<rtc::A>::b`,
    /// `<rtc::A as other::B>::c`, and closures in them.
    pub fn owns(&self, name: &str) -> bool {
        self.modules.iter().any(|module| is_defined_in(name, module))
    }

    /// Whether one of its modules is named anywhere, as in `drop_in_place::<rtc::A>`.
    pub fn is_named_in(&self, name: &str) -> bool {
        let starts = name.char_indices().filter(|&(at, letter)| {
            let before = name[..at].chars().next_back();
            is_of_a_name(letter) && !before.is_some_and(|before| is_of_a_name(before) || before == ':')
        });
        starts
            .map(|(at, _)| &name[at..])
            .any(|path| self.modules.iter().any(|module| starts_with(path, module)))
    }
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether the function of this name is defined in a module.
pub fn is_defined_in(name: &str, module: &str) -> bool {
    starts_with(name.trim_start_matches(['<', '&', '[', '(']).trim_start_matches("mut "), module)
}

/// Whether a path begins with a module. The number of a crate's version, `rtc[0123456789abcdef]`, is passed over.
fn starts_with(path: &str, module: &str) -> bool {
    let (name, inner) = module.split_once("::").map_or((module, None), |(name, inner)| (name, Some(inner)));
    let Some(mut rest) = path.strip_prefix(name) else { return false };
    if let Some((_, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        rest = after;
    }
    let Some(rest) = rest.strip_prefix("::") else { return false };
    inner.is_none_or(|inner| rest.strip_prefix(inner).is_some_and(|rest| !rest.starts_with(is_of_a_name)))
}

/// The parts of a program.
pub struct Split {
    /// What comes first.
    pub first: Vec<u8>,
    /// What comes later, in the order of the parts that were asked for.
    pub later: Vec<Vec<u8>>,
    /// Every function with its place and its bytes.
    pub functions: Vec<Placed>,
}

/// A function in its place.
pub struct Placed {
    /// What it is called in the source.
    pub name: String,
    /// The bytes of its body.
    pub bytes: usize,
    /// The number of the part; `None` for what comes first.
    pub part: Option<usize>,
}

/// Splits a program. `javascript` is the module from which it imports what is JavaScript.
pub fn split(wasm: &[u8], parts: &[Part], javascript: &str) -> Result<Split, Malformed> {
    let program = Program::read(wasm)?;
    let places = assign::assign(&program, parts);
    let mut modules = write::write(&program, parts, &places, javascript)?;
    let later = modules.split_off(1);
    let first = modules.pop().unwrap_or_default();
    let functions = program.defined().filter_map(|function| {
        let part = match places[function as usize] {
            Place::Unused => return None,
            Place::First => None,
            Place::Later(part) => Some(part),
        };
        Some(Placed { name: program.name(function).to_owned(), bytes: program.size(function), part })
    });
    Ok(Split { first, later, functions: functions.collect() })
}

/// Why a program was not split.
#[derive(Debug)]
pub enum Malformed {
    /// It is no WebAssembly.
    Unreadable(wasmparser::BinaryReaderError),
    /// It cannot be written again.
    Unwritable(String),
    /// It is not of the form that is understood here.
    Form(&'static str),
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "it cannot be read: {error}"),
            Self::Unwritable(error) => write!(f, "it cannot be written: {error}"),
            Self::Form(expected) => write!(f, "expected {expected}"),
        }
    }
}

impl From<wasmparser::BinaryReaderError> for Malformed {
    fn from(error: wasmparser::BinaryReaderError) -> Self {
        Self::Unreadable(error)
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
        FunctionSection, ImportSection, Instruction, MemorySection, MemoryType, Module, NameMap, NameSection,
        RefType, TableSection, TableType, TypeSection, ValType,
    };

    use super::*;

    const MEETING: Part = Part { name: "meeting", modules: &["rtc", "client::shell::meeting"] };
    const DESK: Part = Part { name: "desk", modules: &["desk"] };

    #[test]
    fn a_part_owns_what_is_defined_in_its_modules() {
        for name in [
            "rtc::address::join",
            "rtc[0123456789abcdef]::address::join",
            "<rtc::session::Session>::update",
            "<rtc[0f]::session::Session as core::fmt::Debug>::fmt",
            "<client[0f]::shell::meeting::Meeting>::carry_out::{closure#0}",
            "<<client::shell::meeting::Meeting>::open::{closure#1} as core::ops::function::FnOnce<()>>::call_once",
        ] {
            assert!(MEETING.owns(name) && MEETING.is_named_in(name), "{name}");
        }
        for name in [
            "core::ptr::drop_in_place::<rtc::session::Session>",
            "<alloc::vec::Vec<rtc[0f]::effect::Effect>>::push",
        ] {
            assert!(!MEETING.owns(name) && MEETING.is_named_in(name), "{name}");
        }
        for name in
            ["", "rtc", "rtcp::packet", "client::shell::member::rtc::start", "client::shell::meetings::all"]
        {
            assert!(!MEETING.owns(name) && !MEETING.is_named_in(name), "{name}");
        }
    }

    /// A program: its functions by name, with the functions that each calls by their place in this list. The first one
    /// is exported, the last one in the table. All are longer than what is not worth moving.
    fn program(functions: &[(&str, &[u32])]) -> Vec<u8> {
        let imported = 1;
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([ValType::I32], [ValType::I32]);
        imports.import("js", "log", EntityType::Function(0));
        let (mut declared, mut code, mut names) =
            (FunctionSection::new(), CodeSection::new(), NameMap::new());
        for (index, (name, calls)) in (imported..).zip(functions) {
            declared.function(0);
            names.append(index, name);
            let mut body = Function::new([]);
            body.instruction(&Instruction::LocalGet(0));
            for _ in 0..100 {
                body.instruction(&Instruction::Nop);
            }
            for call in *calls {
                body.instruction(&Instruction::Call(imported + call));
            }
            body.instruction(&Instruction::Call(0)).instruction(&Instruction::End);
            code.function(&body);
        }
        let (mut tables, mut memories) = (TableSection::new(), MemorySection::new());
        let (minimum, maximum) = (2, Some(2));
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            minimum,
            maximum,
            table64: false,
            shared: false,
        });
        let page_size_log2 = None;
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2,
        });
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, imported);
        let mut elements = ElementSection::new();
        let last = vec![read::count(functions.len())];
        elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(last.into()));
        let mut name_section = NameSection::new();
        name_section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&declared).section(&tables).section(&memories);
        module.section(&exports).section(&elements).section(&code).section(&name_section);
        module.finish()
    }

    fn split_up(functions: &[(&str, &[u32])]) -> (Split, Vec<(String, Option<usize>)>) {
        let split = split(&program(functions), &[MEETING, DESK], "js").unwrap();
        for module in std::iter::once(&split.first).chain(&split.later) {
            wasmparser::Validator::new().validate_all(module).unwrap();
        }
        let places = split.functions.iter().map(|function| (function.name.clone(), function.part)).collect();
        (split, places)
    }

    #[test]
    fn what_only_a_part_reaches_goes_with_it_and_what_two_reach_stays() {
        let (_, places) = split_up(&[
            ("client::main", &[1, 2]),
            ("rtc::join", &[3, 4, 5]),
            ("desk::open", &[4]),
            ("prost::encode", &[]),
            ("serde::read", &[]),
            ("core::used_first", &[]),
            ("client::in_the_table", &[5]),
        ]);
        let place = |name: &str| places.iter().find(|(known, _)| known == name).unwrap().1;
        assert_eq!([place("rtc::join"), place("prost::encode")], [Some(0), Some(0)]);
        assert_eq!(place("desk::open"), Some(1));
        for name in ["client::main", "serde::read", "core::used_first", "client::in_the_table"] {
            assert_eq!(place(name), None, "{name}");
        }
    }

    #[test]
    fn a_function_in_the_table_keeps_its_place_there() {
        let (split, places) = split_up(&[("client::main", &[]), ("rtc::callback", &[])]);
        assert_eq!(places[1].1, Some(0));
        let first = Program::read(&split.first).unwrap();
        assert_eq!(first.slots.keys().collect::<Vec<_>>(), [&1]);
        let elements =
            wasmparser::Parser::new(0).parse_all(&split.later[0]).find_map(|payload| {
                match payload.unwrap() {
                    wasmparser::Payload::ElementSection(section) => section.into_iter().next(),
                    _ => None,
                }
            });
        let wasmparser::ElementKind::Active { offset_expr, .. } = elements.unwrap().unwrap().kind else {
            panic!("the part does not put itself into the table");
        };
        let offset = offset_expr.get_operators_reader().read().unwrap();
        assert!(matches!(offset, wasmparser::Operator::I32Const { value: 1 }), "{offset:?}");
        assert_eq!(first.tables[0].ty.initial, 2);
    }

    #[test]
    fn a_call_that_comes_too_early_has_the_part_fetched() {
        let (split, _) = split_up(&[("client::main", &[1]), ("rtc::join", &[]), ("client::other", &[])]);
        let first = Program::read(&split.first).unwrap();
        let early = first.imports.iter().position(|import| import.name == EARLY).unwrap();
        let stand_in = first.slots[&2];
        assert_eq!(first.calls(stand_in), [read::count(early)]);
        assert_eq!(first.tables[0].ty.initial, 3);
    }
}
