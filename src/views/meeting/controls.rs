//! The three large buttons.

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
            { leave.show(on(dispatch, || Event::LeavePressed)) }
        </div>
    }
}

fn switch(button: Button, switch: Switch) -> Button {
    button.look(Look::Control).status(if switch.on { "on" } else { "off" }).busy(switch.busy)
}
