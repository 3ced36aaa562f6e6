//! From facts to the one thing that is said.

use std::cmp::Reverse;

use crate::{
    advice::Action,
    code::Code,
    evidence::Evidence,
    facts::Facts,
    precedence::{explains, place},
    rule::{Rule, Severity},
    rules,
    units::Millis,
};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// How bad, with what it explains.
    pub severity: Severity,
    /// What proves it.
    pub evidence: Evidence,
    /// What helps, the best first.
    pub remedies: &'static [Action],
    /// The finding that makes this one no wonder. Never one that is itself explained.
    pub explained_by: Option<Code>,
}

/// Everything that is wrong, with the one thing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What is said.
    pub top: Option<Finding>,
    /// What stands in the details: first what is true besides, then what is explained.
    pub folded: Vec<Finding>,
}

/// What follows from the facts at `now`.
// Never copied into what calls it: that may be fetched earlier.
#[inline(never)]
pub fn diagnose(facts: &Facts, now: Millis) -> Verdict {
    let known = facts.known(now);
    let found = rules::ALL.iter().filter_map(|rule| Some(finding(rule, (rule.when)(known)?)));
    weigh(found.collect())
}

fn finding(rule: &Rule, evidence: Evidence) -> Finding {
    Finding {
        code: rule.code,
        severity: evidence.severity(rule.severity),
        evidence,
        remedies: rule.remedies,
        explained_by: None,
    }
}

fn weigh(mut found: Vec<Finding>) -> Verdict {
    let explained = |effect: Code| found.iter().any(|cause| explains(cause.code, effect));
    let causes: Vec<Code> = found.iter().map(|cause| cause.code).filter(|cause| !explained(*cause)).collect();
    for finding in &mut found {
        let explaining = causes.iter().copied().filter(|cause| explains(*cause, finding.code));
        finding.explained_by = explaining.min_by_key(|cause| place(*cause));
    }
    lift(&causes, &mut found);
    found.sort_by_key(|finding| {
        (finding.explained_by.is_some(), Reverse(finding.severity), place(finding.code))
    });
    let mut found = found.into_iter();
    Verdict { top: found.next(), folded: found.collect() }
}

/// A cause weighs as much as the worst that it explains.
fn lift(causes: &[Code], found: &mut [Finding]) {
    for cause in causes {
        let effects = found.iter().filter(|effect| explains(*cause, effect.code));
        let worst = effects.map(|effect| effect.severity).max();
        for finding in found.iter_mut().filter(|finding| finding.code == *cause) {
            finding.severity = worst.map_or(finding.severity, |worst| worst.max(finding.severity));
        }
    }
}
