//! The large buttons.

use participant::{
    Event,
    view::{Meeting, Switch},
};
use texts::Texts;
use wire::names::Action;
use yew::prelude::*;

use crate::ui::{Button, Icon, Look, on};

/// The buttons. A label says what a press does; colour and icon say what is so.
pub fn controls(texts: Texts, view: &Meeting, dispatch: &Callback<Event>) -> Html {
    let (microphone, camera) = (view.microphone, view.camera);
    let mute = if microphone.on {
        Button::new(Action::Mute, texts.meeting_mic_off()).icon(Icon::Microphone)
    } else {
        Button::new(Action::Mute, texts.meeting_mic_on()).icon(Icon::MicrophoneOff)
    };
    let film = if camera.on {
        Button::new(Action::Camera, texts.meeting_camera_off()).icon(Icon::Camera)
    } else {
        Button::new(Action::Camera, texts.meeting_camera_on()).icon(Icon::CameraOff)
    };
    let leave = Button::new(Action::Leave, texts.meeting_leave()).icon(Icon::Leave).look(Look::ControlDanger);
    html! {
        <div class="controls" role="group" aria-label={texts.meeting_controls()}>
            { switch(mute, microphone).show(on(dispatch, || Event::MutePressed)) }
            { switch(film, camera).show(on(dispatch, || Event::CameraPressed)) }
            if let Some(screen) = view.screen {
                { share(texts, screen).show(on(dispatch, || Event::SharePressed)) }
            }
            { leave.show(on(dispatch, || Event::LeavePressed)) }
        </div>
    }
}

/// Not everybody's button: offered where the browser can, and no more prominent than the others.
fn share(texts: Texts, screen: Switch) -> Button {
    let label = if screen.on { texts.meeting_share_stop() } else { texts.meeting_share() };
    let status = if screen.on { "on" } else { "idle" };
    Button::new(Action::ShareScreen, label).icon(Icon::Screen).look(Look::Control).status(status)
}

fn switch(button: Button, switch: Switch) -> Button {
    button.look(Look::Control).status(if switch.on { "on" } else { "off" }).busy(switch.busy)
}
