//! Hearing: a chime, and the question whether it was heard.

use participant::{
    DeviceKind, Event,
    view::{Hear, HearStage},
};
use texts::Texts;
use wire::names::{Action, Step};
use yew::prelude::*;

use super::super::findings::finding;
use crate::ui::{Button, Icon, Look, on, select::Select, step::StepCard};

/// The step.
pub fn hear(texts: Texts, view: &Hear, next: bool, dispatch: &Callback<Event>) -> Html {
    let play = |label, look| {
        Button::new(Action::PlayChime, label).look(look).show(on(dispatch, || Event::ChimePressed))
    };
    let answer = |action, label, heard| {
        Button::new(action, label).show(on(dispatch, move || Event::HeardAnswered(heard)))
    };
    let found = view.check.finding;
    let body = match view.stage {
        // The finding has the button that plays.
        HearStage::Silent | HearStage::NotHeard if found.is_some() => Html::default(),
        HearStage::Silent => html! {
            <>
                <p>{ texts.hear_silent() }</p>
                <p class="actions">{ play(texts.hear_play(), Look::next(next)) }</p>
            </>
        },
        HearStage::Playing => html! { <p class="asked">{ texts.hear_playing() }</p> },
        HearStage::Asking => html! {
            <>
                <p class="asked">{ texts.hear_ask() }</p>
                <p class="actions">
                    { answer(Action::Heard, texts.hear_yes(), true) }
                    { answer(Action::NotHeard, texts.hear_no(), false) }
                    { play(texts.hear_again(), Look::Quiet) }
                </p>
            </>
        },
        HearStage::Heard | HearStage::NotHeard => {
            html! { <p class="actions">{ play(texts.hear_again(), Look::Quiet) }</p> }
        }
    };
    let word = match (found, view.stage) {
        (Some(code), _) => {
            finding(texts, code, Look::next(next), Action::PlayChime, dispatch, || Event::ChimePressed)
        }
        (None, HearStage::Heard) => html! { <p>{ texts.hear_done() }</p> },
        (None, HearStage::Silent | HearStage::Playing | HearStage::Asking | HearStage::NotHeard) => {
            Html::default()
        }
    };
    let choose = dispatch.reform(|id| Event::DeviceChosen { kind: DeviceKind::AudioOutput, id });
    let below = html! {
        <>
            { body }
            <Select {texts} action={Action::ChooseSpeaker} label={texts.choose_speaker()} choice={view.choice.clone()} {choose} />
        </>
    };
    let (step, title, icon, check) = (Step::Hear, texts.hear_title(), Icon::Speaker, view.check);
    StepCard { step, title, icon, check, next, above: Html::default(), word, below }.show(texts)
}
