//! What the compiler cannot see of the texts and the pictures.

use std::collections::BTreeSet;

use diagnosis::StepId;
use texts::Language;
use wire::FindingCode;

use super::*;

/// What fits in one row of a telephone's page.
const SHORT: usize = 36;

fn found(code: FindingCode, device: &str) -> Help {
    let device = device.to_owned();
    Help {
        code,
        severity: Severity::Problem,
        button: None,
        steps: &[],
        device,
        dial_in: None,
        folded: vec![],
    }
}

#[test]
fn every_fault_has_its_own_sentence_in_both_languages() {
    let mut said = BTreeSet::new();
    for language in Language::ALL {
        for code in FindingCode::ALL {
            let sentence = sentences::sentence(Texts::new(language), &found(*code, ""));
            assert!(sentence.ends_with('.') && sentence.contains(": "), "{}: {sentence}", code.name());
            assert!(said.insert(sentence.to_string()), "{} is said twice: {sentence}", code.name());
        }
    }
}

#[test]
fn every_fault_has_its_own_short_name_in_both_languages() {
    let mut said = BTreeSet::new();
    for language in Language::ALL {
        for code in FindingCode::ALL {
            let name = named(Texts::new(language), *code);
            let length = name.chars().count();
            assert!((1..=SHORT).contains(&length) && !name.ends_with('.'), "{}: {name}", code.name());
            assert!(said.insert(name), "{} is a name twice: {name}", code.name());
        }
    }
}

#[test]
fn the_better_microphone_is_named_where_its_name_is_known() {
    for language in Language::ALL {
        let sentence =
            |device| sentences::sentence(Texts::new(language), &found(FindingCode::WrongMic, device));
        assert!(sentence("Jabra 510").contains("Jabra 510"));
        assert_ne!(sentence("").as_str(), sentence("Jabra 510").replace("Jabra 510", ""));
    }
}

#[test]
fn every_step_says_what_to_do_and_shows_where() {
    let mut said = BTreeSet::new();
    for step in StepId::ALL {
        for language in Language::ALL {
            let words = steps::words(Texts::new(language), *step);
            assert!(words.ends_with('.'), "{}: {words}", step.name());
            assert!(said.insert(words), "{} is said twice: {words}", step.name());
        }
        let (around, beside, counts) = steps::picture(*step).lines();
        for path in [around, beside, counts] {
            assert!(path.is_empty() || path.starts_with('M'), "{}: {path}", step.name());
        }
        assert!(!counts.is_empty(), "{} shows nothing that counts", step.name());
    }
}
