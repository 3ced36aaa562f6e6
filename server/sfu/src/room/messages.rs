//! LiveKit's messages, put together from what a room knows. Values in, messages out.

use livekit_protocol::{
    AddTrackRequest, Codec, DisconnectReason, IceServer, JoinResponse, LeaveRequest, ParticipantInfo,
    ParticipantPermission, ReconnectResponse, RequestResponse, Room, ServerInfo, SignalResponse,
    SimulcastCodecInfo, SubscribedCodec, SubscribedQuality, SubscribedQualityUpdate, TrackInfo, TrackSource,
    TrackType, VideoQuality, encryption, leave_request, participant_info, request_response, server_info,
    signal_response::Message,
};

use crate::{media::demand::Wanted, room::dynacast::is_wanted, tokens::Claims};

/// How often a client pings, and how long it waits for an answer, in seconds. LiveKit's own numbers.
pub(crate) const PING_INTERVAL: i32 = 5;
/// See [`PING_INTERVAL`].
pub(crate) const PING_TIMEOUT: i32 = 15;

/// The protocol version that this server speaks; LiveKit's as of `livekit-protocol` 0.8.
pub const PROTOCOL: i32 = 16;

/// A message, ready to be sent.
pub(crate) fn response(message: Message) -> SignalResponse {
    SignalResponse { message: Some(message) }
}

/// The first message of a connection.
pub(crate) fn join(
    room: Room,
    participant: ParticipantInfo,
    others: Vec<ParticipantInfo>,
    ice_servers: Vec<IceServer>,
) -> Message {
    Message::Join(JoinResponse {
        room: Some(room),
        participant: Some(participant),
        other_participants: others,
        server_version: server().version,
        ice_servers,
        subscriber_primary: true,
        ping_interval: PING_INTERVAL,
        ping_timeout: PING_TIMEOUT,
        server_info: Some(server()),
        enabled_publish_codecs: codecs(),
        fast_publish: true,
        ..JoinResponse::default()
    })
}

/// The first message of a connection that resumes. Reliable data after `last_message` did not arrive here: the client
/// sends it again.
pub(crate) fn reconnect(ice_servers: Vec<IceServer>, last_message: u32) -> Message {
    Message::Reconnect(ReconnectResponse {
        last_message_seq: last_message,
        ice_servers,
        server_info: Some(server()),
        ..ReconnectResponse::default()
    })
}

/// The last message of a connection.
pub(crate) fn leave(reason: DisconnectReason, action: leave_request::Action) -> Message {
    Message::Leave(LeaveRequest {
        can_reconnect: action != leave_request::Action::Disconnect,
        reason: reason.into(),
        action: action.into(),
        regions: None,
    })
}

/// What the codecs that are taken are called.
pub(crate) fn codecs() -> Vec<Codec> {
    ["audio/opus", "video/VP8", "video/H264"]
        .map(|mime| Codec { mime: mime.to_owned(), fmtp_line: String::new() })
        .to_vec()
}

/// What a token grants, as the protocol says it.
pub(crate) fn permission(claims: &Claims) -> ParticipantPermission {
    ParticipantPermission {
        can_subscribe: claims.can_subscribe,
        can_publish: claims.can_publish,
        can_publish_data: claims.can_publish_data,
        ..ParticipantPermission::default()
    }
}

/// Everybody's view of one participant.
pub(crate) fn participant(
    sid: &str,
    claims: &Claims,
    state: participant_info::State,
    joined_ms: i64,
    version: u32,
    tracks: Vec<TrackInfo>,
) -> ParticipantInfo {
    ParticipantInfo {
        sid: sid.to_owned(),
        identity: claims.identity.clone(),
        name: claims.name.clone(),
        metadata: claims.metadata.clone(),
        state: state.into(),
        is_publisher: !tracks.is_empty(),
        tracks,
        joined_at: joined_ms / 1000,
        joined_at_ms: joined_ms,
        version,
        permission: Some(permission(claims)),
        ..ParticipantInfo::default()
    }
}

/// Everybody's view of a track that was asked for.
#[expect(deprecated, reason = "older clients read the older fields")]
pub(crate) fn track(sid: String, request: &AddTrackRequest) -> TrackInfo {
    let codec = request.simulcast_codecs.first();
    let mime_type = match (request.r#type(), codec.map(|codec| codec.codec.to_ascii_lowercase()).as_deref()) {
        (TrackType::Audio, _) => "audio/opus",
        (_, Some("h264")) => "video/H264",
        _ => "video/VP8",
    };
    let stream = if request.stream.is_empty() { group(request.source()) } else { request.stream.clone() };
    TrackInfo {
        sid,
        r#type: request.r#type,
        name: request.name.clone(),
        muted: request.muted,
        width: request.width,
        height: request.height,
        simulcast: request.layers.len() > 1,
        disable_dtx: request.disable_dtx,
        source: request.source,
        layers: request.layers.clone(),
        mime_type: mime_type.to_owned(),
        codecs: vec![SimulcastCodecInfo {
            mime_type: mime_type.to_owned(),
            cid: request.cid.clone(),
            layers: request.layers.clone(),
            ..SimulcastCodecInfo::default()
        }],
        stereo: request.stereo,
        disable_red: request.disable_red || request.encryption() != encryption::Type::None,
        encryption: request.encryption,
        stream,
        audio_features: request.audio_features.clone(),
        ..TrackInfo::default()
    }
}

/// A track that may not be sent.
pub(crate) fn refused_track(request: AddTrackRequest, reason: request_response::Reason) -> Message {
    Message::RequestResponse(RequestResponse {
        reason: reason.into(),
        request: Some(request_response::Request::AddTrack(request)),
        ..RequestResponse::default()
    })
}

/// Which layers of a track are wanted. One without simulcast has one layer, whatever it is called.
#[expect(deprecated, reason = "older clients read the older fields")]
pub(crate) fn subscribed_quality(track: &TrackInfo, wanted: Wanted) -> Message {
    let qualities: Vec<SubscribedQuality> = [VideoQuality::Low, VideoQuality::Medium, VideoQuality::High]
        .into_iter()
        .zip(0..)
        .map(|(quality, rank)| SubscribedQuality {
            quality: quality.into(),
            enabled: if track.simulcast { is_wanted(wanted, rank) } else { wanted.is_some() },
        })
        .collect();
    let codec = track.mime_type.strip_prefix("video/").unwrap_or(&track.mime_type).to_ascii_lowercase();
    Message::SubscribedQualityUpdate(SubscribedQualityUpdate {
        track_sid: track.sid.clone(),
        subscribed_qualities: qualities.clone(),
        subscribed_codecs: vec![SubscribedCodec { codec, qualities }],
    })
}

/// Tracks of one group are played in step: voice and face, a screen and its sound.
fn group(source: TrackSource) -> String {
    match source {
        TrackSource::Camera | TrackSource::Microphone => "camera".to_owned(),
        TrackSource::ScreenShare | TrackSource::ScreenShareAudio => "screen".to_owned(),
        TrackSource::Unknown => String::new(),
    }
}

fn server() -> ServerInfo {
    ServerInfo {
        edition: server_info::Edition::Standard.into(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        protocol: PROTOCOL,
        ..ServerInfo::default()
    }
}
