//! A member at their page: what happens there, what the page then does, what it shows.

#![allow(dead_code, unused_imports, reason = "each program of tests uses its own part")]

use participant::{
    CaptureKind, Device, DeviceId, DeviceKind, DeviceProblem, Effect, Event, GroupId, Memory, Session, Timer,
    View, view::Link,
};
use wire::{
    AttemptId, FindingCode, InvitationToken, MeetingToken, PROTOCOL, ParticipantId, UnixMillis,
    checks::CheckStatus,
    names::Screen,
    page::{DialIn, House, Invited, MeetingInfo, Page, Role, Visitor},
    participant::{FromParticipant, InvitationProblem, MeetingAccess, Standing, ToParticipant},
};

/// A member at their page, with a clock.
pub struct Story {
    pub session: Session,
    pub now: u64,
    /// The newest socket that the page asked for.
    pub socket: AttemptId,
    pub microphone: AttemptId,
    pub camera: AttemptId,
    /// The newest pair of peer connections.
    pub peers: rtc::PeersId,
    /// The newest socket to the meeting.
    pub meeting_socket: rtc::Attempt,
    pub effects: Vec<Effect>,
}

pub fn page(visitor: Visitor) -> Page {
    let house =
        House { name: "Stadt Musterstadt".into(), helper_phone: "0123 456".into(), utc_offset_minutes: 60 };
    Page { protocol: PROTOCOL, server_time: UnixMillis(0), house, visitor }
}

pub fn invited() -> Page {
    page(Visitor::Invited(Invited {
        invitation: InvitationToken::new("secret"),
        name: "Erika Beispiel".into(),
        role: Role::Member,
        meeting: meeting(),
        dial_in: Some(Box::new(DialIn { number: "0123 99".into(), pin: "482913".into() })),
    }))
}

pub fn meeting() -> MeetingInfo {
    MeetingInfo { title: "Sitzung des Stadtrates".into(), starts_at: UnixMillis(0) }
}

impl Story {
    pub fn begins(page: Page, entered: bool) -> Self {
        let story = Self {
            session: Session::new(),
            now: 0,
            socket: AttemptId(0),
            microphone: AttemptId(0),
            camera: AttemptId(0),
            peers: rtc::PeersId(0),
            meeting_socket: rtc::Attempt::default(),
            effects: vec![],
        };
        let story = story.then(Event::HelpLoaded);
        story.then(Event::Started {
            page,
            memory: Memory::default(),
            tab: "tab".into(),
            entered,
            origin: "ws://house".into(),
            seed: 1,
        })
    }

    pub fn then(mut self, event: Event) -> Self {
        self.now += 10;
        self.effects = self.session.update(self.now, event);
        for effect in &self.effects {
            match effect {
                Effect::OpenLobby { attempt, .. } => self.socket = *attempt,
                Effect::Rtc(rtc::Effect::OpenSocket { attempt, .. }) => self.meeting_socket = *attempt,
                Effect::Rtc(rtc::Effect::CreatePeers { peers, .. }) => self.peers = *peers,
                Effect::OpenCapture { attempt, kind: CaptureKind::Microphone, .. } => {
                    self.microphone = *attempt
                }
                Effect::OpenCapture { attempt, kind: CaptureKind::Camera, .. } => self.camera = *attempt,
                _ => {}
            }
        }
        self
    }

    pub fn after(mut self, millis: u64) -> Self {
        self.now += millis;
        self
    }

    pub fn server_says(self, message: ToParticipant) -> Self {
        let attempt = self.socket;
        self.then(Event::LobbyHeard { attempt, message })
    }

    pub fn socket_opens(self) -> Self {
        let attempt = self.socket;
        self.then(Event::LobbyOpened { attempt })
    }

    pub fn socket_closes(self) -> Self {
        let attempt = self.socket;
        self.then(Event::LobbyClosed { attempt })
    }

    pub fn arrives(self, standing: Standing) -> Self {
        self.socket_opens().server_says(ToParticipant::Arrived {
            participant: ParticipantId("p1".into()),
            server_time: UnixMillis(0),
            meeting: meeting(),
            standing,
        })
    }

    pub fn waits() -> Self {
        Self::waits_unloaded().then(Event::MeetingLoaded)
    }

    /// In the waiting room, while what a meeting needs is still on its way.
    pub fn waits_unloaded() -> Self {
        Self::begins(invited(), false).then(Event::EnterPressed).arrives(waiting(2))
    }

    pub fn opens(self, kind: CaptureKind) -> Self {
        let attempt = match kind {
            CaptureKind::Microphone => self.microphone,
            CaptureKind::Camera => self.camera,
        };
        self.then(Event::CaptureOpened { attempt, kind, device: None, track: "cid".into(), picture: None })
    }

    pub fn refuses(self, kind: CaptureKind, problem: DeviceProblem) -> Self {
        let attempt = match kind {
            CaptureKind::Microphone => self.microphone,
            CaptureKind::Camera => self.camera,
        };
        self.then(Event::CaptureRefused { attempt, kind, problem })
    }

    /// Admitted, with a key.
    pub fn let_in(self) -> Self {
        self.server_says(ToParticipant::Standing { standing: Standing::Admitted })
            .server_says(ToParticipant::AccessOffered { access: access() })
    }

    /// No key came with the admission.
    pub fn waits_in_vain_for_a_key(self) -> Self {
        let wait = self.effects.iter().find_map(|effect| match effect {
            Effect::SetTimer { timer: Timer::AskStanding, attempt, .. } => Some(*attempt),
            _ => None,
        });
        let attempt = wait.unwrap_or_else(|| panic!("expected a wait in {:?}", self.effects));
        self.then(Event::TimerElapsed { timer: Timer::AskStanding, attempt })
    }

    /// The attempt of the request for access that was just sent.
    pub fn asked_for_access(&self) -> AttemptId {
        let asked = self.effects.iter().find_map(|effect| match effect {
            Effect::SendLobby(FromParticipant::RequestAccess { attempt }) => Some(*attempt),
            _ => None,
        });
        asked.unwrap_or_else(|| panic!("expected a request for access in {:?}", self.effects))
    }

    pub fn gets_access(self, attempt: AttemptId) -> Self {
        self.server_says(ToParticipant::AccessGranted { attempt, access: access() })
    }

    /// The server has said who is in the room; from here on media flow.
    pub fn media_flow(self) -> Self {
        let (peers, peer, state) = (self.peers, rtc::Peer::Subscriber, rtc::PeerState::Connected);
        self.then(Event::Rtc(rtc::Event::PeerStateChanged { peers, peer, state }))
    }

    pub fn does(&self, wanted: &Effect) -> bool {
        self.effects.contains(wanted)
    }

    pub fn connects_to_the_meeting(&self) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Rtc(rtc::Effect::OpenSocket { .. })))
    }

    #[track_caller]
    pub fn shows(self, screen: Screen) -> Self {
        assert_eq!(self.session.view().screen(), screen);
        self
    }

    #[track_caller]
    pub fn waiting_view(&self) -> participant::view::Waiting {
        match self.session.view() {
            View::Waiting(waiting) => waiting,
            other => panic!("expected the waiting room, got {other:?}"),
        }
    }
}

pub fn access() -> MeetingAccess {
    MeetingAccess { url: String::new(), token: MeetingToken::new("token") }
}

pub fn waiting(place: u32) -> Standing {
    Standing::Waiting { place, meeting_open: false }
}

/// The server has said who is in the room.
pub fn in_the_meeting() -> Story {
    lets_in(Story::waits(), None)
}

/// Somebody comes in, and is permitted that there.
pub fn lets_in(story: Story, permission: Option<livekit_protocol::ParticipantPermission>) -> Story {
    use livekit_protocol::{JoinResponse, ParticipantInfo, SignalResponse, signal_response::Message};
    use prost::Message as _;
    let story = story.let_in();
    let socket = story.effects.iter().find_map(|effect| match effect {
        Effect::Rtc(rtc::Effect::OpenSocket { attempt, .. }) => Some(*attempt),
        _ => None,
    });
    let person = |sid: &str, identity: &str| ParticipantInfo {
        sid: sid.into(),
        identity: identity.into(),
        state: livekit_protocol::participant_info::State::Active.into(),
        ..Default::default()
    };
    let join = JoinResponse {
        participant: Some(ParticipantInfo { permission, ..person("PA_me", "p1") }),
        other_participants: vec![person("PA_ben", "p2")],
        subscriber_primary: true,
        ..Default::default()
    };
    let bytes = SignalResponse { message: Some(Message::Join(join)) }.encode_to_vec();
    let attempt = socket.expect("a socket is opened");
    story.then(Event::Rtc(rtc::Event::SocketMessage { attempt, bytes })).shows(Screen::Meeting)
}

/// The devices there are, by their names.
pub fn listed(names: &[(DeviceKind, &str)]) -> Event {
    let device = |(kind, name): &(DeviceKind, &str)| Device {
        kind: *kind,
        id: DeviceId((*name).into()),
        group: GroupId((*name).into()),
        label: format!("The {name}"),
    };
    Event::DevicesListed(names.iter().map(device).collect())
}
