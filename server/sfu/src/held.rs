//! Something that whoever puts the paths of the meeting into a server of their own wants kept for as long as a connection
//! stands: a count of connections, say. Nothing here looks into it.

use std::{any::Any, fmt, sync::Arc};

/// Kept until the connection ends whose request carried it as an extension.
#[derive(Clone)]
pub struct Held(
    #[expect(dead_code, reason = "it is dropped, and that is its use")] Arc<dyn Any + Send + Sync>,
);

impl Held {
    /// Keeps this.
    pub fn new(kept: impl Any + Send + Sync) -> Self {
        Self(Arc::new(kept))
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held(…)")
    }
}
