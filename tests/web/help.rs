//! What the tests share: waiting for something, collecting what is reported, injecting faults.

use std::{cell::RefCell, rc::Rc};

use client::browser::{
    media::{Capture, CaptureKind, Choice, Opening},
    problem::DeviceProblem,
};
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How long something may take, in milliseconds.
const PATIENCE_MS: u32 = 10_000;
const LOOK_EVERY_MS: u32 = 20;

/// Waits for a time. Only where nothing happening is what is tested.
pub async fn pause(millis: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        js("setTimeout(arguments[0], arguments[1])", &[resolve.into(), millis.into()]);
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits until something is there.
pub async fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..PATIENCE_MS / LOOK_EVERY_MS {
        if let Some(found) = look() {
            return found;
        }
        pause(LOOK_EVERY_MS).await;
    }
    panic!("waited in vain: {what}");
}

/// Collects what is reported.
pub struct Reports<T>(Rc<RefCell<Vec<T>>>);

impl<T: 'static> Reports<T> {
    pub fn new() -> Self {
        Self(Rc::default())
    }

    /// A listener that collects.
    pub fn listener(&self) -> impl Fn(T) + Clone + 'static {
        let reports = self.0.clone();
        move |report| reports.borrow_mut().push(report)
    }

    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    pub fn all(&self) -> Vec<T>
    where
        T: Clone,
    {
        self.0.borrow().clone()
    }

    pub fn take(&self) -> Option<T> {
        self.0.borrow_mut().pop()
    }

    /// Waits for a report of a kind.
    pub async fn wait_for<U>(&self, what: &str, pick: impl Fn(&T) -> Option<U>) -> U {
        eventually(what, || self.0.borrow().iter().find_map(&pick)).await
    }
}

/// Opens a device and waits for it.
pub async fn open(kind: CaptureKind, choice: Choice) -> Result<Capture, DeviceProblem> {
    let reports = Reports::new();
    let _opening = Opening::start(kind, choice, reports.listener());
    eventually("a device opens or fails", || reports.take()).await
}

/// Runs JavaScript with `arguments`.
pub fn js(body: &str, arguments: &[JsValue]) -> JsValue {
    let arguments: js_sys::Array = arguments.iter().collect();
    let run = Function::new_no_args(body);
    run.apply(&JsValue::NULL, &arguments).expect("the script of a test runs")
}

/// Something of the page that is replaced until this is dropped.
pub struct Fault {
    restore: JsValue,
}

impl Fault {
    /// Replaces a member of an object, both in JavaScript; the new member's script may use `original`.
    pub fn inject(object: &str, member: &str, replacement: &str) -> Self {
        let script = format!(
            "const object = {object};
             const own = Object.getOwnPropertyDescriptor(object, '{member}');
             const original = {member_value};
             Object.defineProperty(object, '{member}', {{ configurable: true, {replacement} }});
             return () => own ? Object.defineProperty(object, '{member}', own) : delete object.{member};",
            member_value =
                format_args!("(() => {{ try {{ return object.{member} }} catch {{ return undefined }} }})()"),
        );
        Self { restore: js(&script, &[]) }
    }
}

impl Drop for Fault {
    fn drop(&mut self) {
        js("arguments[0]()", std::slice::from_ref(&self.restore));
    }
}
