//! Waiting room and device check on one screen: what happens now on one side, four steps on the other.

mod connection;
mod hear;
pub(super) mod now;
mod see;
mod speak;

use diagnosis::fact::CaptureKind;
use participant::{
    Event,
    view::{Remedy, Reporting, Severity, Waiting},
};
use wire::{
    checks::{Check, CheckStatus},
    names::{Screen, Step},
};
use yew::prelude::*;

use super::{
    Frame,
    help::Steps,
    helping::helping,
    noticed::{noticed, of_device},
    report,
};
use crate::ui::Icon;

const MICROPHONE: Remedy = Remedy::AskAgain(CaptureKind::Microphone);
const CAMERA: Remedy = Remedy::AskAgain(CaptureKind::Camera);

/// The screen.
pub fn waiting(frame: &Frame, view: &Waiting, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let steps = [(Step::Hear, view.hear.check), (Step::Speak, view.speak.check), (Step::See, view.see.check)];
    let open = || steps.iter().filter(|(_, check)| !settled(*check)).map(|(step, _)| *step);
    // What is wrong goes first, and then there is no other thing to do next.
    let wrong = view.help.as_ref().is_some_and(|help| help.severity > Severity::Hint);
    let (done, next) = (steps.len() - open().count(), open().next().filter(|_| !wrong));
    // No button is there twice.
    let offered = |remedy| view.help.as_ref().is_some_and(|help| help.button == Some(remedy));
    // A hint is something to do.
    let ready = done == 3 && view.help.is_none();
    let progress = if ready { texts.checks_ready().to_owned() } else { texts.checks_progress(done) };
    let content = html! {
        <>
        <p class="when">{ frame.about().to_owned() }</p>
        <div class="columns">
            { now::now(frame, view) }
            <section class="checks" aria-labelledby="checks-heading">
                <h2 id="checks-heading">{ texts.checks_title() }</h2>
                <p class="progress" role="status" data-status={if ready { "success" } else { "running" }}>
                    if ready { { Icon::Check.show() } }
                    <span>{ progress }</span>
                </p>
                { noticed(texts, &view.notices, of_device) }
                { helping(texts, view.help.as_ref(), Steps::Open, dispatch) }
                <ol class="steps">
                    { hear::hear(texts, &view.hear, next == Some(Step::Hear), offered(Remedy::PlayChime), dispatch) }
                    { speak::speak(texts, &view.speak, next == Some(Step::Speak), offered(MICROPHONE), dispatch) }
                    { see::see(texts, &view.see, next == Some(Step::See), offered(CAMERA), dispatch) }
                    { connection::connection(texts, view.connection) }
                </ol>
                if view.reporting != Reporting::Away {
                    { report::report(frame, &view.reporting, dispatch) }
                }
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
