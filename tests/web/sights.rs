//! How large elements are drawn, and whether they are in view.

use client::browser::{in_view::InViewWatch, resize::ResizeWatch};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::help::{Reports, js, pause};

/// A box of that size at the end of the page, below the fold.
fn drawn(width: u32, height: u32) -> Element {
    let made = js(
        "const box = document.createElement('div');
         box.style.cssText = `width: ${arguments[0]}px; height: ${arguments[1]}px; margin-top: 3000px`;
         document.body.append(box);
         return box;",
        &[width.into(), height.into()],
    );
    made.unchecked_into()
}

#[wasm_bindgen_test]
async fn a_size_is_reported_at_the_beginning_and_when_it_changes() {
    let (element, reports) = (drawn(200, 100), Reports::new());
    let report = reports.listener();
    let watch = ResizeWatch::start(&element, move |width, height| report((width, height)));
    reports.wait_for("the size", |size| (*size == (200, 100)).then_some(())).await;
    js("arguments[0].style.width = '320px'", std::slice::from_ref(&element));
    reports.wait_for("the new size", |size| (*size == (320, 100)).then_some(())).await;
    drop(watch);
    let before = reports.count();
    js("arguments[0].style.width = '400px'", std::slice::from_ref(&element));
    pause(200).await;
    assert_eq!(reports.count(), before, "whoever is dropped says nothing any more");
    element.remove();
}

#[wasm_bindgen_test]
async fn what_is_scrolled_into_view_and_out_of_it_is_reported() {
    let (element, reports) = (drawn(50, 50), Reports::new());
    let _watch = InViewWatch::start(&element, reports.listener());
    reports.wait_for("out of view", |seen: &bool| (!*seen).then_some(())).await;
    element.scroll_into_view();
    reports.wait_for("in view", |seen| seen.then_some(())).await;
    element.remove();
}
