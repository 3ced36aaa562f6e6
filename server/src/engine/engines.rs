//! All meeting engines of this server, by name.

use std::net::IpAddr;

use axum::Router;
use sfu::{Claims, MeetingTokens, TokenError};
use tokio::sync::mpsc;

use super::{Engine, EngineError, Seen, client::Client, embedded::Embedded, one::Place, watch::Watch};
use crate::config::{Config, EngineName, KeyPair, LiveKitConfig};

/// How many sightings may wait for the waiting rooms.
const QUEUE: usize = 256;

/// The engines. Several may have meetings at the same time.
pub struct Engines {
    all: Vec<Engine>,
    default: EngineName,
}

impl Engines {
    /// The engines of a configuration, and who is seen in them. `pair` signs for the embedded one; the pages are served
    /// on `pages`. Nothing is started or asked yet but what watches the deployments.
    pub fn new(
        config: &Config,
        pages: IpAddr,
        pair: &KeyPair,
    ) -> Result<(Self, mpsc::Receiver<Seen>), EngineError> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let token_life = config.meeting.token_life;
        let tokens = MeetingTokens::new(pair.key.clone(), &pair.secret);
        let embedded = Embedded::new(config, pages, tokens.clone(), sender.clone());
        let place = Place::Embedded(embedded);
        let mut all = vec![Engine { name: EngineName::embedded(), tokens, token_life, place }];
        for deployment in &config.livekit {
            let LiveKitConfig { name, url, pair, .. } = deployment;
            let tokens = MeetingTokens::new(pair.key.clone(), &pair.secret);
            let client = Client::new(deployment, tokens.clone())?;
            let watch = Watch::start(name.clone(), client.clone(), sender.clone());
            let place = Place::LiveKit { url: url.clone(), client, watch };
            all.push(Engine { name: name.clone(), tokens, token_life, place });
        }
        Ok((Self { all, default: config.meeting.engine.clone() }, receiver))
    }

    /// The engine of a meeting: the one it is pinned to, or the usual one.
    pub fn of(&self, pin: Option<&EngineName>) -> Result<&Engine, EngineError> {
        let name = pin.unwrap_or(&self.default);
        self.all.iter().find(|engine| engine.name == *name).ok_or_else(|| EngineError::Gone(name.clone()))
    }

    /// Starts the embedded engine now, rather than with its first participant: ports that cannot be had are noticed
    /// while the operator looks.
    pub async fn start_embedded(&self) -> Result<(), EngineError> {
        if let Some(embedded) = self.embedded() {
            embedded.start().await?;
        }
        Ok(())
    }

    pub(super) fn all(&self) -> &[Engine] {
        &self.all
    }

    /// Whether meetings run on the embedded engine unless they are pinned.
    pub fn is_embedded_usual(&self) -> bool {
        self.default.is_embedded()
    }

    /// What answers at the embedded engine's own paths, if it is running.
    pub fn router(&self) -> Option<Router> {
        self.embedded()?.router()
    }

    /// What a key to the embedded engine says, when it is genuine and in its time.
    pub fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        self.of(Some(&EngineName::embedded())).map_err(|_| TokenError::WrongIssuer)?.tokens.verify(token)
    }

    /// Where members' pages may open a signalling connection beside this server: `wss://host`.
    pub fn origins(&self) -> Vec<String> {
        let urls = self.all.iter().filter_map(|engine| match &engine.place {
            Place::Embedded(_) => None,
            Place::LiveKit { url, .. } => Some(origin(url).to_owned()),
        });
        urls.collect()
    }

    /// Says goodbye to everybody in every meeting of the embedded engine. Deployments go on without us.
    pub async fn stop(&self) {
        if let Some(sfu) = self.embedded().and_then(Embedded::running) {
            sfu.shutdown().await;
        }
    }

    fn embedded(&self) -> Option<&Embedded> {
        self.all.iter().find_map(|engine| match &engine.place {
            Place::Embedded(embedded) => Some(embedded),
            Place::LiveKit { .. } => None,
        })
    }
}

impl std::fmt::Debug for Engines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engines(…)")
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let host_at = url.find("://").map_or(0, |at| at + 3);
    let end = url[host_at..].find('/').map_or(url.len(), |at| host_at + at);
    &url[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_ends_before_the_path() {
        for url in ["wss://meeting.example", "wss://meeting.example/", "wss://meeting.example/livekit"] {
            assert_eq!(origin(url), "wss://meeting.example");
        }
    }
}
