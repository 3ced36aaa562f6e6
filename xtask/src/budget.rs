//! What the first screen may cost, and what it weighs by the files of `dist/`.
//!
//! What a browser really fetches is measured by `cargo xtask bench`; this needs no browser, so that every test run
//! can afford it.

use std::{fmt::Write as _, fs, path::Path};

use crate::{
    compress,
    problem::{Doing, Outcome, Problem},
};

/// The most that may travel before the first screen is there: heads and bodies of all answers, with brotli. The
/// leanest peer needs 204 KB for its code alone.
pub const BYTES: usize = 200_000;

/// What the heads of the answers take where no browser counts them: the long one of the page, and short ones.
const PAGE_HEAD: usize = 2_200;
const FILE_HEAD: usize = 500;

/// The most requests for it.
pub const REQUESTS: usize = 6;

/// The files of the first screen.
pub struct FirstScreen {
    /// The page first.
    pub files: Vec<Travelling>,
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

impl FirstScreen {
    /// Finds out from the page which files it asks for.
    pub fn of(dist: &Path) -> Outcome<Self> {
        let index = fs::read_to_string(dist.join("index.html"))
            .map_err(|_| Problem::new("There is no dist/index.html. `cargo xtask client` makes it."))?;
        let body = compress::brotli(index.as_bytes()).len();
        let mut files = vec![Travelling { name: "index.html".into(), head: PAGE_HEAD, body }];
        for name in fetched(&index) {
            let file = dist.join(name.trim_start_matches('/'));
            let content =
                fs::read(&file).doing(format_args!("read {}, for which the page asks", file.display()))?;
            let body = compress::brotli(&content).len().min(content.len());
            files.push(Travelling {
                name: name.trim_start_matches('/').to_owned(),
                head: FILE_HEAD,
                body,
            });
        }
        Ok(Self { files })
    }

    /// The files with their bytes, and the sum.
    pub fn table(&self) -> String {
        // Writing into a String cannot fail.
        let mut table = String::new();
        let _ = writeln!(table, "  {:>9} {:>8}", "body", "head");
        for Travelling { name, head, body } in &self.files {
            let _ = writeln!(table, "  {body:>8} B {head:>6} B  {name}");
        }
        let _ = writeln!(
            table,
            "  {:>8} B            together, of at most {BYTES}; {} requests, of at most {REQUESTS}",
            self.bytes(),
            self.files.len()
        );
        table
    }

    /// What is too much, as sentences.
    pub fn breaches(&self) -> Vec<String> {
        let mut breaches = Vec::new();
        if self.bytes() > BYTES {
            breaches
                .push(format!("The first screen takes {} bytes; at most {BYTES} are allowed.", self.bytes()));
        }
        if self.files.len() > REQUESTS {
            breaches.push(format!(
                "The first screen takes {} requests; at most {REQUESTS} are allowed.",
                self.files.len()
            ));
        }
        breaches
    }

    /// Heads and bodies together.
    pub fn bytes(&self) -> usize {
        self.files.iter().map(Travelling::bytes).sum()
    }
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
        let screen = |sizes: &[usize]| FirstScreen {
            files: sizes
                .iter()
                .map(|&body| Travelling { name: String::new(), head: 1, body: body - 1 })
                .collect(),
        };
        assert!(screen(&[1, 1, 1, 1, 1, BYTES - 5]).breaches().is_empty());
        assert_eq!(screen(&[1, BYTES]).breaches().len(), 1);
        assert_eq!(screen(&[1; REQUESTS + 1]).breaches().len(), 1);
    }
}
