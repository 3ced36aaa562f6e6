//! The client in the browser: the edge around the sessions of `participant` and `desk`.
//!
//! [`shell`] runs effects and feeds events back, [`browser`] wraps one Web API per file, [`views`] and [`ui`] draw.
//! What is decided is decided in the crates, never here.

pub mod app;
pub mod browser;
pub mod shell;
pub mod stage;
pub mod ui;
pub mod views;
