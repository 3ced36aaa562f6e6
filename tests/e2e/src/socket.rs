//! Somebody without a page: speaks to the server's endpoints directly, to see what they give away.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};
use wire::participant::{FromParticipant, ToParticipant};

use crate::{PATIENCE, house::House};

/// A connection to the waiting room.
pub struct Knock {
    socket: tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>,
}

impl Knock {
    /// Connects.
    ///
    /// # Errors
    /// When the server does not let a WebSocket be opened.
    pub async fn open(house: &House) -> Result<Self> {
        let mut request = house.socket_url(wire::WAITING_ROOM_PATH).into_client_request()?;
        request.headers_mut().insert("Origin", house.url("").parse()?);
        let (socket, _) = connect_async(request).await?;
        Ok(Self { socket })
    }

    /// Says something.
    ///
    /// # Errors
    /// When the connection is closed.
    pub async fn say(&mut self, message: &FromParticipant) -> Result<()> {
        Ok(self.socket.send(Message::text(serde_json::to_string(message)?)).await?)
    }

    /// The next thing the server says.
    ///
    /// # Errors
    /// When the connection is closed, or nothing comes.
    pub async fn hear(&mut self) -> Result<ToParticipant> {
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
