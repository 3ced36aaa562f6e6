//! What the session is told. Everything is in the past tense: it happened, the session says what follows.

use crate::{
    Attempt, Candidate, DataChannel, Identity, LocalSource, LocalTrackId, Peer, PeersId, RemoteTrackId, Sdp,
    Timer, Token, TrackSid, VideoCodec,
};

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    // The person
    /// The meeting is to be joined. Only `Idle` and `Left` heed it.
    JoinRequested {
        /// The server's WebSocket address without `/rtc` (`wss://host`, a path is kept).
        url: String,
        /// A fresh meeting token.
        token: Token,
    },
    /// The meeting is to be left.
    LeaveRequested,
    /// The microphone or the camera is to be silent or dark, or not any more. Heeded in every state and remembered.
    MuteWanted {
        /// Which.
        source: LocalSource,
        /// On or off.
        muted: bool,
    },
    /// So many of the largest sizes of the camera's picture are not to be sent, whoever wants them. The smallest always
    /// is. Heeded in every state and remembered.
    SizesSpared(u8),
    /// A track of somebody else is wanted or not wanted; all are until then.
    SubscriptionWanted {
        /// Which.
        track: TrackSid,
        /// Wanted or not.
        wanted: bool,
    },
    /// How somebody else's picture is looked at. Told to the server now and then, not at once: sizes change often.
    PictureWanted {
        /// Which.
        track: TrackSid,
        /// How.
        wish: PictureWish,
    },
    /// The codec in which this device likes to send pictures. Heeded from the next publication on, where the server
    /// takes it.
    CodecPreferred(VideoCodec),
    /// Bytes for the others. At most [`crate::Session::DATA_LIMIT`] bytes; longer ones are dropped.
    DataWanted {
        /// Over which channel.
        channel: DataChannel,
        /// What it is about.
        topic: String,
        /// The bytes.
        payload: Vec<u8>,
        /// For whom; for all when empty.
        to: Vec<Identity>,
    },

    // This device
    /// A local track is there: the first of its source, or one in place of another. Heeded in every state: it is
    /// published as soon as there is a meeting, and again after every rejoin.
    LocalTrackOpened {
        /// What it shows or hears.
        source: LocalSource,
        /// The caller's number for it.
        track: LocalTrackId,
        /// `MediaStreamTrack.id`.
        cid: String,
        /// The size of the picture; `None` for sound.
        picture: Option<PictureSize>,
    },
    /// The local track is gone: stopped by the caller, or its device was unplugged.
    LocalTrackClosed {
        /// Which source has none any more.
        source: LocalSource,
    },

    // The socket
    /// The socket is open.
    SocketOpened {
        /// Of the `OpenSocket`.
        attempt: Attempt,
    },
    /// A binary message came.
    SocketMessage {
        /// Of the `OpenSocket`.
        attempt: Attempt,
        /// The message.
        bytes: Vec<u8>,
    },
    /// The socket could not be opened, or is closed.
    SocketClosed {
        /// Of the `OpenSocket`.
        attempt: Attempt,
    },

    // The peer connections
    /// `connectionState` of one of the two changed.
    PeerStateChanged {
        /// The pair.
        peers: PeersId,
        /// Which of the two.
        peer: Peer,
        /// What it is now.
        state: PeerState,
    },
    /// An offer or an answer was made and set as the local description.
    LocalDescriptionReady {
        /// The pair.
        peers: PeersId,
        /// Of the `CreateOffer` or `ApplyRemoteOffer`.
        attempt: Attempt,
        /// The local description.
        sdp: Sdp,
    },
    /// The server's answer was set as the remote description.
    RemoteAnswerApplied {
        /// The pair.
        peers: PeersId,
        /// Of the `ApplyRemoteAnswer`.
        attempt: Attempt,
    },
    /// A `CreateOffer`, `ApplyRemoteOffer` or `ApplyRemoteAnswer` failed.
    DescriptionFailed {
        /// The pair.
        peers: PeersId,
        /// Of the effect.
        attempt: Attempt,
    },
    /// This side of a peer connection can be reached here.
    CandidateGathered {
        /// The pair.
        peers: PeersId,
        /// Which of the two.
        peer: Peer,
        /// The candidate.
        candidate: Candidate,
    },
    /// The subscriber's connection has a track (`ontrack`).
    RemoteTrackArrived {
        /// The pair.
        peers: PeersId,
        /// The caller's number for it.
        track: RemoteTrackId,
        /// `MediaStream.id` of the first stream; empty when there is none.
        stream_id: String,
        /// `MediaStreamTrack.id`.
        track_id: String,
        /// `RTCRtpTransceiver.mid`.
        mid: String,
        /// Sound or picture.
        kind: TrackKind,
    },
    /// A remote track ended or was taken out of its stream.
    RemoteTrackEnded {
        /// The pair.
        peers: PeersId,
        /// Which.
        track: RemoteTrackId,
    },
    /// A data channel is open, on either connection.
    ChannelOpened {
        /// The pair.
        peers: PeersId,
        /// The publisher's carries what goes out, the subscriber's what comes in.
        peer: Peer,
        /// Which.
        channel: DataChannel,
        /// `RTCDataChannel.id`.
        id: u16,
    },
    /// Bytes came on a data channel.
    DataArrived {
        /// The pair.
        peers: PeersId,
        /// The bytes: a `DataPacket`.
        bytes: Vec<u8>,
    },

    // Around it
    /// A timer that `SetTimer` asked for is over.
    TimerElapsed {
        /// Which.
        timer: Timer,
        /// Of the `SetTimer`.
        attempt: Attempt,
    },
    /// The answer to `RequestToken`.
    TokenRenewed {
        /// Of the `RequestToken`.
        attempt: Attempt,
        /// The server's address, which may have changed.
        url: String,
        /// A fresh token.
        token: Token,
    },
    /// The browser says that there is a network again.
    WentOnline,
    /// The browser says that there is no network.
    WentOffline,
    /// The device changed its network or address (Wi-Fi to mobile, VPN on or off).
    NetworkChanged,
    /// The page ran again after being frozen or asleep.
    WokeUp,
}

/// `RTCPeerConnectionState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PeerState {
    /// Nothing was tried yet.
    #[default]
    New,
    /// Candidates are being tried.
    Connecting,
    /// Media can flow.
    Connected,
    /// Not at this moment; may come back by itself.
    Disconnected,
    /// Does not come back by itself.
    Failed,
    /// Closed.
    Closed,
}

/// Sound or picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrackKind {
    /// Sound.
    Audio,
    /// Picture.
    Video,
}

/// How a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureWish {
    /// Not at all: nothing of it needs to be sent.
    Unseen,
    /// In this size.
    Seen(PictureSize),
}

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PictureSize {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}
