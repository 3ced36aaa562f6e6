//! The connection: checked by itself.

use participant::Event;
use texts::Texts;
use wire::{
    checks::{Check, CheckStatus},
    names::{Action, Step},
};
use yew::prelude::*;

use super::super::findings::finding;
use crate::ui::{Icon, Look, step::StepCard};

/// The step.
pub fn connection(texts: Texts, check: Check, dispatch: &Callback<Event>) -> Html {
    let word = match (check.finding, check.status) {
        (Some(code), _) => finding(texts, code, Look::Plain, Action::TryAgain, dispatch, || Event::PageWoke),
        (None, CheckStatus::Success) => html! { <p>{ texts.connection_done() }</p> },
        (None, CheckStatus::Idle | CheckStatus::Running | CheckStatus::Skipped | CheckStatus::Failed) => {
            html! { <p>{ texts.connection_running() }</p> }
        }
    };
    let (step, title, icon) = (Step::Connection, texts.connection_title(), Icon::Connection);
    let (above, below) = (Html::default(), Html::default());
    StepCard { step, title, icon, check, next: false, above, word, below }.show(texts)
}
