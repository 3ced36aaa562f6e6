//! The few untyped steps that the typed bindings do not offer: newer methods, plain objects, promises. Used by the
//! files beside it and by nothing else.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The window. The client runs in no worker.
pub(super) fn window() -> web_sys::Window {
    web_sys::window().expect("the client runs in a window")
}

/// The document.
pub(super) fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// A member of an object; `undefined` when it has none or throws.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a member of an object. What cannot be set stays as it is.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A plain object.
pub(super) fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        set(&object, name, value);
    }
    object.into()
}

/// Whether an object has a method.
pub(super) fn can(object: &JsValue, method: &str) -> bool {
    get(object, method).is_function()
}

/// Calls a method. A method that does not exist fails as one that throws.
pub(super) fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = get(object, method).dyn_into()?;
    Reflect::apply(&function, object, &arguments.iter().collect::<Array>())
}

/// Waits for a promise; what is no promise is there already.
pub(super) async fn settle(value: JsValue) -> Result<JsValue, JsValue> {
    match value.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await,
        Err(value) => Ok(value),
    }
}

/// A promise that is kept after a time.
pub(super) fn after(millis: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    })
}

/// A member that is text; empty when it is not.
pub(super) fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}
