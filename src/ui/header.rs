//! The head of every page: who invites, who helps, and the switch of the language. `index.html` draws the same
//! before the program is there.

use texts::{Language, Texts};
use wire::{names::Action, page::House};
use yew::prelude::*;

use super::icon::Icon;

/// The head.
pub fn header(texts: Texts, house: &House, on_language: &Callback<Language>) -> Html {
    let other = texts.language().other();
    html! {
        <header class="head">
            <p class="house">
                <span class="mark">{ Icon::Door.show() }</span>
                <span><strong>{ &house.name }</strong><span class="brand">{ texts.brand() }</span></span>
            </p>
            <div class="tools">
                <button
                    type="button"
                    class="button quiet"
                    data-action={Action::Language.name()}
                    lang={other.tag()}
                    onclick={on_language.reform(move |_| other)}
                >
                    { texts.switch_language_short() }
                </button>
                { phone(texts, house) }
            </div>
        </header>
    }
}

/// The helper's telephone number, to be read and, on a telephone, to be pressed; nothing where there is none.
pub fn phone(texts: Texts, house: &House) -> Html {
    if house.helper_phone.is_empty() {
        return Html::default();
    }
    let digits: String = house.helper_phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! {
        <a class="phone" href={format!("tel:{digits}")}>
            { Icon::Phone.show() }
            <span class="phone-label">{ texts.help_by_phone() }</span>
            { " " }
            <span class="phone-number">{ &house.helper_phone }</span>
        </a>
    }
}
