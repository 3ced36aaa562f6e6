//! Of several things that are wrong at once, which is said: stories of members with more than one.

mod common;

use common::{PATIENCE, Story, at, fault, healthy, id, mic, silence};
use diagnosis::{
    Code, Fact, Facts, Finding, Millis, Severity, Verdict, diagnose,
    fact::{CaptureKind, CaptureState, MicTrack, Online, Transport},
};

const BROKEN: u64 = 20_000;

/// What is found when these are wrong at once.
fn verdict(codes: &[Code], more: impl IntoIterator<Item = Fact>) -> Verdict {
    let mut story: Story = healthy(0, BROKEN - 1);
    for (ms, code) in (BROKEN..).zip(codes) {
        story.extend(fault(*code, ms));
    }
    story.extend(at(BROKEN + 10, more));
    diagnose(&story.into_iter().collect::<Facts>(), Millis(BROKEN + PATIENCE))
}

/// The first is said, the others are folded: each with what explains it.
fn check(codes: &[Code], top: Code, folded: &[(Code, Option<Code>)]) {
    let verdict = verdict(codes, []);
    assert_eq!(verdict.top.as_ref().map(|top| top.code), Some(top), "{verdict:#?}");
    let found: Vec<_> = verdict.folded.iter().map(|finding| (finding.code, finding.explained_by)).collect();
    assert_eq!(found, folded);
}

fn top(verdict: Verdict) -> Finding {
    verdict.top.expect("a finding")
}

#[test]
fn a_muted_system_explains_a_silent_microphone() {
    check(
        &[Code::MicSilent, Code::MicMutedBySystem],
        Code::MicMutedBySystem,
        &[(Code::MicSilent, Some(Code::MicMutedBySystem))],
    );
}

#[test]
fn offline_explains_everything_behind_it() {
    let behind = [
        Code::Offline,
        Code::MediaBlocked,
        Code::HighLatency,
        Code::PacketLoss,
        Code::Jitter,
        Code::UplinkSlow,
        Code::DownlinkSlow,
        Code::ConnectionChanged,
    ];
    let verdict = verdict(&behind, []);
    assert!(verdict.folded.len() >= 7, "{verdict:#?}");
    for folded in &verdict.folded {
        assert_eq!(folded.explained_by, Some(Code::Offline), "{}", folded.code.name());
    }
    assert_eq!(top(verdict).code, Code::Offline);
}

#[test]
fn of_two_that_explain_the_same_the_one_that_is_said_first_does() {
    let of = |codes: &[Code]| {
        let verdict = verdict(codes, []);
        let mut found = verdict.top.into_iter().chain(verdict.folded);
        found.find(|finding| finding.code == Code::Jitter).and_then(|jitter| jitter.explained_by)
    };
    assert_eq!(of(&[Code::UdpBlocked, Code::Jitter]), Some(Code::UdpBlocked));
    assert_eq!(of(&[Code::UdpBlocked, Code::Jitter, Code::CpuOverload]), Some(Code::CpuOverload));
}

#[test]
fn a_locked_page_explains_a_chime_that_was_not_heard() {
    check(
        &[Code::SpeakerNotHeard, Code::SoundLocked],
        Code::SoundLocked,
        &[(Code::SpeakerNotHeard, Some(Code::SoundLocked))],
    );
}

#[test]
fn the_microphone_that_hears_is_offered_before_silence_is_complained_of() {
    check(&[Code::WrongMic], Code::WrongMic, &[(Code::MicSilent, Some(Code::WrongMic))]);
}

#[test]
fn a_recorder_of_the_computer_itself_explains_its_silence() {
    check(&[Code::NotAMicrophone], Code::NotAMicrophone, &[(Code::MicSilent, Some(Code::NotAMicrophone))]);
}

#[test]
fn a_refused_camera_waits_until_the_member_is_heard() {
    check(
        &[Code::CameraPermissionDenied, Code::MicPermissionDenied],
        Code::MicPermissionDenied,
        &[(Code::CameraPermissionDenied, None)],
    );
}

#[test]
fn an_app_explains_what_it_does_not_lend() {
    let denied = Code::InAppBrowser;
    check(
        &[Code::MicPermissionDenied, Code::CameraPermissionDenied, Code::InAppBrowser],
        Code::InAppBrowser,
        &[(Code::MicPermissionDenied, Some(denied)), (Code::CameraPermissionDenied, Some(denied))],
    );
}

#[test]
fn a_second_tab_explains_a_camera_that_is_held() {
    check(
        &[Code::CameraInUse, Code::JoinedElsewhere],
        Code::JoinedElsewhere,
        &[(Code::CameraInUse, Some(Code::JoinedElsewhere))],
    );
}

#[test]
fn a_slow_device_explains_a_picture_that_stands_still() {
    check(
        &[Code::CameraFrozen, Code::CpuOverload],
        Code::CpuOverload,
        &[(Code::CameraFrozen, Some(Code::CpuOverload))],
    );
}

#[test]
fn a_dark_room_explains_a_slow_picture_and_a_cover_explains_a_frozen_one() {
    check(&[Code::CameraDark], Code::CameraDark, &[(Code::CameraSlow, Some(Code::CameraDark))]);
    check(&[Code::CameraBlack], Code::CameraBlack, &[(Code::CameraFrozen, Some(Code::CameraBlack))]);
}

#[test]
fn an_embedding_page_is_blamed_before_the_member_is() {
    let denied = Fact::Permission(CaptureKind::Microphone, diagnosis::fact::PermissionState::Denied);
    let verdict = verdict(&[Code::MicBlockedByPolicy], [denied]);
    assert_eq!(verdict.folded[0].explained_by, Some(Code::MicBlockedByPolicy));
    assert_eq!(top(verdict).code, Code::MicBlockedByPolicy);
}

#[test]
fn a_device_that_was_pulled_out_is_not_said_to_be_missing() {
    check(&[Code::MicUnplugged], Code::MicUnplugged, &[(Code::MicMissing, Some(Code::MicUnplugged))]);
}

#[test]
fn a_withdrawn_permission_explains_a_track_that_ended() {
    let ended = Fact::Capture(CaptureKind::Microphone, CaptureState::Ended(id("mic")));
    let verdict = verdict(&[Code::MicPermissionDenied], [ended]);
    assert_eq!(verdict.folded[0].explained_by, Some(Code::MicPermissionDenied));
    assert_eq!(top(verdict).code, Code::MicPermissionDenied);
}

#[test]
fn what_the_server_decided_comes_before_what_the_devices_do() {
    check(&[Code::MicSilent, Code::MeetingOver], Code::MeetingOver, &[(Code::MicSilent, None)]);
}

#[test]
fn a_hint_never_hides_a_blocker() {
    check(
        &[Code::PlaceKept, Code::StorageBlocked, Code::CameraSlow, Code::SpeakerNotHeard],
        Code::SpeakerNotHeard,
        &[(Code::CameraSlow, None), (Code::StorageBlocked, None), (Code::PlaceKept, None)],
    );
}

#[test]
fn a_cause_weighs_as_much_as_what_it_explains() {
    let alone = top(verdict(&[Code::ConnectionChanged], []));
    assert_eq!(alone.severity, Severity::Problem);
    // Now nothing is heard, and pressing one button ends it: before the telephone is offered, and before the camera.
    let verdict = verdict(&[Code::MediaBlocked, Code::CameraMissing, Code::ConnectionChanged], []);
    let top = top(verdict.clone());
    assert_eq!((top.code, top.severity), (Code::ConnectionChanged, Severity::Blocker));
    assert!(verdict.folded.iter().any(|finding| finding.explained_by.is_none()));
}

#[test]
fn a_network_that_is_back_leaves_no_blame_behind() {
    let more = [Fact::Transport(Transport::Connected), Fact::Online(Online::Yes)];
    let verdict = verdict(&[Code::ConnectionChanged], more);
    // The loss is still measured, and now it is the line's own.
    assert_eq!(top(verdict).code, Code::PacketLoss);
}

#[test]
fn a_system_that_lets_go_is_believed_before_a_measurement_that_began_while_it_held() {
    let more = [Fact::MicTrack(MicTrack::Flowing), mic(silence())];
    assert_eq!(verdict(&[Code::MicMutedBySystem], more), Verdict::default());
}
