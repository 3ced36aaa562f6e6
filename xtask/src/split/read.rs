//! A WebAssembly module, read as far as it must be understood to be split: one memory, one table of functions, plain
//! functions. What has another form is refused rather than split wrongly.

use std::collections::BTreeMap;

use wasmparser::{
    DataSectionReader, Element, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody,
    Global, Import, KnownCustom, MemoryType, Name, Operator, Parser, Payload, RefType, Table, TypeRef,
};

use super::Malformed;

/// The number of a function, imported ones first.
pub type FunctionIndex = u32;

/// The module.
#[derive(Default)]
pub struct Program<'a> {
    pub types: Vec<FuncType>,
    /// Functions only; everything else is in the module itself.
    pub imports: Vec<Import<'a>>,
    /// The type of each function.
    pub signatures: Vec<u32>,
    /// Of each function that is not imported.
    pub bodies: Vec<FunctionBody<'a>>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<FunctionIndex>,
    /// The functions of the table, by their place in it.
    pub slots: BTreeMap<u32, FunctionIndex>,
    /// The table of functions.
    pub table: u32,
    pub data: Option<DataSectionReader<'a>>,
    pub data_count: Option<u32>,
    /// What each function is called in the source, as far as is known.
    pub names: BTreeMap<FunctionIndex, &'a str>,
    /// The functions that each function calls, and those it makes references to.
    pub calls: Vec<Vec<FunctionIndex>>,
    pub references: Vec<FunctionIndex>,
}

impl<'a> Program<'a> {
    /// Reads it.
    pub fn read(wasm: &'a [u8]) -> Result<Self, Malformed> {
        let mut program = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            program.take(payload?)?;
        }
        let defined = program.signatures.len() - program.imports.len();
        if program.bodies.len() != defined {
            return Err(Malformed::Form("a module with as many functions as bodies"));
        }
        for body in &program.bodies {
            let (mut calls, mut references) = (Vec::new(), Vec::new());
            for operator in body.get_operators_reader()? {
                match operator? {
                    Operator::Call { function_index } => calls.push(function_index),
                    Operator::RefFunc { function_index } => references.push(function_index),
                    Operator::ReturnCall { .. } => {
                        return Err(Malformed::Form("functions without tail calls"));
                    }
                    Operator::MemoryInit { .. }
                    | Operator::DataDrop { .. }
                    | Operator::TableInit { .. }
                    | Operator::ElemDrop { .. } => {
                        return Err(Malformed::Form("functions that use no passive segment"));
                    }
                    _ => {}
                }
            }
            calls.sort_unstable();
            calls.dedup();
            program.calls.push(calls);
            program.references.append(&mut references);
        }
        Ok(program)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), Malformed> {
        match payload {
            Payload::TypeSection(section) => {
                for kind in section.into_iter_err_on_gc_types() {
                    self.types.push(kind?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let TypeRef::Func(signature) = import.ty else {
                        return Err(Malformed::Form("a module that imports only functions"));
                    };
                    self.signatures.push(signature);
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(section) => {
                for signature in section {
                    self.signatures.push(signature?);
                }
            }
            Payload::TableSection(section) => self.tables = section.into_iter().collect::<Result<_, _>>()?,
            Payload::MemorySection(section) => {
                self.memories = section.into_iter().collect::<Result<_, _>>()?
            }
            Payload::GlobalSection(section) => {
                self.globals = section.into_iter().collect::<Result<_, _>>()?
            }
            Payload::ExportSection(section) => {
                self.exports = section.into_iter().collect::<Result<_, _>>()?
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    self.element(element?)?;
                }
            }
            Payload::DataCountSection { count, .. } => self.data_count = Some(count),
            Payload::DataSection(section) => self.data = Some(section),
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for subsection in names {
                        if let Name::Function(functions) = subsection? {
                            for naming in functions {
                                let naming = naming?;
                                self.names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            Payload::TagSection(_) => return Err(Malformed::Form("a module without exceptions")),
            _ => {}
        }
        Ok(())
    }

    /// Functions in the one table that has any.
    fn element(&mut self, element: Element<'a>) -> Result<(), Malformed> {
        let unknown = || Malformed::Form("a table that is filled with functions at fixed places");
        let (table, offset) = match element.kind {
            ElementKind::Active { table_index, offset_expr } => (table_index.unwrap_or(0), offset_expr),
            ElementKind::Declared => return Ok(()),
            ElementKind::Passive => return Err(unknown()),
        };
        let offset = match offset.get_operators_reader().read()? {
            Operator::I32Const { value } => u32::try_from(value).map_err(|_| unknown())?,
            _ => return Err(unknown()),
        };
        if !self.slots.is_empty() && self.table != table {
            return Err(unknown());
        }
        self.table = table;
        let mut functions = Vec::new();
        match element.items {
            ElementItems::Functions(section) => {
                for function in section {
                    functions.push(function?);
                }
            }
            ElementItems::Expressions(RefType::FUNCREF, section) => {
                for expression in section {
                    match expression?.get_operators_reader().read()? {
                        Operator::RefFunc { function_index } => functions.push(function_index),
                        _ => return Err(unknown()),
                    }
                }
            }
            ElementItems::Expressions(..) => return Err(unknown()),
        }
        self.slots.extend((offset..).zip(functions));
        Ok(())
    }

    /// How many functions are imported.
    pub fn imported(&self) -> u32 {
        count(self.imports.len())
    }

    /// The functions that are not imported.
    pub fn defined(&self) -> std::ops::Range<FunctionIndex> {
        self.imported()..count(self.signatures.len())
    }

    /// The body of a function that is not imported.
    pub fn body(&self, function: FunctionIndex) -> &FunctionBody<'a> {
        &self.bodies[(function - self.imported()) as usize]
    }

    /// The functions that a function calls; none for an imported one.
    pub fn calls(&self, function: FunctionIndex) -> &[FunctionIndex] {
        function.checked_sub(self.imported()).map_or(&[], |defined| &self.calls[defined as usize])
    }

    /// How many bytes its body takes.
    pub fn size(&self, function: FunctionIndex) -> usize {
        function
            .checked_sub(self.imported())
            .map_or(0, |defined| self.bodies[defined as usize].as_bytes().len())
    }

    /// What it is called; empty when that is not known.
    pub fn name(&self, function: FunctionIndex) -> &'a str {
        self.names.get(&function).copied().unwrap_or_default()
    }

    /// The type of a function.
    pub fn signature(&self, function: FunctionIndex) -> &FuncType {
        &self.types[self.signatures[function as usize] as usize]
    }

    /// The functions that must be there from the beginning, whatever they are called: JavaScript calls them by name.
    pub fn pinned(&self) -> impl Iterator<Item = FunctionIndex> {
        let exported = self.exports.iter().filter(|export| export.kind == ExternalKind::Func);
        exported.map(|export| export.index).chain(self.start).chain(self.references.iter().copied())
    }
}

/// A length as WebAssembly counts.
pub fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
