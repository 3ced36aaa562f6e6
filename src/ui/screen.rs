//! One screen: its stable name, its one heading, and what must happen when it appears: the focus goes to the
//! heading, and the page's title and language follow.

use texts::Texts;
use wire::names::Screen;
use yew::prelude::*;

use super::focus::use_kept_focus;
use crate::browser::{language, title};

/// What makes a screen.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Which it is.
    pub name: Screen,
    /// Its heading.
    pub heading: AttrValue,
    /// What the page is about on every screen: the meeting, or the house.
    pub about: AttrValue,
    /// The language.
    pub texts: Texts,
    /// Everything below the heading.
    pub children: Html,
}

/// The root of a screen. The first screen of all leaves the focus where the browser has it.
#[component]
pub fn ScreenRoot(props: &Props) -> Html {
    let heading = use_node_ref();
    let onfocusin = use_kept_focus();
    let tag = props.texts.language().tag();
    let title = props.texts.page_title(&props.heading, &props.about);

    use_effect_with((title, tag), |(title, tag)| {
        title::set(title);
        language::declare(tag);
    });
    use_effect_with((heading.clone(), props.name), |(heading, name)| {
        if let (true, Some(heading)) = (*name != Screen::Arrival, heading.cast::<web_sys::HtmlElement>()) {
            // Fails only for an element that is not in a page. A new screen is shown from its top, so this may scroll.
            let _ = heading.focus();
        }
    });

    html! {
        <main class={classes!("screen", props.name.name())} data-screen={props.name.name()} {onfocusin}>
            <h1 ref={heading} tabindex="-1">{ &props.heading }</h1>
            { props.children.clone() }
        </main>
    }
}
