//! Starts the client in the page that the server wrote.

use std::rc::Rc;

use client::{
    app::{App, Props},
    browser::{page, part::Part},
    shell::parts,
};
use wasm_bindgen_futures::spawn_local;
use wire::page::{Page, Role, Visitor};

fn main() {
    // Without its data block this is no page of our server; the static shell says what to do and stays.
    let Ok(page) = page::read() else { return };
    let page = Rc::new(page);
    match &page.visitor {
        Visitor::Invited(invited) if invited.role == Role::Staff => spawn_local(async move {
            // The static shell stays meanwhile, and says that the page is being opened.
            parts::bring(Part::Desk, || {}).await;
            parts::bring_texts().await;
            draw(page);
        }),
        Visitor::Invited(_) | Visitor::Refused { .. } | Visitor::Stranger => draw(page),
    }
}

fn draw(page: Rc<Page>) {
    if let Some(root) = page::app_root() {
        yew::Renderer::<App>::with_root_and_props(root, Props { page }).render();
    }
}
