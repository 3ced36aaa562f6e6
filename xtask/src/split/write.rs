//! Writes the first part and the later ones.
//!
//! All share the memory, the tables and the globals of the first. A call to a function that comes later goes through
//! a place in the table of functions, where a stand-in has the part fetched until the part puts itself there. The
//! later parts import the functions of the first.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection,
    Module, StartSection, TableSection, TypeSection, ValType,
    reencode::{Error, Reencode},
};
use wasmparser::Operator;

use super::{
    EARLY, FIRST, Malformed, Part,
    assign::Place,
    read::{FunctionIndex, Program, count},
};

type Written<T> = Result<T, Malformed>;

/// The module of each part, the first one first.
pub fn write(
    program: &Program<'_>,
    parts: &[Part],
    places: &[Place],
    javascript: &str,
) -> Written<Vec<Vec<u8>>> {
    let plan = Plan::of(program, parts.len(), places, javascript);
    let mut modules = vec![first(&plan)?];
    for part in 0..parts.len() {
        modules.push(later(&plan, part)?);
    }
    Ok(modules)
}

/// What the parts agree upon.
struct Plan<'p, 'a> {
    program: &'p Program<'a>,
    places: &'p [Place],
    /// The module from which the program imports what is JavaScript.
    javascript: &'p str,
    /// The place in the table of every function that comes later and is called from elsewhere.
    slots: BTreeMap<FunctionIndex, u32>,
    /// How large the table of functions is.
    table_size: u32,
    /// The functions of the first part that each later part calls.
    borrowed: Vec<BTreeSet<FunctionIndex>>,
}

impl<'p, 'a> Plan<'p, 'a> {
    fn of(program: &'p Program<'a>, parts: usize, places: &'p [Place], javascript: &'p str) -> Self {
        let place = |function: FunctionIndex| places[function as usize];
        let mut slots: BTreeMap<_, _> = program
            .slots
            .iter()
            .filter(|&(_, &function)| matches!(place(function), Place::Later(_)))
            .map(|(&slot, &function)| (function, slot))
            .collect();
        let mut table_size = program
            .tables
            .get(program.table as usize)
            .map_or(0, |table| count(usize::try_from(table.ty.initial).unwrap_or(usize::MAX)));
        let mut borrowed = vec![BTreeSet::new(); parts];
        for caller in program.defined() {
            for &called in program.calls(caller) {
                match (place(caller), place(called)) {
                    (Place::Unused, _)
                    | (Place::First, Place::First | Place::Unused)
                    | (Place::Later(_), Place::Unused) => {}
                    (from, to @ Place::Later(_)) if from == to => {}
                    (Place::First | Place::Later(_), Place::Later(_)) => {
                        slots.entry(called).or_insert_with(|| {
                            table_size += 1;
                            table_size - 1
                        });
                    }
                    (Place::Later(part), Place::First) => {
                        if called >= program.imported() {
                            borrowed[part].insert(called);
                        }
                    }
                }
            }
        }
        Self { program, places, javascript, slots, table_size, borrowed }
    }

    /// The functions of a place, in their order.
    fn functions(&self, place: Place) -> impl Iterator<Item = FunctionIndex> {
        self.program.defined().filter(move |&function| self.places[function as usize] == place)
    }

    /// The name under which the first part gives away a function. It has no name of its own, or keeps that as well.
    fn lent_name(&self, function: FunctionIndex) -> String {
        let at =
            self.borrowed.iter().flatten().collect::<BTreeSet<_>>().iter().position(|&&one| one == function);
        format!("f{}", at.unwrap_or_default())
    }

    /// Everything but functions that the parts share: kind, number and name.
    fn shared(&self) -> Vec<(ExportKind, u32, String)> {
        let all = |kind, prefix: &'static str, length: usize| {
            (0..count(length)).map(move |index| (kind, index, format!("{prefix}{index}")))
        };
        all(ExportKind::Memory, "m", self.program.memories.len())
            .chain(all(ExportKind::Table, "t", self.program.tables.len()))
            .chain(all(ExportKind::Global, "g", self.program.globals.len()))
            .collect()
    }

    fn types(&self) -> Written<(TypeSection, u32)> {
        let mut types = TypeSection::new();
        for kind in &self.program.types {
            types.ty().func_type(&Renumber::default().func_type(kind.clone()).map_err(malformed)?);
        }
        types.ty().function([ValType::I32], []);
        Ok((types, count(self.program.types.len())))
    }

    /// The imports of the program, which every part repeats: what a part does not need is removed from it later.
    fn imports(&self) -> ImportSection {
        let mut imports = ImportSection::new();
        for (import, &signature) in self.program.imports.iter().zip(&self.program.signatures) {
            imports.import(import.module, import.name, EntityType::Function(signature));
        }
        imports
    }

    /// The bodies of functions, for a module in which they have other numbers.
    fn body(&self, function: FunctionIndex, own: Place, renumber: &mut Renumber) -> Written<Function> {
        let body = self.program.body(function);
        let mut written = renumber.new_function_with_parsed_locals(body).map_err(malformed)?;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            match operators.read()? {
                Operator::Call { function_index } if matches!(self.places[function_index as usize], place @ Place::Later(_) if place != own) =>
                {
                    let slot = self
                        .slots
                        .get(&function_index)
                        .ok_or(Malformed::Form("calls that were seen before"))?;
                    written.instruction(&Instruction::I32Const(slot.cast_signed()));
                    written.instruction(&Instruction::CallIndirect {
                        type_index: self.program.signatures[function_index as usize],
                        table_index: self.program.table,
                    });
                }
                other => {
                    written.instruction(&renumber.instruction(other).map_err(malformed)?);
                }
            }
        }
        Ok(written)
    }

    /// Has the part fetched, and then does what was asked for.
    fn stand_in(&self, function: FunctionIndex, slot: u32, early: u32) -> Function {
        let part = match self.places[function as usize] {
            Place::Later(part) => count(part).cast_signed(),
            Place::First | Place::Unused => 0,
        };
        let mut body = Function::new([]);
        body.instruction(&Instruction::I32Const(part)).instruction(&Instruction::Call(early));
        for parameter in 0..count(self.program.signature(function).params().len()) {
            body.instruction(&Instruction::LocalGet(parameter));
        }
        body.instruction(&Instruction::I32Const(slot.cast_signed()))
            .instruction(&Instruction::CallIndirect {
                type_index: self.program.signatures[function as usize],
                table_index: self.program.table,
            })
            .instruction(&Instruction::End);
        body
    }
}

fn first(plan: &Plan<'_, '_>) -> Written<Vec<u8>> {
    let program = plan.program;
    let (types, early_type) = plan.types()?;
    let mut imports = plan.imports();
    imports.import(plan.javascript, EARLY, EntityType::Function(early_type));
    let early = program.imported();

    let mut renumber = Renumber::default();
    renumber.functions.extend((0..program.imported()).map(|function| (function, function)));
    let mut next = early + 1;
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for function in plan.functions(Place::First) {
        renumber.functions.insert(function, next);
        functions.function(program.signatures[function as usize]);
        next += 1;
    }
    // In the table, and wherever a number is asked for, the stand-in is the function.
    for &function in plan.slots.keys() {
        renumber.functions.insert(function, next);
        functions.function(program.signatures[function as usize]);
        next += 1;
    }
    for function in plan.functions(Place::First) {
        code.function(&plan.body(function, Place::First, &mut renumber)?);
    }
    for (&function, &slot) in &plan.slots {
        code.function(&plan.stand_in(function, slot, early));
    }

    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions);
    let mut tables = TableSection::new();
    for (index, table) in program.tables.iter().enumerate() {
        let mut kind = renumber.table_type(table.ty).map_err(malformed)?;
        if count(index) == program.table {
            kind.minimum = u64::from(plan.table_size);
            kind.maximum = kind.maximum.map(|maximum| maximum.max(kind.minimum));
        }
        tables.table(kind);
    }
    module.section(&tables);
    let mut memories = MemorySection::new();
    for memory in &program.memories {
        memories.memory(renumber.memory_type(*memory).map_err(malformed)?);
    }
    module.section(&memories);
    let mut globals = GlobalSection::new();
    for global in &program.globals {
        renumber.parse_global(&mut globals, global.clone()).map_err(malformed)?;
    }
    module.section(&globals);

    let mut exports = ExportSection::new();
    for export in &program.exports {
        renumber.parse_export(&mut exports, *export).map_err(malformed)?;
    }
    for (kind, index, name) in plan.shared() {
        exports.export(&name, kind, index);
    }
    for &function in plan.borrowed.iter().flatten().collect::<BTreeSet<_>>() {
        exports.export(
            &plan.lent_name(function),
            ExportKind::Func,
            renumber.function_index(function).map_err(malformed)?,
        );
    }
    module.section(&exports);
    if let Some(start) = program.start {
        module.section(&StartSection { function_index: renumber.function_index(start).map_err(malformed)? });
    }
    let mut table = program.slots.clone();
    table.extend(plan.slots.iter().map(|(&function, &slot)| (slot, function)));
    module.section(&elements(program.table, &table, &mut renumber)?);
    if let Some(count) = program.data_count {
        module.section(&DataCountSection { count });
    }
    module.section(&code);
    if let Some(section) = &program.data {
        let mut data = DataSection::new();
        renumber.parse_data_section(&mut data, section.clone()).map_err(malformed)?;
        module.section(&data);
    }
    Ok(module.finish())
}

fn later(plan: &Plan<'_, '_>, part: usize) -> Written<Vec<u8>> {
    let program = plan.program;
    let own = Place::Later(part);
    let (types, _) = plan.types()?;
    let mut imports = plan.imports();
    let mut renumber = Renumber::default();
    renumber.functions.extend((0..program.imported()).map(|function| (function, function)));
    let mut next = program.imported();
    for &function in &plan.borrowed[part] {
        let kind = EntityType::Function(program.signatures[function as usize]);
        imports.import(FIRST, &plan.lent_name(function), kind);
        renumber.functions.insert(function, next);
        next += 1;
    }
    for (kind, index, name) in plan.shared() {
        let at = index as usize;
        let kind = match kind {
            ExportKind::Memory => {
                EntityType::Memory(renumber.memory_type(program.memories[at]).map_err(malformed)?)
            }
            ExportKind::Table => {
                let mut kind = renumber.table_type(program.tables[at].ty).map_err(malformed)?;
                if index == program.table {
                    kind.minimum = u64::from(plan.table_size);
                    kind.maximum = kind.maximum.map(|maximum| maximum.max(kind.minimum));
                }
                EntityType::Table(kind)
            }
            _ => EntityType::Global(renumber.global_type(program.globals[at].ty).map_err(malformed)?),
        };
        imports.import(FIRST, &name, kind);
    }
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for function in plan.functions(own) {
        renumber.functions.insert(function, next);
        functions.function(program.signatures[function as usize]);
        next += 1;
    }
    for function in plan.functions(own) {
        code.function(&plan.body(function, own, &mut renumber)?);
    }
    let table: BTreeMap<_, _> = plan
        .slots
        .iter()
        .filter(|&(&function, _)| plan.places[function as usize] == own)
        .map(|(&function, &slot)| (slot, function))
        .collect();
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&elements(program.table, &table, &mut renumber)?)
        .section(&code);
    Ok(module.finish())
}

/// Fills places of the table, in runs.
fn elements(
    table: u32,
    slots: &BTreeMap<u32, FunctionIndex>,
    renumber: &mut Renumber,
) -> Written<ElementSection> {
    let mut elements = ElementSection::new();
    let mut slots = slots.iter().peekable();
    while let Some((&start, &function)) = slots.next() {
        let mut run = vec![renumber.function_index(function).map_err(malformed)?];
        while let Some((_, &function)) = slots.next_if(|&(&slot, _)| slot == start + count(run.len())) {
            run.push(renumber.function_index(function).map_err(malformed)?);
        }
        let table = (table != 0).then_some(table);
        elements.active(table, &ConstExpr::i32_const(start.cast_signed()), Elements::Functions(run.into()));
    }
    Ok(elements)
}

/// The numbers of functions in the module that is being written.
#[derive(Default)]
struct Renumber {
    functions: BTreeMap<FunctionIndex, u32>,
}

impl Reencode for Renumber {
    type Error = Malformed;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Malformed>> {
        let missing = || Error::UserError(Malformed::Form("only calls of functions that have a place"));
        self.functions.get(&function).copied().ok_or_else(missing)
    }
}

fn malformed(error: Error<Malformed>) -> Malformed {
    match error {
        Error::UserError(malformed) => malformed,
        other => Malformed::Unwritable(other.to_string()),
    }
}
