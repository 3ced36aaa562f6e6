//! The way to the server.

pub(super) mod connection_changed;
mod grade;
pub(super) mod high_latency;
pub(super) mod intercepted;
pub(super) mod jitter;
pub(super) mod media_blocked;
pub(super) mod offline;
pub(super) mod packet_loss;
pub(super) mod server_unreachable;
pub(super) mod slow;
pub(super) mod udp_blocked;
pub(super) mod websocket_blocked;
