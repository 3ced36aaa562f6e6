//! What the generator accepts, and where it stops the build.

use super::{Problem, Source, generate};

fn source(file: &str, text: &str) -> [Source; 1] {
    [Source { file: file.to_owned(), text: text.to_owned() }]
}

fn code(german: &str, english: &str) -> String {
    generate(&source("de/x.ftl", german), &source("en/x.ftl", english)).unwrap()
}

fn refusal(german: &str, english: &str) -> String {
    generate(&source("de/x.ftl", german), &source("en/x.ftl", english)).unwrap_err().to_string()
}

#[test]
fn a_fixed_text_becomes_a_method_that_allocates_nothing() {
    let code = code("leave = Verlassen\n", "leave = Leave\n");
    assert!(
        code.contains("pub fn leave(self) -> &'static str {\n        self.pick(\"Verlassen\", \"Leave\")")
    );
}

#[test]
fn an_argument_becomes_a_parameter() {
    let code = code("hello-you = Guten Tag, { $name }!\n", "hello-you = Hello { $name }!\n");
    assert!(code.contains("pub fn hello_you(self, name: impl std::fmt::Display) -> String"));
    assert!(code.contains("Language::German => format!(\"Guten Tag, {name}!\")"));
}

#[test]
fn parameters_come_in_the_order_of_the_german_text() {
    let code = code("a = { $screen } – { $meeting }\n", "a = { $meeting }: { $screen }\n");
    assert!(code.contains("a(self, screen: impl std::fmt::Display, meeting: impl std::fmt::Display)"));
}

#[test]
fn a_selector_becomes_a_match_on_a_number() {
    let text = "n = { $count ->\n    [0] Niemand wartet\n    [one] Eine Person\n   *[other] { $count } Personen\n}\n";
    let code = code(text, text);
    assert!(code.contains("pub fn n(self, count: usize) -> String"));
    assert!(code.contains(
        "match count { 0 => \"Niemand wartet\".to_owned(), 1 => \"Eine Person\".to_owned(), \
         _ => format!(\"{count} Personen\") }"
    ));
}

#[test]
fn a_term_is_put_in_even_from_another_file() {
    let terms = Source { file: "de/a.ftl".into(), text: "-product = Vorzimmer\n".into() };
    let [text] = source("de/b.ftl", "about = Das ist { -product }.\n");
    let english = source("en/b.ftl", "about = This is it.\n");
    assert!(generate(&[text, terms], &english).unwrap().contains("\"Das ist Vorzimmer.\""));
}

#[test]
fn braces_in_a_text_stay_braces() {
    assert!(code("a = { \"{\" } { $x }\n", "a = { $x }\n").contains("format!(\"{{ {x}\")"));
}

#[test]
fn a_message_missing_in_one_language_stops_the_build() {
    assert_eq!(refusal("a = A\n\nb = B\n", "a = A\n"), "de/x.ftl:3: b: is missing in English");
    assert_eq!(refusal("a = A\n", "a = A\nb = B\n"), "en/x.ftl:2: b: is missing in German");
}

#[test]
fn different_arguments_stop_the_build() {
    assert_eq!(
        refusal("a = { $name }\n", "a = { $nmae }\n"),
        "de/x.ftl:1: a: wants {\"name\"} here, but {\"nmae\"} in the other language"
    );
}

#[test]
fn an_id_that_is_there_twice_stops_the_build() {
    assert_eq!(refusal("a = A\na = B\n", "a = A\n"), "de/x.ftl:1: a: is there twice");
}

#[test]
fn what_is_not_understood_stops_the_build() {
    let cases = [
        ("a = A\n    .title = B\n", "attributes"),
        ("a = { DATETIME($x) }\n", "a function"),
        ("b = B\na = { b }\n", "a reference to a message"),
        ("a = { $n ->\n    [few] F\n   *[other] O\n}\n", "a case but [one], *[other] or a number"),
        ("a = { $n ->\n   *[one] F\n}\n", "a selection without *[other]"),
    ];
    for (text, what) in cases {
        let printed = refusal(text, text);
        assert!(printed.ends_with(&Problem::Unsupported(what).to_string()), "{printed}");
        assert!(printed.contains(": a: "), "{printed}");
    }
    assert!(refusal("a = { -brand }\n", "a = A\n").ends_with("needs the term -brand, which is not there"));
}

#[test]
fn broken_syntax_stops_the_build_with_its_line_and_id() {
    let printed = refusal("a = A\n\nbad-one = { $x\nc = C\n", "a = A\n");
    assert!(printed.starts_with("de/x.ftl:3: bad-one: cannot be read"), "{printed}");
}

#[test]
fn what_is_found_comes_late_and_what_has_an_argument_does_not() {
    let (german, english) = (
        "finding-a = A\nfinding-b = { $x } B\nstep-c = C\n",
        "finding-a = a\nfinding-b = { $x } b\nstep-c = c\n",
    );
    let code = code(german, english);
    assert!(code.contains("fn finding_a(self) -> &'static str {\n        late::text(self.language, 0)"));
    assert!(code.contains("fn step_c(self) -> &'static str {\n        late::text(self.language, 1)"));
    assert!(code.contains("fn finding_b(self, x: impl std::fmt::Display) -> String"));
    assert!(code.contains("const LATE: [&[&str]; 2] = [&[\"A\", \"C\"], &[\"a\", \"c\"]];"));
}
