//! One WebSocket, or its substitute over HTTP, as a line to talk over: whole messages in and out, and one reason when it ends.
//!
//! It knows nothing of what is said. Ending a line ends nothing else: no place, no admission.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::{Instant, timeout, timeout_at};
use wire::{PROTOCOL, SILENCE_LIMIT_MS};

use super::{pace::Pace, polled::Polled};

/// The largest frame a page may send, in bytes.
pub const FRAME_LIMIT: usize = 64 * 1024;

/// How long a page may take to say who it is.
const ARRIVAL_WITHIN: Duration = Duration::from_secs(10);

/// How long one message may take to leave.
const SEND_WITHIN: Duration = Duration::from_secs(10);

/// How long the goodbye may take.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// Why a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The page went, or the network between.
    #[error("the page went")]
    Gone,
    /// The server said all it had to say.
    #[error("all was said")]
    Done,
    /// Nothing was heard for too long.
    #[error("nothing was heard for too long")]
    Silent,
    /// The page sent too many messages.
    #[error("too many messages")]
    TooFast,
    /// The page sent something that is no message, or at the wrong time.
    #[error("a message was not understood")]
    NotUnderstood,
    /// The page speaks another version.
    #[error("another version is spoken")]
    OtherVersion,
    /// The server stops.
    #[error("the server stops")]
    ServerStops,
    /// The server could not do its part.
    #[error("the server could not do its part")]
    ServerTrouble,
}

/// One line.
#[derive(Debug)]
pub struct Line {
    way: Way,
    pace: Pace,
    silent_at: Instant,
}

/// What carries it.
#[derive(Debug)]
enum Way {
    Socket(Box<WebSocket>),
    Polled(Polled),
}

impl Line {
    /// A line over a WebSocket just opened.
    pub fn new(socket: WebSocket) -> Self {
        Self::over(Way::Socket(Box::new(socket)))
    }

    /// A line over plain HTTP.
    pub fn polled(polled: Polled) -> Self {
        Self::over(Way::Polled(polled))
    }

    fn over(way: Way) -> Self {
        let now = Instant::now();
        Self { way, pace: Pace::new(now.into_std()), silent_at: now + ARRIVAL_WITHIN }
    }

    /// The first message. [`Ended::OtherVersion`] when it names another version, whatever else is in it.
    pub async fn hear_arrival<T: DeserializeOwned>(&mut self) -> Result<T, Ended> {
        let text = self.hear_text().await?;
        serde_json::from_str(&text).map_err(|_| match protocol_of(&text) {
            Some(theirs) if theirs != u64::from(PROTOCOL) => Ended::OtherVersion,
            Some(_) | None => Ended::NotUnderstood,
        })
    }

    /// The next message. May be dropped while it waits without losing one.
    pub async fn hear<T: DeserializeOwned>(&mut self) -> Result<T, Ended> {
        let text = self.hear_text().await?;
        serde_json::from_str(&text).map_err(|_| Ended::NotUnderstood)
    }

    async fn hear_text(&mut self) -> Result<String, Ended> {
        loop {
            let frame = timeout_at(self.silent_at, self.way.recv()).await.map_err(|_| Ended::Silent)??;
            let now = Instant::now();
            self.silent_at = now + Duration::from_millis(SILENCE_LIMIT_MS.into());
            if self.pace.is_exceeded(now.into_std()) {
                return Err(Ended::TooFast);
            }
            match frame {
                Message::Text(text) => return Ok(text.as_str().to_owned()),
                Message::Binary(_) => return Err(Ended::NotUnderstood),
                // Answered below us.
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Close(_) => return Err(Ended::Gone),
            }
        }
    }

    /// Sends one message.
    pub async fn say(&mut self, message: &impl Serialize) -> Result<(), Ended> {
        let text = serde_json::to_string(message).map_err(|_| Ended::ServerTrouble)?;
        self.say_text(text).await
    }

    /// Sends one message that is JSON already.
    pub async fn say_text(&mut self, text: String) -> Result<(), Ended> {
        timeout(SEND_WITHIN, self.way.send(text)).await.map_err(|_| Ended::Gone)?
    }

    /// Sends one message after which the line is to end.
    pub async fn last_words(&mut self, message: &impl Serialize) -> Ended {
        match self.say(message).await {
            Ok(()) => Ended::Done,
            Err(ended) => ended,
        }
    }

    /// Says goodbye, with the reason as a close code.
    pub async fn close(self, ended: Ended) {
        // Who asks over HTTP is told that there is no such line any more.
        let Way::Socket(mut socket) = self.way else { return };
        let code = match ended {
            Ended::Gone => return,
            Ended::Done | Ended::Silent => close_code::NORMAL,
            Ended::TooFast | Ended::NotUnderstood | Ended::OtherVersion => close_code::POLICY,
            Ended::ServerStops => close_code::RESTART,
            Ended::ServerTrouble => close_code::ERROR,
        };
        let goodbye = Message::Close(Some(CloseFrame { code, reason: "".into() }));
        // Whoever does not take the goodbye is gone all the same.
        let _ = timeout(CLOSE_WITHIN, socket.send(goodbye)).await;
    }
}

impl Way {
    /// May be dropped while it waits without losing a frame.
    async fn recv(&mut self) -> Result<Message, Ended> {
        match self {
            Self::Socket(socket) => socket.recv().await.and_then(Result::ok).ok_or(Ended::Gone),
            Self::Polled(polled) => {
                polled.recv().await.map(|text| Message::Text(text.into())).ok_or(Ended::Gone)
            }
        }
    }

    async fn send(&mut self, text: String) -> Result<(), Ended> {
        match self {
            Self::Socket(socket) => socket.send(Message::Text(text.into())).await.map_err(|_| Ended::Gone),
            Self::Polled(polled) => polled.says.send(text).await.map_err(|_| Ended::Gone),
        }
    }
}

/// The version a message names, which may not be understood otherwise: beside its kind, or within it.
fn protocol_of(text: &str) -> Option<u64> {
    let message: serde_json::Value = serde_json::from_str(text).ok()?;
    let fields = message.as_object()?;
    let within = fields.values().find_map(|inner| inner.get("protocol"));
    fields.get("protocol").or(within)?.as_u64()
}
