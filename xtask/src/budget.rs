//! What the program may cost, the first screen above all, and what it weighs by the files of `dist/`.
//!
//! What a browser really fetches is measured by `cargo xtask bench`; this needs no browser, so that every test run
//! can afford it.

use std::{fmt::Write as _, fs, path::Path};

use crate::{
    compress,
    problem::{Doing, Outcome, Problem},
};

/// The most that may travel before the first screen can be used: heads and bodies of all answers, with brotli. The
/// leanest peer needs 204 KB for its code alone.
pub const FIRST_BYTES: usize = 185_500;

/// The most requests for it.
pub const REQUESTS: usize = 6;

/// The most that may travel of everything, whoever needs it.
pub const ALL_BYTES: usize = 335_000;

/// What the heads of the answers take where no browser counts them: the long one of the page, and short ones.
const PAGE_HEAD: usize = 2_200;
const FILE_HEAD: usize = 500;

/// What travels.
pub struct Weight {
    /// Before the first screen can be used. The page first.
    pub first: Vec<Travelling>,
    /// Later.
    pub later: Vec<Travelling>,
}

/// What travels of one file, in bytes.
pub struct Travelling {
    /// Its name.
    pub name: String,
    /// Status and headers.
    pub head: usize,
    /// The content, compressed.
    pub body: usize,
}

impl Travelling {
    fn bytes(&self) -> usize {
        self.head + self.body
    }
}

impl Weight {
    /// Finds out from the page which files it asks for; what else there is of the program comes later.
    pub fn of(dist: &Path) -> Outcome<Self> {
        let index = fs::read_to_string(dist.join("index.html"))
            .map_err(|_| Problem::new("There is no dist/index.html. `cargo xtask client` makes it."))?;
        let body = compress::brotli(index.as_bytes()).len();
        let mut first = vec![Travelling { name: "index.html".into(), head: PAGE_HEAD, body }];
        for name in fetched(&index) {
            first.push(file(dist, name.trim_start_matches('/'))?);
        }
        let mut later = Vec::new();
        for entry in fs::read_dir(dist).doing("list dist/")? {
            let name = entry.doing("list dist/")?.file_name().to_string_lossy().into_owned();
            let is_program = name.ends_with(".wasm") || name.ends_with(".js");
            if is_program && first.iter().all(|file| file.name != name) {
                later.push(file(dist, &name)?);
            }
        }
        later.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Self { first, later })
    }

    /// The files with their bytes, and the sums.
    pub fn table(&self) -> String {
        // Writing into a String cannot fail.
        let mut table = String::new();
        let _ = writeln!(table, "  {:>9} {:>8}", "body", "head");
        let rows = |table: &mut String, files: &[Travelling]| {
            for Travelling { name, head, body } in files {
                let _ = writeln!(table, "  {body:>8} B {head:>6} B  {name}");
            }
        };
        rows(&mut table, &self.first);
        let _ = writeln!(
            table,
            "  {:>8} B           the first screen, of at most {FIRST_BYTES}; {} requests, of at most {REQUESTS}",
            bytes(&self.first),
            self.first.len()
        );
        rows(&mut table, &self.later);
        let _ = writeln!(
            table,
            "  {:>8} B           all together, of at most {ALL_BYTES}",
            bytes(&self.first) + bytes(&self.later)
        );
        table
    }

    /// What is too much, as sentences.
    pub fn breaches(&self) -> Vec<String> {
        let mut breaches = Vec::new();
        let mut at_most = |what: &str, count: usize, unit: &str, limit: usize| {
            if count > limit {
                breaches.push(format!("{what} takes {count} {unit}; at most {limit} are allowed."));
            }
        };
        at_most("The first screen", bytes(&self.first), "bytes", FIRST_BYTES);
        at_most("The first screen", self.first.len(), "requests", REQUESTS);
        at_most("The whole program", bytes(&self.first) + bytes(&self.later), "bytes", ALL_BYTES);
        breaches
    }
}

/// Heads and bodies together.
pub fn bytes(files: &[Travelling]) -> usize {
    files.iter().map(Travelling::bytes).sum()
}

fn file(dist: &Path, name: &str) -> Outcome<Travelling> {
    let file = dist.join(name);
    let content = fs::read(&file).doing(format_args!("read {}, for which the page asks", file.display()))?;
    let body = compress::brotli(&content).len().min(content.len());
    Ok(Travelling { name: name.to_owned(), head: FILE_HEAD, body })
}

/// The files for which a browser asks because of this page, in the order of the page, each once.
fn fetched(html: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = match tag.split_ascii_whitespace().next() {
            Some("script" | "img") => attribute(tag, "src"),
            // A browser takes the first icon only; every other kind of link is fetched.
            Some("link") if fetches(attribute(tag, "rel").unwrap_or_default()) => attribute(tag, "href"),
            _ => None,
        };
        if let Some(name) = name.filter(|name| !name.starts_with("data:") && !names.contains(name)) {
            names.push(name);
        }
    }
    names
}

fn fetches(rel: &str) -> bool {
    rel.split_ascii_whitespace()
        .any(|word| matches!(word, "stylesheet" | "modulepreload" | "preload" | "icon" | "manifest"))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        rest = &rest[at + name.len()..];
        if !before.is_some_and(|letter| letter.is_ascii_whitespace() || letter == '"') {
            continue;
        }
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        return match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next(),
            _ => value.split_ascii_whitespace().next(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_makes_a_browser_fetch_is_found() {
        let html = r#"<!doctype html><html><head><link rel=stylesheet href=/a.css><link rel="icon" href="/i.svg">
            <link rel="modulepreload" href="/c.js"><link rel="preload" href="/c.wasm" as="fetch" crossorigin>
            <link rel="canonical" href="/elsewhere"><script type="module">import init from "/c.js"</script>
            <a href="/j/">x</a><img alt="src" src='/c.png'><img src="data:x"><script src="/c.js"></script>"#;
        assert_eq!(fetched(html), ["/a.css", "/i.svg", "/c.js", "/c.wasm", "/c.png"]);
    }

    #[test]
    fn too_much_is_a_breach_and_just_enough_is_none() {
        let files = |sizes: &[usize]| {
            let file = |&body: &usize| Travelling { name: String::new(), head: 1, body: body - 1 };
            sizes.iter().map(file).collect::<Vec<_>>()
        };
        let breaches = |first: &[usize], later: &[usize]| {
            Weight { first: files(first), later: files(later) }.breaches().len()
        };
        assert_eq!(breaches(&[1, 1, 1, 1, 1, FIRST_BYTES - 5], &[]), 0);
        assert_eq!(breaches(&[1, FIRST_BYTES], &[]), 1);
        assert_eq!(breaches(&[1; REQUESTS + 1], &[]), 1);
        assert_eq!(breaches(&[1], &[ALL_BYTES - 1]), 0);
        assert_eq!(breaches(&[1], &[ALL_BYTES]), 1);
    }
}
