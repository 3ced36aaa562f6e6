//! What the browser knows of the network: there or not, and changed. "There" does not mean that anything is reachable.

use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::EventTarget;

use super::js;

/// What happened to the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NetworkChange {
    /// There is one again.
    WentOnline,
    /// There is none.
    WentOffline,
    /// It is another one, or of another kind. Only some browsers tell.
    Changed,
}

/// Whether there is a network, by the browser's word.
pub fn online() -> bool {
    js::window().navigator().on_line()
}

/// Reports while it lives.
#[derive(Debug)]
pub struct NetworkWatch {
    _listeners: Vec<EventListener>,
}

impl NetworkWatch {
    /// Begins to watch.
    pub fn start(on_change: impl Fn(NetworkChange) + 'static) -> Self {
        let report = Rc::new(on_change);
        let listen = |target: &EventTarget, name: &'static str, change| {
            let report = report.clone();
            EventListener::new(target, name, move |_| report(change))
        };
        let window: EventTarget = js::window().into();
        let mut listeners = vec![
            listen(&window, "online", NetworkChange::WentOnline),
            listen(&window, "offline", NetworkChange::WentOffline),
        ];
        // Chromium also reports every new estimate of the speed here; that it is another network is known only
        // where the kind is told (`type`, on Android and ChromeOS).
        let connection = js::get(&js::window().navigator(), "connection");
        let mut kind = js::text(&connection, "type");
        if !kind.is_empty()
            && let Some(target) = connection.dyn_ref::<EventTarget>().cloned()
        {
            listeners.push(EventListener::new(&target, "change", {
                let report = report.clone();
                move |_| {
                    let now = js::text(&connection, "type");
                    if now != kind {
                        kind = now;
                        report(NetworkChange::Changed);
                    }
                }
            }));
        }
        Self { _listeners: listeners }
    }
}
