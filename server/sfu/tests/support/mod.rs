//! A meeting over real sockets, and a client for it that knows LiveKit's protocol and WebRTC, and nothing of ours.

#![allow(dead_code, reason = "not every test uses everything")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod client;

use std::{net::SocketAddr, time::Duration};

use sfu::{Grant, MeetingTokens, Sfu, SfuConfig};

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A running meeting.
pub struct Meeting {
    pub sfu: Sfu,
    pub address: SocketAddr,
    pub tokens: MeetingTokens,
}

impl Meeting {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(configure: impl FnOnce(&mut SfuConfig)) -> Self {
        let tokens = MeetingTokens::new("test", "a secret for the length of a test");
        let mut config = SfuConfig::new(SocketAddr::from(([127, 0, 0, 1], 0)), tokens.clone());
        configure(&mut config);
        let sfu = Sfu::start(config).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = sfu.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { sfu, address, tokens }
    }

    pub fn token(&self, room: &str, identity: &str) -> String {
        self.tokens.issue(&Grant::member(room, identity, identity, Duration::from_secs(60)))
    }

    pub async fn join(&self, room: &str, identity: &str) -> client::Client {
        client::Client::connect(self.address, &self.token(room, identity), "").await.unwrap()
    }

    /// What a plain request is answered: the status, and everything as it came.
    pub async fn get(&self, path: &str) -> (u16, String) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }
}
