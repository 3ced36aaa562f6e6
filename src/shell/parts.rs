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
    insist(|| part::load(part), delayed).await;
}

/// Loads the texts that come late, for whoever shows any of them.
pub async fn bring_texts() {
    if let Some(texts) = insist(part::texts, || {}).await {
        texts::late::bring(texts);
    }
}

async fn insist<T, F: Future<Output = Result<T, PartProblem>>>(
    load: impl Fn() -> F,
    delayed: impl Fn(),
) -> T {
    loop {
        match load().await {
            Ok(came) => {
                storage::set_renewed(false);
                return came;
            }
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
