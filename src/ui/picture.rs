//! A moving picture: a video element that the edge attaches media to.

use participant::view;
use web_sys::HtmlVideoElement;
use yew::prelude::*;

use crate::stage::Stage;

/// What a picture needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What to show.
    pub picture: view::Picture,
    /// Whether it is shown as in a mirror.
    #[prop_or_default]
    pub mirrored: bool,
    /// What it is, for who does not see it.
    pub label: AttrValue,
}

/// The picture. Always without sound: that is played by [`super::sound`].
#[component]
pub fn Picture(props: &Props) -> Html {
    let element = use_node_ref();
    let stage = use_context::<Stage>();
    use_effect_with((element.clone(), stage, props.picture.clone()), |(element, stage, picture)| {
        let shown = stage.clone().zip(element.cast::<HtmlVideoElement>());
        if let Some((stage, element)) = &shown {
            stage.show_picture(element.clone(), Some(picture));
        }
        move || {
            if let Some((stage, element)) = shown {
                stage.show_picture(element, None);
            }
        }
    });
    html! {
        <video
            ref={element}
            class={classes!("picture", props.mirrored.then_some("mirrored"))}
            aria-label={&props.label}
            autoplay=true
            playsinline=true
            ~muted={true}
        />
    }
}
