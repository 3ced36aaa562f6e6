//! Keeps the screen on while it lives, where the browser can and the battery allows. Fails silently: nobody can do
//! anything about it.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::{
    js,
    visibility::{Visibility, VisibilityWatch},
};

/// Keeps the screen on.
#[derive(Debug)]
pub struct WakeLock {
    held: Rc<RefCell<Held>>,
    _watch: VisibilityWatch,
}

#[derive(Debug)]
enum Held {
    /// Asked for, or lost with the page's visibility.
    Nothing,
    Lock(JsValue),
    /// Not wanted any more.
    Over,
}

impl WakeLock {
    /// Keeps the screen on from now.
    pub fn hold() -> Self {
        let held = Rc::new(RefCell::new(Held::Nothing));
        acquire(held.clone());
        // The browser lets go of the lock whenever the page is hidden.
        let again = held.clone();
        let watch = VisibilityWatch::start(move |change| match change {
            Visibility::Shown | Visibility::WokeUp => acquire(again.clone()),
            Visibility::Hidden | Visibility::Frozen => {}
        });
        Self { held, _watch: watch }
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        release(self.held.replace(Held::Over));
    }
}

fn acquire(held: Rc<RefCell<Held>>) {
    spawn_local(async move {
        let api = js::get(&js::window().navigator(), "wakeLock");
        let Ok(asked) = js::call(&api, "request", &["screen".into()]) else { return };
        let Ok(lock) = js::settle(asked).await else { return };
        let wanted = !matches!(*held.borrow(), Held::Over);
        release(if wanted { held.replace(Held::Lock(lock)) } else { Held::Lock(lock) });
    });
}

fn release(held: Held) {
    match held {
        Held::Lock(lock) => {
            let _ = js::call(&lock, "release", &[]);
        }
        Held::Nothing | Held::Over => {}
    }
}
