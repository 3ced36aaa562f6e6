//! Brings in what comes after the first screen, however long that takes.

use crate::browser::{
    location,
    part::{self, Part, PartProblem},
    storage,
};

/// How long to wait before trying again, in milliseconds. The file is small, and somebody may be waiting for it.
const AGAIN_AFTER_MS: i32 = 2_000;

/// Loads a part. After each attempt that failed `delayed` is called.
pub async fn bring(part: Part, delayed: impl Fn()) {
    loop {
        match part::load(part).await {
            Ok(()) => return storage::set_renewed(false),
            Err(problem) => {
                delayed();
                // Once only: a page made anew must not be made anew for the same reason.
                if problem == PartProblem::Gone && !storage::renewed() {
                    storage::set_renewed(true);
                    location::reload();
                }
            }
        }
        part::pause(AGAIN_AFTER_MS).await;
    }
}
