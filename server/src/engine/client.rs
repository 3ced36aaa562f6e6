//! A client of LiveKit's server API: Twirp over HTTP, protobuf bodies, a fresh short-lived token for every call.

use std::time::Duration;

use prost::Message;
use sfu::{MeetingTokens, ROOM_SERVICE, TwirpError};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;

use crate::config::LiveKitConfig;

/// How long a call may take.
const CALL_WITHIN: Duration = Duration::from_secs(5);

/// How long connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);

/// How long the token of a call holds.
const TOKEN_LIFE: Duration = Duration::from_secs(60);

/// The longest answer taken, in bytes.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Why a call failed. No address and no name is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Nothing answers there, or only after too long.
    #[error("the meeting server cannot be reached: {0}")]
    Unreachable(String),
    /// Something else than LiveKit answers.
    #[error("what answers is no LiveKit server (HTTP status {0})")]
    Strange(u16),
    /// It answered, and refused.
    #[error("the meeting server refuses: {0}")]
    Refused(TwirpError),
}

/// A client for one deployment. Clones share its connections.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    address: String,
    tokens: MeetingTokens,
}

impl Client {
    /// A client; nothing is connected yet.
    pub fn new(config: &LiveKitConfig, tokens: MeetingTokens) -> Result<Self, CallError> {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(CALL_WITHIN)
            // A server API does not move.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(unreachable)?;
        Ok(Self { http, address: config.api_url.clone(), tokens })
    }

    /// One call; `room` is the one it is about, if any.
    pub async fn call<A: Message + Default>(
        &self,
        method: &str,
        room: &str,
        request: &impl Message,
    ) -> Result<A, CallError> {
        let answer = self
            .http
            .post(format!("{}{ROOM_SERVICE}{method}", self.address))
            .bearer_auth(self.tokens.issue_service(room, TOKEN_LIFE))
            .header("content-type", "application/protobuf")
            .body(request.encode_to_vec())
            .send()
            .await
            .map_err(unreachable)?;
        let status = answer.status();
        let strange = || CallError::Strange(status.as_u16());
        if answer.content_length().is_some_and(|length| length > LONGEST_ANSWER as u64) {
            return Err(strange());
        }
        let body = answer.bytes().await.map_err(unreachable)?;
        if status.is_success() {
            return A::decode(body).map_err(|_| strange());
        }
        Err(serde_json::from_slice::<TwirpError>(&body)
            .map_or_else(|_| refused_outright(status, &body), CallError::Refused))
    }
}

impl Client {
    /// Opens a WebSocket, up to the point where frames begin.
    pub async fn upgrade(&self, path: &str, token: &str) -> Result<reqwest::Upgraded, String> {
        let answer = self
            .http
            .get(format!("{}{path}", self.address))
            .bearer_auth(token)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", generate_key())
            .send()
            .await
            .map_err(|error| unreachable(error).to_string())?;
        if answer.status() != reqwest::StatusCode::SWITCHING_PROTOCOLS {
            return Err(format!("no WebSocket is opened (HTTP status {})", answer.status().as_u16()));
        }
        answer.upgrade().await.map_err(|error| unreachable(error).to_string())
    }
}

/// LiveKit refuses a bad token before Twirp sees the call, in plain words: 401, and why.
fn refused_outright(status: reqwest::StatusCode, body: &[u8]) -> CallError {
    if status == reqwest::StatusCode::UNAUTHORIZED {
        let words = if body.starts_with(b"invalid API key") { "invalid API key" } else { "invalid token" };
        return CallError::Refused(TwirpError::new(sfu::TwirpCode::Unauthenticated, words));
    }
    CallError::Strange(status.as_u16())
}

/// In the words of the innermost cause, which alone tells a refused connection from a bad certificate.
fn unreachable(error: reqwest::Error) -> CallError {
    if error.is_timeout() {
        return CallError::Unreachable("no answer in time".to_owned());
    }
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    CallError::Unreachable(cause.to_string())
}
