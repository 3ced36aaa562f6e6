//! Tests of the whole server: the real program, real WebSockets, a real database.
// A helper of a test that fails is a failed test: it may panic like the test itself.
#![allow(clippy::unwrap_used)]

mod command_line;
mod common;
mod limits;
mod restart;
mod story;
mod tls;
mod web;
