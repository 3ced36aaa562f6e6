//! The client's `index.html`, taken apart once and filled for every visitor.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use wire::page::PAGE_ELEMENT_ID;

use super::{
    plain::escape,
    tags::{Attribute, Place, RawElement, places},
};

/// The attributes of `<html>` that the server sets.
const OWN_ATTRIBUTES: [&str; 3] = ["lang", "data-visitor", "data-has"];

/// `index.html` as it lies on the disk. Read again when it changed, so that a new client needs no restart.
#[derive(Debug)]
pub struct ShellFile {
    path: PathBuf,
    read: Mutex<(SystemTime, Arc<Shell>)>,
}

impl ShellFile {
    /// Reads it for the first time.
    pub fn open(client_dir: &Path) -> io::Result<Self> {
        let path = client_dir.join("index.html");
        let read = read(&path)?;
        Ok(Self { path, read: Mutex::new(read) })
    }

    /// The shell as it is now; as it was when the new one cannot be read.
    pub fn current(&self) -> Arc<Shell> {
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = fs::metadata(&self.path).and_then(|file| file.modified());
        if changed.is_ok_and(|changed| changed != known.0)
            && let Ok(new) = read(&self.path)
        {
            *known = new;
        }
        Arc::clone(&known.1)
    }
}

fn read(path: &Path) -> io::Result<(SystemTime, Arc<Shell>)> {
    let changed = fs::metadata(path)?.modified()?;
    Ok((changed, Arc::new(Shell::parse(&fs::read_to_string(path)?))))
}

/// What is written into the shell for one visitor. All values are plain text.
#[derive(Clone, Debug)]
pub struct Filling<'a> {
    /// The language of the page, `de` or `en`.
    pub language: &'static str,
    /// `stranger`, `refused`, `invited` or `staff`.
    pub visitor: &'static str,
    /// The data block, as JSON.
    pub page: &'a str,
    /// The slots that have a value.
    pub slots: &'a [(&'static str, &'a str)],
}

/// `index.html`, taken apart.
#[derive(Debug)]
pub struct Shell {
    pieces: Vec<Piece>,
    hashes: InlineHashes,
}

/// `'sha256-…'` of everything inline, for the Content-Security-Policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InlineHashes {
    /// Of the scripts.
    pub scripts: Vec<String>,
    /// Of the styles.
    pub styles: Vec<String>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    /// The start tag of `html`, with those of its attributes that stay.
    Html(String),
    Slot(String),
    Data,
}

impl Shell {
    /// Takes a page apart.
    pub fn parse(html: &str) -> Self {
        let mut shell = Self { pieces: vec![], hashes: InlineHashes::default() };
        let mut done = 0;
        for place in places(html) {
            let (range, piece) = match place {
                Place::Slot { name, range } => (range, Piece::Slot(name.to_owned())),
                Place::Html { range, attributes } => (range, Piece::Html(kept(&attributes))),
                Place::Raw { element, attributes, content } => {
                    if element == RawElement::Script && value(&attributes, "id") == Some(PAGE_ELEMENT_ID) {
                        (content, Piece::Data)
                    } else {
                        shell.hashes.note(element, &attributes, &html[content]);
                        continue;
                    }
                }
            };
            shell.pieces.push(Piece::Text(html[done..range.start].to_owned()));
            shell.pieces.push(piece);
            done = range.end;
        }
        shell.pieces.push(Piece::Text(html[done..].to_owned()));
        shell
    }

    /// The hashes of everything inline.
    pub fn hashes(&self) -> &InlineHashes {
        &self.hashes
    }

    /// The page for one visitor.
    pub fn fill(&self, filling: &Filling<'_>) -> String {
        let mut html = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => html.push_str(text),
                Piece::Html(kept) => {
                    let has = filling.slots.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ");
                    // Writing to a String cannot fail.
                    let _ = write!(
                        html,
                        "<html lang=\"{}\" data-visitor=\"{}\" data-has=\"{has}\"{kept}>",
                        filling.language, filling.visitor
                    );
                }
                Piece::Slot(name) => {
                    if let Some((_, value)) = filling.slots.iter().find(|(known, _)| known == name) {
                        html.push_str(&escape(value));
                    }
                }
                // "<" never appears in the block, so nothing in it can end it.
                Piece::Data => html.push_str(&filling.page.replace('<', "\\u003c")),
            }
        }
        html
    }
}

impl InlineHashes {
    fn note(&mut self, element: RawElement, attributes: &[Attribute<'_>], content: &str) {
        let hash = || format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(content.as_bytes())));
        match element {
            RawElement::Style => self.styles.push(hash()),
            RawElement::Script => {
                if value(attributes, "src").is_none() && is_run(value(attributes, "type").unwrap_or_default())
                {
                    self.scripts.push(hash());
                }
            }
        }
    }
}

/// Whether a browser acts on an inline script of this type, rather than taking it for data.
fn is_run(kind: &str) -> bool {
    let kinds = ["", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"];
    kinds.iter().any(|known| kind.trim().eq_ignore_ascii_case(known))
}

fn value<'a>(attributes: &[Attribute<'a>], name: &str) -> Option<&'a str> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name)).map(|found| found.value)
}

fn kept(attributes: &[Attribute<'_>]) -> String {
    attributes
        .iter()
        .filter(|attribute| !OWN_ATTRIBUTES.iter().any(|own| attribute.name.eq_ignore_ascii_case(own)))
        .map(|attribute| format!(" {}", attribute.raw))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(html: &str, slots: &[(&'static str, &str)], page: &str) -> String {
        Shell::parse(html).fill(&Filling { language: "de", visitor: "invited", page, slots })
    }

    #[test]
    fn a_slot_without_value_stays_empty_and_a_value_is_only_text() {
        let filled =
            fill("<p><!--slot:name--></p><i><!--slot:title--></i>", &[("name", "<b>\"O'Neil\" & Co")], "");
        assert_eq!(filled, "<p>&lt;b&gt;&quot;O&#39;Neil&quot; &amp; Co</p><i></i>");
    }

    #[test]
    fn the_page_says_whose_it_is_and_in_which_language() {
        let filled = fill(
            "<!DOCTYPE html>\n<html lang='xx' class=\"no-js\" data-visitor=\"?\">",
            &[("house", "x")],
            "",
        );
        assert_eq!(
            filled,
            "<!DOCTYPE html>\n<html lang=\"de\" data-visitor=\"invited\" data-has=\"house\" class=\"no-js\">"
        );
    }

    #[test]
    fn nothing_in_the_data_block_can_end_it() {
        let html = "<script type=\"application/json\" id=\"page\">null</script>.";
        let filled = fill(html, &[], r#"{"name":"</script><script>alert(1)"}"#);
        assert_eq!(
            filled,
            "<script type=\"application/json\" id=\"page\">{\"name\":\"\\u003c/script>\\u003cscript>alert(1)\"}</script>."
        );
    }

    #[test]
    fn inline_scripts_and_styles_are_hashed_and_data_is_not() {
        let shell = Shell::parse(
            "<style>a{}</style><script>1</script><script type=module>2</script>\
             <script src=\"/a.js\"></script><script type=\"application/json\">3</script>",
        );
        // printf '1' | openssl dgst -sha256 -binary | base64, and so on.
        assert_eq!(
            shell.hashes().scripts,
            [
                "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='",
                "'sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU='"
            ]
        );
        assert_eq!(shell.hashes().styles.len(), 1);
    }
}
