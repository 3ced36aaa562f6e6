//! Which function goes into which part.
//!
//! A part owns the functions of the modules that are named for it. What only that part reaches goes with it; what is
//! reached from the beginning, or from two parts, stays at the beginning.

use std::collections::BTreeSet;

use super::{
    Part,
    read::{FunctionIndex, Program, count},
};

/// A shorter function is no part's own: its place in the table and the stand-in there would cost as much as it does.
/// This also keeps apart what only looks like a part's: of functions that are equal the compiler makes one, under
/// either name, and hardly ever are long ones equal.
const WORTH_MOVING: usize = 96;

/// Where a function goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: nobody calls it.
    Unused,
    /// Into what is fetched first.
    First,
    /// Into the part of this number.
    Later(usize),
}

/// Decides for every function. Imported ones are said to be at the beginning.
pub fn assign(program: &Program<'_>, parts: &[Part]) -> Vec<Place> {
    let functions = || 0..count(program.signatures.len());
    let in_table: BTreeSet<_> = program.slots.values().copied().collect();
    let owners: Vec<Option<usize>> =
        functions().map(|function| owner(program, parts, &in_table, function)).collect();
    let owned = |function: FunctionIndex| owners[function as usize];

    // JavaScript calls these by name, and a function in the table may be called by anybody.
    let in_table = in_table.into_iter().filter(|&function| owned(function).is_none());
    let mut roots: Vec<_> = (0..program.imported()).chain(program.pinned()).chain(in_table).collect();
    let first = reach(program, &roots, |function| owned(function).is_some());

    let reached: Vec<Vec<bool>> = (0..parts.len())
        .map(|part| {
            let own: Vec<_> = functions()
                .filter(|&function| owned(function) == Some(part) && !first[function as usize])
                .collect();
            reach(program, &own, |function| {
                first[function as usize] || owned(function).is_some_and(|owner| owner != part)
            })
        })
        .collect();
    let parts_of = |function: FunctionIndex| {
        reached
            .iter()
            .enumerate()
            .filter(move |(_, reached)| reached[function as usize])
            .map(|(part, _)| part)
    };
    roots.extend(functions().filter(|&function| parts_of(function).count() > 1));
    let first = reach(program, &roots, |function| owned(function).is_some());

    functions()
        .map(|function| match parts_of(function).next() {
            _ if first[function as usize] => Place::First,
            Some(part) => Place::Later(part),
            None => Place::Unused,
        })
        .collect()
}

/// The part whose modules a function belongs to, if it is worth moving. A function in the table, which is called by
/// way of a type that hides what it is, also belongs to the module of the types that it was made for.
fn owner(
    program: &Program<'_>,
    parts: &[Part],
    in_table: &BTreeSet<FunctionIndex>,
    function: FunctionIndex,
) -> Option<usize> {
    if program.size(function) < WORTH_MOVING {
        return None;
    }
    let name = program.name(function);
    let owners = |owns: fn(&Part, &str) -> bool| parts.iter().position(|part| owns(part, name));
    owners(Part::owns).or_else(|| owners(Part::is_named_in).filter(|_| in_table.contains(&function)))
}

/// Every function that is called by way of these, themselves included, but for those at which to stop.
fn reach(program: &Program<'_>, from: &[FunctionIndex], stop: impl Fn(FunctionIndex) -> bool) -> Vec<bool> {
    let mut reached = vec![false; program.signatures.len()];
    let mut ahead = from.to_vec();
    while let Some(function) = ahead.pop() {
        if !std::mem::replace(&mut reached[function as usize], true) {
            ahead.extend(program.calls(function).iter().filter(|&&called| !stop(called)));
        }
    }
    reached
}
