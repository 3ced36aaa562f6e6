//! What the caller is to do. Effects are carried out in the order in which they come.

use crate::{
    Attempt, Candidate, Identity, LeaveReason, LocalSource, LocalTrackId, Millis, Peer, PeersId,
    RemoteTrackId, Sdp, SocketUrl, Source, TrackSid,
};

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    // The socket. There is at most one; opening another lets go of the one before.
    /// Open the signalling socket (binary). Answered by `SocketOpened` or `SocketClosed`.
    OpenSocket {
        /// Comes back in every event of this socket.
        attempt: Attempt,
        /// Where.
        url: SocketUrl,
    },
    /// Send one binary message.
    SendBytes {
        /// The socket.
        attempt: Attempt,
        /// The message.
        bytes: Vec<u8>,
    },
    /// Close it and forget it.
    CloseSocket {
        /// The socket.
        attempt: Attempt,
    },

    // The peer connections
    /// Make both peer connections and, on the publisher, the data channels `_reliable` (ordered) and `_lossy`
    /// (unordered, no retransmits).
    CreatePeers {
        /// Comes back in every event of this pair.
        peers: PeersId,
        /// For both.
        ice_servers: Vec<IceServer>,
        /// Use relays only (`iceTransportPolicy: "relay"`).
        relay_only: bool,
    },
    /// Close both and forget them, their transceivers and their remote tracks. Local tracks live on.
    ClosePeers {
        /// The pair.
        peers: PeersId,
    },
    /// `setConfiguration` on both.
    SetIceServers {
        /// The pair.
        peers: PeersId,
        /// For both.
        ice_servers: Vec<IceServer>,
        /// As in `CreatePeers`.
        relay_only: bool,
    },
    /// Publisher: make an offer and set it as the local description. Answered by `LocalDescriptionReady` or
    /// `DescriptionFailed`.
    CreateOffer {
        /// The pair.
        peers: PeersId,
        /// Comes back in the answer.
        attempt: Attempt,
        /// With new ICE credentials.
        ice_restart: bool,
    },
    /// Publisher: set the server's answer. Answered by `RemoteAnswerApplied` or `DescriptionFailed`.
    ApplyRemoteAnswer {
        /// The pair.
        peers: PeersId,
        /// Comes back in the answer.
        attempt: Attempt,
        /// The server's description.
        sdp: Sdp,
    },
    /// Subscriber: set the server's offer, make an answer and set that. Answered by `LocalDescriptionReady` or
    /// `DescriptionFailed`.
    ApplyRemoteOffer {
        /// The pair.
        peers: PeersId,
        /// Comes back in the answer.
        attempt: Attempt,
        /// The server's description.
        sdp: Sdp,
    },
    /// The server can be reached here. Failure is of no consequence.
    AddCandidate {
        /// The pair.
        peers: PeersId,
        /// Which of the two.
        peer: Peer,
        /// The candidate.
        candidate: Candidate,
    },

    // Local tracks
    /// Publisher: add a send-only transceiver with this track.
    PublishTrack {
        /// The pair.
        peers: PeersId,
        /// What it is; one transceiver per source and pair.
        source: LocalSource,
        /// The caller's number of the track.
        track: LocalTrackId,
        /// How to encode: one entry without a `rid`, or several for simulcast, lowest quality first.
        encodings: Vec<Encoding>,
        /// The codec to put first; `None` leaves the browser's order.
        codec: Option<VideoCodec>,
    },
    /// Publisher: `setParameters` of the sender of this source: the same encodings as in `PublishTrack`, in the same
    /// order, with other numbers or switched off.
    SetEncodings {
        /// The pair.
        peers: PeersId,
        /// Which transceiver.
        source: LocalSource,
        /// All of them.
        encodings: Vec<Encoding>,
    },
    /// Publisher: `replaceTrack` on the transceiver of this source.
    ReplaceTrack {
        /// The pair.
        peers: PeersId,
        /// Which transceiver.
        source: LocalSource,
        /// The new track, or none.
        track: Option<LocalTrackId>,
    },
    /// Publisher: stop sending on the transceiver of this source and forget it.
    UnpublishTrack {
        /// The pair.
        peers: PeersId,
        /// Which transceiver.
        source: LocalSource,
    },
    /// Set `MediaStreamTrack.enabled`.
    SetTrackEnabled {
        /// Which.
        track: LocalTrackId,
        /// Whether sound or picture goes out.
        enabled: bool,
    },
    /// The member wants it on and there is no track: open it, then say `LocalTrackOpened`.
    OpenTrack {
        /// Which.
        source: LocalSource,
    },
    /// The member wants the camera off: stop capturing, so that its light goes out. The session has let go of the
    /// track already; no `LocalTrackClosed` is needed.
    StopTrack {
        /// Which.
        source: LocalSource,
        /// The caller's number of the track.
        track: LocalTrackId,
    },

    // Remote tracks
    /// It is now known whose track this is. The view says the same in [`crate::TrackView::media`].
    AttachRemoteTrack {
        /// The caller's number of the track.
        track: RemoteTrackId,
        /// Whose.
        identity: Identity,
        /// What.
        source: Source,
        /// The server's name of it.
        sid: TrackSid,
    },
    /// The track is nobody's any more.
    DetachRemoteTrack {
        /// The caller's number of the track.
        track: RemoteTrackId,
    },

    // Data
    /// Send on the publisher's data channel.
    SendData {
        /// The pair.
        peers: PeersId,
        /// Which channel.
        channel: DataChannel,
        /// A `DataPacket`.
        bytes: Vec<u8>,
    },
    /// Somebody sent data.
    ReportData {
        /// Who; `None` for the server.
        from: Option<Identity>,
        /// What it is about.
        topic: String,
        /// The bytes.
        payload: Vec<u8>,
    },

    // Around it
    /// Say `TimerElapsed` after this time. A second one for the same timer takes the place of the first.
    SetTimer {
        /// Which.
        timer: Timer,
        /// Comes back in the event.
        attempt: Attempt,
        /// After how long.
        after: Millis,
    },
    /// Get a fresh token; answered by `TokenRenewed`. Asked again after a while, with another attempt, when no answer
    /// came: only the last attempt counts.
    RequestToken {
        /// Comes back in the answer.
        attempt: Attempt,
    },
    /// In the meeting, for the first time since `JoinRequested`.
    ReportJoined,
    /// The connection is lost; the session is on its way back by itself.
    ReportInterrupted,
    /// Somebody who runs the meeting switched a source of the member's off.
    ReportMuted {
        /// Which.
        source: LocalSource,
    },
    /// Back in the meeting.
    ReportReturned,
    /// Out of the meeting for good, until the next `JoinRequested`.
    ReportLeft {
        /// Why.
        reason: LeaveReason,
    },
}

/// One `RTCIceServer`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IceServer {
    /// Its addresses.
    pub urls: Vec<String>,
    /// Its user name; may be empty.
    pub username: String,
    /// Its password; may be empty.
    pub credential: crate::Token,
}

/// One `RTCRtpEncodingParameters`.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoding {
    /// The name of the layer; `None` when there is only one.
    pub rid: Option<&'static str>,
    /// In bit/s.
    pub max_bitrate: u32,
    /// In frames per second; `None` for sound.
    pub max_framerate: Option<u32>,
    /// By how much the picture is made smaller, at least 1; `None` for sound.
    pub scale_down_by: Option<f32>,
    /// Whether it is sent.
    pub active: bool,
}

/// A codec for pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// VP8: every browser and every server has it.
    #[default]
    Vp8,
    /// H.264, for devices that have it in hardware and VP8 not.
    H264,
}

impl VideoCodec {
    /// As in `RTCRtpCodec.mimeType`.
    pub const fn mime_type(self) -> &'static str {
        match self {
            Self::Vp8 => "video/VP8",
            Self::H264 => "video/H264",
        }
    }

    /// As a LiveKit server calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Vp8 => "vp8",
            Self::H264 => "h264",
        }
    }
}

/// One of the two data channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataChannel {
    /// Everything arrives, in order.
    Reliable,
    /// May get lost or overtake.
    Lossy,
}

impl DataChannel {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Reliable, Self::Lossy];

    /// `RTCDataChannel.label`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Reliable => "_reliable",
            Self::Lossy => "_lossy",
        }
    }

    /// The channel of that label.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.label() == label)
    }
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// The socket, and the server's first message on it.
    Socket,
    /// The peer connections.
    Peers,
    /// The next ping.
    Ping,
    /// The server's answer to an offer.
    Answer,
    /// Any message of the server.
    Silence,
    /// A disconnected peer connection that may come back by itself.
    Grace,
    /// The next attempt to come back.
    Pause,
    /// The answer to `RequestToken`.
    Token,
    /// The server's word about the microphone that it was asked to take.
    Microphone,
    /// The same for the camera.
    Camera,
    /// The same for the shared screen.
    Screen,
    /// What the others send, for whose sake sending ourselves waits.
    Listening,
    /// The next moment to tell the server which pictures are looked at.
    Pictures,
}
