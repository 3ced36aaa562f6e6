//! The meeting engine as the waiting room sees it: makes keys, removes people, tells who is in.
//!
//! Who gets a key is decided in [`crate::waiting_room`]; here it is only made.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use axum::Router;
use sfu::{Claims, Grant, MeetingTokens, RoomEvent, Sfu, SfuConfig, SfuError, TokenError};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    mpsc,
};
use wire::{MeetingToken, ParticipantId};

use crate::{
    config::{KeyPair, MeetingConfig},
    store::MeetingId,
};

/// How many sightings may wait for the waiting rooms.
const QUEUE: usize = 256;

/// Why there is no meeting engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The embedded one does not start.
    #[error("the embedded meeting does not start: {0}")]
    Embedded(#[from] SfuError),
}

/// Somebody seen by the meeting engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Came in.
    Joined {
        /// Where.
        meeting: MeetingId,
        /// Who.
        participant: ParticipantId,
    },
    /// Went, for whatever reason.
    Left {
        /// Where.
        meeting: MeetingId,
        /// Who.
        participant: ParticipantId,
    },
    /// Some sightings were missed: ask [`Engine::present`] again, for every meeting.
    Missed,
}

/// The embedded meeting engine.
pub struct Engine {
    sfu: Sfu,
    tokens: MeetingTokens,
    token_life: Duration,
}

impl Engine {
    /// Starts it on the ports of the configuration; the pages are served on `pages`.
    pub async fn start(
        settings: &MeetingConfig,
        pages: IpAddr,
        pair: &KeyPair,
    ) -> Result<(Self, mpsc::Receiver<Seen>), EngineError> {
        let ip = media_address(&settings.addresses, pages);
        let tokens = MeetingTokens::new(pair.key.clone(), &pair.secret);
        let sfu = Sfu::start(SfuConfig {
            tcp: settings.tcp_port.map(|port| SocketAddr::new(ip, port)),
            advertise: settings.addresses.clone(),
            token_lifetime: settings.token_life,
            ..SfuConfig::new(SocketAddr::new(ip, settings.udp_port), tokens.clone())
        })
        .await?;
        let (sender, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(pass_on(sfu.events(), sender));
        Ok((Self { sfu, tokens, token_life: settings.token_life }, receiver))
    }

    /// What answers at the meeting's own paths.
    pub fn router(&self) -> Router {
        self.sfu.router()
    }

    /// A key to a meeting.
    pub fn token(&self, meeting: &MeetingId, participant: &ParticipantId, name: &str) -> MeetingToken {
        let grant = Grant::member(&meeting.0, &participant.0, name, self.token_life);
        MeetingToken::new(self.tokens.issue(&grant))
    }

    /// What a key says, when it is genuine and in its time.
    pub fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        self.tokens.verify(token)
    }

    /// Who is in a meeting.
    pub async fn present(&self, meeting: &MeetingId) -> Vec<ParticipantId> {
        let participants = self.sfu.participants(&meeting.0).await;
        participants.into_iter().map(|seen| ParticipantId(seen.identity)).collect()
    }

    /// Removes somebody from a meeting, if they are in it.
    pub async fn expel(&self, meeting: &MeetingId, participant: &ParticipantId) {
        self.sfu.remove_participant(&meeting.0, &participant.0).await;
    }

    /// Ends a meeting.
    pub async fn close(&self, meeting: &MeetingId) {
        self.sfu.close_room(&meeting.0).await;
    }

    /// Says goodbye to everybody in every meeting.
    pub async fn stop(&self) {
        self.sfu.shutdown().await;
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine(…)")
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
