//! What the browser remembers of the member's permission for microphone and camera. Not every browser tells.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{PermissionState, PermissionStatus};

use super::{js, media::CaptureKind};

/// What the browser would do when asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Ask the member.
    Prompt,
    /// Give the device without asking.
    Granted,
    /// Refuse without asking.
    Denied,
}

/// A permission that is followed while this lives.
#[derive(Debug)]
pub struct PermissionWatch {
    status: PermissionStatus,
    _listener: EventListener,
}

impl PermissionWatch {
    /// Follows the permission for one kind of device; `None` where the browser does not tell.
    pub async fn start(kind: CaptureKind, on_change: impl Fn(Permission) + 'static) -> Option<Self> {
        let status = query(kind).await?;
        let watched = status.clone();
        let listener = EventListener::new(&status, "change", move |_| on_change(permission(&watched)));
        Some(Self { status, _listener: listener })
    }

    /// What it is now.
    pub fn now(&self) -> Permission {
        permission(&self.status)
    }
}

/// What it is now, without following it.
pub async fn permission_for(kind: CaptureKind) -> Option<Permission> {
    query(kind).await.as_ref().map(permission)
}

async fn query(kind: CaptureKind) -> Option<PermissionStatus> {
    let name = match kind {
        CaptureKind::Microphone => "microphone",
        CaptureKind::Camera => "camera",
    };
    // Some browsers have no `permissions`, others reject names that they do not know.
    let permissions = js::get(&js::window().navigator(), "permissions");
    let promise = js::call(&permissions, "query", &[js::object(&[("name", name.into())])]).ok()?;
    let status = JsFuture::from(promise.dyn_into::<js_sys::Promise>().ok()?).await.ok()?;
    status.dyn_into().ok()
}

fn permission(status: &PermissionStatus) -> Permission {
    match status.state() {
        PermissionState::Granted => Permission::Granted,
        PermissionState::Denied => Permission::Denied,
        // `prompt`, and what a future browser may say instead.
        _ => Permission::Prompt,
    }
}
