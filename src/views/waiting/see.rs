//! Being seen: the camera's picture as in a mirror, or the choice to go without.

use participant::{DeviceKind, Event, devices::CaptureKind, view::See};
use texts::Texts;
use wire::{
    checks::CheckStatus,
    names::{Action, Step},
};
use yew::prelude::*;

use super::super::findings::finding;
use crate::ui::{Button, Icon, Look, on, picture::Picture, select::Select, step::StepCard};

const OPEN: fn() -> Event = || Event::CapturePressed(CaptureKind::Camera);

/// The step.
pub fn see(texts: Texts, view: &See, next: bool, dispatch: &Callback<Event>) -> Html {
    let (status, found) = (view.check.status, view.check.finding);
    let above = match &view.mirror {
        Some(picture) => {
            html! { <Picture picture={picture.clone()} mirrored=true label={texts.see_mirror()} /> }
        }
        None => html! { <div class="picture none">{ Icon::CameraOff.show() }</div> },
    };
    let word = match (found, status) {
        (Some(code), _) => finding(texts, code, Look::next(next), Action::StartCamera, dispatch, OPEN),
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
            if view.mirror.is_none() { { offers(texts, view, next, dispatch) } }
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
fn offers(texts: Texts, view: &See, next: bool, dispatch: &Callback<Event>) -> Html {
    let skipped = view.check.status == CheckStatus::Skipped;
    let opening = view.check.status == CheckStatus::Running;
    // A finding has its own button that opens.
    let start = (!opening && view.check.finding.is_none()).then(|| {
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
