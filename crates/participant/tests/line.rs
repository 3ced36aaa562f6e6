//! What the statistics of the meeting lead to.

mod story;

use diagnosis::{
    Fact,
    fact::{self, QualityLimit},
};
use livekit_protocol::{ReconnectResponse, SignalResponse, signal_response};
use participant::{
    CaptureKind, Effect, Event, View,
    line::{Kind, Path, Reading, Sent},
    view::{Help, Remedy},
};
use prost::Message as _;
use story::{Story, in_the_meeting};
use wire::FindingCode;

fn help(story: &Story) -> Option<Help> {
    match story.session.view() {
        View::Meeting(meeting) => meeting.help,
        other => panic!("not in the meeting: {other:?}"),
    }
}

fn codes(story: &Story) -> Vec<FindingCode> {
    help(story).into_iter().flat_map(|help| [vec![help.code], help.folded].concat()).collect()
}

/// In the meeting, with microphone and camera; media are on their way.
fn talking() -> Story {
    in_the_meeting().opens(CaptureKind::Microphone).opens(CaptureKind::Camera)
}

impl Story {
    /// So many readings of a line whose round trip takes so long, in seconds.
    fn reads(mut self, times: usize, round_trip: f64) -> Self {
        for _ in 0..times {
            let path = Path { udp_offered: true, round_trip: Some(round_trip), ..Path::default() };
            let reading = Reading { paths: vec![path, path], ..Reading::default() };
            self = self.after(2_000).then(Event::LineRead(Box::new(reading)));
        }
        self
    }

    fn media_fail(self) -> Self {
        let (peers, peer, state) = (self.peers, rtc::Peer::Subscriber, rtc::PeerState::Failed);
        self.then(Event::Rtc(rtc::Event::PeerStateChanged { peers, peer, state }))
    }

    /// Nothing happens for so many seconds but that the page looks.
    fn looks(mut self, seconds: usize) -> Self {
        for _ in 0..seconds {
            self = self.after(1_000).then(Event::PageSeen(true));
        }
        self
    }
}

#[test]
fn a_long_way_is_said_in_the_meeting_and_gone_when_it_is_short_again() {
    let story = talking().media_flow().reads(3, 0.02);
    assert_eq!(codes(&story), []);
    let story = story.reads(3, 0.5);
    assert_eq!(codes(&story), [FindingCode::HighLatency]);
    assert_eq!(codes(&story.reads(3, 0.02)), []);
}

#[test]
fn nothing_is_measured_before_the_connection_stands_or_while_it_is_lost() {
    assert_eq!(codes(&talking().reads(3, 0.5)), [], "media are on their way");
    let story = talking().media_flow().reads(2, 0.5).media_fail();
    assert_eq!(codes(&story.reads(3, 0.5)), []);
}

#[test]
fn media_that_do_not_come_though_the_server_is_heard_are_blocked_until_they_flow() {
    let story = talking().looks(9);
    assert_eq!(codes(&story), []);
    let story = story.looks(2);
    assert_eq!(codes(&story), [FindingCode::MediaBlocked]);
    let story = story.looks(30);
    assert_eq!(codes(&story), [FindingCode::MediaBlocked], "it is told as long as it is so");
    let pin = help(&story).and_then(|help| help.dial_in).map(|dial_in| dial_in.pin);
    assert_eq!(pin.as_deref(), Some("482913"), "and the telephone is offered at once");
    assert_eq!(codes(&story.media_flow().reads(1, 0.02)), []);
}

#[test]
fn media_that_do_not_come_because_the_server_is_not_heard_are_not_called_blocked() {
    let story = talking().media_flow();
    let attempt = story.meeting_socket;
    let story = story.then(Event::Rtc(rtc::Event::SocketClosed { attempt })).looks(20);
    assert_eq!(codes(&story), []);
}

#[test]
fn another_network_is_said_until_the_meeting_is_back() {
    let story = talking().media_flow().then(Event::Rtc(rtc::Event::WentOffline)).looks(1);
    let changed = Event::Observed(Fact::NetworkChanged(fact::NetworkChanged));
    let story = story.then(changed).then(Event::Rtc(rtc::Event::WentOnline)).looks(1);
    assert_eq!(codes(&story), [FindingCode::ConnectionChanged]);
    let View::Meeting(meeting) = story.session.view() else { panic!("not in the meeting") };
    assert_eq!(meeting.help.and_then(|help| help.button), Some(Remedy::RestartIce));
    let message = Some(signal_response::Message::Reconnect(ReconnectResponse::default()));
    let (attempt, bytes) = (story.meeting_socket, SignalResponse { message }.encode_to_vec());
    assert_eq!(codes(&story.then(Event::Rtc(rtc::Event::SocketMessage { attempt, bytes }))), []);
}

/// The camera's picture is read, two seconds after the last time.
fn encodes(story: &mut Story, picture: Sent) {
    let sent = vec![Sent { kind: Kind::Picture, ..picture }];
    story.now += 2_000;
    let event = Event::LineRead(Box::new(Reading { sent, ..Reading::default() }));
    story.effects = story.session.update(story.now, event);
}

#[test]
fn what_giving_up_the_largest_size_mends_is_not_told_and_what_shows_is() {
    let (mut frames, mut encoding) = (0.0, 0.0);
    // So many pictures in two seconds, each of which takes so long, in milliseconds.
    let mut reads = |story: &mut Story, limit, times: usize, pictures: f64, millis: f64| {
        for _ in 0..times {
            frames += pictures;
            encoding += pictures * millis / 1_000.0;
            encodes(story, Sent { frames, encoding: Some(encoding), limit, ..Sent::default() });
        }
        codes(story)
    };
    let mut firefox = talking().media_flow();
    assert_eq!(reads(&mut firefox, None, 4, 40.0, 20.0), []);
    assert_eq!(reads(&mut firefox, None, 3, 36.0, 56.0), [], "a little too slow");
    assert_eq!(reads(&mut firefox, None, 9, 40.0, 20.0), []);
    assert_eq!(reads(&mut firefox, None, 3, 10.0, 220.0), [FindingCode::CpuOverload]);
    let (mut chromium, says) = (talking().media_flow(), Some(QualityLimit::None));
    assert_eq!(reads(&mut chromium, says, 3, 36.0, 60.0), [], "it has just begun");
    assert_eq!(reads(&mut chromium, says, 12, 40.0, 20.0), []);
    assert_eq!(reads(&mut chromium, says, 3, 36.0, 60.0), [FindingCode::CpuOverload]);
}

#[test]
fn a_device_that_is_too_slow_is_said_as_long_as_something_is_given_up_for_it() {
    let mut story = talking().media_flow();
    let mut frames = 0.0;
    let mut reads = |story: &mut Story, times: usize, limit| {
        for _ in 0..times {
            frames += 50.0;
            encodes(story, Sent { frames, limit: Some(limit), ..Sent::default() });
        }
        codes(story)
    };
    assert_eq!(reads(&mut story, 11, QualityLimit::None), [], "the beginning is over");
    assert_eq!(reads(&mut story, 3, QualityLimit::Cpu), [FindingCode::CpuOverload]);
    assert_eq!(reads(&mut story, 9, QualityLimit::None), [FindingCode::CpuOverload], "it is still spared");
    assert_eq!(reads(&mut story, 8, QualityLimit::None), []);
}

#[test]
fn less_is_no_own_picture_until_all_is_wanted_again() {
    let story = talking().media_flow().then(Event::RemedyPressed(Remedy::UseLess));
    assert!(story.does(&Effect::CloseCapture { kind: CaptureKind::Camera }), "{:?}", story.effects);
    let less = |story: &Story| match story.session.view() {
        View::Meeting(meeting) => (meeting.less, meeting.camera.on),
        other => panic!("not in the meeting: {other:?}"),
    };
    assert_eq!(less(&story), (true, false));
    let story = story.then(Event::UseAllPressed);
    let asked = |effect: &Effect| matches!(effect, Effect::OpenCapture { kind: CaptureKind::Camera, .. });
    assert!(story.effects.iter().any(asked), "{:?}", story.effects);
    assert_eq!(less(&story.opens(CaptureKind::Camera)), (false, true));
}
