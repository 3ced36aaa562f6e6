//! Speaking: a meter that moves, and words to say.

use participant::{DeviceKind, Event, devices::CaptureKind, view::Speak};
use texts::Texts;
use wire::{
    checks::CheckStatus,
    names::{Action, Step},
};
use yew::prelude::*;

use super::super::{echo, named::named};
use crate::ui::{Button, Icon, Look, meter::Meter, on, select::Select, step::StepCard};

const OPEN: fn() -> Event = || Event::CapturePressed(CaptureKind::Microphone);

/// The step. `offered` says that what was found has the button that opens.
pub fn speak(texts: Texts, view: &Speak, next: bool, offered: bool, dispatch: &Callback<Event>) -> Html {
    let status = view.check.status;
    let heard = status == CheckStatus::Success;
    let above = html! {
        if view.live {
            if !heard {
                <p class="asked">{ texts.speak_say() }</p>
            }
            <Meter label={texts.speak_meter()} />
        }
    };
    let open = (!view.live && !offered).then(|| match status {
        CheckStatus::Running => html! { <p class="asked">{ texts.speak_opening() }</p> },
        CheckStatus::Idle | CheckStatus::Skipped | CheckStatus::Success | CheckStatus::Failed => {
            let start = Button::new(Action::StartMicrophone, texts.speak_start()).look(Look::next(next));
            html! { <><p>{ texts.speak_idle() }</p><p class="actions">{ start.show(on(dispatch, OPEN)) }</p></> }
        }
    });
    let word = match view.check.finding {
        Some(code) => html! { <p>{ named(texts, code) }</p> },
        None if heard => html! { <p>{ texts.speak_done() }</p> },
        None => Html::default(),
    };
    let choose = dispatch.reform(|id| Event::DeviceChosen { kind: DeviceKind::AudioInput, id });
    let (action, label) = (Action::ChooseMicrophone, texts.choose_microphone());
    let below = html! {
        <>
            { open.unwrap_or_default() }
            if let Some(echo) = view.echo { { echo::echo(texts, echo, dispatch) } }
            <Select {texts} {action} {label} choice={view.choice.clone()} {choose} />
        </>
    };
    let (step, title, icon, check) = (Step::Speak, texts.speak_title(), Icon::Microphone, view.check);
    StepCard { step, title, icon, check, next, above, word, below }.show(texts)
}
