//! A page's end of its WebSocket.

use std::{marker::PhantomData, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde::{Serialize, de::DeserializeOwned};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};
use wire::{
    AttemptId, InvitationToken, PROTOCOL,
    desk::{FromDesk, Order, OrderProblem, Person, ToDesk},
    participant::{FromParticipant, MeetingAccess, Standing, ToParticipant},
};

/// How long anything may take.
const SOON: Duration = Duration::from_secs(10);

/// What one kind of page says and hears.
pub trait Side {
    type Says: Serialize;
    type Hears: DeserializeOwned + std::fmt::Debug;
}

/// A member's page.
pub struct Member;
impl Side for Member {
    type Says = FromParticipant;
    type Hears = ToParticipant;
}

/// The page of the Sitzungsdienst.
pub struct Desk;
impl Side for Desk {
    type Says = FromDesk;
    type Hears = ToDesk;
}

pub type MemberPage = Page<Member>;
pub type DeskPage = Page<Desk>;

/// One page.
pub struct Page<T> {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    attempts: AttemptId,
    side: PhantomData<T>,
}

impl<T: Side> Page<T> {
    pub async fn open(address: &str, path: &str) -> Self {
        let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
        request.headers_mut().insert("origin", format!("http://{address}").parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        Self { socket, attempts: AttemptId(0), side: PhantomData }
    }

    pub async fn say(&mut self, message: &T::Says) {
        self.say_text(serde_json::to_string(message).unwrap()).await;
    }

    pub async fn say_text(&mut self, text: String) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// The next message; `None` when the server closed the connection.
    pub async fn hear(&mut self) -> Option<T::Hears> {
        loop {
            let frame = tokio::time::timeout(SOON, self.socket.next()).await.expect("a message comes soon");
            match frame {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                None | Some(Err(_) | Ok(Message::Close(_))) => return None,
                Some(Ok(other)) => panic!("not a message: {other:?}"),
            }
        }
    }

    /// Skips messages until one is the wanted.
    pub async fn until<R>(&mut self, mut wanted: impl FnMut(&T::Hears) -> Option<R>) -> R {
        loop {
            let heard = self.hear().await.expect("the connection stays");
            if let Some(found) = wanted(&heard) {
                return found;
            }
        }
    }

    /// The connection was closed with nothing more said.
    pub async fn is_closed(&mut self) {
        assert!(self.hear().await.is_none());
    }
}

impl MemberPage {
    pub async fn arrive(&mut self, secret: &str, tab: &str, take_over: bool) {
        let invitation = InvitationToken::new(secret);
        let tab = tab.to_owned();
        self.say(&FromParticipant::Arrive { protocol: PROTOCOL, invitation, take_over, tab }).await;
    }

    pub async fn standing(&mut self) -> Standing {
        self.until(|heard| match heard {
            ToParticipant::Arrived { standing, .. } | ToParticipant::Standing { standing } => {
                Some(standing.clone())
            }
            _ => None,
        })
        .await
    }

    /// Asks for the key; `None` when the meeting cannot be had.
    pub async fn access(&mut self) -> Option<MeetingAccess> {
        let asked = self.attempts.advance();
        self.say(&FromParticipant::RequestAccess { attempt: asked }).await;
        self.until(|heard| match heard {
            ToParticipant::AccessGranted { attempt, access } if *attempt == asked => {
                Some(Some(access.clone()))
            }
            ToParticipant::MeetingUnavailable { attempt } if *attempt == asked => Some(None),
            _ => None,
        })
        .await
    }

    /// Asks for the key: the token, or where the member stands instead.
    pub async fn ask_for_access(&mut self) -> Result<String, Standing> {
        let asked = self.attempts.advance();
        self.say(&FromParticipant::RequestAccess { attempt: asked }).await;
        self.until(|heard| match heard {
            ToParticipant::AccessGranted { attempt, access } if *attempt == asked => {
                Some(Ok(access.token.reveal().to_owned()))
            }
            ToParticipant::Standing { standing } => Some(Err(standing.clone())),
            _ => None,
        })
        .await
    }
}

impl DeskPage {
    pub async fn arrive(&mut self, secret: &str) {
        let invitation = InvitationToken::new(secret);
        self.say(&FromDesk::Arrive { protocol: PROTOCOL, invitation }).await;
    }

    pub async fn board(&mut self) -> Vec<Person> {
        self.until(|heard| match heard {
            ToDesk::Board { people, .. } => Some(people.clone()),
            _ => None,
        })
        .await
    }

    /// The next change of a person that is as wanted.
    pub async fn person(&mut self, wanted: impl Fn(&Person) -> bool) -> Person {
        self.until(|heard| match heard {
            ToDesk::PersonChanged { person } if wanted(person) => Some(person.clone()),
            _ => None,
        })
        .await
    }

    /// Gives an order and waits until it is carried out or refused.
    pub async fn order(&mut self, order: Order) -> Result<(), OrderProblem> {
        let given = self.attempts.advance();
        self.say(&FromDesk::Do { attempt: given, order }).await;
        self.until(|heard| match heard {
            ToDesk::Done { attempt } if *attempt == given => Some(Ok(())),
            ToDesk::Failed { attempt, reason } if *attempt == given => Some(Err(*reason)),
            _ => None,
        })
        .await
    }
}
