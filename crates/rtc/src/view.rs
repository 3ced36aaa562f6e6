//! The meeting as a screen may show it. Nothing here moves faster than people do: no levels, no statistics.

use crate::{Identity, LocalTrackId, Millis, Name, ParticipantSid, RemoteTrackId, TrackSid};

/// Everything there is to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeetingView {
    /// How far the connection is.
    pub connection: ConnectionState,
    /// The room; empty before the server named it.
    pub room: RoomView,
    /// This participant.
    pub me: MeView,
    /// The others, in the order in which they came.
    pub others: Vec<ParticipantView>,
    /// Who spoke last, the loudest when several did; may be this participant.
    pub spotlight: Option<Identity>,
    /// The time of a message to the server and back, as last measured.
    pub round_trip: Option<Millis>,
}

/// How far the connection to the meeting is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnectionState {
    /// No meeting was asked for.
    #[default]
    Idle,
    /// The server has not let us in yet.
    Connecting,
    /// In the room; media cannot flow yet.
    Joining,
    /// In the meeting.
    Connected,
    /// The connection broke; picking it up again.
    Resuming {
        /// When it broke.
        since: Millis,
    },
    /// The connection broke, or never came about; joining anew.
    Rejoining {
        /// When it broke.
        since: Millis,
    },
    /// Out.
    Left {
        /// Why.
        reason: LeaveReason,
    },
}

/// Why the session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeaveReason {
    /// The member left.
    Asked,
    /// The same participant joined from elsewhere.
    JoinedElsewhere,
    /// Somebody removed the participant.
    Removed,
    /// The meeting was ended.
    MeetingEnded,
}

/// The room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomView {
    /// Its name on the server.
    pub name: String,
    /// What the application attached to it.
    pub metadata: String,
    /// Whether it is being recorded or streamed.
    pub recording: bool,
}

/// This participant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeView {
    /// Who; `None` before the server said.
    pub identity: Option<Identity>,
    /// The name as the others see it.
    pub name: Name,
    /// Whether the server hears this participant speak.
    pub speaking: bool,
    /// How good the server finds the connection.
    pub quality: ConnectionQuality,
    /// The microphone.
    pub microphone: LocalTrackView,
    /// The camera.
    pub camera: LocalTrackView,
    /// The screen.
    pub screen: LocalTrackView,
}

/// A local source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LocalTrackView {
    /// The track, when one is open.
    pub track: Option<LocalTrackId>,
    /// Whether the member wants it silent or dark.
    pub muted: bool,
    /// Whether the others can have it.
    pub publishing: Publishing,
}

/// How far the publication of a local source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Publishing {
    /// Not published.
    #[default]
    Off,
    /// The server was asked.
    Asked,
    /// The others can have it, unless it is muted.
    On,
    /// The server does not let this participant publish it, or took it back.
    Refused,
}

/// Somebody else.
#[derive(Clone, Debug, PartialEq)]
pub struct ParticipantView {
    /// Who, over all their connections.
    pub identity: Identity,
    /// This stay of theirs.
    pub sid: ParticipantSid,
    /// Their name.
    pub name: Name,
    /// What the application attached to them.
    pub metadata: String,
    /// Whether they speak.
    pub speaking: bool,
    /// How good the server finds their connection.
    pub quality: ConnectionQuality,
    /// What they publish, in the order of [`Source`].
    pub tracks: Vec<TrackView>,
}

impl ParticipantView {
    /// Their track of one source.
    pub fn track(&self, source: Source) -> Option<&TrackView> {
        self.tracks.iter().find(|track| track.source == source)
    }

    /// Whether they cannot be heard: no microphone, or a muted one.
    pub fn silent(&self) -> bool {
        self.track(Source::Microphone).is_none_or(|track| track.muted)
    }
}

/// What somebody else publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackView {
    /// The server's name of it.
    pub sid: TrackSid,
    /// What it is.
    pub source: Source,
    /// Whether its owner muted it.
    pub muted: bool,
    /// Whether the server holds it back because this device's network is too slow.
    pub paused: bool,
    /// Whether it is here.
    pub media: Media,
}

/// Whether a remote track is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Media {
    /// On its way.
    #[default]
    Awaited,
    /// Here, under the caller's number.
    Here(RemoteTrackId),
    /// Not wanted (`SubscriptionWanted`).
    Unwanted,
    /// The server does not give it.
    Refused,
}

/// What a track shows or hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A microphone.
    Microphone,
    /// A camera.
    Camera,
    /// A shared screen.
    Screen,
    /// The sound of a shared screen.
    ScreenSound,
    /// The publisher did not say.
    Unknown,
}

/// What this client publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocalSource {
    /// The microphone.
    Microphone,
    /// The camera.
    Camera,
    /// The screen, or a window of it. Published while there is a track, and not at all without one.
    Screen,
}

impl LocalSource {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Microphone, Self::Camera, Self::Screen];
}

impl From<LocalSource> for Source {
    fn from(source: LocalSource) -> Self {
        match source {
            LocalSource::Microphone => Self::Microphone,
            LocalSource::Camera => Self::Camera,
            LocalSource::Screen => Self::Screen,
        }
    }
}

/// How good a connection is, by the server's word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ConnectionQuality {
    /// The server has not said.
    #[default]
    Unknown,
    /// Nothing arrives.
    Lost,
    /// Disturbed.
    Poor,
    /// Good.
    Good,
    /// As good as it gets.
    Excellent,
}

/// One of the two peer connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Peer {
    /// Carries what this device sends. This side offers.
    Publisher,
    /// Carries what this device receives. The server offers.
    Subscriber,
}
