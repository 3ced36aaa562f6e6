//! What happens to the page and its network is reported for as long as somebody watches.

use client::browser::{
    network::{NetworkChange, NetworkWatch},
    visibility::{Visibility, VisibilityWatch},
    wake_lock::WakeLock,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{Fault, Reports, js, pause};

#[wasm_bindgen_test]
fn the_network_comes_and_goes() {
    let changes = Reports::new();
    let watch = NetworkWatch::start(changes.listener());
    js("dispatchEvent(new Event('offline')); dispatchEvent(new Event('online'))", &[]);
    assert_eq!(changes.all(), [NetworkChange::WentOffline, NetworkChange::WentOnline]);
    drop(watch);
    js("dispatchEvent(new Event('offline'))", &[]);
    assert_eq!(changes.count(), 2);
}

#[wasm_bindgen_test]
fn another_kind_of_network_is_told_apart_from_another_speed() {
    let connection = "value: Object.assign(new EventTarget(), { type: 'wifi' })";
    let _fault = Fault::inject("navigator", "connection", connection);
    let changes = Reports::new();
    let _watch = NetworkWatch::start(changes.listener());
    js("navigator.connection.dispatchEvent(new Event('change'))", &[]);
    assert_eq!(changes.count(), 0);
    js(
        "navigator.connection.type = 'cellular'; navigator.connection.dispatchEvent(new Event('change'))",
        &[],
    );
    assert_eq!(changes.all(), [NetworkChange::Changed]);
}

#[wasm_bindgen_test]
fn the_page_is_hidden_shown_frozen_and_awake() {
    let changes = Reports::new();
    let watch = VisibilityWatch::start(changes.listener());
    {
        let _hidden = Fault::inject("document", "visibilityState", "get: () => 'hidden'");
        js("document.dispatchEvent(new Event('visibilitychange'))", &[]);
    }
    js("document.dispatchEvent(new Event('visibilitychange'))", &[]);
    js("document.dispatchEvent(new Event('freeze')); document.dispatchEvent(new Event('resume'))", &[]);
    js("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))", &[]);
    js("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))", &[]);
    let expected =
        [Visibility::Hidden, Visibility::Shown, Visibility::Frozen, Visibility::WokeUp, Visibility::WokeUp];
    assert_eq!(changes.all(), expected);
    drop(watch);
    js("document.dispatchEvent(new Event('freeze'))", &[]);
    assert_eq!(changes.count(), expected.len());
}

#[wasm_bindgen_test]
async fn the_screen_stays_on_until_it_need_not_and_where_it_cannot_nothing_breaks() {
    let lock = "value: { request: async () => {
        window.locks = (window.locks ?? 0) + 1;
        return { release: async () => { window.locks -= 1; } };
    } }";
    let locks = || js("return window.locks ?? 0", &[]).as_f64();
    {
        let _fault = Fault::inject("navigator", "wakeLock", lock);
        let held = WakeLock::hold();
        pause(50).await;
        assert_eq!(locks(), Some(1.0));
        drop(held);
        assert_eq!(locks(), Some(0.0));
        // Dropped before the browser answered.
        drop(WakeLock::hold());
        pause(50).await;
        assert_eq!(locks(), Some(0.0));
    }
    let _fault = Fault::inject("navigator", "wakeLock", "value: undefined");
    let _held = WakeLock::hold();
    pause(50).await;
}
