//! Whether the page can be seen, and whether it ran at all: hidden, shown, frozen, awake again.

use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, PageTransitionEvent, VisibilityState};

use super::js;

/// What happened to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// It can be seen.
    Shown,
    /// It cannot: another tab, another program, a locked screen.
    Hidden,
    /// It is about to be stopped without being closed.
    Frozen,
    /// It runs again, perhaps after hours. Timers and connections may be over.
    WokeUp,
}

/// Whether the page can be seen now.
pub fn hidden() -> bool {
    js::document().visibility_state() == VisibilityState::Hidden
}

/// Reports while it lives.
#[derive(Debug)]
pub struct VisibilityWatch {
    _listeners: [EventListener; 4],
}

impl VisibilityWatch {
    /// Begins to watch.
    pub fn start(on_change: impl Fn(Visibility) + 'static) -> Self {
        let report = Rc::new(on_change);
        let on_document = |name: &'static str, happened: fn() -> Visibility| {
            let report = report.clone();
            EventListener::new(&js::document(), name, move |_| report(happened()))
        };
        let now = || if hidden() { Visibility::Hidden } else { Visibility::Shown };
        let visibility = on_document("visibilitychange", now);
        // Chromium's page lifecycle; the other browsers tell by `pageshow` only.
        let freeze = on_document("freeze", || Visibility::Frozen);
        let resume = on_document("resume", || Visibility::WokeUp);
        let window: EventTarget = js::window().into();
        let shown_again = EventListener::new(&window, "pageshow", move |event| {
            if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                report(Visibility::WokeUp);
            }
        });
        Self { _listeners: [visibility, freeze, resume, shown_again] }
    }
}
