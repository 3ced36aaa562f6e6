//! What holds whatever is known: tried with facts drawn at random.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeSet;

use common::{PATIENCE, Story, evidence, fault, healthy};
use diagnosis::{
    Code, Fact, Facts, Millis, Verdict, diagnose,
    precedence::{ORDER, explains},
};
use proptest::{prelude::*, sample::select, test_runner::RngSeed};

/// All facts that are evidence of something, or of nothing.
fn any_fact() -> impl Strategy<Value = Fact> {
    let healthy = healthy(0, 0).into_iter().map(|(_, fact)| fact);
    let ill = Code::ALL.iter().flat_map(|code| evidence(*code));
    let facts: Vec<Fact> = healthy.chain(ill).collect();
    select(facts)
}

/// Many facts within half a minute, several of one kind at one moment among them.
fn any_story() -> impl Strategy<Value = Story> {
    let moment = (0..=15u64).prop_map(|moment| Millis(moment * 2_000));
    prop::collection::vec((moment, any_fact()), 0..60)
}

fn verdict(story: &Story, now: Millis) -> Verdict {
    diagnose(&story.iter().cloned().collect::<Facts>(), now)
}

fn place(code: Code) -> usize {
    ORDER.iter().position(|ordered| *ordered == code).expect("every code has its place")
}

proptest! {
    // The same stories in every run: what fails here fails for who changed something, and not for whom chance picks.
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x56_6f_72),
        ..ProptestConfig::default()
    })]

    #[test]
    fn in_whatever_order_facts_come_the_verdict_is_the_same(
        (story, shuffled) in any_story().prop_flat_map(|story| (Just(story.clone()), Just(story).prop_shuffle())),
        now in 20_000..60_000u64,
    ) {
        prop_assert_eq!(verdict(&story, Millis(now)), verdict(&shuffled, Millis(now)));
    }

    #[test]
    fn a_fact_told_twice_says_no_more_than_once(story in any_story(), now in 20_000..60_000u64) {
        let twice: Story = story.iter().chain(&story).cloned().collect();
        prop_assert_eq!(verdict(&story, Millis(now)), verdict(&twice, Millis(now)));
    }

    #[test]
    fn what_is_said_is_a_cause_and_nothing_found_besides_outweighs_it(story in any_story(), now in 20_000..60_000u64) {
        let verdict = verdict(&story, Millis(now));
        let Some(top) = &verdict.top else {
            prop_assert!(verdict.folded.is_empty());
            return Ok(());
        };
        prop_assert_eq!(top.explained_by, None);
        for folded in &verdict.folded {
            prop_assert!(!explains(folded.code, top.code));
            prop_assert!(folded.severity <= top.severity);
            // No two blockers, and no two of anything, without a declared order.
            if folded.severity == top.severity && folded.explained_by.is_none() {
                prop_assert!(place(top.code) < place(folded.code));
            }
        }
    }

    #[test]
    fn what_is_explained_is_explained_by_something_that_is_found_and_is_itself_a_cause(
        story in any_story(),
        now in 20_000..60_000u64,
    ) {
        let verdict = verdict(&story, Millis(now));
        let found: Vec<_> = verdict.top.iter().chain(&verdict.folded).collect();
        let codes: BTreeSet<_> = found.iter().map(|finding| finding.code).collect();
        prop_assert_eq!(codes.len(), found.len());
        for finding in &found {
            let wondered = found.iter().all(|other| !explains(other.code, finding.code));
            match finding.explained_by {
                None => prop_assert!(wondered, "{} has a cause and says none", finding.code.name()),
                Some(cause) => {
                    let cause = found.iter().find(|other| other.code == cause);
                    prop_assert!(cause.is_some_and(|cause| cause.explained_by.is_none()));
                }
            }
        }
    }

    #[test]
    fn whatever_was_wrong_a_healthy_page_is_told_nothing(story in any_story()) {
        let healed: Story = story.into_iter().chain(healthy(100_000, 103_000)).collect();
        prop_assert_eq!(verdict(&healed, Millis(103_000)), Verdict::default());
    }

    #[test]
    fn the_same_moment_counted_from_elsewhere_gives_the_same_codes(
        story in any_story(),
        now in 30_000..60_000u64,
        later in 0..1_000_000_000u64,
    ) {
        let moved: Story = story.iter().map(|(at, fact)| (Millis(at.0 + later), fact.clone())).collect();
        let codes = |verdict: &Verdict| -> Vec<_> {
            verdict.top.iter().chain(&verdict.folded).map(|finding| (finding.code, finding.explained_by)).collect()
        };
        prop_assert_eq!(codes(&verdict(&story, Millis(now))), codes(&verdict(&moved, Millis(now + later))));
    }
}

#[test]
fn of_any_two_faults_one_is_said_and_always_the_same_one() {
    for first in Code::ALL {
        for second in Code::ALL.iter().filter(|second| *second != first) {
            let told = |codes: [&Code; 2]| -> Verdict {
                let mut story = healthy(0, 19_999);
                story.extend(codes.into_iter().flat_map(|code| fault(*code, 20_000)));
                verdict(&story, Millis(20_000 + PATIENCE))
            };
            let told_first = told([first, second]);
            assert_eq!(told_first, told([second, first]), "{} and {}", first.name(), second.name());
            let worst = told_first.folded.iter().map(|finding| finding.severity).max();
            let said = told_first.top.map(|top| top.severity);
            assert!(said.is_some() && said >= worst, "{} and {}", first.name(), second.name());
        }
    }
}
