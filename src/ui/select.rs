//! The choice of a device: a native `<select>`, shown only where there is something to choose.

use participant::{DeviceId, view::Choice};
use texts::Texts;
use web_sys::HtmlSelectElement;
use wire::names::Action;
use yew::prelude::*;

/// What a choice needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The language.
    pub texts: Texts,
    /// Its stable name.
    pub action: Action,
    /// Its label.
    pub label: &'static str,
    /// The devices, and which is in use.
    pub choice: Choice,
    /// Another one was chosen.
    pub choose: Callback<DeviceId>,
}

/// The choice.
#[component]
pub fn Select(props: &Props) -> Html {
    let element = use_node_ref();
    let Choice { devices, chosen } = &props.choice;
    // Set as a property: after the first choice of the member, the attribute `selected` no longer counts.
    use_effect_with((element.clone(), props.choice.clone()), |(element, choice)| {
        if let Some(element) = element.cast::<HtmlSelectElement>() {
            element.set_selected_index(choice.chosen.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1));
        }
    });
    if devices.len() < 2 {
        return Html::default();
    }
    let onchange = {
        let (element, choose) = (element.clone(), props.choose.clone());
        let ids: Vec<DeviceId> = devices.iter().map(|device| device.id.clone()).collect();
        Callback::from(move |_: Event| {
            let at = element.cast::<HtmlSelectElement>().map(|element| element.selected_index());
            if let Some(id) = at.and_then(|at| usize::try_from(at).ok()).and_then(|at| ids.get(at)) {
                choose.emit(id.clone());
            }
        })
    };
    let options = devices.iter().enumerate().map(|(at, device)| {
        let unnamed = || props.texts.device_unnamed(at + 1);
        let name = if device.label.is_empty() { unnamed() } else { device.label.clone() };
        html! { <option key={at} selected={*chosen == Some(at)}>{ name }</option> }
    });
    html! {
        <label class="field">
            <span>{ props.label }</span>
            <select ref={element} data-action={props.action.name()} {onchange}>{ for options }</select>
        </label>
    }
}
