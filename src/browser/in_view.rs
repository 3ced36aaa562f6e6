//! Whether an element is within what is seen of the page: `IntersectionObserver`. Reports once at the beginning, and
//! after each change, while it lives.

use js_sys::Array;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Watches one element.
#[derive(Debug)]
pub struct InViewWatch {
    observer: Option<IntersectionObserver>,
    // Called as long as the observer lives.
    _report: Closure<dyn FnMut(Array)>,
}

impl InViewWatch {
    /// Begins to watch. A browser without observers reports nothing.
    pub fn start(element: &Element, on_change: impl Fn(bool) + 'static) -> Self {
        let report = Closure::new(move |entries: Array| {
            // Several changes may come at once, the newest last.
            let newest: IntersectionObserverEntry = entries.pop().unchecked_into();
            on_change(newest.is_intersecting());
        });
        let observer = IntersectionObserver::new(report.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _report: report }
    }
}

impl Drop for InViewWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
