//! The connection: checked by itself.

use texts::Texts;
use wire::{
    checks::{Check, CheckStatus},
    names::Step,
};
use yew::prelude::*;

use super::super::named::named;
use crate::ui::{Icon, step::StepCard};

/// The step.
pub fn connection(texts: Texts, check: Check) -> Html {
    let word = match (check.finding, check.status) {
        (Some(code), _) => named(texts, code),
        (None, CheckStatus::Success) => texts.connection_done(),
        (None, CheckStatus::Idle | CheckStatus::Running | CheckStatus::Skipped | CheckStatus::Failed) => {
            texts.connection_running()
        }
    };
    let word = html! { <p>{ word }</p> };
    let (step, title, icon) = (Step::Connection, texts.connection_title(), Icon::Connection);
    let (above, below) = (Html::default(), Html::default());
    StepCard { step, title, icon, check, next: false, above, word, below }.show(texts)
}
