//! What is found, and what its button does.

mod story;

use diagnosis::{Dbfs, Fact, Millis, Platform, StepId, fact};
use participant::{
    CaptureKind, DeviceKind, DeviceProblem, Effect, Event, ReportEvent, Timer, Way,
    view::{Help, Link, Remedy, Reporting, Severity, View},
};
use story::{Story, in_the_meeting, lets_in, listed, waiting};
use wire::{FindingCode, checks::CheckStatus, participant::Standing};

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 \
                      Safari/537.36";

fn help(story: &Story) -> Option<Help> {
    match story.session.view() {
        View::Waiting(waiting) => waiting.help,
        View::Meeting(meeting) => meeting.help,
        other => panic!("no help stands there: {other:?}"),
    }
}

#[track_caller]
fn found(story: &Story) -> Help {
    help(story).expect("something is found")
}

/// A stretch of three seconds in which nothing but zeros came.
fn silence() -> fact::Sound {
    fact::Sound {
        over: Millis(3_000),
        peak: Dbfs::NOTHING,
        voiced: Millis(0),
        voice: Dbfs::NOTHING,
        floor: Dbfs::NOTHING,
        hum: Dbfs::NOTHING,
        full_scale: 0,
    }
}

impl Story {
    fn hears(self, sound: fact::Sound) -> Self {
        let attempt = self.microphone;
        self.then(Event::SoundMeasured { attempt, sound })
    }
}

#[test]
fn the_report_leaves_out_what_a_screen_of_its_own_says() {
    let reported = |story: Story| {
        let story = story.then(Event::Report(ReportEvent::Pressed));
        let View::Waiting(waiting) = story.session.view() else { panic!("not waiting") };
        let Reporting::Shown { report, .. } = waiting.reporting else { panic!("no report") };
        report.findings.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    // The meeting is not open yet, which is nobody's fault.
    assert_eq!(reported(Story::waits()), []);
    let story = Story::waits().refuses(CaptureKind::Microphone, DeviceProblem::InUse);
    assert_eq!(reported(story), [FindingCode::MicInUse]);
}

/// Sockets fail until the server is asked by plain HTTP, and once more.
fn without_sockets(health: fact::Health) -> Story {
    let mut story = Story::waits();
    for _ in 0..2 {
        let attempt = story.socket;
        story = story.socket_closes().then(Event::TimerElapsed { timer: Timer::LobbyRetry, attempt });
    }
    story.then(Event::Observed(Fact::Health(health))).socket_closes()
}

#[test]
fn where_no_socket_gets_through_the_waiting_room_goes_on_over_http_and_says_so() {
    let story = without_sockets(fact::Health::Ours);
    assert!(story.effects.iter().any(|effect| matches!(effect, Effect::OpenLobby { way: Way::Http, .. })));
    let help = found(&story);
    assert_eq!(help.code, FindingCode::WebsocketBlocked);
    assert!(help.dial_in.is_some(), "the meeting cannot be had");
    let story = story.arrives(Standing::Admitted);
    let View::Joining { link: Link::Returning, help: Some(help), .. } = story.session.view() else {
        panic!("nobody is told that the meeting comes: {:?}", story.session.view())
    };
    assert_eq!(help.code, FindingCode::WebsocketBlocked);
    // A server that only answers in part, or another one, is no reason.
    let story = without_sockets(fact::Health::None);
    assert!(!story.effects.iter().any(|effect| matches!(effect, Effect::OpenLobby { way: Way::Http, .. })));
}

#[test]
fn the_ways_for_media_are_tried_only_where_a_socket_gets_through() {
    let tries = |story: Story| {
        let story = story.opens(CaptureKind::Microphone).then(Event::SoundRuns(true)).after(20_000);
        let story = story.then(Event::SoundRuns(true));
        let asks = |effect: &Effect| {
            matches!(effect, Effect::SendLobby(wire::participant::FromParticipant::RequestEchoRoom { .. }))
        };
        story.effects.iter().any(asks)
    };
    assert!(tries(Story::waits()));
    assert!(!tries(without_sockets(fact::Health::Ours).arrives(waiting(2))), "the engine is not reached");
}

#[test]
fn one_thing_is_said_with_its_steps_and_the_rest_is_folded() {
    let story = Story::waits().then(Event::Observed(Fact::Platform(Platform::of(CHROME, 0))));
    let story = story.refuses(CaptureKind::Microphone, DeviceProblem::Denied);
    let story = story.refuses(CaptureKind::Camera, DeviceProblem::InUse);
    let help = found(&story);
    assert_eq!((help.code, help.severity), (FindingCode::MicPermissionDenied, Severity::Blocker));
    assert_eq!(help.folded, [FindingCode::CameraInUse]);
    assert_eq!(help.steps.first(), Some(&StepId::PressSignBesideAddress));
    // The steps are there already; the button asks once more.
    let kind = fact::CaptureKind::Microphone;
    assert_eq!(help.button, Some(Remedy::AskAgain(kind)));
    let story = story.then(Event::RemedyPressed(Remedy::AskAgain(kind)));
    assert!(matches!(story.effects.first(), Some(Effect::OpenCapture { kind: CaptureKind::Microphone, .. })));
    assert_eq!(found(&story).code, FindingCode::CameraInUse, "what is being asked for is not wrong");
}

#[test]
fn a_refusal_holds_though_the_browser_says_only_later_what_it_permits() {
    let says = |state| Event::Observed(Fact::Permission(fact::CaptureKind::Microphone, state));
    let story = Story::waits().refuses(CaptureKind::Microphone, DeviceProblem::Dismissed);
    let story = story.then(says(fact::PermissionState::Prompt));
    assert_eq!(found(&story).code, FindingCode::MicPermissionDismissed);
    let story = story.then(says(fact::PermissionState::Granted));
    assert_eq!(help(&story), None, "allowed in the settings since then");
}

#[test]
fn a_silent_microphone_is_found_only_once_sound_runs_and_the_next_one_is_offered() {
    let microphones = [
        (DeviceKind::AudioInput, "array"),
        (DeviceKind::AudioInput, "headset"),
        (DeviceKind::VideoInput, "eye"),
    ];
    let story =
        Story::waits().opens(CaptureKind::Microphone).opens(CaptureKind::Camera).then(listed(&microphones));
    let story = story.after(3_000).hears(silence());
    assert_eq!(help(&story), None, "nothing is known of the sound yet");
    let story = story.then(Event::SoundRuns(true)).after(3_000).hears(silence());
    let help = found(&story);
    assert_eq!(help.code, FindingCode::MicSilent);
    let remedy = Remedy::Choose(fact::DeviceKind::AudioInput);
    assert_eq!(help.button, Some(remedy));
    assert_eq!(story.waiting_view().speak.check.status, CheckStatus::Failed);
    let story = story.then(Event::RemedyPressed(remedy));
    let opened = story.effects.iter().find_map(|effect| match effect {
        Effect::OpenCapture { device, .. } => device.clone(),
        _ => None,
    });
    assert!(opened.is_some(), "{:?}", story.effects);
    assert_eq!(self::help(&story), None);
}

#[test]
fn who_switched_the_microphone_off_is_told_when_talking_and_the_button_switches_it_on() {
    let story = in_the_meeting().opens(CaptureKind::Microphone).opens(CaptureKind::Camera);
    let story = story.then(Event::SoundRuns(true));
    let talks = fact::Sound { voiced: Millis(1_000), peak: Dbfs(-200), voice: Dbfs(-300), ..silence() };
    let story = story.after(4_000).hears(talks);
    let help = found(&story);
    assert_eq!(help.code, FindingCode::TalkingWhileMuted);
    let story = story.then(Event::RemedyPressed(Remedy::SwitchMicrophoneOn));
    assert_eq!(self::help(&story), None, "{:?}", story.effects);
}

#[test]
fn time_alone_finds_a_question_that_stays_open() {
    let look = |story: &Story| {
        story.effects.iter().find_map(|effect| match effect {
            Effect::SetTimer { timer: Timer::Look, attempt, after } => Some((*attempt, *after)),
            _ => None,
        })
    };
    let mut story = Story::begins(story::invited(), false).then(Event::EnterPressed);
    let (mut attempt, after) = look(&story).expect("it looks again");
    story = story.arrives(waiting(1));
    for _ in 0..4 {
        assert_eq!(help(&story), None);
        story = story.after(u64::from(after)).then(Event::TimerElapsed { timer: Timer::Look, attempt });
        attempt = look(&story).expect("it goes on looking").0;
    }
    assert_eq!(found(&story).code, FindingCode::MicPermissionPending);
}

#[test]
fn whether_the_server_is_gone_or_only_its_socket_is_asked_by_plain_http() {
    let fails = |story: Story| {
        let story = story.socket_closes();
        let attempt = story.socket;
        story.then(Event::TimerElapsed { timer: Timer::LobbyRetry, attempt }).socket_closes()
    };
    let story = fails(Story::waits());
    assert!(story.does(&Effect::AskHealth), "{:?}", story.effects);
    assert_eq!(help(&story), None);
    let answered = |health| Event::Observed(Fact::Health(health));
    let story = story.then(answered(fact::Health::None));
    assert_eq!(found(&story).code, FindingCode::ServerUnreachable);
    let story = story.then(answered(fact::Health::Foreign));
    assert_eq!(found(&story).code, FindingCode::Intercepted);
    let story = story.then(answered(fact::Health::Ours));
    assert_eq!(found(&story).code, FindingCode::WebsocketBlocked);
    // Back; and an answer from before says nothing any more.
    let attempt = story.socket;
    let story = story.then(Event::TimerElapsed { timer: Timer::LobbyRetry, attempt }).arrives(waiting(1));
    let story = story.then(answered(fact::Health::None));
    assert_eq!(help(&story), None);
}

#[test]
fn who_may_not_send_a_microphone_in_this_meeting_reads_that_nobody_hears_it() {
    use wire::names::NoticeCode;
    let noticed = |permission| {
        let story =
            lets_in(Story::waits().opens(CaptureKind::Microphone).opens(CaptureKind::Camera), permission);
        let View::Meeting(meeting) = story.session.view() else { panic!("not in the meeting") };
        meeting.notices.iter().map(|notice| notice.code).collect::<Vec<_>>()
    };
    assert_eq!(noticed(None), []);
    let camera = livekit_protocol::TrackSource::Camera as i32;
    let permission = livekit_protocol::ParticipantPermission {
        can_publish: true,
        can_publish_sources: vec![camera],
        ..Default::default()
    };
    assert_eq!(noticed(Some(permission)), [NoticeCode::MicRefused]);
}
