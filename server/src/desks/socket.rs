//! The page of the Sitzungsdienst, at the server's end of its WebSocket.

use tokio::sync::mpsc;
use wire::{
    PROTOCOL,
    desk::{FromDesk, ToDesk},
    page::Role,
    participant::InvitationProblem,
};

use crate::{
    clock,
    house::House,
    invitations::{self, Standing},
    sockets::{Ended, Line, OUTBOX},
    waiting_room::{ConnectionId, Event, Keeper},
};

/// Serves one desk until either side has enough.
pub async fn desk_page(house: &House, line: &mut Line) -> Ended {
    let invitation = match line.hear_arrival().await {
        Ok(FromDesk::Arrive { protocol: PROTOCOL, invitation }) => invitation,
        Ok(FromDesk::Arrive { .. }) | Err(Ended::OtherVersion) => {
            return line.last_words(&ToDesk::Outdated).await;
        }
        Ok(FromDesk::Do { .. } | FromDesk::KeepAlive) => return Ended::NotUnderstood,
        Err(ended) => return ended,
    };
    let means = house.rooms.means();
    let found = match invitations::look_up(&means.store, means.lifetime, &invitation, clock::now()).await {
        Ok(Standing::Good(found)) if found.role == Role::Staff => found,
        Ok(Standing::Good(_)) => {
            return line.last_words(&ToDesk::Refused { problem: InvitationProblem::Unknown }).await;
        }
        Ok(Standing::Bad(problem)) => return line.last_words(&ToDesk::Refused { problem }).await,
        Err(error) => {
            tracing::error!(%error, "an invitation could not be looked up");
            return Ended::ServerTrouble;
        }
    };
    let keeper = match house.rooms.keeper(&found.meeting_id).await {
        Ok(keeper) => keeper,
        Err(error) => {
            tracing::error!(%error, "a waiting room could not be opened");
            return Ended::ServerTrouble;
        }
    };
    let connection = house.rooms.next_connection();
    let (outbox, inbox) = mpsc::channel(OUTBOX);
    let arrival = Event::DeskArrived { connection, staff: found.participant };
    if keeper.attach(connection, outbox, arrival).await.is_err() {
        return Ended::ServerTrouble;
    }
    let ended = converse(house, line, &keeper, connection, inbox).await;
    // The keeper may be gone already when the server stops.
    let _ = keeper.happened(Event::ConnectionClosed { connection }).await;
    ended
}

async fn converse(
    house: &House,
    line: &mut Line,
    keeper: &Keeper,
    connection: ConnectionId,
    mut inbox: mpsc::Receiver<String>,
) -> Ended {
    loop {
        tokio::select! {
            told = inbox.recv() => {
                let Some(text) = told else { return Ended::Done };
                if let Err(ended) = line.say_text(text).await {
                    return ended;
                }
            }
            heard = line.hear::<FromDesk>() => match heard {
                Ok(FromDesk::KeepAlive) => {
                    if let Err(ended) = line.say(&ToDesk::StillHere).await {
                        return ended;
                    }
                }
                Ok(FromDesk::Do { attempt, order }) => {
                    let event = Event::Ordered { connection, attempt, order };
                    if keeper.happened(event).await.is_err() {
                        return Ended::ServerTrouble;
                    }
                }
                // A page says once who it is.
                Ok(FromDesk::Arrive { .. }) => return Ended::NotUnderstood,
                Err(ended) => return ended,
            },
            () = house.stopping.cancelled() => return Ended::ServerStops,
        }
    }
}
