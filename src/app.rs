//! The root: which page this is (a member's or the desk), and in which language.

use std::rc::Rc;

use texts::{Language, Texts};
use wire::page::{Page, Role, Visitor};
use yew::prelude::*;

use crate::{
    browser::{
        language, page,
        storage::{self, Remembered},
    },
    shell::{desk::DeskShell, member::MemberShell},
    stage::Stage,
    views::{self, Frame},
};

/// What the root needs.
#[derive(Clone, Properties, PartialEq)]
pub struct Props {
    /// What the server wrote into the page.
    pub page: Rc<Page>,
}

/// The root.
#[component]
pub fn App(props: &Props) -> Html {
    let language = use_state_eq(first_language);
    let on_language = {
        let language = language.clone();
        Callback::from(move |chosen: Language| {
            storage::remember(Remembered::Language, chosen.tag());
            language.set(chosen);
        })
    };
    use_effect_with((), |()| page::mark_ready());
    let frame = Frame { texts: Texts::new(*language), page: props.page.clone(), on_language };
    match &props.page.visitor {
        Visitor::Invited(invited) if invited.role == Role::Staff => html! { <Desk {frame} /> },
        Visitor::Invited(_) | Visitor::Refused { .. } | Visitor::Stranger => html! { <Member {frame} /> },
    }
}

/// The one chosen here before, or else the one that the server chose for the page.
fn first_language() -> Language {
    let chosen = storage::recall(Remembered::Language).and_then(|tag| Language::from_tag(&tag));
    chosen.or_else(|| Language::from_tag(&language::declared())).unwrap_or_default()
}

#[derive(Properties, PartialEq)]
struct PageProps {
    frame: Frame,
}

#[component]
fn Member(props: &PageProps) -> Html {
    let redraw = use_force_update();
    let page = props.frame.page.clone();
    let shell = use_memo((), move |()| MemberShell::start(&page, move || redraw.force_update()));
    let dispatch = use_callback(shell.clone(), |event, shell| shell.dispatch(event));
    let stage = use_memo((), |()| Stage::new(shell.stage()));
    html! {
        <ContextProvider<Stage> context={(*stage).clone()}>
            { views::member(&props.frame, &shell.view(), &dispatch) }
        </ContextProvider<Stage>>
    }
}

#[component]
fn Desk(props: &PageProps) -> Html {
    let redraw = use_force_update();
    let page = props.frame.page.clone();
    let shell = use_memo((), move |()| DeskShell::start(&page, move || redraw.force_update()));
    let dispatch = use_callback(shell.clone(), |event, shell| shell.dispatch(event));
    html! { { views::desk(&props.frame, &shell.view(), &dispatch) } }
}
