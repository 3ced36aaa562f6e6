//! Sockets that do not open.

use client::browser::{
    location,
    socket::{Socket, SocketEvent, SocketProblem},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{Reports, pause};

#[wasm_bindgen_test]
async fn where_nobody_listens_the_socket_closes() {
    let reports = Reports::new();
    let socket = Socket::open("ws://127.0.0.1:9/", reports.listener()).expect("that is an address");
    assert_eq!(socket.send_text("too early"), Err(SocketProblem::NotOpen));
    assert_eq!(socket.send_bytes(b"too early"), Err(SocketProblem::NotOpen));
    let closed = |event: &SocketEvent| matches!(event, SocketEvent::Closed { code: 1006 }).then_some(());
    reports.wait_for("closed", closed).await;
    assert_eq!(reports.count(), 1);
}

#[wasm_bindgen_test]
async fn a_server_that_speaks_no_websocket_closes_it_too() {
    let reports = Reports::new();
    let _socket = Socket::open(&location::socket_url("/"), reports.listener()).expect("that is an address");
    reports.wait_for("closed", |event| matches!(event, SocketEvent::Closed { .. }).then_some(())).await;
}

#[wasm_bindgen_test]
async fn a_socket_that_is_dropped_says_nothing_any_more() {
    let reports = Reports::new();
    drop(Socket::open("ws://127.0.0.1:9/", reports.listener()));
    pause(500).await;
    assert_eq!(reports.count(), 0);
}

#[wasm_bindgen_test]
fn what_is_no_address_is_refused() {
    assert_eq!(Socket::open("ws://[", |_| {}).err(), Some(SocketProblem::BadAddress));
}
