//! One step of the device check: a card with its title, how far it is, what to do, and what was found.

use texts::Texts;
use wire::{
    checks::{Check, CheckStatus},
    names::Step,
};
use yew::prelude::*;

use super::icon::Icon;

/// A step being put together.
pub struct StepCard {
    /// Which step.
    pub step: Step,
    /// Its title.
    pub title: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// How far it is.
    pub check: Check,
    /// Whether it is the one to do next.
    pub next: bool,
    /// What moves: the meter, the picture.
    pub above: Html,
    /// What was found or is proven, said once when it changes.
    pub word: Html,
    /// What there is to do, and to choose.
    pub below: Html,
}

impl StepCard {
    /// The card.
    pub fn show(self, texts: Texts) -> Html {
        let status = self.check.status;
        html! {
            <li
                class="step"
                data-step={self.step.name()}
                data-status={name(status)}
                aria-current={self.next.then_some("step")}
            >
                <h3>
                    { self.icon.show() }
                    <span>{ self.title }</span>
                    <span class="badge">{ icon(status).show() }<span>{ words(texts, status) }</span></span>
                </h3>
                { self.above }
                <div class="word" role="status">{ self.word }</div>
                { self.below }
            </li>
        }
    }
}

/// The name of a status in the page (`data-status`).
pub fn name(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Idle => "idle",
        CheckStatus::Running => "running",
        CheckStatus::Skipped => "skipped",
        CheckStatus::Success => "success",
        CheckStatus::Failed => "failed",
    }
}

/// The icon of a status.
pub fn icon(status: CheckStatus) -> Icon {
    match status {
        CheckStatus::Idle | CheckStatus::Running => Icon::Circle,
        CheckStatus::Skipped => Icon::Dash,
        CheckStatus::Success => Icon::Check,
        CheckStatus::Failed => Icon::Attention,
    }
}

/// A status in words.
pub fn words(texts: Texts, status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Idle => texts.status_idle(),
        CheckStatus::Running => texts.status_running(),
        CheckStatus::Skipped => texts.status_skipped(),
        CheckStatus::Success => texts.status_success(),
        CheckStatus::Failed => texts.status_failed(),
    }
}
