//! Turning the pages of tiles, and choosing between one large tile and equal ones. Nothing of it where there is nothing
//! to choose.

use participant::{
    Event,
    view::{Arrangement, Meeting},
};
use texts::Texts;
use wire::names::Action;
use yew::prelude::*;

use crate::ui::{Button, Icon, Look, on};

/// The bar below the tiles.
pub fn turning(texts: Texts, view: &Meeting, dispatch: &Callback<Event>) -> Html {
    let pages = view.pages;
    let turn = |action, label: &'static str, icon, to: Option<usize>| {
        let event = move || Event::PageTurned(to.unwrap_or_default());
        let press = if to.is_some() { on(dispatch, event) } else { Callback::noop() };
        Button::new(action, label).icon(icon).look(Look::Quiet).busy(to.is_none()).show(press)
    };
    let (label, icon) = match view.arrangement {
        Arrangement::Equal { .. } => (texts.meeting_layout_large(), Icon::LargeTile),
        Arrangement::Large { .. } => (texts.meeting_layout_equal(), Icon::Tiles),
    };
    html! {
        <div class="turning">
            if pages.count > 1 {
                <div class="pages" role="group" aria-label={texts.meeting_pages()}>
                    { turn(Action::PreviousPage, texts.meeting_previous(), Icon::Back, pages.current.checked_sub(1)) }
                    <p data-page={(pages.current + 1).to_string()} data-pages={pages.count.to_string()}>
                        { texts.meeting_page(pages.current + 1, pages.count) }
                    </p>
                    { turn(Action::NextPage, texts.meeting_next(), Icon::Forth, Some(pages.current + 1).filter(|to| *to < pages.count)) }
                </div>
            }
            if view.can_change_layout {
                { Button::new(Action::ChangeLayout, label).icon(icon).look(Look::Quiet).show(on(dispatch, || Event::LayoutPressed)) }
            }
        </div>
    }
}
