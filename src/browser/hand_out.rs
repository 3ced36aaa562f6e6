//! Texts that leave the page by the member's own hand: copied, or saved as a file.

use wasm_bindgen::JsValue;

use super::js;

/// Copies a text. To be called while a press is being handled.
pub async fn copy(text: String) -> Result<(), JsValue> {
    let clipboard = js::get(&js::window().navigator(), "clipboard");
    js::settle(js::call(&clipboard, "writeText", &[text.into()])?).await.map(drop)
}

/// Saves a text under this name, wherever the browser saves files.
pub fn save(name: &str, text: String) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&text.into());
    let options = js::object(&[("type", "text/plain;charset=utf-8".into())]);
    let blob = js_sys::Reflect::construct(
        &js::get(&js::window(), "Blob").into(),
        &js_sys::Array::of2(&parts, &options),
    )?;
    let url = js::get(&js::window(), "URL");
    let address = js::call(&url, "createObjectURL", &[blob])?;
    let link = js::document().create_element("a")?;
    js::set(&link, "href", &address);
    js::set(&link, "download", &name.into());
    js::call(&link, "click", &[])?;
    // The browser has begun to save by then.
    js::call(&url, "revokeObjectURL", &[address]).map(drop)
}
