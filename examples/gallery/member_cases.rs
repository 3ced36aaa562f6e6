//! The states of a member's page.

use diagnosis::{
    Browser, System,
    fact::{self, CaptureKind},
};
use participant::{
    Device, DeviceId, DeviceKind, Found, Report, View,
    view::{
        Arrangement, Choice, Echo, EchoStage, Ending, Hear, HearStage, Help, Link, Meeting, Notice, Pages,
        Picture, Remedy, Reporting, See, Severity, Share, Side, Sound, Speak, Switch, Tile, Waiting,
    },
};
use rtc::{ConnectionQuality, RemoteTrackId};
use wire::{
    CheckStatus, Checks, FindingCode, ParticipantId, UnixMillis, checks::Check, names::NoticeCode,
    page::DialIn, participant::InvitationProblem,
};

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
        ("joining", "plain", View::Joining { link: Link::Live, no_meeting: false, help: None }),
        ("joining", "no-meeting", View::Joining { link: Link::Live, no_meeting: true, help: None }),
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
        group: participant::GroupId::default(),
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
        speak: Speak { check: check(CheckStatus::Idle), live: false, choice: Choice::default(), echo: None },
        see: See { check: check(CheckStatus::Idle), mirror: None, choice: Choice::default() },
        connection: check(CheckStatus::Success),
        notices: vec![],
        help: None,
        reporting: Reporting::Offered,
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
    denied.help = Some(Help {
        folded: vec![FindingCode::SpeakerNotHeard, FindingCode::CameraInUse],
        ..help(FindingCode::MicPermissionDenied, Severity::Blocker, Some(MICROPHONE), CHROME)
    });
    let denied_on_ipad = Waiting {
        help: Some(help(FindingCode::MicPermissionDenied, Severity::Blocker, Some(MICROPHONE), SAFARI)),
        ..denied.clone()
    };

    let mut blocked = denied.clone();
    blocked.speak.check = failed(FindingCode::MicBlockedBySystem);
    blocked.see.check = failed(FindingCode::CameraBlockedBySystem);
    blocked.help = Some(Help {
        folded: vec![
            FindingCode::CameraBlockedBySystem,
            FindingCode::SpeakerNotHeard,
            FindingCode::UdpBlocked,
            FindingCode::ClockSkew,
        ],
        ..help(FindingCode::MicBlockedBySystem, Severity::Blocker, Some(MICROPHONE), CHROME)
    });

    let mut dark = ready.clone();
    dark.help = Some(help(FindingCode::CameraDark, Severity::Hint, None, CHROME));

    let mut wrong = ready.clone();
    wrong.speak.check = failed(FindingCode::WrongMic);
    let other = Remedy::Choose(fact::DeviceKind::AudioInput);
    wrong.help = Some(Help {
        device: "Jabra Speak 510 (USB)".to_owned(),
        ..help(FindingCode::WrongMic, Severity::Blocker, Some(other), CHROME)
    });

    let mut offline = ready.clone();
    offline.link = Link::Returning;
    offline.connection = failed(FindingCode::Offline);
    offline.help = Some(Help {
        folded: vec![FindingCode::ServerUnreachable],
        ..help(FindingCode::Offline, Severity::Blocker, Some(Remedy::TryAgain), SAFARI)
    });

    let mut in_app = fresh.clone();
    in_app.help = Some(Help {
        dial_in: Some(DialIn { number: "0123 456 78 99".to_owned(), pin: "482913".to_owned() }),
        ..help(FindingCode::InAppBrowser, Severity::Blocker, Some(Remedy::CopyLink), ANDROID)
    });

    let mut lost = fresh.clone();
    lost.link = Link::Returning;
    lost.hear.check = failed(FindingCode::SoundLocked);
    lost.speak.check =
        Check { status: CheckStatus::Running, finding: Some(FindingCode::MicPermissionPending) };
    lost.see.check = check(CheckStatus::Skipped);
    lost.connection = failed(FindingCode::ServerUnreachable);
    lost.help = Some(Help {
        folded: vec![FindingCode::MicPermissionPending, FindingCode::SoundLocked],
        ..help(FindingCode::ServerUnreachable, Severity::Blocker, Some(Remedy::TryAgain), CHROME)
    });

    let mut replaced = ready.clone();
    replaced.notices = vec![
        notice(NoticeCode::MicReplaced, "Mikrofon (eingebaut)"),
        notice(NoticeCode::SpeakerReplaced, ""),
        notice(NoticeCode::CameraReturned, "Logitech C920"),
    ];

    let back = Waiting { link: Link::Back, ..fresh.clone() };
    let voice = |stage, percent| {
        let speak = Speak { echo: Some(Echo { stage, percent }), ..ready.speak.clone() };
        Waiting { speak, ..ready.clone() }
    };
    let mut reported = wrong.clone();
    reported.reporting = Reporting::Shown { report: std::rc::Rc::new(report(&wrong)), handed_out: true };
    vec![
        ("echo-ready", voice(EchoStage::Ready, 0)),
        ("echo-speak", voice(EchoStage::Speak, 40)),
        ("echo-heard", voice(EchoStage::Heard, 100)),
        ("echo-no-path", voice(EchoStage::NoPath, 100)),
        ("report", reported),
        ("fresh", fresh),
        ("running", running),
        ("ready", ready),
        ("denied", denied),
        ("denied-on-ipad", denied_on_ipad),
        ("blocked", blocked),
        ("dark", dark),
        ("wrong-mic", wrong),
        ("offline", offline),
        ("in-app", in_app),
        ("lost", lost),
        ("replaced", replaced),
        ("back", back),
    ]
}

fn report(view: &Waiting) -> Report {
    let codes = view.help.iter().map(|help| help.code);
    let found =
        |code| Found { code, severity: Severity::Problem.name(), value: Some(-812), limit: Some(-750) };
    Report {
        version: "0.1.0",
        at: Some(UnixMillis(1_795_800_000_000)),
        browser: "Firefox".to_owned(),
        system: "Windows".to_owned(),
        screen: "waiting",
        findings: codes.map(found).collect(),
        checks: Checks {
            hear: view.hear.check,
            speak: view.speak.check,
            see: view.see.check,
            connection: view.connection,
            heard: true,
        },
        voice: Some(EchoStage::Heard),
        microphones: 2,
        cameras: 1,
        loudspeakers: 2,
        web_socket: Some(true),
        udp: Some(false),
        tcp: Some(true),
        round_trip_ms: Some(84),
        loss_permille: Some(12),
        jitter_ms: Some(9),
        uplink_kbit: Some(1_200),
        downlink_kbit: None,
        clock_offset_ms: Some(-340),
    }
}

const MICROPHONE: Remedy = Remedy::AskAgain(CaptureKind::Microphone);
const CHROME: (Browser, System) = (Browser::Chrome, System::Windows);
const SAFARI: (Browser, System) = (Browser::Safari, System::IpadOs);
const ANDROID: (Browser, System) = (Browser::Chrome, System::Android);

fn help(
    code: FindingCode,
    severity: Severity,
    button: Option<Remedy>,
    (browser, system): (Browser, System),
) -> Help {
    let steps = diagnosis::steps(code, browser, system);
    Help { code, severity, button, steps, device: String::new(), dial_in: None, folded: vec![] }
}

fn notice(code: NoticeCode, device: &str) -> Notice {
    Notice { code, device: device.to_owned() }
}

fn tile(at: usize) -> Tile {
    let track = RemoteTrackId(u32::try_from(at).unwrap_or_default());
    Tile {
        id: ParticipantId(format!("p{at}")),
        name: NAMES[at % NAMES.len()].to_owned(),
        speaking: at == 1,
        muted: at % 3 == 2,
        picture: (at % 4 != 3).then_some(Picture::Remote(track)),
        paused: at == 4,
        quality: match at % 4 {
            0 => ConnectionQuality::Excellent,
            1 => ConnectionQuality::Good,
            2 => ConnectionQuality::Poor,
            _ => ConnectionQuality::Lost,
        },
        large: false,
    }
}

/// So many people, so many of them in a row.
fn equal(people: usize, columns: u32) -> Meeting {
    let on = Switch { on: true, busy: false };
    let off = Switch { on: false, ..on };
    Meeting {
        link: Link::Live,
        people,
        me: Tile { picture: Some(Picture::Own(1)), muted: true, ..tile(0) },
        others: (1..people).map(tile).collect(),
        sounds: (1..people).map(|at| (tile(at).id, Sound(RemoteTrackId(0)))).collect(),
        arrangement: Arrangement::Equal { columns, tiles: u32::try_from(people).unwrap_or_default() },
        pages: Pages { current: 0, count: 1 },
        can_change_layout: people > 2,
        share: None,
        microphone: off,
        camera: on,
        screen: None,
        less: false,
        help: None,
        notices: vec![],
        messages: vec![],
    }
}

/// One is large, so many are beside or below.
fn large(side: Side, strip: u32) -> Meeting {
    let mut meeting = equal(1 + strip as usize, 1);
    meeting.arrangement = Arrangement::Large { side, strip };
    meeting.others[0].large = true;
    meeting.people = 24;
    meeting.pages = Pages { current: 1, count: 6 };
    meeting
}

fn meetings() -> Vec<(&'static str, Meeting)> {
    let mut troubled = equal(3, 2);
    troubled.link = Link::Returning;
    troubled.camera = Switch { on: false, busy: false };
    troubled.help = Some(Help {
        folded: vec![FindingCode::CameraUnplugged],
        ..help(FindingCode::SoundLocked, Severity::Blocker, Some(Remedy::UnlockSound), CHROME)
    });
    troubled.messages = vec!["Bitte schalten Sie Ihr Mikrofon aus, wenn Sie nicht sprechen.".to_owned()];
    let mut muted = equal(5, 2);
    muted.help = Some(help(
        FindingCode::TalkingWhileMuted,
        Severity::Problem,
        Some(Remedy::SwitchMicrophoneOn),
        CHROME,
    ));
    let mut muted_by_system = large(Side::Below, 3);
    let other = Remedy::Choose(fact::DeviceKind::AudioInput);
    muted_by_system.help = Some(Help {
        folded: vec![FindingCode::PacketLoss],
        ..help(FindingCode::MicMutedBySystem, Severity::Blocker, Some(other), CHROME)
    });
    let mut dark = equal(4, 2);
    dark.help = Some(help(FindingCode::CameraDark, Severity::Hint, None, CHROME));
    let mut back = equal(2, 1);
    back.link = Link::Back;
    back.microphone = Switch { on: true, ..back.camera };
    let mut screen = large(Side::Right, 4);
    screen.others.remove(0);
    screen.pages = Pages { current: 0, count: 1 };
    screen.can_change_layout = false;
    let share = |picture| Some(Share { id: ParticipantId("p1".into()), name: NAMES[1].to_owned(), picture });
    screen.share = share(Some(Picture::Remote(RemoteTrackId(7))));
    let mut screen_below = large(Side::Below, 3);
    screen_below.others.remove(0);
    screen_below.share = share(None);
    let mut showing = equal(4, 2);
    showing.screen = Some(Switch { on: true, busy: false });
    showing.notices = vec![notice(NoticeCode::MicReplaced, "Mikrofon (eingebaut)")];
    vec![
        ("1", equal(1, 1)),
        ("2", equal(2, 1)),
        ("2-wide", equal(2, 2)),
        ("3", equal(3, 2)),
        ("5", equal(5, 3)),
        ("6-phone", equal(6, 2)),
        ("9-tablet", equal(9, 3)),
        ("16-desktop", equal(16, 4)),
        ("large-right", large(Side::Right, 4)),
        ("large-below-tablet", large(Side::Below, 4)),
        ("large-below-phone", large(Side::Below, 3)),
        ("screen", screen),
        ("screen-phone", screen_below),
        ("showing", showing),
        ("troubled", troubled),
        ("talking-muted", muted),
        ("muted-by-system", muted_by_system),
        ("dark", dark),
        ("back", back),
    ]
}
