//! One signalling connection: protobuf in and out of a WebSocket, and nothing decided.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, close_code};
use livekit_protocol::{SignalRequest, SignalResponse};
use prost::Message as _;
use serde::Deserialize;
use tokio::{
    sync::mpsc,
    time::{Instant, timeout, timeout_at},
};

use crate::{
    ids,
    room::{Command, Connection, Join, messages::PING_TIMEOUT},
    server::Rooms,
    tokens::Claims,
};

/// The longest message taken from a client, in bytes. A description is the longest there is.
pub(crate) const LONGEST_MESSAGE: usize = 1024 * 1024;

/// How many messages may wait for a slow connection.
const WAITING_MESSAGES: usize = 256;

/// How long one message may take to be sent.
const SEND_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may be silent: it pings more often than it must.
const SILENCE: Duration = Duration::from_secs(PING_TIMEOUT as u64 + 10);

/// What a client says about itself when it connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClientTraits {
    /// Whether it receives every track unless it says otherwise.
    pub auto_subscribe: bool,
    /// Whether it can tell a track only by the name of its stream.
    pub knows_tracks_by_stream: bool,
    /// Whether it comes back to where it was.
    pub resume: Option<Resume>,
}

/// Where somebody comes back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resume {
    pub sid: String,
}

/// The query of a signalling connection, in LiveKit's spelling. Everything else in it is of no use here.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SignalQuery {
    #[serde(default)]
    pub access_token: Option<String>,
    #[serde(default)]
    auto_subscribe: Option<String>,
    #[serde(default)]
    browser: Option<String>,
    #[serde(default)]
    reconnect: Option<String>,
    #[serde(default)]
    sid: Option<String>,
}

impl SignalQuery {
    pub(crate) fn traits(&self, user_agent: &str) -> ClientTraits {
        let is = |value: &Option<String>, yes: bool| match value.as_deref() {
            Some("1" | "true") => true,
            Some("0" | "false") => false,
            Some(_) | None => yes,
        };
        let browser = self.browser.as_deref().unwrap_or_default();
        ClientTraits {
            auto_subscribe: is(&self.auto_subscribe, true),
            // Firefox names tracks by itself, whatever the description says.
            knows_tracks_by_stream: browser.eq_ignore_ascii_case("firefox")
                || user_agent.contains("Firefox/"),
            resume: is(&self.reconnect, false).then(|| Resume { sid: self.sid.clone().unwrap_or_default() }),
        }
    }
}

/// Serves one connection to its end.
pub(crate) async fn serve(mut socket: WebSocket, claims: Claims, traits: ClientTraits, rooms: Rooms) {
    let id = ids::number();
    let (messages, mut outgoing) = mpsc::channel(WAITING_MESSAGES);
    let name = claims.room.clone();
    let join = Join { claims, traits, connection: Connection { id, messages } };
    let room = rooms.join(&name, join);
    let mut encoding = Encoding::Binary;
    let mut heard = Instant::now();
    let ending = loop {
        tokio::select! {
            // What the room has to say comes first, so that the last word is heard.
            biased;
            message = outgoing.recv() => {
                // The room has let go: the client left, was removed, or came back on another connection.
                let Some(message) = message else { break Ending::Done };
                let Some(frame) = encoding.write(&message) else { continue };
                if !matches!(timeout(SEND_WITHIN, socket.send(frame)).await, Ok(Ok(()))) {
                    break Ending::Lost;
                }
            }
            // What is said to somebody is no sign that they are there.
            frame = timeout_at(heard + SILENCE, socket.recv()) => {
                let Ok(Some(Ok(frame))) = frame else { break Ending::Lost };
                heard = Instant::now();
                match encoding.read(&frame) {
                    Ok(None) => {}
                    Ok(Some(request)) => {
                        let signal = Command::Signal { connection: id, request: Box::new(request) };
                        if room.send(signal).await.is_err() {
                            break Ending::Done;
                        }
                    }
                    Err(Unreadable) => {
                        tracing::warn!(connection = id, "a signalling message that cannot be read");
                        break Ending::Nonsense;
                    }
                }
            }
        }
    };
    let code = match ending {
        Ending::Done => close_code::NORMAL,
        Ending::Nonsense => close_code::INVALID,
        Ending::Lost => close_code::AWAY,
    };
    // A connection that is lost cannot be told so.
    let goodbye = Frame::Close(Some(CloseFrame { code, reason: "".into() }));
    let _ = timeout(SEND_WITHIN, socket.send(goodbye)).await;
    let _ = room.send(Command::Lost { connection: id }).await;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Done,
    Nonsense,
    Lost,
}

/// A message that is none.
#[derive(Debug, PartialEq, Eq)]
struct Unreadable;

/// How a client writes; it is answered likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Binary,
    Json,
}

impl Encoding {
    fn read(&mut self, frame: &Frame) -> Result<Option<SignalRequest>, Unreadable> {
        match frame {
            Frame::Binary(bytes) => {
                *self = Self::Binary;
                SignalRequest::decode(bytes.clone()).map(Some).map_err(|_| Unreadable)
            }
            Frame::Text(text) => {
                *self = Self::Json;
                serde_json::from_str(text).map(Some).map_err(|_| Unreadable)
            }
            Frame::Ping(_) | Frame::Pong(_) | Frame::Close(_) => Ok(None),
        }
    }

    fn write(self, message: &SignalResponse) -> Option<Frame> {
        match self {
            Self::Binary => Some(Frame::Binary(message.encode_to_vec().into())),
            Self::Json => serde_json::to_string(message).ok().map(|text| Frame::Text(text.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use livekit_protocol::signal_request::Message as Request;

    use super::*;

    #[test]
    fn a_client_is_answered_in_the_encoding_it_speaks() {
        let mut encoding = Encoding::Binary;
        let ping = SignalRequest { message: Some(Request::Ping(7)) };
        assert_eq!(encoding.read(&Frame::Binary(ping.encode_to_vec().into())), Ok(Some(ping.clone())));
        assert!(matches!(encoding.write(&SignalResponse::default()), Some(Frame::Binary(_))));
        assert_eq!(encoding.read(&Frame::Text(r#"{"ping":"7"}"#.into())), Ok(Some(ping)));
        assert!(matches!(encoding.write(&SignalResponse::default()), Some(Frame::Text(_))));
    }

    #[test]
    fn nonsense_is_recognised() {
        assert_eq!(Encoding::Binary.read(&Frame::Binary(vec![0xff; 8].into())), Err(Unreadable));
        assert_eq!(Encoding::Binary.read(&Frame::Text("{".into())), Err(Unreadable));
    }

    #[test]
    fn a_client_receives_everything_unless_it_says_otherwise() {
        let query = SignalQuery::default();
        assert_eq!(
            query.traits(""),
            ClientTraits { auto_subscribe: true, knows_tracks_by_stream: false, resume: None }
        );
        let query = SignalQuery {
            auto_subscribe: Some("0".into()),
            reconnect: Some("1".into()),
            sid: Some("PA_x".into()),
            ..SignalQuery::default()
        };
        let traits = query.traits("Mozilla/5.0 Firefox/140.0");
        assert!(!traits.auto_subscribe && traits.knows_tracks_by_stream);
        assert_eq!(traits.resume, Some(Resume { sid: "PA_x".into() }));
    }
}
