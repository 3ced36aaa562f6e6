//! Tests of the whole server: the real program, real WebSockets, a real database.

mod command_line;
mod common;
mod restart;
mod story;
mod web;
