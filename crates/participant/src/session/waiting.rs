//! What the waiting room says: where the member stands, and the key to the meeting.

use wire::{
    AttemptId,
    participant::{FromParticipant, MeetingAccess, Standing, ToParticipant},
};

use super::{Purpose, Session};
use crate::{
    Millis,
    echo::EchoEvent,
    effect::{Effect, Timer},
    stage::Stage,
};

/// How long to wait before asking again for a meeting that cannot be had, in milliseconds.
const ASK_AGAIN_MS: u32 = 5_000;

/// How long to wait for the key that comes with every admission before asking for one, in milliseconds: longer than a
/// LiveKit deployment takes to make a room, where nothing is wrong.
const OFFER_WITHIN_MS: u32 = 1_000;

impl Session {
    pub(super) fn heard(&mut self, now: Millis, message: ToParticipant) -> Vec<Effect> {
        match message {
            ToParticipant::Arrived { participant, standing, server_time, .. } => {
                self.clock = Some((now, server_time));
                self.me.id = participant;
                self.reported = None;
                // A token asked for on the connection before is never answered.
                let lost = self.asked_for.take();
                let mut effects = self.stand(now, standing);
                if let (Some(purpose), None, true) = (lost, self.asked_for, self.stage.is_inside()) {
                    effects.extend(self.request_access(purpose));
                }
                effects
            }
            ToParticipant::Standing { standing } => self.stand(now, standing),
            ToParticipant::Refused { problem } => {
                self.stage = Stage::Refused(problem);
                self.quit(now)
            }
            ToParticipant::Elsewhere => {
                self.stage = Stage::Elsewhere;
                self.quit(now)
            }
            ToParticipant::Message { number, text } => {
                if self.messages.iter().all(|(known, _)| *known != number) {
                    self.messages.push((number, text));
                }
                vec![]
            }
            ToParticipant::AccessGranted { attempt, access } => self.granted(now, attempt, access),
            // The answer to a question that is on its way is none any more.
            ToParticipant::AccessOffered { access } if self.asked_for == Some(Purpose::Join) => {
                self.granted(now, self.access, access)
            }
            ToParticipant::AccessOffered { .. } => vec![],
            ToParticipant::MeetingUnavailable { attempt } => self.unavailable(attempt),
            ToParticipant::EchoRoomGranted { attempt, speaker, listener } => {
                self.echo(now, EchoEvent::Granted { attempt, speaker, listener })
            }
            ToParticipant::EchoRoomUnavailable { attempt } => {
                self.echo(now, EchoEvent::Unavailable { attempt })
            }
            ToParticipant::Outdated => vec![Effect::ReloadPage],
            ToParticipant::StillHere { server_time } => {
                self.clock = Some((now, server_time));
                vec![]
            }
        }
    }

    pub(super) fn stand(&mut self, now: Millis, standing: Standing) -> Vec<Effect> {
        match standing {
            Standing::Waiting { place, meeting_open } => {
                let mut effects = self.leave_meeting(now);
                self.stage = Stage::Waiting { place, meeting_open };
                effects.extend(self.ask_devices());
                effects
            }
            Standing::Admitted => match self.stage {
                // On the way, or there: the meeting has its own connection.
                Stage::Joining if self.asked_for.is_some() || self.rtc.is_under_way() => vec![],
                Stage::Meeting => vec![],
                Stage::Blank
                | Stage::Stranger
                | Stage::Refused(_)
                | Stage::Arrival
                | Stage::Elsewhere
                | Stage::Left
                | Stage::Over => vec![],
                Stage::Entering | Stage::Waiting { .. } | Stage::Rejected { .. } | Stage::Joining => {
                    self.stage = Stage::Joining;
                    let mut effects = self.await_key();
                    effects.extend(self.ask_devices());
                    effects
                }
            },
            Standing::Rejected { sentence } => {
                self.stage = Stage::Rejected { sentence };
                let mut effects = self.leave_meeting(now);
                effects.extend(self.close_devices(now));
                effects
            }
            Standing::Over => {
                self.stage = Stage::Over;
                self.quit(now)
            }
        }
    }

    /// The key is on its way, if there is something to enter the meeting with.
    fn await_key(&mut self) -> Vec<Effect> {
        if !self.rtc.is_here() {
            return vec![];
        }
        self.asked_for = Some(Purpose::Join);
        let attempt = self.access.advance();
        vec![Effect::SetTimer { timer: Timer::AskStanding, attempt, after: OFFER_WITHIN_MS }]
    }

    /// Asks for the key to the meeting, once there is something to enter it with: a key does not last.
    pub(super) fn ask_in(&mut self) -> Vec<Effect> {
        if self.rtc.is_here() { self.request_access(Purpose::Join) } else { vec![] }
    }

    pub(super) fn request_access(&mut self, purpose: Purpose) -> Vec<Effect> {
        self.asked_for = Some(purpose);
        let attempt = self.access.advance();
        vec![Effect::SendLobby(FromParticipant::RequestAccess { attempt })]
    }

    /// The meeting cannot be had at the moment: the admission stays, and the page asks again.
    fn unavailable(&mut self, attempt: AttemptId) -> Vec<Effect> {
        if attempt != self.access || self.asked_for.is_none() {
            return vec![];
        }
        self.no_meeting = true;
        let attempt = self.access.advance();
        vec![Effect::SetTimer { timer: Timer::AskStanding, attempt, after: ASK_AGAIN_MS }]
    }

    pub(super) fn granted(&mut self, now: Millis, attempt: AttemptId, access: MeetingAccess) -> Vec<Effect> {
        if attempt != self.access {
            return vec![];
        }
        self.no_meeting = false;
        let url = if access.url.is_empty() { self.me.origin.clone() } else { access.url };
        let token = rtc::Token::new(access.token.reveal());
        match self.asked_for.take() {
            Some(Purpose::Join) if self.stage == Stage::Joining => self.join(now, url, token),
            Some(Purpose::Renew(attempt)) => {
                self.signal(now, rtc::Event::TokenRenewed { attempt, url, token })
            }
            Some(Purpose::Join) | None => vec![],
        }
    }
}
