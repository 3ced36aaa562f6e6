//! Somebody without a page: speaks to the server's endpoints directly, to see what they give away.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::timeout;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};
use wire::{
    AttemptId, InvitationToken, PROTOCOL,
    desk::{FromDesk, Order, ToDesk},
    participant::{FromParticipant, ToParticipant},
};

use crate::{
    PATIENCE,
    house::{House, Meeting},
};

/// A connection to the waiting room.
pub struct Knock(Line);

impl Knock {
    /// Connects.
    ///
    /// # Errors
    /// When the server does not let a WebSocket be opened.
    pub async fn open(house: &House) -> Result<Self> {
        Ok(Self(Line::open(house, wire::WAITING_ROOM_PATH).await?))
    }

    /// Says something.
    ///
    /// # Errors
    /// When the connection is closed.
    pub async fn say(&mut self, message: &FromParticipant) -> Result<()> {
        self.0.say(message).await
    }

    /// The next thing the server says.
    ///
    /// # Errors
    /// When the connection is closed, or nothing comes.
    pub async fn hear(&mut self) -> Result<ToParticipant> {
        self.0.hear().await
    }
}

/// The Sitzungsdienst without a page, for journeys that are about something else.
pub struct Desk(Line);

impl Desk {
    /// Sits down at the desk of a meeting.
    ///
    /// # Errors
    /// When the server does not let them.
    pub async fn open(house: &House, meeting: &Meeting) -> Result<Self> {
        let mut line = Line::open(house, wire::DESK_PATH).await?;
        let secret = meeting.link("Dienst").rsplit('/').next().unwrap_or_default();
        line.say(&FromDesk::Arrive { protocol: PROTOCOL, invitation: InvitationToken::new(secret) }).await?;
        Ok(Self(line))
    }

    /// Waits until somebody is there who has proven to be heard.
    ///
    /// # Errors
    /// When nobody does, or the server says something else than the board.
    pub async fn sees_somebody_heard(&mut self) -> Result<()> {
        loop {
            let people = match self.0.hear().await? {
                ToDesk::Board { people, .. } => people,
                ToDesk::PersonChanged { person } => vec![person],
                other => bail!("{other:?}"),
            };
            if people.iter().any(|person| person.checks.heard) {
                return Ok(());
            }
        }
    }

    /// Writes to everybody who waits.
    ///
    /// # Errors
    /// When the server does not do it.
    pub async fn writes_to_all(&mut self, text: &str) -> Result<()> {
        self.orders(Order::Write { participant: None, text: text.to_owned() }).await
    }

    /// Lets in everybody who waits.
    ///
    /// # Errors
    /// When the server does not do it.
    pub async fn admits_all(&mut self) -> Result<()> {
        self.orders(Order::AdmitAll).await
    }

    async fn orders(&mut self, order: Order) -> Result<()> {
        self.0.say(&FromDesk::Do { attempt: AttemptId(1), order }).await?;
        loop {
            match self.0.hear().await? {
                ToDesk::Done { .. } => return Ok(()),
                ToDesk::Failed { reason, .. } => bail!("it is not done: {reason:?}"),
                ToDesk::Refused { problem } => bail!("the desk is refused: {problem:?}"),
                ToDesk::Outdated => bail!("the desk is outdated"),
                _ => {}
            }
        }
    }
}

/// A WebSocket of the server.
struct Line {
    socket: tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>,
}

impl Line {
    async fn open(house: &House, path: &str) -> Result<Self> {
        let mut request = house.socket_url(path).into_client_request()?;
        request.headers_mut().insert("Origin", house.url("").parse()?);
        let (socket, _) = connect_async(request).await?;
        Ok(Self { socket })
    }

    async fn say(&mut self, message: &impl Serialize) -> Result<()> {
        Ok(self.socket.send(Message::text(serde_json::to_string(message)?)).await?)
    }

    async fn hear<T: DeserializeOwned>(&mut self) -> Result<T> {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await?.context("closed")??;
            match message {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Close(_) => bail!("closed"),
                Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }
}
