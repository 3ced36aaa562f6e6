//! The fault catalogue, row by row: the evidence brings the finding to the top, alone but for what it explains; and when
//! the evidence is gone, so is the finding.

mod common;

use common::{PATIENCE, Story, fault, healthy};
use diagnosis::{Code, Facts, Millis, Severity, Verdict, diagnose};

const BEGAN: u64 = 0;
const BROKEN: u64 = 20_000;
const MENDED: u64 = 100_000;

fn verdict(story: Story, now: u64) -> Verdict {
    diagnose(&story.into_iter().collect::<Facts>(), Millis(now))
}

fn broken(code: Code) -> Story {
    let mut story = healthy(BEGAN, BROKEN - 1);
    story.extend(fault(code, BROKEN));
    story
}

#[test]
fn on_a_healthy_page_nothing_is_found() {
    assert_eq!(verdict(healthy(BEGAN, BROKEN), BROKEN), Verdict::default());
}

#[test]
fn where_nothing_is_known_nothing_is_found() {
    assert_eq!(verdict(vec![], BROKEN), Verdict::default());
}

#[test]
fn every_fault_is_said_first_when_it_alone_is_there() {
    for code in Code::ALL {
        let verdict = verdict(broken(*code), BROKEN + PATIENCE);
        let top = verdict.top.as_ref().map(|top| top.code);
        assert_eq!(top, Some(*code), "{}: {verdict:#?}", code.name());
        for folded in &verdict.folded {
            assert_eq!(folded.explained_by, Some(*code), "{} besides {}", folded.code.name(), code.name());
        }
    }
}

#[test]
fn what_keeps_a_member_out_weighs_more_than_what_only_disturbs() {
    for (code, severity) in [
        (Code::MediaBlocked, Severity::Blocker),
        // A hint by itself; here it makes the way long, and weighs as much as that.
        (Code::UdpBlocked, Severity::Problem),
        (Code::SoundLocked, Severity::Blocker),
        (Code::MicPermissionPending, Severity::Blocker),
        (Code::CameraMissing, Severity::Problem),
        // Far beyond the second limit, and between the first and the second.
        (Code::HighLatency, Severity::Problem),
        (Code::PacketLoss, Severity::Hint),
        (Code::DownlinkSlow, Severity::Problem),
        (Code::UplinkSlow, Severity::Hint),
    ] {
        let top = verdict(broken(code), BROKEN + PATIENCE).top;
        assert_eq!(top.map(|top| top.severity), Some(severity), "{}", code.name());
    }
}

#[test]
fn every_finding_goes_with_its_evidence() {
    for code in Code::ALL {
        let mut story = broken(*code);
        story.extend(healthy(MENDED, MENDED + 3_000));
        let verdict = verdict(story, MENDED + 3_000);
        assert_eq!(verdict, Verdict::default(), "{}", code.name());
    }
}

#[test]
fn no_finding_outlives_measurements_that_nobody_repeats() {
    let measured = [
        Code::MicSilent,
        Code::WrongMic,
        Code::MicTooQuiet,
        Code::MicClipping,
        Code::MicNoisy,
        Code::CameraBlack,
        Code::CameraDark,
        Code::CameraFrozen,
        Code::CameraSlow,
        Code::CpuOverload,
        Code::HighLatency,
        Code::PacketLoss,
        Code::Jitter,
        Code::UplinkSlow,
        Code::DownlinkSlow,
        Code::WebsocketBlocked,
        Code::UdpBlocked,
        Code::MediaBlocked,
        Code::ServerUnreachable,
        Code::Intercepted,
        Code::PlaceKept,
    ];
    for code in measured {
        assert_eq!(verdict(broken(code), BROKEN + 61_000), Verdict::default(), "{}", code.name());
    }
}
