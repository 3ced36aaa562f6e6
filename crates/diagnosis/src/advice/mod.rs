//! What helps: what the page does at a press, and the steps that only the member can take.
//!
//! Both are names. The sentence and the picture of a step are chosen elsewhere by its [`StepId`].

mod action;
mod step;
mod steps;

pub use action::Action;
pub use step::StepId;
pub use steps::steps;
