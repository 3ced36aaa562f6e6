//! Being seen: the camera's picture as in a mirror, or the choice to go without.

use participant::{DeviceKind, Event, devices::CaptureKind, view::See};
use texts::Texts;
use wire::{
    checks::CheckStatus,
    names::{Action, Step},
};
use yew::prelude::*;

use super::super::named::named;
use crate::ui::{Button, Icon, Look, on, picture::Picture, select::Select, step::StepCard};

const OPEN: fn() -> Event = || Event::CapturePressed(CaptureKind::Camera);

/// The step. `offered` says that what was found has the button that opens.
pub fn see(texts: Texts, view: &See, next: bool, offered: bool, dispatch: &Callback<Event>) -> Html {
    let above = match &view.mirror {
        Some(picture) => {
            html! { <Picture picture={picture.clone()} mirrored=true label={texts.see_mirror()} /> }
        }
        None => html! { <div class="picture none">{ Icon::CameraOff.show() }</div> },
    };
    let word = match (view.check.finding, view.check.status) {
        (Some(code), _) => html! { <p>{ named(texts, code) }</p> },
        (None, CheckStatus::Success) => html! { <p>{ texts.see_done() }</p> },
        (None, CheckStatus::Skipped) => html! { <p>{ texts.see_skipped() }</p> },
        (None, CheckStatus::Running) if view.mirror.is_none() => {
            html! { <p class="asked">{ texts.see_opening() }</p> }
        }
        (None, CheckStatus::Idle | CheckStatus::Running | CheckStatus::Failed) => Html::default(),
    };
    let choose = dispatch.reform(|id| Event::DeviceChosen { kind: DeviceKind::VideoInput, id });
    let below = html! {
        <>
            if view.mirror.is_none() { { offers(texts, view, next, offered, dispatch) } }
            <Select
                {texts}
                action={Action::ChooseCamera}
                label={texts.choose_camera()}
                choice={view.choice.clone()}
                {choose}
            />
        </>
    };
    let (step, title, icon, check) = (Step::See, texts.see_title(), Icon::Camera, view.check);
    StepCard { step, title, icon, check, next, above, word, below }.show(texts)
}

/// What can be done while there is no picture: open the camera, or go without.
fn offers(texts: Texts, view: &See, next: bool, offered: bool, dispatch: &Callback<Event>) -> Html {
    let skipped = view.check.status == CheckStatus::Skipped;
    let opening = view.check.status == CheckStatus::Running;
    let start = (!opening && !offered).then(|| {
        Button::new(Action::StartCamera, texts.see_start()).look(Look::next(next)).show(on(dispatch, OPEN))
    });
    let skip = (!skipped).then(|| {
        let press = on(dispatch, || Event::CameraSkipped);
        Button::new(Action::SkipCamera, texts.see_skip()).look(Look::Quiet).show(press)
    });
    let idle = start.is_some() && !skipped;
    html! {
        <>
            if idle {
                <p>{ texts.see_idle() }</p>
            }
            <p class="actions">{ start.unwrap_or_default() }{ skip.unwrap_or_default() }</p>
        </>
    }
}
