//! The meeting's signalling, which a member needs only once admitted: its code may come after the first screen.
//!
//! Until then only what it will have to know is noted: which devices are open, and what is to be silent. It does not
//! fetch anything; the edge does, and says [`Event::MeetingLoaded`](crate::Event::MeetingLoaded).

use crate::Millis;

/// The version told to a LiveKit server, which expects that of its own client.
pub const CLIENT_VERSION: &str = "2.0.0";

/// The signalling, or what is kept for it.
#[derive(Debug)]
pub enum Signalling {
    /// Not loaded yet.
    Away {
        /// Spreads the returns of many pages.
        seed: u64,
        /// What it will be told first, in this order.
        noted: Vec<rtc::Event>,
        /// Whether loading it failed; the edge goes on trying.
        failing: bool,
    },
    /// Loaded.
    Here(Box<rtc::Session>),
}

impl Signalling {
    /// Nothing loaded, nothing noted.
    pub fn new(seed: u64) -> Self {
        Self::Away { seed, noted: vec![], failing: false }
    }

    /// It is loaded, and learns what was noted. Outside a meeting it only takes note as well: nothing is to be done.
    pub fn loaded(&mut self, now: Millis) {
        let Self::Away { seed, noted, .. } = self else { return };
        let (seed, noted) = (*seed, std::mem::take(noted));
        let mut session =
            Box::new(rtc::Session::new(rtc::Config { sdk: "js", version: CLIENT_VERSION, seed }));
        for event in noted {
            session.update(rtc::Millis(now), event);
        }
        *self = Self::Here(session);
    }

    /// It could not be loaded this time.
    pub fn failed_to_load(&mut self) {
        match self {
            Self::Away { failing, .. } => *failing = true,
            Self::Here(_) => {}
        }
    }

    /// Whether a meeting can be entered.
    pub fn is_here(&self) -> bool {
        matches!(self, Self::Here(_))
    }

    /// Whether loading it failed so far.
    pub fn is_failing(&self) -> bool {
        matches!(self, Self::Away { failing: true, .. })
    }

    /// Takes in what happened.
    pub fn update(&mut self, now: Millis, event: rtc::Event) -> Vec<rtc::Effect> {
        match self {
            Self::Here(session) => session.update(rtc::Millis(now), event),
            Self::Away { noted, .. } => {
                if let Some(about) = About::of(&event) {
                    noted.retain(|older| About::of(older) != Some(about));
                    noted.push(event);
                }
                vec![]
            }
        }
    }

    /// Whether the room is known, though media cannot flow yet.
    pub fn is_joining(&self) -> bool {
        match self {
            Self::Here(session) => session.connection() == rtc::ConnectionState::Joining,
            Self::Away { .. } => false,
        }
    }

    /// Whether sound and picture can flow.
    pub fn is_connected(&self) -> bool {
        match self {
            Self::Here(session) => session.connection() == rtc::ConnectionState::Connected,
            Self::Away { .. } => false,
        }
    }

    /// Whether the server listens at this moment.
    pub fn is_heard(&self) -> bool {
        match self {
            Self::Here(session) => session.is_heard(),
            Self::Away { .. } => false,
        }
    }

    /// Whether it is in a meeting, or on the way into one.
    pub fn is_under_way(&self) -> bool {
        match self {
            Self::Here(session) => match session.connection() {
                rtc::ConnectionState::Idle | rtc::ConnectionState::Left { .. } => false,
                rtc::ConnectionState::Connecting
                | rtc::ConnectionState::Joining
                | rtc::ConnectionState::Connected
                | rtc::ConnectionState::Resuming { .. }
                | rtc::ConnectionState::Rejoining { .. } => true,
            },
            Self::Away { .. } => false,
        }
    }

    /// Where the meeting is, and what opens it, while there is one.
    pub fn key(&self) -> Option<(String, rtc::Token)> {
        match self {
            Self::Here(session) => session.key(),
            Self::Away { .. } => None,
        }
    }

    /// The meeting as it can be shown now, once it is loaded.
    pub fn view(&self) -> Option<rtc::MeetingView> {
        match self {
            Self::Here(session) => Some(session.view()),
            Self::Away { .. } => None,
        }
    }
}

/// What is worth noting: of each of these the newest event.
#[derive(Clone, Copy, PartialEq)]
enum About {
    Track(rtc::LocalSource),
    Silence(rtc::LocalSource),
}

impl About {
    fn of(event: &rtc::Event) -> Option<Self> {
        match event {
            rtc::Event::LocalTrackOpened { source, .. } | rtc::Event::LocalTrackClosed { source } => {
                Some(Self::Track(*source))
            }
            rtc::Event::MuteWanted { source, .. } => Some(Self::Silence(*source)),
            // About a meeting that cannot be there yet.
            _ => None,
        }
    }
}
