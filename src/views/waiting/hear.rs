//! Hearing: a chime, and the question whether it was heard.

use participant::{
    DeviceKind, Event,
    view::{Hear, HearStage},
};
use texts::Texts;
use wire::names::{Action, Step};
use yew::prelude::*;

use super::super::named::named;
use crate::ui::{Button, Icon, Look, on, select::Select, step::StepCard};

/// The step. `offered` says that what was found has the button that plays.
pub fn hear(texts: Texts, view: &Hear, next: bool, offered: bool, dispatch: &Callback<Event>) -> Html {
    let play = |label, look| {
        Button::new(Action::PlayChime, label).look(look).show(on(dispatch, || Event::ChimePressed))
    };
    let answer = |action, label, heard| {
        Button::new(action, label).show(on(dispatch, move || Event::HeardAnswered(heard)))
    };
    let body = match view.stage {
        HearStage::Silent | HearStage::NotHeard if offered => Html::default(),
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
        HearStage::NotHeard => {
            html! { <p class="actions">{ play(texts.hear_again(), Look::next(next)) }</p> }
        }
        HearStage::Heard => {
            html! { <p class="actions">{ play(texts.hear_again(), Look::Quiet) }</p> }
        }
    };
    let word = match (view.check.finding, view.stage) {
        (Some(code), _) => html! { <p>{ named(texts, code) }</p> },
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
