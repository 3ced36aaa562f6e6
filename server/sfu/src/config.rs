//! What the embedded meeting is configured with, and why it may not start.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use crate::{ice_server::IceServer, tokens::MeetingTokens};

/// How the embedded meeting is reached and whom it trusts.
#[derive(Clone, Debug)]
pub struct SfuConfig {
    /// The one UDP port for all media. Port 0 takes a free one.
    pub udp: SocketAddr,
    /// The one TCP port for all media of those whose network lets no UDP through; none when absent.
    pub tcp: Option<SocketAddr>,
    /// The addresses given to clients. When empty: the machine's own, as found at start. Never any other.
    pub advertise: Vec<IpAddr>,
    /// Checks the tokens of those who join, and refreshes them while they are in the meeting.
    pub tokens: MeetingTokens,
    /// How long a refreshed token lives. Refreshed at half of it, at the latest after five minutes.
    pub token_lifetime: Duration,
    /// The only STUN and TURN servers clients are told of; usually none.
    pub ice_servers: Vec<IceServer>,
}

impl SfuConfig {
    /// The usual configuration: media over UDP on `udp`, no TCP, the machine's own addresses, tokens of ten minutes.
    pub fn new(udp: SocketAddr, tokens: MeetingTokens) -> Self {
        Self {
            udp,
            tcp: None,
            advertise: Vec::new(),
            tokens,
            token_lifetime: Duration::from_secs(600),
            ice_servers: Vec::new(),
        }
    }
}

/// Why the embedded meeting does not start.
#[derive(Debug, thiserror::Error)]
pub enum SfuError {
    /// The UDP port cannot be had.
    #[error("the UDP port for media cannot be opened")]
    Udp(#[source] io::Error),
    /// The TCP port cannot be had.
    #[error("the TCP port for media cannot be opened")]
    Tcp(#[source] io::Error),
    /// The machine's addresses cannot be read.
    #[error("the addresses of this machine cannot be read")]
    Addresses(#[source] io::Error),
    /// There is no address that clients could be given.
    #[error("there is no address to give to clients: configure one")]
    NoAddress,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_the_configuration_is_ever_printed() {
        let config = SfuConfig::new(([127, 0, 0, 1], 0).into(), MeetingTokens::new("house", "hunter2"));
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
