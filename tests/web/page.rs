//! What the page knows and remembers.

use client::browser::{
    clock, language, location,
    page::{self, PageProblem},
    random,
    storage::{self, Remembered},
    title,
};
use wasm_bindgen_test::wasm_bindgen_test;
use wire::page::{House, Page, Visitor};

use crate::help::{Fault, js, pause};

fn data_block(text: &str) {
    let script = "document.getElementById('page')?.remove();
        const block = document.createElement('script');
        block.type = 'application/json';
        block.id = 'page';
        block.textContent = arguments[0];
        document.body.append(block)";
    js(script, &[text.into()]);
}

#[wasm_bindgen_test]
fn the_data_block_is_read_and_told_apart_from_none_and_from_nonsense() {
    js("document.getElementById('page')?.remove()", &[]);
    assert_eq!(page::read(), Err(PageProblem::Missing));
    data_block("{\"protocol\": 1");
    assert_eq!(page::read(), Err(PageProblem::Unreadable));
    let page = Page {
        protocol: wire::PROTOCOL,
        server_time: wire::UnixMillis(5),
        house: House { name: "Stadt".into(), helper_phone: String::new(), utc_offset_minutes: 60 },
        visitor: Visitor::Stranger,
    };
    data_block(&serde_json::to_string(&page).expect("a page can be written"));
    assert_eq!(page::read(), Ok(page));
    js("document.getElementById('page').remove()", &[]);
}

#[wasm_bindgen_test]
fn what_is_remembered_is_there_until_it_is_forgotten() {
    storage::remember(Remembered::Camera, "c1");
    storage::remember(Remembered::Microphone, "m1");
    assert_eq!(storage::recall(Remembered::Camera).as_deref(), Some("c1"));
    storage::forget(Remembered::Camera);
    assert_eq!(storage::recall(Remembered::Camera), None);
    assert_eq!(storage::recall(Remembered::Microphone).as_deref(), Some("m1"));
}

#[wasm_bindgen_test]
fn where_storage_is_blocked_nothing_is_remembered_and_nothing_breaks() {
    let _local =
        Fault::inject("window", "localStorage", "get() { throw new DOMException('', 'SecurityError') }");
    storage::remember(Remembered::Speaker, "s1");
    assert_eq!(storage::recall(Remembered::Speaker), None);
    storage::forget(Remembered::Speaker);
}

#[wasm_bindgen_test]
fn the_tab_keeps_its_name() {
    let name = storage::tab_name();
    assert_eq!(name.len(), 32);
    assert_eq!(storage::tab_name(), name);
    assert_eq!(js("return sessionStorage.getItem('vorzimmer.tab')", &[]).as_string(), Some(name));
}

#[wasm_bindgen_test]
async fn the_clock_goes_on() {
    let (before, calendar) = (clock::now(), clock::unix_ms());
    pause(60).await;
    let passed = clock::now().since(before).0;
    assert!((50..2000).contains(&passed), "{passed}");
    assert!((50..2000).contains(&(clock::unix_ms() - calendar)));
}

#[wasm_bindgen_test]
fn random_names_and_seeds_differ() {
    assert_ne!(random::name(), random::name());
    assert_ne!(random::seed(), random::seed());
}

#[wasm_bindgen_test]
fn the_browser_tells_its_languages_and_the_page_its_own() {
    let _languages = Fault::inject("navigator", "languages", "get: () => ['de-AT', 'en']");
    assert_eq!(language::preferred(), ["de-AT", "en"]);
    language::declare("de");
    assert_eq!(js("return document.documentElement.lang", &[]).as_string().as_deref(), Some("de"));
    title::set("Warteraum");
    assert_eq!(js("return document.title", &[]).as_string().as_deref(), Some("Warteraum"));
}

#[wasm_bindgen_test]
fn the_address_of_a_socket_is_the_page_s_own() {
    let expected = js("return 'ws://' + window.location.host + '/api/desk'", &[]).as_string();
    assert_eq!(Some(location::socket_url("/api/desk")), expected);
    assert!(location::secure());
}
