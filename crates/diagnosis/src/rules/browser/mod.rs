//! The browser itself, and the page in it.

pub(super) mod browser_unsupported;
pub(super) mod clock_skew;
pub(super) mod cpu_overload;
pub(super) mod in_app_browser;
pub(super) mod insecure_context;
pub(super) mod joined_elsewhere;
pub(super) mod storage_blocked;
