//! A WebSocket. Closed on `Drop`, after which nothing is reported.

use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// What a socket reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// It is open.
    Opened,
    /// A text message.
    Text(String),
    /// A binary message.
    Bytes(Vec<u8>),
    /// It could not be opened, or is closed. The last event.
    Closed {
        /// `CloseEvent.code`: 1006 when the connection broke or never came about. A browser does not say why.
        code: u16,
    },
}

/// Why a socket did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SocketProblem {
    /// That is no address of a WebSocket, or the page's policy forbids it.
    #[error("not an address for a WebSocket")]
    BadAddress,
    /// It is not open (yet, or any more).
    #[error("the socket is not open")]
    NotOpen,
}

/// A socket that is being opened or open.
#[derive(Debug)]
pub struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// Begins to open a socket.
    pub fn open(url: &str, on_event: impl Fn(SocketEvent) + 'static) -> Result<Self, SocketProblem> {
        Self::open_for(url, Rc::new(on_event))
    }

    // Once, and not for each of those who listen.
    fn open_for(url: &str, report: Rc<dyn Fn(SocketEvent)>) -> Result<Self, SocketProblem> {
        let socket = WebSocket::new(url).map_err(|_| SocketProblem::BadAddress)?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let opened = EventListener::new(&socket, "open", {
            let report = report.clone();
            move |_| report(SocketEvent::Opened)
        });
        let message = EventListener::new(&socket, "message", {
            let report = report.clone();
            move |event| {
                if let Some(message) = event.dyn_ref::<MessageEvent>().and_then(message) {
                    report(message);
                }
            }
        });
        // `error` says nothing that `close` does not say after it.
        let closed = EventListener::new(&socket, "close", move |event| {
            report(SocketEvent::Closed {
                code: event.dyn_ref::<CloseEvent>().map_or(1006, CloseEvent::code),
            });
        });
        Ok(Self { socket, _listeners: [opened, message, closed] })
    }

    /// Sends a text message.
    pub fn send_text(&self, text: &str) -> Result<(), SocketProblem> {
        self.ready()?;
        self.socket.send_with_str(text).map_err(|_| SocketProblem::NotOpen)
    }

    /// Sends a binary message.
    pub fn send_bytes(&self, bytes: &[u8]) -> Result<(), SocketProblem> {
        self.ready()?;
        self.socket.send_with_u8_array(bytes).map_err(|_| SocketProblem::NotOpen)
    }

    // A browser silently swallows what is sent on a closing socket.
    fn ready(&self) -> Result<(), SocketProblem> {
        if self.socket.ready_state() == WebSocket::OPEN { Ok(()) } else { Err(SocketProblem::NotOpen) }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}

fn message(event: &MessageEvent) -> Option<SocketEvent> {
    let data = event.data();
    if let Some(text) = data.as_string() {
        return Some(SocketEvent::Text(text));
    }
    let buffer: ArrayBuffer = data.dyn_into().ok()?;
    Some(SocketEvent::Bytes(Uint8Array::new(&buffer).to_vec()))
}
