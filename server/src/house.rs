//! What every request and every page's connection has in common.

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    config::Config,
    http::{Pulse, ShellFile},
    sockets::{Crowd, Polls},
    waiting_room::Rooms,
};

/// The running server, seen from inside.
#[derive(Debug)]
pub struct House {
    /// As configured.
    pub config: Config,
    /// The beginning of every personal link, without a slash at its end.
    pub public_url: String,
    /// Where pages may open a signalling connection beside this server, each `wss://host`.
    pub engine_origins: Vec<String>,
    /// The client's page.
    pub shell: ShellFile,
    /// The waiting rooms.
    pub rooms: Rooms,
    /// The last look at the store.
    pub pulse: Pulse,
    /// Set when the server stops: every page's connection says goodbye.
    pub stopping: CancellationToken,
    /// Counts the connections that are open.
    pub crowd: Crowd,
    /// The pages that ask over HTTP.
    pub polls: Polls,
    /// Counts the connections that have not said goodbye yet.
    pub pages: TaskTracker,
}
