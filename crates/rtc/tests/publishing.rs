//! Being heard and seen.

mod story;

use livekit_protocol::{
    self as proto, ParticipantPermission, RequestResponse, SignalTarget, TrackSource, request_response,
    signal_response::Message,
};
use rtc::{Effect, Event, LocalSource, Peer, Publishing, Timer, VideoCodec};
use story::*;

#[test]
fn a_microphone_checked_before_is_published_muted() {
    check(
        Story::new(),
        vec![
            opens_microphone(1),
            join_requested("t1"),
            socket_opens(),
            says(Message::Join(welcome(&[]))),
            says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
            offer_ready(),
            says_answer(1),
            answer_applied(),
        ],
        &[
            "disable 1",
            "open socket with t1",
            "create peers",
            "say ping, round trip 0",
            "say old ping",
            "say add microphone mic1, muted",
            "publish microphone 1",
            "create offer",
            "say offer 1 my-offer",
            "apply answer-1",
        ],
    );
}

#[test]
fn unmuting_and_muting_switches_the_track_and_tells_the_server() {
    let story = check(
        speaking(),
        vec![wants_muted(LocalSource::Microphone, false), wants_muted(LocalSource::Microphone, true)],
        &["enable 1", "say unmute TR_mic", "disable 1", "say mute TR_mic"],
    );
    assert!(story.session.view().me.microphone.muted);
}

#[test]
fn a_mute_wanted_while_the_server_is_being_asked_is_told_with_its_answer() {
    check(
        connected(),
        vec![
            opens_microphone(1),
            wants_muted(LocalSource::Microphone, false),
            says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
        ],
        &[
            "disable 1",
            "say add microphone mic1, muted",
            "enable 1",
            "publish microphone 1",
            "say unmute TR_mic",
            "create offer",
        ],
    );
}

#[test]
fn switching_the_camera_off_stops_the_capture_and_on_again_replaces_the_track() {
    let story = check(
        speaking_and_seen(),
        vec![wants_muted(LocalSource::Camera, true)],
        &["replace camera by nothing", "say mute TR_cam", "stop camera 2"],
    );
    assert_eq!(story.session.view().me.camera.track, None);
    check(
        story,
        vec![wants_muted(LocalSource::Camera, false), opens_camera(5)],
        &[
            "open camera",
            "replace camera by 5",
            "encode camera: q /4 on, h /2 on, f /1 on",
            "say unmute TR_cam",
        ],
    );
}

#[test]
fn a_camera_that_opens_after_it_was_switched_off_again_is_stopped() {
    check(
        connected(),
        vec![
            wants_muted(LocalSource::Camera, false),
            wants_muted(LocalSource::Camera, true),
            opens_camera(3),
        ],
        &["open camera", "stop camera 3"],
    );
}

#[test]
fn another_microphone_takes_the_place_of_the_first_without_a_new_publication() {
    check(speaking(), vec![opens_microphone(9)], &["disable 9", "replace microphone by 9"]);
}

#[test]
fn another_microphone_while_the_server_is_asked_is_asked_for_anew_and_the_old_answer_ignored() {
    check(
        connected(),
        vec![
            opens_microphone(1),
            opens_microphone(2),
            says(published("mic1", "TR_old", TrackSource::Microphone, true)),
            says(published("mic2", "TR_new", TrackSource::Microphone, true)),
            wants_muted(LocalSource::Microphone, false),
        ],
        &[
            "disable 1",
            "say add microphone mic1, muted",
            "disable 2",
            "say add microphone mic2, muted",
            "publish microphone 2",
            "create offer",
            "enable 2",
            "say unmute TR_new",
        ],
    );
}

#[test]
fn an_unplugged_microphone_counts_as_muted_until_there_is_another() {
    let story = told(speaking(), vec![wants_muted(LocalSource::Microphone, false)]);
    check(
        story,
        vec![closes(LocalSource::Microphone), opens_microphone(4)],
        &[
            "replace microphone by nothing",
            "say mute TR_mic",
            "enable 4",
            "replace microphone by 4",
            "say unmute TR_mic",
        ],
    );
}

#[test]
fn a_track_closed_while_the_server_is_asked_is_not_published() {
    check(
        connected(),
        vec![
            opens_microphone(1),
            closes(LocalSource::Microphone),
            says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
        ],
        &["disable 1", "say add microphone mic1, muted"],
    );
}

#[test]
fn one_negotiation_at_a_time_and_another_one_behind_it() {
    let story = check(
        connected(),
        vec![
            opens_microphone(1),
            opens_camera(2),
            says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
            says(published("cam2", "TR_cam", TrackSource::Camera, false)),
        ],
        &[
            "disable 1",
            "say add microphone mic1, muted",
            "say add camera cam2 1280x720",
            "publish microphone 1",
            "create offer",
            "publish camera 2",
        ],
    );
    check(
        story,
        vec![
            offer_ready(),
            says_answer(1),
            answer_applied(),
            offer_ready(),
            says_answer(2),
            answer_applied(),
        ],
        &["say offer 1 my-offer", "apply answer-1", "create offer", "say offer 2 my-offer", "apply answer-2"],
    );
}

#[test]
fn an_answer_to_another_offer_is_ignored_and_one_that_names_none_is_taken() {
    let asked = || {
        told(
            connected(),
            vec![
                opens_microphone(1),
                says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
                offer_ready(),
            ],
        )
    };
    check(asked(), vec![says_answer(9)], &[]);
    check(asked(), vec![says_answer(0)], &["apply answer-0"]);
    check(asked(), vec![says_answer(1), says_answer(1)], &["apply answer-1"]);
}

#[test]
fn an_offer_that_is_never_answered_leads_to_a_new_stay() {
    let asked = told(
        connected(),
        vec![
            opens_microphone(1),
            says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
            offer_ready(),
        ],
    );
    check(
        asked,
        vec![elapses(Timer::Answer)],
        &["close socket", "report interrupted", "close peers", "open socket with t1"],
    );
    check(speaking(), vec![elapses(Timer::Answer)], &[]);
}

#[test]
fn candidates_of_the_publisher_wait_for_offer_and_answer() {
    let story = told(
        connected(),
        vec![opens_microphone(1), says(published("mic1", "TR_mic", TrackSource::Microphone, true))],
    );
    check(
        story,
        vec![
            gathers(Peer::Publisher, "m1"),
            offer_ready(),
            trickles(SignalTarget::Publisher, "c1"),
            says_answer(1),
            answer_applied(),
            trickles(SignalTarget::Publisher, "c2"),
        ],
        &[
            "say offer 1 my-offer",
            "say candidate m1 of publisher",
            "apply answer-1",
            "add candidate c1 to publisher",
            "add candidate c2 to publisher",
        ],
    );
}

#[test]
fn candidates_for_another_offer_of_ours_wait_for_it_and_its_answer() {
    let stale =
        |story: &Story| Event::RemoteAnswerApplied { peers: story.peers[0], attempt: story.offers[0] };
    let given = speaking();
    let stale = event(stale(&given));
    let story = check(
        given,
        vec![
            opens_camera(2),
            says(published("cam2", "TR_cam", TrackSource::Camera, false)),
            gathers(Peer::Publisher, "m1"),
            offer_ready(),
            says_answer(2),
            stale,
            trickles(SignalTarget::Publisher, "c1"),
        ],
        &[
            "say add camera cam2 1280x720",
            "publish camera 2",
            "create offer",
            "say offer 2 my-offer",
            "say candidate m1 of publisher",
            "apply answer-2",
        ],
    );
    check(story, vec![answer_applied()], &["add candidate c1 to publisher"]);
}

/// Publishes a camera to a server that takes those codecs, and tells how the browser is to send it.
fn published_picture(likes: VideoCodec, takes: &[&str]) -> (Vec<rtc::Encoding>, Option<VideoCodec>) {
    let mut session = told(connecting(), vec![event(Event::CodecPreferred(likes)), opens_camera(2)]).session;
    let (attempt, bytes) = (connecting().sockets[0], bytes(Message::Join(welcome_in_one_go(takes))));
    let effects = session.update(rtc::Millis(1), Event::SocketMessage { attempt, bytes });
    let published = effects.into_iter().find_map(|effect| match effect {
        Effect::PublishTrack { encodings, codec, .. } => Some((encodings, codec)),
        _ => None,
    });
    published.expect("a picture")
}

#[test]
fn a_picture_is_sent_as_vp8_in_three_layers() {
    let (encodings, codec) = published_picture(VideoCodec::Vp8, &["video/VP8", "video/H264"]);
    assert_eq!(codec, Some(VideoCodec::Vp8));
    assert_eq!(
        encodings.iter().map(|layer| layer.rid).collect::<Vec<_>>(),
        [Some("q"), Some("h"), Some("f")]
    );
}

#[test]
fn h264_is_sent_where_the_device_likes_it_and_the_server_takes_it() {
    let codec = |takes: &[&str]| published_picture(VideoCodec::H264, takes).1;
    assert_eq!(codec(&["video/VP8", "video/H264"]), Some(VideoCodec::H264));
    assert_eq!(codec(&["video/VP8"]), Some(VideoCodec::Vp8));
}

#[test]
fn what_was_checked_before_goes_out_with_the_first_offer() {
    let story = joining_in_one_go(vec![opens_microphone(1), opens_camera(2)]);
    assert_eq!(
        story.said,
        [
            "disable 1",
            "open socket with t1",
            "create peers",
            "say ping, round trip 0",
            "say old ping",
            "say add microphone mic1, muted",
            "publish microphone 1",
            "say add camera cam2 1280x720",
            "publish camera 2",
            "create offer",
        ]
    );
    check(
        story,
        vec![
            says(published("mic1", "TR_mic", TrackSource::Microphone, true)),
            offer_ready(),
            says(published("cam2", "TR_cam", TrackSource::Camera, false)),
            wants_muted(LocalSource::Microphone, false),
        ],
        &["say offer 1 my-offer", "enable 1", "say unmute TR_mic"],
    );
}

#[test]
fn another_camera_while_the_first_is_being_offered_takes_its_place_at_once() {
    let story = joining_in_one_go(vec![opens_camera(2)]);
    check(
        story,
        vec![opens_camera(3), says(published("cam2", "TR_cam", TrackSource::Camera, false))],
        &["replace camera by 3", "encode camera: q /4 on, h /2 on, f /1 on"],
    );
}

#[test]
fn a_camera_gone_while_it_is_being_offered_counts_as_muted() {
    let story = joining_in_one_go(vec![opens_camera(2)]);
    check(
        story,
        vec![closes(LocalSource::Camera), says(published("cam2", "TR_cam", TrackSource::Camera, false))],
        &["replace camera by nothing", "say mute TR_cam"],
    );
}

#[test]
fn what_is_offered_and_refused_is_taken_back() {
    let mut response = RequestResponse {
        request: Some(request_response::Request::AddTrack(proto::AddTrackRequest {
            cid: "cam2".into(),
            ..Default::default()
        })),
        ..Default::default()
    };
    response.set_reason(request_response::Reason::NotAllowed);
    let story = joining_in_one_go(vec![opens_camera(2)]);
    let story = check(
        story,
        vec![says(Message::RequestResponse(response)), offer_ready(), says_answer(1), answer_applied()],
        &["unpublish camera", "say offer 1 my-offer", "apply answer-1", "create offer"],
    );
    assert_eq!(story.session.view().me.camera.publishing, Publishing::Refused);
}

#[test]
fn a_server_that_says_nothing_is_asked_once_more_and_then_does_not_want_it() {
    let asked = || told(connected(), vec![opens_microphone(1)]);
    let story = check(asked(), vec![elapses(Timer::Microphone)], &["say add microphone mic1, muted"]);
    check(
        story,
        vec![says(published("mic1", "TR_mic", TrackSource::Microphone, true)), elapses(Timer::Microphone)],
        &["publish microphone 1", "create offer"],
    );
    let story = told(asked(), vec![elapses(Timer::Microphone), elapses(Timer::Microphone)]);
    assert_eq!(story.session.view().me.microphone.publishing, Publishing::Refused);
    let story = told(asked(), vec![elapses_stale(Timer::Microphone), elapses_stale(Timer::Microphone)]);
    assert_eq!(story.session.view().me.microphone.publishing, Publishing::Asked);
}

fn quality_update(sid: &str, wanted: [bool; 3]) -> Step {
    use proto::VideoQuality::{High, Low, Medium};
    let quality = |(quality, enabled): (proto::VideoQuality, bool)| proto::SubscribedQuality {
        quality: quality.into(),
        enabled,
    };
    let qualities = [Low, Medium, High].into_iter().zip(wanted).map(quality).collect();
    says(Message::SubscribedQualityUpdate(proto::SubscribedQualityUpdate {
        track_sid: sid.into(),
        subscribed_codecs: vec![proto::SubscribedCodec { codec: "vp8".into(), qualities }],
        ..Default::default()
    }))
}

#[test]
fn a_layer_that_nobody_looks_at_is_not_encoded() {
    let story = check(
        speaking_and_seen(),
        vec![
            quality_update("TR_cam", [true, false, false]),
            quality_update("TR_cam", [true, false, false]),
            quality_update("TR_other", [true, true, true]),
            quality_update("TR_cam", [false, false, false]),
        ],
        &["encode camera: q /4 on, h /2 off, f /1 off", "encode camera: q /4 off, h /2 off, f /1 off"],
    );
    // Another camera is sent in the same layers; a new stay begins with all of them.
    let story = check(
        story,
        vec![opens_camera(5)],
        &["replace camera by 5", "encode camera: q /4 off, h /2 off, f /1 off"],
    );
    let unknown = proto::DisconnectReason::UnknownReason;
    let anew = leave(unknown, proto::leave_request::Action::Reconnect);
    let story = told(story, vec![says(anew), says(Message::Join(welcome(&[])))]);
    let story = told(story, vec![says(published("cam5", "TR_cam2", TrackSource::Camera, false))]);
    assert_eq!(story.session.view().me.camera.publishing, Publishing::On);
    // What is said of one layer changes nothing about the others.
    let mut low = proto::SubscribedQuality { quality: 0, enabled: false };
    low.set_quality(proto::VideoQuality::Low);
    let update = proto::SubscribedQualityUpdate {
        track_sid: "TR_cam2".into(),
        subscribed_codecs: vec![proto::SubscribedCodec { codec: "vp8".into(), qualities: vec![low] }],
        ..Default::default()
    };
    check(
        story,
        vec![says(Message::SubscribedQualityUpdate(update))],
        &["encode camera: q /4 off, h /2 on, f /1 on"],
    );
}

#[test]
fn a_shared_screen_is_published_while_it_is_there_and_not_a_moment_longer() {
    let shared = told(
        speaking(),
        vec![
            wants_muted(LocalSource::Screen, false),
            opens_screen(7),
            says(published("screen7", "TR_screen", TrackSource::ScreenShare, false)),
            offer_ready(),
            says_answer(2),
            answer_applied(),
        ],
    );
    assert_eq!(shared.session.view().me.screen.publishing, Publishing::On);
    let story = check(
        shared,
        vec![wants_muted(LocalSource::Screen, true)],
        &["unpublish screen", "stop screen 7", "create offer"],
    );
    assert_eq!(story.session.view().me.screen.publishing, Publishing::Off);
    // Once more is a new publication.
    check(
        told(story, vec![offer_ready(), says_answer(3), answer_applied()]),
        vec![wants_muted(LocalSource::Screen, false), opens_screen(8)],
        &["open screen", "say add screen screen8"],
    );
}

#[test]
fn the_server_may_mute_but_never_unmute() {
    let mute = |muted| says(Message::Mute(proto::MuteTrackRequest { sid: "TR_mic".into(), muted }));
    let story = told(speaking(), vec![wants_muted(LocalSource::Microphone, false)]);
    let story = check(story, vec![mute(true)], &["report muted microphone", "disable 1", "say mute TR_mic"]);
    // What is muted already is no news.
    let story = check(story, vec![mute(true)], &["disable 1"]);
    let story = check(story, vec![mute(false)], &[]);
    assert!(story.session.view().me.microphone.muted);
}

#[test]
fn a_publication_that_the_server_takes_back_is_over() {
    let taken_back =
        Message::TrackUnpublished(proto::TrackUnpublishedResponse { track_sid: "TR_mic".into() });
    let story = check(speaking(), vec![says(taken_back)], &["unpublish microphone", "create offer"]);
    assert_eq!(story.session.view().me.microphone.publishing, Publishing::Refused);
}

#[test]
fn who_may_not_publish_is_not_asked_to_until_it_is_allowed() {
    let permission =
        |can_publish| ParticipantPermission { can_publish, can_subscribe: true, ..Default::default() };
    let me = |can_publish| proto::ParticipantInfo {
        permission: Some(permission(can_publish)),
        ..participant("PA_me", "me", &[])
    };
    let mut join = welcome(&[]);
    join.participant = Some(me(false));
    let story = told(connecting(), vec![opens_microphone(1)]);
    let story = check(
        story,
        vec![says(Message::Join(join))],
        &["create peers", "say ping, round trip 0", "say old ping"],
    );
    assert_eq!(story.session.view().me.microphone.publishing, Publishing::Refused);
    check(story, vec![update(&[me(true)])], &["say add microphone mic1, muted"]);
}

#[test]
fn a_request_that_the_server_refuses_is_shown_as_refused() {
    let mut response = RequestResponse {
        request: Some(request_response::Request::AddTrack(proto::AddTrackRequest {
            cid: "mic1".into(),
            ..Default::default()
        })),
        ..Default::default()
    };
    response.set_reason(request_response::Reason::NotAllowed);
    let story = told(connected(), vec![opens_microphone(1), says(Message::RequestResponse(response))]);
    assert_eq!(story.session.view().me.microphone.publishing, Publishing::Refused);
}

#[test]
fn before_a_meeting_wishes_are_only_remembered() {
    check(
        Story::new(),
        vec![
            opens_microphone(1),
            opens_camera(2),
            wants_muted(LocalSource::Microphone, false),
            wants_muted(LocalSource::Camera, true),
        ],
        &[],
    );
}

#[test]
fn a_camera_not_wanted_any_more_is_switched_off_on_the_way_in() {
    let story = told(Story::new(), vec![opens_camera(2), wants_muted(LocalSource::Camera, true)]);
    check(story, vec![join_requested("t1")], &["stop camera 2", "open socket with t1"]);
}
