//! A dialog: the native `<dialog>`, opened modally, so that the browser keeps the focus inside and knows Escape. The
//! focus goes back to what opened it.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::focus::{focus, focused};

/// What a dialog needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its heading.
    pub heading: AttrValue,
    /// Escape was pressed.
    pub on_cancel: Callback<()>,
    /// What stands in it, buttons last.
    pub children: Html,
}

/// The dialog. Whether there is one is decided by who draws it.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let element = use_node_ref();
    use_effect_with(element.clone(), |element| {
        let element = element.cast::<HtmlDialogElement>();
        let opener = focused();
        if let Some(element) = &element {
            // Fails only for a dialog that is open already or not in the page.
            let _ = element.show_modal();
        }
        move || {
            if let Some(element) = element {
                element.close();
            }
            // The browser gives the focus back only from a dialog that is still in the page.
            if let Some(opener) = opener {
                focus(&opener);
            }
        }
    });
    let oncancel = props.on_cancel.reform(|event: Event| event.prevent_default());
    html! {
        <dialog ref={element} class="dialog" aria-labelledby="dialog-heading" {oncancel}>
            <h2 id="dialog-heading">{ &props.heading }</h2>
            { props.children.clone() }
        </dialog>
    }
}
