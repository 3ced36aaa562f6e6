//! Starts the client in the page that the server wrote.

use std::rc::Rc;

use client::{
    app::{App, Props},
    browser::page,
};

fn main() {
    // Without its data block this is no page of our server; the static shell says what to do and stays.
    let Ok(page) = page::read() else { return };
    let Some(root) = page::app_root() else { return };
    yew::Renderer::<App>::with_root_and_props(root, Props { page: Rc::new(page) }).render();
}
