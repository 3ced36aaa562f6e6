//! Whether an engine can be used, found out by using it: a call of the server API, and for a deployment a participant
//! who comes in, reads which version is spoken, and leaves.

use std::{net::IpAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use livekit_protocol::{
    CreateRoomRequest, DeleteRoomRequest, LeaveRequest, ListRoomsRequest, ServerInfo, SignalRequest,
    SignalResponse, signal_request, signal_response,
};
use prost::Message as _;
use sfu::{Grant, TwirpCode};
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use super::{
    Engine, EngineError, Engines,
    api::Api,
    client::{CallError, Client},
    one::Place,
};
use crate::{config::EngineName, invitations};

/// How long trying to join may take.
const JOIN_WITHIN: Duration = Duration::from_secs(6);

/// How an engine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The embedded one, which nobody needs.
    Idle,
    /// The embedded one, which does not start.
    Stuck {
        /// Why.
        problem: String,
    },
    /// The embedded one, running.
    Runs {
        /// Its version.
        version: String,
        /// Of LiveKit's protocol.
        protocol: i32,
        /// Its UDP port.
        udp: u16,
        /// Its TCP port.
        tcp: Option<u16>,
        /// What members are told.
        addresses: Vec<IpAddr>,
    },
    /// A deployment that takes our key and lets participants in.
    Answers {
        /// Its version.
        version: String,
        /// Of LiveKit's protocol.
        protocol: i32,
    },
    /// A deployment that cannot be reached.
    Unreachable {
        /// Why.
        problem: String,
    },
    /// Something else answers there.
    Strange {
        /// With this HTTP status.
        status: u16,
    },
    /// Key or secret are not accepted.
    BadKey,
    /// It answers, and refuses.
    Refuses {
        /// In its own words.
        problem: String,
    },
    /// It answers calls, and lets nobody in.
    NoJoin {
        /// Why.
        problem: String,
    },
}

impl Engines {
    /// Tries every engine, all at the same time.
    pub async fn check(&self) -> Vec<(EngineName, Checked)> {
        let each = self.all().iter().map(async |engine| (engine.name().clone(), engine.check().await));
        futures_util::future::join_all(each).await
    }
}

impl Engine {
    /// Tries it.
    async fn check(&self) -> Checked {
        match &self.place {
            Place::Embedded(embedded) => match embedded.running() {
                None => Checked::Idle,
                Some(sfu) => Checked::Runs {
                    version: env!("CARGO_PKG_VERSION").to_owned(),
                    protocol: sfu::PROTOCOL,
                    udp: sfu.udp_port(),
                    tcp: sfu.tcp_port(),
                    addresses: sfu.addresses(),
                },
            },
            Place::LiveKit { client, .. } => match self.try_deployment(client).await {
                Ok(info) => Checked::Answers { version: info.version, protocol: info.protocol },
                Err(checked) => checked,
            },
        }
    }

    async fn try_deployment(&self, client: &Client) -> Result<ServerInfo, Checked> {
        let api = Api::Far(client.clone());
        api.list_rooms(ListRoomsRequest { names: vec!["vorzimmer".to_owned()] }).await.map_err(refused)?;
        let no_join = |problem: &str| Checked::NoJoin { problem: problem.to_owned() };
        let room = invitations::new_id("check").map_err(|error| no_join(&error.to_string()))?;
        let made =
            CreateRoomRequest { name: room.clone(), empty_timeout: 10, ..CreateRoomRequest::default() };
        api.create_room(made).await.map_err(refused)?;
        let mut grant = Grant::member(&room, &room, "", Duration::from_secs(60));
        (grant.can_publish, grant.can_subscribe) = (false, false);
        let joined = timeout(JOIN_WITHIN, join(client, &self.tokens.issue(&grant))).await;
        // Whatever came of it, the room is of no use any more; left alone it would end by itself.
        let _ = api.delete_room(DeleteRoomRequest { room }).await;
        match joined {
            Ok(Ok(info)) => Ok(info),
            Ok(Err(problem)) => Err(no_join(&problem)),
            Err(_) => Err(no_join("no answer in time")),
        }
    }
}

fn refused(error: CallError) -> Checked {
    match error {
        CallError::Unreachable(problem) => Checked::Unreachable { problem },
        CallError::Strange(status) => Checked::Strange { status },
        CallError::Refused(error) if error.code == TwirpCode::Unauthenticated => Checked::BadKey,
        CallError::Refused(error) => Checked::Refuses { problem: error.to_string() },
    }
}

/// Comes in, and reads who is spoken to.
async fn join(client: &Client, token: &str) -> Result<ServerInfo, String> {
    let line = client.upgrade("/rtc?auto_subscribe=0&protocol=15&sdk=rust", token).await?;
    let mut socket = WebSocketStream::from_raw_socket(line, Role::Client, None).await;
    loop {
        let frame = socket.next().await.ok_or("it hangs up")?.map_err(|error| error.to_string())?;
        let Message::Binary(bytes) = frame else { continue };
        let said = SignalResponse::decode(bytes).map_err(|error| error.to_string())?.message;
        let Some(signal_response::Message::Join(join)) = said else { continue };
        let leave = signal_request::Message::Leave(LeaveRequest::default());
        let goodbye = SignalRequest { message: Some(leave) }.encode_to_vec();
        // Who does not take the goodbye notices all the same.
        let _ = socket.send(Message::Binary(goodbye.into())).await;
        let _ = socket.close(None).await;
        return Ok(join.server_info.unwrap_or_default());
    }
}

impl From<EngineError> for Checked {
    fn from(error: EngineError) -> Self {
        Self::Stuck { problem: error.to_string() }
    }
}
