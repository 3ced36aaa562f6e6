//! The engine inside this server. It starts when it is first needed: a server whose meetings all run on LiveKit opens no
//! port for media.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::OnceLock,
};

use axum::Router;
use sfu::{MeetingTokens, RoomEvent, Sfu, SfuConfig, SfuError};
use tokio::sync::{
    OnceCell,
    broadcast::{self, error::RecvError},
    mpsc,
};
use wire::ParticipantId;

use super::Seen;
use crate::{config::Config, store::MeetingId};

/// The embedded engine, running or not.
pub struct Embedded {
    config: SfuConfig,
    running: OnceCell<Sfu>,
    router: OnceLock<Router>,
    seen: mpsc::Sender<Seen>,
}

impl Embedded {
    /// An engine for the ports of the configuration; the pages are served on `pages`.
    pub fn new(config: &Config, pages: IpAddr, tokens: MeetingTokens, seen: mpsc::Sender<Seen>) -> Self {
        let settings = &config.meeting;
        let ip = media_address(&settings.addresses, pages);
        let config = SfuConfig {
            tcp: settings.tcp_port.map(|port| SocketAddr::new(ip, port)),
            advertise: settings.addresses.clone(),
            token_lifetime: settings.token_life,
            ice_servers: config.ice_servers.clone(),
            ..SfuConfig::new(SocketAddr::new(ip, settings.udp_port), tokens)
        };
        Self { config, running: OnceCell::new(), router: OnceLock::new(), seen }
    }

    /// The engine, started if it is not running yet.
    pub async fn start(&self) -> Result<&Sfu, SfuError> {
        let start = async || {
            let sfu = Sfu::start(self.config.clone()).await?;
            tokio::spawn(pass_on(sfu.events(), self.seen.clone()));
            Ok(sfu)
        };
        self.running.get_or_try_init(start).await
    }

    /// The engine, if it is running.
    pub fn running(&self) -> Option<&Sfu> {
        self.running.get()
    }

    /// What answers at the engine's own paths, if it is running.
    pub fn router(&self) -> Option<Router> {
        let sfu = self.running()?;
        Some(self.router.get_or_init(|| sfu.router()).clone())
    }
}

/// Where media is listened for. A server behind a proxy serves its pages on loopback, where no member's media could
/// reach it: what counts is which addresses members are given.
fn media_address(given: &[IpAddr], pages: IpAddr) -> IpAddr {
    match given {
        [] => pages,
        [one] if one.is_loopback() => *one,
        several if several.iter().any(IpAddr::is_ipv6) => Ipv6Addr::UNSPECIFIED.into(),
        [..] => Ipv4Addr::UNSPECIFIED.into(),
    }
}

async fn pass_on(mut events: broadcast::Receiver<RoomEvent>, to: mpsc::Sender<Seen>) {
    loop {
        let seen = match events.recv().await {
            Ok(RoomEvent::Joined { room, identity }) => {
                Seen::Joined { meeting: MeetingId(room), participant: ParticipantId(identity) }
            }
            Ok(RoomEvent::Left { room, identity }) => {
                Seen::Left { meeting: MeetingId(room), participant: ParticipantId(identity) }
            }
            Err(RecvError::Lagged(_)) => Seen::Missed,
            Err(RecvError::Closed) => return,
        };
        if to.send(seen).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_is_listened_for_where_members_are_sent() {
        for (given, pages, expected) in [
            (&[][..], "127.0.0.1", "127.0.0.1"),
            (&[], "0.0.0.0", "0.0.0.0"),
            (&["127.0.0.1"], "0.0.0.0", "127.0.0.1"),
            (&["203.0.113.7"], "127.0.0.1", "0.0.0.0"),
            (&["203.0.113.7", "2001:db8::7"], "127.0.0.1", "::"),
        ] {
            let ip = |text: &str| text.parse::<IpAddr>().unwrap();
            let given: Vec<IpAddr> = given.iter().map(|text| ip(text)).collect();
            assert_eq!(media_address(&given, ip(pages)), ip(expected), "{given:?} {pages}");
        }
    }
}
