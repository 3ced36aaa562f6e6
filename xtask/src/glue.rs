//! Shortens the names by which the WebAssembly and the JavaScript around it call each other.
//!
//! wasm-bindgen ends each of them with a hash, which nothing can compress, in both files. It touches nothing but
//! the names of imported functions, and leaves alone each name of which it is not sure.

use crate::problem::{Outcome, Problem};

/// The number of the section of a WebAssembly module that lists its imports.
const IMPORTS: u8 = 2;

/// A module begins with a magic number and a version.
const HEADER: usize = 8;

/// The two files with short names.
pub fn shorten(wasm: &[u8], javascript: &str) -> Outcome<(Vec<u8>, String)> {
    let mut javascript = javascript.to_owned();
    let mut shortened = wasm.get(..HEADER).ok_or_else(malformed)?.to_vec();
    let mut reader = Reader { bytes: wasm, at: HEADER };
    while reader.at < wasm.len() {
        let section = reader.byte()?;
        let length = reader.number()?;
        let content = reader.take(length)?;
        let content = if section == IMPORTS { imports(content, &mut javascript)? } else { content.to_vec() };
        shortened.push(section);
        write_number(content.len(), &mut shortened);
        shortened.extend(content);
    }
    Ok((shortened, javascript))
}

/// The section with short names, which the JavaScript is given as well.
fn imports(section: &[u8], javascript: &mut String) -> Outcome<Vec<u8>> {
    let mut reader = Reader { bytes: section, at: 0 };
    let mut out = Vec::new();
    let count = reader.number()?;
    write_number(count, &mut out);
    for index in 0..count {
        let module = reader.name()?;
        let name = reader.name()?;
        let from = reader.at;
        reader.skip_kind()?;
        let short = short_name(index);
        let short = if rename(javascript, name, &short) { &short } else { name };
        write_name(module, &mut out);
        write_name(short, &mut out);
        out.extend(&section[from..reader.at]);
    }
    Ok(out)
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

fn malformed() -> Problem {
    Problem::new("The client's WebAssembly has a form that xtask/src/glue.rs does not know.")
}

/// Reads the binary format of WebAssembly, chapter 5 of its specification.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Outcome<u8> {
        let byte = self.bytes.get(self.at).copied().ok_or_else(malformed)?;
        self.at += 1;
        Ok(byte)
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Outcome<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(malformed())
    }

    fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        let end = self.at.checked_add(length).ok_or_else(malformed)?;
        let taken = self.bytes.get(self.at..end).ok_or_else(malformed)?;
        self.at = end;
        Ok(taken)
    }

    fn name(&mut self) -> Outcome<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| malformed())
    }

    /// What an import is: a function of a type, a table, a memory, a global or a tag.
    fn skip_kind(&mut self) -> Outcome {
        match self.byte()? {
            0 => self.number().map(drop),
            1 => self.byte().and_then(|_| self.skip_limits()),
            2 => self.skip_limits(),
            3 | 4 => self.take(2).map(drop),
            _ => Err(malformed()),
        }
    }

    fn skip_limits(&mut self) -> Outcome {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum { self.number().map(drop) } else { Ok(()) }
    }
}

fn write_number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        // Seven bits fit into a byte.
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn write_name(name: &str, out: &mut Vec<u8>) {
    write_number(name.len(), out);
    out.extend(name.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports functions of these names, with one more section after them.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut section = Vec::new();
        write_number(names.len(), &mut section);
        for name in names {
            write_name("./client_bg.js", &mut section);
            write_name(name, &mut section);
            section.extend([0, 0]);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.push(IMPORTS);
        write_number(section.len(), &mut wasm);
        wasm.extend(section);
        wasm.extend([3, 2, 1, 0]);
        wasm
    }

    #[test]
    fn a_name_becomes_short_in_both_files() {
        let long = "__wbg_call_0123456789abcdef";
        let (wasm, javascript) =
            shorten(&module(&[long]), &format!("{{ {long}: function(arg0) {{ return arg0; }} }}")).unwrap();
        assert_eq!(wasm, module(&["i0"]));
        assert_eq!(javascript, "{ i0: function(arg0) { return arg0; } }");
    }

    #[test]
    fn a_name_that_stands_elsewhere_too_stays() {
        for javascript in ["{ __wbg_a: f, b: wasm.__wbg_a }", "__wbg_a()", "{ __wbg_ab: f }", ""] {
            let (wasm, same) = shorten(&module(&["__wbg_a"]), javascript).unwrap();
            assert_eq!((wasm, same.as_str()), (module(&["__wbg_a"]), javascript));
        }
    }

    #[test]
    fn half_a_file_is_a_problem_and_not_a_smaller_file() {
        let wasm = module(&["__wbg_a"]);
        for end in [0, 7, 9, 12, wasm.len() - 1] {
            assert!(shorten(&wasm[..end], "").is_err(), "{end}");
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
