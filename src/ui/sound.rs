//! Somebody's sound: an audio element, never seen, that the edge attaches media to.

use participant::view;
use web_sys::HtmlAudioElement;
use yew::prelude::*;

use crate::stage::Stage;

/// What a sound needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What to play.
    pub sound: view::Sound,
}

/// The sound.
#[component]
pub fn Sound(props: &Props) -> Html {
    let element = use_node_ref();
    let stage = use_context::<Stage>();
    use_effect_with((element.clone(), stage, props.sound.clone()), |(element, stage, sound)| {
        let played = stage.clone().zip(element.cast::<HtmlAudioElement>());
        if let Some((stage, element)) = &played {
            stage.play_sound(element.clone(), Some(sound));
        }
        move || {
            if let Some((stage, element)) = played {
                stage.play_sound(element, None);
            }
        }
    });
    html! { <audio ref={element} autoplay=true /> }
}
