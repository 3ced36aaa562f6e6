//! Waiting room and device check on one screen: what happens now on one side, four steps on the other.

mod connection;
mod hear;
pub(super) mod now;
mod see;
mod speak;

use participant::{Event, view::Waiting};
use wire::{
    checks::{Check, CheckStatus},
    names::{Screen, Step},
};
use yew::prelude::*;

use super::{Frame, noticed::noticed};

/// The screen.
pub fn waiting(frame: &Frame, view: &Waiting, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let steps = [(Step::Hear, view.hear.check), (Step::Speak, view.speak.check), (Step::See, view.see.check)];
    let open = || steps.iter().filter(|(_, check)| !settled(*check)).map(|(step, _)| *step);
    let (done, next) = (steps.len() - open().count(), open().next());
    let progress = if done == 3 { texts.checks_ready().to_owned() } else { texts.checks_progress(done) };
    let content = html! {
        <>
        <p class="when">{ frame.about().to_owned() }</p>
        <div class="columns">
            { now::now(frame, view) }
            <section class="checks" aria-labelledby="checks-heading">
                <h2 id="checks-heading">{ texts.checks_title() }</h2>
                <p class="progress" data-status={if done == 3 { "success" } else { "running" }}>{ progress }</p>
                { noticed(texts, &view.notices) }
                <ol class="steps">
                    { hear::hear(texts, &view.hear, next == Some(Step::Hear), dispatch) }
                    { speak::speak(texts, &view.speak, next == Some(Step::Speak), dispatch) }
                    { see::see(texts, &view.see, next == Some(Step::See), dispatch) }
                    { connection::connection(texts, view.connection, dispatch) }
                </ol>
            </section>
        </div>
        </>
    };
    frame.screen(Screen::Waiting, texts.waiting_title(), content)
}

/// Whether nothing is left to do in a step.
fn settled(check: Check) -> bool {
    match check.status {
        CheckStatus::Success | CheckStatus::Skipped => true,
        CheckStatus::Idle | CheckStatus::Running | CheckStatus::Failed => false,
    }
}
