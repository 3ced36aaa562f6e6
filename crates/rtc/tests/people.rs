//! Who is there, and what of theirs is here.

mod story;

use livekit_protocol::{
    self as proto, ConnectionQualityInfo, ConnectionQualityUpdate, ParticipantInfo, Room, RoomUpdate,
    SpeakerInfo, SpeakersChanged, StreamStateInfo, StreamStateUpdate, SubscriptionResponse, TrackSource,
    UserPacket, data_packet, signal_response::Message,
};
use prost::Message as _;
use rtc::{ConnectionQuality, DataChannel, Event, Media, Peer, RemoteTrackId, Source};
use story::*;

fn anna() -> ParticipantInfo {
    let tracks = [track("TR_am", TrackSource::Microphone, true), track("TR_ac", TrackSource::Camera, false)];
    ParticipantInfo { joined_at: 10, ..participant("PA_a", "anna", &tracks) }
}

fn with_anna() -> Story {
    told(connected(), vec![update(&[anna()])])
}

fn names(story: &Story) -> Vec<String> {
    story.session.view().others.iter().map(|person| person.identity.0.clone()).collect()
}

#[test]
fn people_come_change_and_go_in_the_order_in_which_they_came() {
    let berta = || ParticipantInfo { joined_at: 5, ..participant("PA_b", "berta", &[]) };
    let story = told(with_anna(), vec![update(&[berta()])]);
    assert_eq!(names(&story), ["berta", "anna"]);
    let changed = ParticipantInfo { version: 3, name: "Dr. Anna".into(), ..anna() };
    let story = told(story, vec![update(&[changed])]);
    assert_eq!(names(&story), ["berta", "anna"]);
    assert_eq!(story.session.view().others[1].name.reveal(), "Dr. Anna");
    let story = told(story, vec![update(&[gone("PA_b", "berta")])]);
    assert_eq!(names(&story), ["anna"]);
}

#[test]
fn an_older_update_is_ignored() {
    let newer = ParticipantInfo { version: 3, name: "new".into(), ..anna() };
    let older = ParticipantInfo { version: 2, name: "old".into(), ..anna() };
    let story = told(connected(), vec![update(&[newer]), update(&[older])]);
    assert_eq!(story.session.view().others[0].name.reveal(), "new");
}

#[test]
fn somebody_who_came_back_is_not_taken_away_by_the_end_of_their_old_stay() {
    let again = ParticipantInfo { joined_at: 20, ..participant("PA_a2", "anna", &[]) };
    let story = told(with_anna(), vec![update(&[again]), update(&[gone("PA_a", "anna")])]);
    assert_eq!(names(&story), ["anna"]);
    assert_eq!(story.session.view().others[0].sid, "PA_a2".into());
}

#[test]
fn a_track_is_attached_when_it_is_here_and_known_in_either_order() {
    let attach = "attach 1 as microphone of anna (TR_am)";
    check(connected(), vec![update(&[anna()]), arrives(1, "PA_a|TR_am", "x", "0")], &[attach]);
    check(connected(), vec![arrives(1, "PA_a|TR_am", "x", "0"), update(&[anna()])], &[attach]);
}

#[test]
fn what_the_server_says_of_a_section_goes_before_the_stream_and_that_before_the_track() {
    let attach = ["apply offer-2", "attach 1 as camera of anna (TR_ac)"];
    check(
        with_anna(),
        vec![offers_tracks(2, &[("3", "TR_ac")]), arrives(1, "PA_a|TR_am", "TR_am", "3")],
        &attach,
    );
    check(with_anna(), vec![arrives(1, "PA_a|TR_ac", "TR_am", "3")], &attach[1..]);
    check(with_anna(), vec![arrives(1, "PA_a|camera", "TR_ac", "3")], &attach[1..]);
}

#[test]
fn a_track_is_detached_when_it_ends_is_unpublished_or_its_owner_goes() {
    let attached = || told(with_anna(), vec![arrives(1, "PA_a|TR_am", "x", "0")]);
    check(attached(), vec![ends(1)], &["detach 1"]);
    let without = ParticipantInfo { tracks: vec![], ..anna() };
    check(attached(), vec![update(&[without])], &["detach 1"]);
    check(attached(), vec![update(&[gone("PA_a", "anna")])], &["detach 1"]);
    check(attached(), vec![ends(9)], &[]);
}

#[test]
fn a_track_that_arrives_again_takes_the_place_of_the_first() {
    let attached = told(with_anna(), vec![arrives(1, "PA_a|TR_am", "x", "0")]);
    check(
        attached,
        vec![arrives(2, "PA_a|TR_am", "x", "0")],
        &["detach 1", "attach 2 as microphone of anna (TR_am)"],
    );
}

#[test]
fn the_view_tells_what_is_muted_and_what_is_here() {
    let story = told(with_anna(), vec![arrives(1, "PA_a|TR_ac", "x", "0")]);
    let view = story.session.view();
    let anna = &view.others[0];
    assert!(anna.silent());
    assert_eq!(anna.track(Source::Microphone).map(|track| track.media), Some(Media::Awaited));
    assert_eq!(anna.track(Source::Camera).map(|track| track.media), Some(Media::Here(RemoteTrackId(1))));
    assert_eq!(anna.track(Source::Screen), None);
}

#[test]
fn who_speaks_is_marked_and_who_spoke_last_stays_in_the_spotlight() {
    let speaks = |sid: &str, active, level| SpeakerInfo { sid: sid.into(), active, level };
    let changed = |speakers| says(Message::SpeakersChanged(SpeakersChanged { speakers }));
    let story = told(with_anna(), vec![changed(vec![speaks("PA_me", true, 0.2), speaks("PA_a", true, 0.6)])]);
    let view = story.session.view();
    assert!(view.me.speaking && view.others[0].speaking);
    assert_eq!(view.spotlight, Some("anna".into()));
    let story = told(story, vec![changed(vec![speaks("PA_a", false, 0.0), speaks("PA_x", true, 1.0)])]);
    assert!(!story.session.view().others[0].speaking);
    assert_eq!(story.session.view().spotlight, Some("anna".into()));
    let story = told(story, vec![update(&[gone("PA_a", "anna")])]);
    assert_eq!(story.session.view().spotlight, None);
}

#[test]
fn quality_pauses_and_the_room_are_kept() {
    let mut quality = ConnectionQualityInfo { participant_sid: "PA_a".into(), ..Default::default() };
    quality.set_quality(proto::ConnectionQuality::Lost);
    let mut paused =
        StreamStateInfo { participant_sid: "PA_a".into(), track_sid: "TR_ac".into(), ..Default::default() };
    paused.set_state(proto::StreamState::Paused);
    let room = Room { name: "Rat".into(), active_recording: true, ..Default::default() };
    let story = told(
        with_anna(),
        vec![
            says(Message::ConnectionQuality(ConnectionQualityUpdate { updates: vec![quality] })),
            says(Message::StreamStateUpdate(StreamStateUpdate { stream_states: vec![paused] })),
            says(Message::RoomUpdate(RoomUpdate { room: Some(room) })),
        ],
    );
    let view = story.session.view();
    assert_eq!(view.others[0].quality, ConnectionQuality::Lost);
    assert!(view.others[0].track(Source::Camera).is_some_and(|track| track.paused));
    assert!(view.room.recording);
}

#[test]
fn what_is_not_wanted_is_unsubscribed_and_remembered_over_a_rejoin() {
    let wanted = |wanted| event(Event::SubscriptionWanted { track: "TR_ac".into(), wanted });
    let story = told(with_anna(), vec![arrives(1, "PA_a|TR_ac", "x", "0")]);
    let story = check(story, vec![wanted(false), wanted(false)], &["say unsubscribe [\"TR_ac\"]"]);
    let media = story.session.view().others[0].track(Source::Camera).map(|track| track.media);
    assert_eq!(media, Some(Media::Unwanted));
    let story = check(story, vec![wanted(true)], &["say subscribe [\"TR_ac\"]"]);
    let media = story.session.view().others[0].track(Source::Camera).map(|track| track.media);
    assert_eq!(media, Some(Media::Here(RemoteTrackId(1))));
    let story = told(
        story,
        vec![
            wanted(false),
            says(leave(proto::DisconnectReason::UnknownReason, proto::leave_request::Action::Reconnect)),
        ],
    );
    check(
        story,
        vec![says(Message::Join(welcome(&[anna()])))],
        &["create peers", "say ping, round trip 0", "say old ping", "say unsubscribe [\"TR_ac\"]"],
    );
}

#[test]
fn a_track_that_the_server_does_not_give_is_shown_as_refused() {
    let refused = SubscriptionResponse { track_sid: "TR_ac".into(), err: 1 };
    let story = told(with_anna(), vec![says(Message::SubscriptionResponse(refused))]);
    let media = story.session.view().others[0].track(Source::Camera).map(|track| track.media);
    assert_eq!(media, Some(Media::Refused));
}

#[test]
fn while_coming_back_the_people_stay_in_the_view_without_media() {
    let story = told(with_anna(), vec![arrives(1, "PA_a|TR_ac", "x", "0")]);
    let story = check(
        story,
        vec![says(leave(proto::DisconnectReason::UnknownReason, proto::leave_request::Action::Reconnect))],
        &["close socket", "report interrupted", "detach 1", "close peers", "open socket with t1"],
    );
    assert_eq!(names(&story), ["anna"]);
}

#[test]
fn data_waits_for_the_channel_and_goes_to_whom_it_is_meant_for() {
    let wanted = |channel, payload: &str, to: &[&str]| {
        event(Event::DataWanted {
            channel,
            topic: "hand".into(),
            payload: payload.into(),
            to: to.iter().map(|identity| (*identity).into()).collect(),
        })
    };
    let story = check(
        connected(),
        vec![wanted(DataChannel::Reliable, "up", &["anna"]), wanted(DataChannel::Lossy, "lost", &[])],
        &["create offer"],
    );
    check(
        story,
        vec![
            channel_opens(Peer::Publisher, DataChannel::Reliable),
            channel_opens(Peer::Publisher, DataChannel::Lossy),
            wanted(DataChannel::Lossy, "now", &[]),
        ],
        &["send reliable hand=up to anna", "send lossy hand=now to all"],
    );
}

#[test]
fn data_that_is_too_long_is_dropped() {
    let payload = vec![0; rtc::Session::DATA_LIMIT + 1];
    let wanted =
        Event::DataWanted { channel: DataChannel::Reliable, topic: String::new(), payload, to: vec![] };
    check(connected(), vec![event(wanted)], &[]);
}

#[test]
fn data_that_arrives_is_reported_with_its_sender() {
    let user = UserPacket { payload: b"hello".to_vec(), topic: Some("chat".into()), ..Default::default() };
    let packet = |identity: &str, sid: &str| {
        proto::DataPacket {
            participant_identity: identity.into(),
            participant_sid: sid.into(),
            value: Some(data_packet::Value::User(user.clone())),
            ..Default::default()
        }
        .encode_to_vec()
    };
    check(
        with_anna(),
        vec![
            data_arrives(packet("berta", "")),
            data_arrives(packet("", "PA_a")),
            data_arrives(packet("", "")),
            data_arrives(b"\xff\xff".to_vec()),
        ],
        &[
            "report data of berta: chat hello",
            "report data of anna: chat hello",
            "report data of the server: chat hello",
        ],
    );
}
