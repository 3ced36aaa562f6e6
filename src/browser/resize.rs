//! How large an element is drawn: `ResizeObserver`. Reports once at the beginning, and after each change, while it
//! lives.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, ResizeObserver};

use super::js;

/// Watches one element.
#[derive(Debug)]
pub struct ResizeWatch {
    observer: Option<ResizeObserver>,
    // Called as long as the observer lives.
    _report: Closure<dyn FnMut()>,
}

impl ResizeWatch {
    /// Begins to watch. Reports width and height in CSS pixels. A browser without observers reports nothing.
    pub fn start(element: &Element, on_size: impl Fn(u32, u32) + 'static) -> Self {
        let measured = element.clone();
        let report = Closure::new(move || {
            let (width, height) = (measured.client_width(), measured.client_height());
            on_size(width.unsigned_abs(), height.unsigned_abs());
        });
        let observer = ResizeObserver::new(report.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _report: report }
    }
}

impl Drop for ResizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Screen pixels for one CSS pixel, in hundredths.
pub fn density() -> u32 {
    (js::get(&JsValue::from(js::window()), "devicePixelRatio").as_f64().unwrap_or(1.0) * 100.0) as u32
}
