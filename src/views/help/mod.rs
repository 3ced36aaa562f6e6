//! What is wrong, and what helps: one sentence, one button, and the steps that only the member can take. What else was
//! found stands in the details, by name.

mod picture;
mod remedies;
mod sentences;
mod steps;

use participant::{
    Event,
    view::{Help, Severity},
};
use texts::Texts;
use wire::{names::Action, page::DialIn};
use yew::prelude::*;

use super::named::named;
use crate::ui::{
    Button, Look,
    notice::{Tone, notice},
    on,
};

/// How the steps are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Steps {
    /// At once.
    Open,
    /// When they are asked for: where there is little room.
    Folded,
}

/// What is wrong. The sentence stands in the live region of [`super::helping`]; button and steps are beside it, so that a
/// screen reader says the one thing that changed and leaves the rest to be read.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn help(texts: Texts, help: &Help, how: Steps, dispatch: &Callback<Event>) -> Html {
    let said = (tone(help.severity), sentences::sentence(texts, help));
    html! {
        <div class="help" data-finding={help.code.name()} data-severity={help.severity.name()}>
            { notice(Some(said)) }
            { remedy(texts, help, how, dispatch) }
        </div>
    }
}

/// What can be done. Another finding makes it anew, so that what was unfolded for the one is folded for the other.
fn remedy(texts: Texts, help: &Help, how: Steps, dispatch: &Callback<Event>) -> Html {
    let button = help.button.map(|remedy| {
        let (action, label) = remedies::button(texts, remedy);
        let look = Look::next(help.severity > Severity::Hint);
        Button::new(action, label).look(look).show(on(dispatch, move || Event::RemedyPressed(remedy)))
    });
    let steps = (!help.steps.is_empty()).then(|| {
        let list = steps::steps(texts, help.steps);
        match how {
            Steps::Open => html! { <><h3>{ texts.help_steps() }</h3>{ list }</> },
            Steps::Folded => html! { <details><summary>{ texts.help_steps() }</summary>{ list }</details> },
        }
    });
    let dial_in = help.dial_in.as_ref().map(|dial_in| by_telephone(texts, dial_in));
    let folded = (!help.folded.is_empty()).then(|| {
        let one = |code: &wire::FindingCode| {
            html! { <li key={code.name()} data-folded={code.name()}>{ named(texts, *code) }</li> }
        };
        html! {
            <details>
                <summary>{ texts.help_details() }</summary>
                <ul>{ for help.folded.iter().map(one) }</ul>
            </details>
        }
    });
    html! {
        <div class="remedy" key={help.code.name()}>
            { button.unwrap_or_default() }
            { dial_in.unwrap_or_default() }
            { steps.unwrap_or_default() }
            { folded.unwrap_or_default() }
        </div>
    }
}

/// The number to call, which a telephone dials together with the PIN, and the PIN for every other telephone.
fn by_telephone(texts: Texts, dial_in: &DialIn) -> Html {
    html! {
        <p class="dial-in">
            { texts.help_dial_in() }{ " " }
            <a href={dial_in.link()} data-action={Action::Telephone.name()}>{ &dial_in.number }</a>
            { ", " }{ texts.help_pin() }{ " " }<strong>{ in_threes(&dial_in.pin) }</strong>
        </p>
    }
}

/// As numbers are read out: "482 913".
fn in_threes(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index.is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Blocker | Severity::Problem => Tone::Warning,
        Severity::Hint => Tone::Plain,
    }
}

#[cfg(test)]
mod tests;
