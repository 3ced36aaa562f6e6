//! Why one fault makes another no wonder: each declaration with its reason, in a story in which both are true.

mod common;

use std::collections::BTreeSet;

use common::{PATIENCE, Story, at, cam, evidence, fault, healthy, list_without, picture};
use diagnosis::{
    Code, Fact, Facts, Millis, diagnose,
    fact::{DeviceKind, MicTrack, Picture},
    precedence::explains,
    rules,
};

/// A reason, a cause, and what it explains in one step.
type Reason = (&'static str, Code, &'static [Code]);

const REASONS: &[Reason] = &[
    (
        "An app's window is a browser with much left out, and may use only what the app may.",
        Code::InAppBrowser,
        &[
            Code::BrowserUnsupported,
            Code::StorageBlocked,
            Code::MicPermissionPending,
            Code::MicPermissionDismissed,
            Code::MicBlockedBySystem,
            Code::CameraPermissionPending,
            Code::CameraPermissionDismissed,
            Code::CameraBlockedBySystem,
        ],
    ),
    (
        "On a page that is not secure some browsers hide devices, and others refuse them.",
        Code::InsecureContext,
        &[Code::BrowserUnsupported, Code::MicPermissionDenied, Code::CameraPermissionDenied],
    ),
    (
        "What a browser lacks fails with a name of its own.",
        Code::BrowserUnsupported,
        &[Code::MicFailed, Code::CameraFailed, Code::MediaBlocked],
    ),
    (
        "The other tab holds the devices, and plays what this one's microphone hears.",
        Code::JoinedElsewhere,
        &[Code::MicInUse, Code::CameraInUse, Code::EchoRisk],
    ),
    (
        "A busy processor encodes no frames and takes packets up late.",
        Code::CpuOverload,
        &[Code::CameraFrozen, Code::Jitter],
    ),
    ("Who may not use a device is refused it.", Code::MicBlockedByPolicy, &[Code::MicPermissionDenied]),
    ("Who may not use a device is refused it.", Code::CameraBlockedByPolicy, &[Code::CameraPermissionDenied]),
    ("What the system refuses the browser refuses.", Code::MicBlockedBySystem, &[Code::MicPermissionDenied]),
    (
        "What the system refuses the browser refuses.",
        Code::CameraBlockedBySystem,
        &[Code::CameraPermissionDenied],
    ),
    ("Who takes permission away ends the track.", Code::MicPermissionDenied, &[Code::MicUnplugged]),
    ("Who takes permission away ends the track.", Code::CameraPermissionDenied, &[Code::CameraUnplugged]),
    (
        "What is gone is missing; a track that outlives it is muted.",
        Code::MicUnplugged,
        &[Code::MicMissing, Code::MicMutedBySystem],
    ),
    (
        "What is gone is missing; a track that outlives it is black.",
        Code::CameraUnplugged,
        &[Code::CameraMissing, Code::CameraBlack],
    ),
    (
        "What is muted gives nothing, while every other microphone in the room hears.",
        Code::MicMutedBySystem,
        &[Code::WrongMic],
    ),
    ("A microphone nobody speaks into gives nothing.", Code::WrongMic, &[Code::MicSilent]),
    (
        "The device's own sound is silence, noise or our own tone, and a voice only from far away.",
        Code::NotAMicrophone,
        &[Code::MicSilent, Code::MicTooQuiet, Code::MicNoisy, Code::EchoRisk],
    ),
    ("In the telephone mode a headset's microphone is quiet.", Code::HeadsetSplit, &[Code::MicTooQuiet]),
    ("What does not play is not heard.", Code::SoundLocked, &[Code::SpeakerNotHeard]),
    ("What plays elsewhere is not heard.", Code::SpeakerUnplugged, &[Code::SpeakerNotHeard]),
    ("Nothing moves behind a cover.", Code::CameraBlack, &[Code::CameraFrozen]),
    ("In the dark a camera exposes longer than a frame lasts.", Code::CameraDark, &[Code::CameraSlow]),
    ("A picture that stands still has few frames.", Code::CameraFrozen, &[Code::CameraSlow]),
    ("Who has no network left the last one.", Code::Offline, &[Code::ConnectionChanged]),
    ("A new network may not lead to the server.", Code::ServerUnreachable, &[Code::ConnectionChanged]),
    ("A new network may ask for its terms first.", Code::Intercepted, &[Code::ConnectionChanged]),
    (
        "Until ICE is restarted, sound and picture go out by an address that is no longer ours.",
        Code::ConnectionChanged,
        &[Code::MediaBlocked, Code::UdpBlocked],
    ),
    (
        "Of what does not get through little arrives.",
        Code::MediaBlocked,
        &[Code::UplinkSlow, Code::DownlinkSlow],
    ),
    (
        "What waits before a thin line is late and uneven, and what finds no room there is lost.",
        Code::UplinkSlow,
        &[Code::HighLatency, Code::PacketLoss, Code::Jitter],
    ),
    ("The same on the way down.", Code::DownlinkSlow, &[Code::HighLatency, Code::PacketLoss, Code::Jitter]),
    (
        "TCP holds back what has arrived until what was lost is repeated.",
        Code::UdpBlocked,
        &[Code::HighLatency, Code::Jitter],
    ),
];

#[test]
fn every_declared_cause_has_its_reason_and_every_reason_is_declared() {
    let reasons: BTreeSet<_> = REASONS
        .iter()
        .flat_map(|(_, cause, effects)| effects.iter().map(|effect| (*cause, *effect)))
        .collect();
    let declared: BTreeSet<_> =
        rules::ALL.iter().flat_map(|rule| rule.explains.iter().map(|effect| (rule.code, *effect))).collect();
    assert_eq!(declared, reasons);
}

#[test]
fn where_both_are_true_the_effect_is_folded_under_the_cause() {
    let unfolded: Vec<_> = REASONS
        .iter()
        .flat_map(|(because, cause, effects)| effects.iter().map(move |effect| (because, *cause, *effect)))
        .filter(|(_, cause, effect)| {
            !stories(*cause, *effect).into_iter().any(|story| is_folded(story, *cause, *effect))
        })
        .collect();
    assert_eq!(unfolded, []);
}

/// In which both are true: the one after the other, or as only the two together are.
fn stories(cause: Code, effect: Code) -> Vec<Story> {
    let after = |first, second| fault(first, 19_999).into_iter().chain(fault(second, 20_000)).collect();
    let together = match (cause, effect) {
        (Code::MicUnplugged, Code::MicMutedBySystem) => {
            vec![Fact::MicTrack(MicTrack::Muted), list_without(DeviceKind::AudioInput)]
        }
        (Code::CameraUnplugged, Code::CameraBlack) => {
            let mut facts = evidence(Code::CameraBlack);
            facts.push(list_without(DeviceKind::VideoInput));
            facts
        }
        (Code::CameraFrozen, Code::CameraSlow) => {
            vec![cam(Picture { frames: 6, same: Millis(2_000), ..picture() })]
        }
        (_, _) => vec![],
    };
    vec![after(effect, cause), after(cause, effect), at(20_000, together)]
}

fn is_folded(story: Story, cause: Code, effect: Code) -> bool {
    let facts: Facts = healthy(0, 19_998).into_iter().chain(story).collect();
    let verdict = diagnose(&facts, Millis(20_000 + PATIENCE));
    let folded = verdict.folded.iter().find(|finding| finding.code == effect);
    folded.and_then(|folded| folded.explained_by) == Some(cause)
}

#[test]
fn what_looks_like_a_cause_and_is_none_explains_nothing() {
    for (because, cause, effect) in [
        ("a missing network mutes nobody", Code::Offline, Code::MicSilent),
        ("the server knows by its own clock what has expired", Code::ClockSkew, Code::InvitationExpired),
        ("a thick line may lose much", Code::PacketLoss, Code::UplinkSlow),
        ("a muted microphone may be a wrong choice as well", Code::MicMutedBySystem, Code::NotAMicrophone),
        ("a refused microphone refuses no camera", Code::MicPermissionDenied, Code::CameraPermissionDenied),
        ("one proxy may block both", Code::MediaBlocked, Code::WebsocketBlocked),
        (
            "who opened the link in an app may have an old link, too",
            Code::InAppBrowser,
            Code::InvitationExpired,
        ),
    ] {
        assert!(!explains(cause, effect), "{because}");
    }
}
