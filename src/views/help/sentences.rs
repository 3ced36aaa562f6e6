//! What is wrong and what helps, in one sentence.

use participant::view::Help;
use texts::Texts;
use wire::FindingCode;
use yew::AttrValue;

/// The sentence.
pub fn sentence(texts: Texts, help: &Help) -> AttrValue {
    if help.code == FindingCode::WrongMic && !help.device.is_empty() {
        return texts.finding_wrong_mic_named(&help.device).into();
    }
    of(texts, help.code).into()
}

fn of(texts: Texts, code: FindingCode) -> &'static str {
    match code {
        FindingCode::InsecureContext => texts.finding_insecure_context(),
        FindingCode::BrowserUnsupported => texts.finding_browser_unsupported(),
        FindingCode::InAppBrowser => texts.finding_in_app_browser(),
        FindingCode::StorageBlocked => texts.finding_storage_blocked(),
        FindingCode::JoinedElsewhere => texts.finding_joined_elsewhere(),
        FindingCode::ClockSkew => texts.finding_clock_skew(),
        FindingCode::CpuOverload => texts.finding_cpu_overload(),
        FindingCode::MicPermissionPending => texts.finding_mic_permission_pending(),
        FindingCode::MicPermissionDismissed => texts.finding_mic_permission_dismissed(),
        FindingCode::MicPermissionDenied => texts.finding_mic_permission_denied(),
        FindingCode::MicBlockedBySystem => texts.finding_mic_blocked_by_system(),
        FindingCode::MicBlockedByPolicy => texts.finding_mic_blocked_by_policy(),
        FindingCode::CameraPermissionPending => texts.finding_camera_permission_pending(),
        FindingCode::CameraPermissionDismissed => texts.finding_camera_permission_dismissed(),
        FindingCode::CameraPermissionDenied => texts.finding_camera_permission_denied(),
        FindingCode::CameraBlockedBySystem => texts.finding_camera_blocked_by_system(),
        FindingCode::CameraBlockedByPolicy => texts.finding_camera_blocked_by_policy(),
        FindingCode::MicMissing => texts.finding_mic_missing(),
        FindingCode::MicInUse => texts.finding_mic_in_use(),
        FindingCode::MicFailed => texts.finding_mic_failed(),
        FindingCode::MicUnplugged => texts.finding_mic_unplugged(),
        FindingCode::MicMutedBySystem => texts.finding_mic_muted_by_system(),
        FindingCode::MicSilent => texts.finding_mic_silent(),
        FindingCode::WrongMic => texts.finding_wrong_mic(),
        FindingCode::NotAMicrophone => texts.finding_not_a_microphone(),
        FindingCode::MicTooQuiet => texts.finding_mic_too_quiet(),
        FindingCode::MicClipping => texts.finding_mic_clipping(),
        FindingCode::MicNoisy => texts.finding_mic_noisy(),
        FindingCode::HeadsetSplit => texts.finding_headset_split(),
        FindingCode::TalkingWhileMuted => texts.finding_talking_while_muted(),
        FindingCode::EchoRisk => texts.finding_echo_risk(),
        FindingCode::SoundLocked => texts.finding_sound_locked(),
        FindingCode::SpeakerNotHeard => texts.finding_speaker_not_heard(),
        FindingCode::SpeakerUnplugged => texts.finding_speaker_unplugged(),
        FindingCode::CameraMissing => texts.finding_camera_missing(),
        FindingCode::CameraInUse => texts.finding_camera_in_use(),
        FindingCode::CameraFailed => texts.finding_camera_failed(),
        FindingCode::CameraUnplugged => texts.finding_camera_unplugged(),
        FindingCode::CameraBlack => texts.finding_camera_black(),
        FindingCode::CameraDark => texts.finding_camera_dark(),
        FindingCode::CameraFrozen => texts.finding_camera_frozen(),
        FindingCode::CameraSlow => texts.finding_camera_slow(),
        FindingCode::Offline => texts.finding_offline(),
        FindingCode::Intercepted => texts.finding_intercepted(),
        FindingCode::ServerUnreachable => texts.finding_server_unreachable(),
        FindingCode::WebsocketBlocked => texts.finding_websocket_blocked(),
        FindingCode::UdpBlocked => texts.finding_udp_blocked(),
        FindingCode::MediaBlocked => texts.finding_media_blocked(),
        FindingCode::HighLatency => texts.finding_high_latency(),
        FindingCode::PacketLoss => texts.finding_packet_loss(),
        FindingCode::Jitter => texts.finding_jitter(),
        FindingCode::UplinkSlow => texts.finding_uplink_slow(),
        FindingCode::DownlinkSlow => texts.finding_downlink_slow(),
        FindingCode::ConnectionChanged => texts.finding_connection_changed(),
        FindingCode::InvitationUnknown => texts.finding_invitation_unknown(),
        FindingCode::InvitationExpired => texts.finding_invitation_expired(),
        FindingCode::InvitationRevoked => texts.finding_invitation_revoked(),
        FindingCode::MeetingNotOpen => texts.finding_meeting_not_open(),
        FindingCode::MeetingOver => texts.finding_meeting_over(),
        FindingCode::Rejected => texts.finding_rejected(),
        FindingCode::Removed => texts.finding_removed(),
        FindingCode::PlaceKept => texts.finding_place_kept(),
    }
}
