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
            { steps.unwrap_or_default() }
            { folded.unwrap_or_default() }
        </div>
    }
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Blocker | Severity::Problem => Tone::Warning,
        Severity::Hint => Tone::Plain,
    }
}

#[cfg(test)]
mod tests;
