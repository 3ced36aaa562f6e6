//! The adapters of `client::browser` in a real browser, with the devices that Chromium makes up: a beep and a moving
//! picture. Faults that no flag of the browser can bring about are injected into the page. And what is drawn of a finding.
//!
//! A socket that opens needs a server; that is for the journeys. Here it only fails.

#![cfg(target_arch = "wasm32")]

mod help;

mod devices;
mod helping;
mod page;
mod peers;
mod senses;
mod sights;
mod sockets;
mod sounds;
mod watches;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
