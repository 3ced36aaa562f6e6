//! Finds in our own `index.html` the few places that matter to the server. No HTML parser: it knows comments, and
//! the start tags of `html`, `script` and `style`; everything else is text to it.

use std::ops::Range;

/// One place in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// `<!--slot:name-->`, wherever it stands.
    Slot {
        /// The name.
        name: &'a str,
        /// The whole comment.
        range: Range<usize>,
    },
    /// The start tag of `html`.
    Html {
        /// The whole tag.
        range: Range<usize>,
        /// Its attributes.
        attributes: Vec<Attribute<'a>>,
    },
    /// A `script` or `style` element.
    Raw {
        /// Which of the two.
        element: RawElement,
        /// The attributes of its start tag.
        attributes: Vec<Attribute<'a>>,
        /// What is between its tags.
        content: Range<usize>,
    },
}

/// An element whose content is not HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawElement {
    /// `script`
    Script,
    /// `style`
    Style,
}

impl RawElement {
    const fn name(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Style => "style",
        }
    }
}

/// One attribute as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// Its value without quotes; empty when there is none.
    pub value: &'a str,
    /// The whole of it as written.
    pub raw: &'a str,
}

const SLOT: &str = "<!--slot:";

/// All places, in order.
pub fn places(html: &str) -> Vec<Place<'_>> {
    let mut places = vec![];
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = &html[start..];
        at = if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(html.len(), |end| start + end + 3);
            if let Some(name) = rest.strip_prefix(SLOT).and_then(|name| name.split("-->").next()) {
                places.push(Place::Slot { name: name.trim(), range: start..end });
            }
            end
        } else if let Some((end, attributes)) = start_tag(rest, "html") {
            places.push(Place::Html { range: start..start + end, attributes });
            start + end
        } else if let Some((element, end, attributes)) =
            [RawElement::Script, RawElement::Style].into_iter().find_map(|element| {
                start_tag(rest, element.name()).map(|(end, attributes)| (element, end, attributes))
            })
        {
            let content_start = start + end;
            let content_end = content_start + end_tag(&html[content_start..], element);
            places.push(Place::Raw { element, attributes, content: content_start..content_end });
            content_end + 1
        } else {
            start + 1
        };
    }
    places
}

/// The length of the start tag of this name and its attributes, when `rest` begins with one.
fn start_tag<'a>(rest: &'a str, name: &str) -> Option<(usize, Vec<Attribute<'a>>)> {
    let after = rest.get(1..=name.len()).filter(|found| found.eq_ignore_ascii_case(name))?;
    let mut at = 1 + after.len();
    if !rest[at..].starts_with(|next: char| next.is_ascii_whitespace() || next == '>' || next == '/') {
        return None;
    }
    let mut attributes = vec![];
    loop {
        at += rest[at..].find(|next: char| !next.is_ascii_whitespace() && next != '/')?;
        if rest[at..].starts_with('>') {
            return Some((at + 1, attributes));
        }
        let attribute = attribute(&rest[at..])?;
        at += attribute.raw.len();
        attributes.push(attribute);
    }
}

fn attribute(text: &str) -> Option<Attribute<'_>> {
    let name_end = text.find(|next: char| next.is_ascii_whitespace() || matches!(next, '=' | '>' | '/'))?;
    let name = &text[..name_end];
    let Some(value) = text[name_end..].strip_prefix('=') else {
        return (!name.is_empty()).then_some(Attribute { name, value: "", raw: name });
    };
    let (value, raw_length) = match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = value[1..].find(quote)?;
            (&value[1..=end], end + 2)
        }
        _ => {
            let end = value.find(|next: char| next.is_ascii_whitespace() || next == '>')?;
            (&value[..end], end)
        }
    };
    Some(Attribute { name, value, raw: &text[..name_end + 1 + raw_length] })
}

fn end_tag(text: &str, element: RawElement) -> usize {
    let name = element.name();
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| {
            text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        })
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_ends_where_the_browser_ends_it() {
        let html = r#"<script type=module data-x="a>b">let a = "<b>";</SCRIPT><p>"#;
        let [Place::Raw { element: RawElement::Script, attributes, content }] = &places(html)[..] else {
            panic!("{:?}", places(html));
        };
        assert_eq!(&html[content.clone()], r#"let a = "<b>";"#);
        let named: Vec<_> = attributes.iter().map(|attribute| (attribute.name, attribute.value)).collect();
        assert_eq!(named, [("type", "module"), ("data-x", "a>b")]);
    }

    #[test]
    fn what_stands_in_a_comment_is_not_run() {
        assert_eq!(places("<!-- <script>no</script> --><styled>"), []);
    }

    #[test]
    fn a_slot_is_found_in_text_in_a_title_and_in_an_attribute() {
        let html = r#"<title><!--slot:title--></title><a href="tel:<!--slot:phone-->">"#;
        let names: Vec<_> = places(html)
            .into_iter()
            .map(|place| match place {
                Place::Slot { name, .. } => name,
                Place::Html { .. } | Place::Raw { .. } => "",
            })
            .collect();
        assert_eq!(names, ["title", "phone"]);
    }

    #[test]
    fn half_a_page_is_no_reason_to_fall_over() {
        for html in
            ["<", "<html", "<html lang", "<script", "<script>", "<!--slot:", "<style a='", "<html lang=\"ü"]
        {
            let _ = places(html);
        }
    }
}
