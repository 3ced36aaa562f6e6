//! Which of several findings is said first.
//!
//! Two declarations decide. A rule's `explains` says what is no wonder when the rule holds: that is never said first.
//! Among what is left the more severe goes first, and of two that are equally severe the one that stands first in
//! [`ORDER`].

use crate::{code::Code, rules};

/// All codes, what is to be mended first first: another remedy is no use before it.
pub const ORDER: &[Code] = &[
    // The server's last word: no device and no network changes it.
    Code::InvitationUnknown,
    Code::InvitationExpired,
    Code::InvitationRevoked,
    Code::MeetingOver,
    Code::Rejected,
    Code::Removed,
    Code::JoinedElsewhere,
    // Another browser, or the link once more: everything set right here would be lost.
    Code::InAppBrowser,
    Code::InsecureContext,
    Code::BrowserUnsupported,
    // Without the server there is no meeting, whatever the devices do.
    Code::Offline,
    Code::Intercepted,
    Code::ServerUnreachable,
    Code::ConnectionChanged,
    Code::MediaBlocked,
    // Not heard: first what the page around ours or the system forbids, as the browser cannot allow it.
    Code::MicBlockedByPolicy,
    Code::MicBlockedBySystem,
    Code::MicPermissionDenied,
    Code::MicPermissionDismissed,
    Code::MicPermissionPending,
    Code::MicUnplugged,
    Code::MicMissing,
    Code::MicInUse,
    Code::MicFailed,
    // Not hearing, before what can only be measured when sound runs.
    Code::SoundLocked,
    Code::SpeakerUnplugged,
    Code::SpeakerNotHeard,
    Code::MicMutedBySystem,
    Code::WrongMic,
    Code::NotAMicrophone,
    Code::MicSilent,
    // Not seen.
    Code::CameraBlockedByPolicy,
    Code::CameraBlockedBySystem,
    Code::CameraPermissionDenied,
    Code::CameraPermissionDismissed,
    Code::CameraPermissionPending,
    Code::CameraUnplugged,
    Code::CameraMissing,
    Code::CameraInUse,
    Code::CameraFailed,
    // What concerns all the others before what concerns the member alone.
    Code::TalkingWhileMuted,
    Code::EchoRisk,
    Code::MicTooQuiet,
    Code::CpuOverload,
    Code::UplinkSlow,
    Code::DownlinkSlow,
    Code::PacketLoss,
    Code::HighLatency,
    Code::Jitter,
    Code::CameraBlack,
    Code::CameraFrozen,
    Code::ClockSkew,
    Code::WebsocketBlocked,
    Code::UdpBlocked,
    Code::HeadsetSplit,
    Code::MicClipping,
    Code::MicNoisy,
    Code::CameraDark,
    Code::CameraSlow,
    Code::StorageBlocked,
    // To be known, and nothing to be done.
    Code::PlaceKept,
    Code::MeetingNotOpen,
];

/// The place of a code in [`ORDER`].
pub(crate) fn place(code: Code) -> usize {
    ORDER.iter().position(|ordered| *ordered == code).unwrap_or(ORDER.len())
}

/// Whether `effect` is no wonder when `cause` holds, however many steps are between.
pub fn explains(cause: Code, effect: Code) -> bool {
    let (mut behind, mut to_follow) = (Vec::new(), vec![cause]);
    while let Some(code) = to_follow.pop() {
        for next in rules::of(code).map_or(&[][..], |rule| rule.explains) {
            // Each is followed once, so this ends even if somebody declares a circle.
            if !behind.contains(next) {
                behind.push(*next);
                to_follow.push(*next);
            }
        }
    }
    behind.contains(&effect)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_two_findings_have_a_declared_order() {
        let ordered: BTreeSet<_> = ORDER.iter().copied().collect();
        assert_eq!(ordered.len(), ORDER.len(), "a code stands in the order twice");
        assert_eq!(ordered, Code::ALL.iter().copied().collect());
    }

    #[test]
    fn nothing_explains_itself() {
        for code in Code::ALL {
            assert!(!explains(*code, *code), "{} explains itself", code.name());
        }
    }

    #[test]
    fn nothing_is_declared_that_follows_from_the_rest() {
        // Or else taking a declaration back would change nothing, and no test would see it.
        for rule in rules::ALL {
            for (at, effect) in rule.explains.iter().enumerate() {
                let others = rule.explains.iter().enumerate().filter(|(other, _)| *other != at);
                let already = others
                    .map(|(_, other)| other)
                    .find(|other| *other == effect || explains(**other, *effect));
                assert_eq!(already, None, "{} explains {} already", rule.code.name(), effect.name());
            }
        }
    }

    #[test]
    fn what_lies_behind_what_is_explained_is_explained() {
        assert!(explains(Code::Offline, Code::ConnectionChanged));
        assert!(explains(Code::ConnectionChanged, Code::MediaBlocked));
        assert!(explains(Code::MediaBlocked, Code::PacketLoss));
        assert!(explains(Code::Offline, Code::PacketLoss));
        assert!(!explains(Code::PacketLoss, Code::Offline));
        assert!(!explains(Code::Offline, Code::MicSilent));
    }
}
