//! The waiting room's connection over plain HTTP, for networks that let no WebSocket through. It reports what a
//! [`super::socket::Socket`] reports. Closed on `Drop`, after which nothing is reported.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::Response;
use wire::participant::Polled as Message;

use super::{js, socket::SocketEvent};

/// How long an answer may take, in milliseconds: longer than the server waits for something to say.
const WITHIN_MS: u32 = 20_000;

/// A line that is being opened or open.
pub struct Polled(Rc<Line>);

struct Line {
    url: &'static str,
    /// What the server calls it; empty until it is open.
    name: RefCell<String>,
    /// What is to be said, in order.
    waiting: RefCell<Vec<String>>,
    saying: Cell<bool>,
    closed: Cell<bool>,
    report: Box<dyn Fn(SocketEvent)>,
}

impl Polled {
    /// Begins to open a line.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn open(url: &'static str, on_event: impl Fn(SocketEvent) + 'static) -> Self {
        let line = Rc::new(Line {
            url,
            name: RefCell::default(),
            waiting: RefCell::default(),
            saying: Cell::new(false),
            closed: Cell::new(false),
            report: Box::new(on_event),
        });
        spawn_local(Rc::clone(&line).listen());
        Self(line)
    }

    /// Sends a text message.
    #[inline(never)]
    pub fn send_text(&self, text: &str) {
        self.0.waiting.borrow_mut().push(text.to_owned());
        // One at a time: they are to arrive in order.
        if !self.0.saying.replace(true) {
            spawn_local(Rc::clone(&self.0).speak());
        }
    }
}

impl Drop for Polled {
    fn drop(&mut self) {
        self.0.closed.set(true);
    }
}

impl Line {
    async fn listen(self: Rc<Self>) {
        while !self.closed.get() {
            let is_open = !self.name.borrow().is_empty();
            let line = self.name.borrow().clone();
            let Some(answer) = self.ask(&Message { line, texts: vec![], waits: is_open }).await else {
                return self.close();
            };
            if !is_open {
                *self.name.borrow_mut() = answer.line;
                self.tell(SocketEvent::Opened);
            }
            for text in answer.texts {
                self.tell(SocketEvent::Text(text));
            }
        }
    }

    async fn speak(self: Rc<Self>) {
        loop {
            let texts = std::mem::take(&mut *self.waiting.borrow_mut());
            if texts.is_empty() || self.closed.get() {
                return self.saying.set(false);
            }
            let line = self.name.borrow().clone();
            if self.ask(&Message { line, texts, waits: false }).await.is_none() {
                return self.close();
            }
        }
    }

    async fn ask(&self, message: &Message) -> Option<Message> {
        let body = serde_json::to_string(message).ok()?;
        let timeout = js::call(&js::get(&js::window(), "AbortSignal"), "timeout", &[WITHIN_MS.into()]);
        let mut options = vec![
            ("method", "POST".into()),
            ("headers", js::object(&[("content-type", "application/json".into())])),
            ("body", body.into()),
        ];
        options.extend(timeout.ok().map(|signal| ("signal", signal)));
        let asked = js::call(&js::window(), "fetch", &[self.url.into(), js::object(&options)]).ok()?;
        let response: Response = js::settle(asked).await.ok()?.unchecked_into();
        if !response.ok() {
            return None;
        }
        let text = js::settle(response.text().ok()?.into()).await.ok()?;
        serde_json::from_str(&text.as_string()?).ok()
    }

    fn tell(&self, event: SocketEvent) {
        if !self.closed.get() {
            (self.report)(event);
        }
    }

    /// The last event.
    fn close(&self) {
        self.tell(SocketEvent::Closed { code: 1006 });
        self.closed.set(true);
    }
}
