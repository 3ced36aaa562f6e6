//! Keeps the focus from getting lost. When what had it leaves the page (a button that gave way to its result, a
//! person who moved to another list), it goes to the heading of the step, the section or the screen where it was:
//! who works with the keyboard or a screen reader goes on from there (WCAG 2.2, 2.4.3).

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};
use yew::prelude::*;

/// What has a heading of its own, from the smallest.
const PLACES: [&str; 3] = ["[data-step]", "section", "main"];

/// What had the focus last, and the places around it, from the smallest.
#[derive(Default)]
struct Last {
    element: Option<Element>,
    places: Vec<Element>,
}

/// Watches over what is drawn with the returned callback as its `onfocusin`.
#[hook]
pub fn use_kept_focus() -> Callback<FocusEvent> {
    let last = use_memo((), |()| RefCell::new(Last::default()));
    use_effect({
        let last = last.clone();
        move || {
            let lost = last.borrow().element.as_ref().is_some_and(|element| !element.is_connected());
            if lost {
                let Last { places, .. } = last.take();
                if let Some(place) =
                    places.into_iter().find(|place| place.is_connected()).filter(|_| nothing_focused())
                {
                    focus_heading(&place);
                }
            }
        }
    });
    use_callback((), move |event: FocusEvent, ()| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let around =
            |element: &Element| PLACES.iter().filter_map(|place| element.closest(place).ok()?).collect();
        let places = element.as_ref().map(around).unwrap_or_default();
        last.replace(Last { element, places });
    })
}

/// Gives the focus to an element. The page stays where it is scrolled to.
pub fn focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only for an element that is not in a page.
    let _ = element.focus_with_options(&options);
}

/// What has the focus now, unless it is nothing in particular.
pub fn focused() -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.active_element()?.dyn_into().ok().filter(|element: &HtmlElement| element.tag_name() != "BODY")
}

fn nothing_focused() -> bool {
    focused().is_none()
}

fn focus_heading(place: &Element) {
    let heading = place.query_selector("h1, h2, h3").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        heading.set_tab_index(-1);
        focus(&heading);
    }
}
