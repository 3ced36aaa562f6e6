//! The states of a member's page.

use participant::{
    Device, DeviceId, DeviceKind, View,
    view::{
        Choice, Ending, Hear, HearStage, Link, Meeting, Picture, See, Sound, Speak, Switch, Tile, Waiting,
    },
};
use rtc::RemoteTrackId;
use wire::{CheckStatus, FindingCode, ParticipantId, checks::Check, participant::InvitationProblem};

use crate::people::NAMES;

/// Screen, case, view.
pub fn all() -> Vec<(&'static str, &'static str, View)> {
    let mut all = vec![
        ("arrival", "plain", View::Arrival { entering: false, unreachable: false }),
        ("arrival", "entering", View::Arrival { entering: true, unreachable: false }),
        ("arrival", "unreachable", View::Arrival { entering: true, unreachable: true }),
        ("refused", "stranger", View::Stranger),
        ("refused", "unknown", View::Refused { problem: InvitationProblem::Unknown }),
        ("refused", "expired", View::Refused { problem: InvitationProblem::Expired }),
        ("refused", "revoked", View::Refused { problem: InvitationProblem::Revoked }),
        ("rejected", "sentence", View::Rejected { sentence: SENTENCE.to_owned() }),
        ("rejected", "silent", View::Rejected { sentence: String::new() }),
        ("elsewhere", "plain", View::Elsewhere),
        ("joining", "plain", View::Joining),
        ("ended", "left", View::Ended { how: Ending::Left }),
        ("ended", "over", View::Ended { how: Ending::MeetingOver }),
    ];
    all.extend(waiting().into_iter().map(|(case, view)| ("waiting", case, View::Waiting(view))));
    all.extend(meetings().into_iter().map(|(case, view)| ("meeting", case, View::Meeting(view))));
    all
}

const SENTENCE: &str = "Dieser Teil der Sitzung ist nichtöffentlich. Bitte kommen Sie um 20 Uhr wieder.";

fn check(status: CheckStatus) -> Check {
    Check { status, finding: None }
}

fn failed(code: FindingCode) -> Check {
    Check { status: CheckStatus::Failed, finding: Some(code) }
}

fn choice(kind: DeviceKind, names: &[&str]) -> Choice {
    let device = |(at, label): (usize, &&str)| Device {
        kind,
        id: DeviceId(at.to_string()),
        label: (*label).to_owned(),
    };
    Choice { devices: names.iter().enumerate().map(device).collect(), chosen: Some(0) }
}

fn waiting() -> Vec<(&'static str, Waiting)> {
    let fresh = Waiting {
        link: Link::Live,
        place: 2,
        meeting_open: false,
        messages: vec![],
        hear: Hear { check: check(CheckStatus::Idle), stage: HearStage::Silent, choice: Choice::default() },
        speak: Speak { check: check(CheckStatus::Idle), live: false, choice: Choice::default() },
        see: See { check: check(CheckStatus::Idle), mirror: None, choice: Choice::default() },
        connection: check(CheckStatus::Success),
    };
    let mut running = fresh.clone();
    running.hear.stage = HearStage::Asking;
    running.hear.check = check(CheckStatus::Running);
    running.hear.choice = choice(DeviceKind::AudioOutput, &["Lautsprecher (eingebaut)", "Kopfhörer"]);
    running.speak.check = check(CheckStatus::Running);
    running.speak.live = true;
    running.speak.choice =
        choice(DeviceKind::AudioInput, &["Mikrofon (eingebaut)", "", "Jabra Speak 510 (USB)"]);
    running.see.check = check(CheckStatus::Running);

    let mut ready = running.clone();
    ready.meeting_open = true;
    ready.messages =
        vec!["Guten Abend! Wir beginnen fünf Minuten später, der Saal wird noch eingerichtet.".to_owned()];
    ready.hear.stage = HearStage::Heard;
    ready.hear.check = check(CheckStatus::Success);
    ready.speak.check = check(CheckStatus::Success);
    ready.see.check = check(CheckStatus::Success);
    ready.see.mirror = Some(Picture::Own(1));
    ready.see.choice = choice(DeviceKind::VideoInput, &["FaceTime HD-Kamera", "Logitech C920"]);

    let mut denied = ready.clone();
    denied.messages.clear();
    denied.meeting_open = false;
    denied.hear.stage = HearStage::NotHeard;
    denied.hear.check = failed(FindingCode::SpeakerNotHeard);
    denied.speak.check = failed(FindingCode::MicPermissionDenied);
    denied.speak.live = false;
    denied.see.check = failed(FindingCode::CameraInUse);
    denied.see.mirror = None;

    let mut lost = fresh.clone();
    lost.link = Link::Returning;
    lost.hear.check = failed(FindingCode::SoundLocked);
    lost.speak.check =
        Check { status: CheckStatus::Running, finding: Some(FindingCode::MicPermissionPending) };
    lost.see.check = check(CheckStatus::Skipped);
    lost.connection = failed(FindingCode::ServerUnreachable);

    let back = Waiting { link: Link::Back, ..fresh.clone() };
    vec![
        ("fresh", fresh),
        ("running", running),
        ("ready", ready),
        ("denied", denied),
        ("lost", lost),
        ("back", back),
    ]
}

fn tile(at: usize) -> Tile {
    let track = RemoteTrackId(u32::try_from(at).unwrap_or_default());
    Tile {
        id: ParticipantId(format!("p{at}")),
        name: NAMES[at].to_owned(),
        speaking: at == 1,
        muted: at % 3 == 2,
        picture: (at % 4 != 3).then_some(Picture::Remote(track)),
        sound: Some(Sound(track)),
    }
}

fn meetings() -> Vec<(&'static str, Meeting)> {
    let on = Switch { on: true, busy: false, finding: None };
    let off = Switch { on: false, ..on };
    let of = |people: usize| Meeting {
        link: Link::Live,
        me: Tile { picture: Some(Picture::Own(1)), sound: None, muted: true, ..tile(0) },
        others: (1..people).map(tile).collect(),
        microphone: off,
        camera: on,
        sound_locked: false,
        messages: vec![],
    };
    let mut troubled = of(3);
    troubled.link = Link::Returning;
    troubled.sound_locked = true;
    troubled.camera = Switch { on: false, busy: false, finding: Some(FindingCode::CameraUnplugged) };
    troubled.messages = vec!["Bitte schalten Sie Ihr Mikrofon aus, wenn Sie nicht sprechen.".to_owned()];
    let back = Meeting { link: Link::Back, microphone: on, ..of(2) };
    vec![
        ("1", of(1)),
        ("2", of(2)),
        ("3", of(3)),
        ("4", of(4)),
        ("5", of(5)),
        ("8", of(8)),
        ("12", of(12)),
        ("troubled", troubled),
        ("back", back),
    ]
}
