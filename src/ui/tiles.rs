//! The list of tiles: it tells the edge how much room there is for them.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::stage::Stage;

/// What the list needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What it is a list of.
    pub label: AttrValue,
    /// Whether the connection is up (`data-link`).
    pub link: &'static str,
    /// How the tiles are laid out (`data-layout`).
    pub layout: &'static str,
    /// How many there are in a row, or in the strip (`data-count`).
    pub count: u32,
    /// The tiles.
    pub children: Html,
}

/// The list.
#[component]
pub fn Tiles(props: &Props) -> Html {
    let element = use_node_ref();
    let stage = use_context::<Stage>();
    use_effect_with((element.clone(), stage), |(element, stage)| {
        let stage = stage.clone();
        if let Some(stage) = &stage {
            stage.measure_tiles(element.cast::<HtmlElement>());
        }
        move || {
            if let Some(stage) = stage {
                stage.measure_tiles(None);
            }
        }
    });
    html! {
        <ul
            ref={element}
            class="tiles"
            data-link={props.link}
            data-layout={props.layout}
            data-count={props.count.to_string()}
            aria-label={&props.label}
        >
            { props.children.clone() }
        </ul>
    }
}
