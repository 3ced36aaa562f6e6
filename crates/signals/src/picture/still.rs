//! For how long the picture has been standing. Two pictures in a row are alike in every meeting; so all are compared
//! with the one from which nothing has differed since.

use super::{frame::Frame, likeness::likeness};
use crate::Millis;

/// From this likeness on two pictures are the same (testrtc's limit for frozen ones).
pub const FROZEN: f32 = 0.985;

/// How long it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Not a pixel has changed, in milliseconds.
    pub same_ms: Millis,
    /// Every picture was like the first of them, in milliseconds.
    pub alike_ms: Millis,
}

/// Remembers what pictures are compared with.
#[derive(Clone, Debug)]
pub struct Still {
    reference: Option<(Millis, Frame)>,
    changed_at: Millis,
}

impl Still {
    pub fn new() -> Self {
        Self { reference: None, changed_at: 0 }
    }

    /// Takes in a picture, and whether it differs from the last one at all.
    pub fn see(&mut self, now: Millis, frame: &Frame, changed: bool) -> Standing {
        if changed {
            self.changed_at = now;
        }
        let alike_since = match &self.reference {
            Some((since, reference)) if likeness(reference, frame) > FROZEN => *since,
            Some(_) | None => {
                self.reference = Some((now, frame.clone()));
                now
            }
        };
        Standing { same_ms: now.saturating_sub(self.changed_at), alike_ms: now.saturating_sub(alike_since) }
    }
}
