//! Being heard and seen.

mod story;

use livekit_protocol::{
    self as proto, ParticipantPermission, RequestResponse, SignalTarget, TrackSource, request_response,
    signal_response::Message,
};
use rtc::{Effect, Event, LocalSource, LocalTrackId, Peer, PictureSize, Publishing, Timer, VideoCodec};
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
        &["open camera", "replace camera by 5", "say unmute TR_cam"],
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
            "say add camera cam2 640x360",
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
        &["close socket", "report interrupted", "close peers", "request token"],
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
            "say add camera cam2 640x360",
            "publish camera 2",
            "create offer",
            "say offer 2 my-offer",
            "say candidate m1 of publisher",
            "apply answer-2",
        ],
    );
    check(story, vec![answer_applied()], &["add candidate c1 to publisher"]);
}

#[test]
fn a_picture_is_sent_as_vp8_in_at_most_360_lines() {
    let mut session = told(connected(), vec![]).session;
    let picture = Some(PictureSize { width: 1920, height: 1080 });
    let opened = Event::LocalTrackOpened {
        source: LocalSource::Camera,
        track: LocalTrackId(1),
        cid: "c".into(),
        picture,
    };
    session.update(rtc::Millis(1), opened);
    let attempt = connected().sockets[0];
    let answer = bytes(published("c", "TR_c", TrackSource::Camera, false));
    let effects = session.update(rtc::Millis(2), Event::SocketMessage { attempt, bytes: answer });
    let Some(Effect::PublishTrack { encodings, codec, .. }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(*codec, Some(VideoCodec::Vp8));
    assert_eq!(encodings[0].scale_down_by, Some(3.0));
}

#[test]
fn the_server_may_mute_but_never_unmute() {
    let mute = |muted| says(Message::Mute(proto::MuteTrackRequest { sid: "TR_mic".into(), muted }));
    let story = told(speaking(), vec![wants_muted(LocalSource::Microphone, false)]);
    let story = check(story, vec![mute(true)], &["disable 1", "say mute TR_mic"]);
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
