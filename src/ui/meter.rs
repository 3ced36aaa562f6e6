//! The level of the microphone. The edge moves it ten times a second by the custom property `--level`, past this
//! component: a level never draws the page anew. What it means stands in words beside it.

use yew::prelude::*;

use crate::stage::Stage;

/// What a meter needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What it is, for who does not see it.
    pub label: AttrValue,
}

/// The meter.
#[component]
pub fn Meter(props: &Props) -> Html {
    let element = use_node_ref();
    let stage = use_context::<Stage>();
    use_effect_with((element.clone(), stage), |(element, stage)| {
        let stage = stage.clone();
        if let Some(stage) = &stage {
            stage.feed_meter(element.cast());
        }
        move || {
            if let Some(stage) = stage {
                stage.feed_meter(None);
            }
        }
    });
    html! { <div ref={element} class="meter" role="img" aria-label={&props.label}></div> }
}
