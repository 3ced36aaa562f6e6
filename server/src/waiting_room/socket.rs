//! A member's page, at the server's end of its WebSocket.

use tokio::sync::mpsc;
use wire::participant::{FromParticipant, InvitationProblem, ToParticipant};
use wire::{PROTOCOL, page::Role};

use super::{ConnectionId, Event, Keeper};
use crate::{
    clock,
    house::House,
    invitations::{self, Standing},
    sockets::{Ended, Line, OUTBOX},
};

/// Serves one page until either side has enough.
pub async fn member_page(house: &House, line: &mut Line) -> Ended {
    let (invitation, take_over, tab) = match line.hear_arrival().await {
        Ok(FromParticipant::Arrive { protocol: PROTOCOL, invitation, take_over, tab }) => {
            (invitation, take_over, tab)
        }
        Ok(FromParticipant::Arrive { .. }) => return line.last_words(&ToParticipant::Outdated).await,
        Ok(
            FromParticipant::ReportChecks { .. }
            | FromParticipant::RequestAccess { .. }
            | FromParticipant::RequestEchoRoom { .. }
            | FromParticipant::Leave
            | FromParticipant::KeepAlive,
        ) => return Ended::NotUnderstood,
        Err(Ended::OtherVersion) => return line.last_words(&ToParticipant::Outdated).await,
        Err(ended) => return ended,
    };
    let means = house.rooms.means();
    let found = match invitations::look_up(&means.store, means.lifetime, &invitation, clock::now()).await {
        Ok(Standing::Good(found)) if found.role == Role::Member => found,
        Ok(Standing::Good(_)) => {
            // The Sitzungsdienst has a page of its own.
            return line.last_words(&ToParticipant::Refused { problem: InvitationProblem::Unknown }).await;
        }
        Ok(Standing::Bad(problem)) => return line.last_words(&ToParticipant::Refused { problem }).await,
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
    let arrival = Event::MemberArrived { connection, participant: found.participant.clone(), tab, take_over };
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
            heard = line.hear::<FromParticipant>() => {
                let event = match heard {
                    Ok(FromParticipant::KeepAlive) => {
                        if let Err(ended) = line.say(&ToParticipant::StillHere { server_time: clock::now() }).await {
                            return ended;
                        }
                        continue;
                    }
                    Ok(FromParticipant::ReportChecks { checks }) => Event::ChecksReported { connection, checks },
                    Ok(FromParticipant::RequestAccess { attempt }) => {
                        Event::AccessRequested { connection, attempt }
                    }
                    Ok(FromParticipant::RequestEchoRoom { attempt }) => {
                        Event::EchoRoomRequested { connection, attempt }
                    }
                    Ok(FromParticipant::Leave) => Event::MemberLeft { connection },
                    // A page says once who it is.
                    Ok(FromParticipant::Arrive { .. }) => return Ended::NotUnderstood,
                    Err(ended) => return ended,
                };
                if keeper.happened(event).await.is_err() {
                    return Ended::ServerTrouble;
                }
            }
            () = house.stopping.cancelled() => return Ended::ServerStops,
        }
    }
}
