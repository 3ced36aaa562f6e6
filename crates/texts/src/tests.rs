//! The texts themselves, and the static shell that repeats some of them.

#![allow(clippy::disallowed_methods, reason = "the texts are compared with the files they come from")]

use crate::{
    Language, Texts,
    generator::{Source, generate},
};

const DE: Texts = Texts::new(Language::German);
const EN: Texts = Texts::new(Language::English);

fn files(language: Language) -> Vec<Source> {
    let folder = format!("{}/../../assets/i18n/{}", env!("CARGO_MANIFEST_DIR"), language.tag());
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| Source { file: path.display().to_string(), text: std::fs::read_to_string(path).unwrap() })
        .collect()
}

#[test]
fn every_message_is_there_in_both_languages_and_one_that_is_not_is_noticed() {
    let (german, mut english) = (files(Language::German), files(Language::English));
    assert!(generate(&german, &english).is_ok());
    let text = &mut english.iter_mut().find(|source| source.file.ends_with("meeting.ftl")).unwrap().text;
    *text = text.replace("meeting-leave = ", "meeting-left = ");
    let printed = generate(&german, &english).unwrap_err().to_string();
    assert!(printed.contains("meeting-leave: is missing in English"), "{printed}");
}

#[test]
fn a_number_of_one_has_its_own_words() {
    assert_eq!(DE.waiting_minutes(1), "in einer Minute");
    assert_eq!(DE.waiting_minutes(12), "in 12 Minuten");
    assert_eq!(EN.waiting_minutes(1), "in one minute");
    assert_eq!(EN.waiting_minutes(0), "in 0 minutes");
}

/// Who says aloud what stands on a button presses it (WCAG 2.2, 2.5.3): its full name contains its label.
#[test]
fn the_name_of_a_button_contains_its_label() {
    for texts in [DE, EN] {
        for (label, name) in [
            (texts.desk_admit(), texts.desk_admit_who("Lena")),
            (texts.desk_reject(), texts.desk_reject_who("Lena")),
            (texts.desk_remove(), texts.desk_remove_who("Lena")),
            (texts.desk_write(), texts.desk_write_who("Lena")),
        ] {
            assert!(name.to_lowercase().contains(&label.to_lowercase()), "{name} without {label}");
        }
    }
}

#[test]
fn a_language_is_known_by_its_tag() {
    assert_eq!(Language::from_tag("de-AT"), Some(Language::German));
    assert_eq!(Language::from_tag("EN_gb"), Some(Language::English));
    assert_eq!(Language::from_tag("fr"), None);
    assert_eq!(Language::from_tag("den"), None);
}

/// `index.html` is readable before any program runs, so it repeats the words of the first screen. They are the same
/// words: a page whose text changes while it is being read unsettles.
#[test]
fn the_static_shell_says_what_the_first_screen_says() {
    let shell = std::fs::read_to_string(format!("{}/../../index.html", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shell = spaced(&shell);
    for texts in [DE, EN] {
        for words in [
            texts.brand(),
            texts.switch_language_short(),
            texts.help_by_phone(),
            texts.arrival_invited(),
            texts.arrival_next(),
            texts.arrival_step_check(),
            texts.arrival_step_admitted(),
            texts.arrival_step_meeting(),
            texts.arrival_nothing_needed(),
            texts.arrival_entering(),
            texts.loading(),
            texts.finding_browser_unsupported(),
            texts.stranger_title(),
            texts.stranger_sentence(),
            texts.stranger_remedy(),
        ] {
            assert!(shell.contains(&spaced(words)), "index.html does not say: {words}");
        }
        let greeting = texts.arrival_greeting("<!--slot:name-->");
        assert!(shell.contains(&greeting), "index.html does not say: {greeting}");
    }
}

#[test]
fn what_comes_late_is_one_line_each_and_reads_the_same_once_it_has_come() {
    let before = (DE.finding_mic_silent(), EN.finding_mic_silent(), DE.step_open_shutter());
    let file = crate::late::file();
    assert!(file.lines().all(|line| !line.is_empty()));
    assert_eq!(file.lines().count() % 2, 0);
    crate::late::bring(file);
    assert_eq!((DE.finding_mic_silent(), EN.finding_mic_silent(), DE.step_open_shutter()), before);
    assert_ne!(before.0, before.1);
}
