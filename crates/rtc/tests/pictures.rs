//! How the others' pictures are looked at.

mod story;

use livekit_protocol::{ReconnectResponse, TrackSource, signal_response::Message};
use rtc::{Event, PictureSize, PictureWish, Timer, TrackSid};
use story::*;

fn wants(sid: &str, wish: PictureWish) -> Step {
    event(Event::PictureWanted { track: TrackSid(sid.into()), wish })
}

fn seen(width: u32, height: u32) -> PictureWish {
    PictureWish::Seen(PictureSize { width, height })
}

/// With two others, each with a camera.
fn together() -> Story {
    let people = ["a", "b"].map(|name| {
        let camera = track(&format!("TR_{name}"), TrackSource::Camera, false);
        participant(&format!("PA_{name}"), name, &[camera])
    });
    told(connected(), vec![update(&people)])
}

#[test]
fn what_is_wanted_in_one_breath_is_told_in_one_word() {
    check(
        together(),
        vec![
            wants("TR_a", seen(640, 360)),
            wants("TR_b", PictureWish::Unseen),
            wants("TR_b", seen(640, 360)),
            elapses(Timer::Pictures),
        ],
        &["say show [\"TR_a\", \"TR_b\"] in 640x360"],
    );
}

#[test]
fn between_two_words_there_is_a_pause_and_nothing_is_told_twice() {
    let told_once = told(together(), vec![wants("TR_a", seen(640, 360)), elapses(Timer::Pictures)]);
    let story = check(
        told_once,
        vec![
            wants("TR_a", seen(700, 400)),
            wants("TR_a", PictureWish::Unseen),
            elapses_stale(Timer::Pictures),
        ],
        &[],
    );
    assert_eq!(story.timers[&Timer::Pictures].1.0, 200);
    check(
        story,
        vec![elapses(Timer::Pictures), wants("TR_a", PictureWish::Unseen), elapses(Timer::Pictures)],
        &["say do not show [\"TR_a\"]"],
    );
}

#[test]
fn after_coming_back_the_server_is_told_again() {
    let unseen = told(together(), vec![wants("TR_a", PictureWish::Unseen), elapses(Timer::Pictures)]);
    let story = told(unseen, vec![socket_closes()]);
    // What changes while nobody listens is told then.
    let story = check(story, vec![wants("TR_b", seen(320, 192)), elapses(Timer::Pictures)], &[]);
    let story = told(story, vec![says(Message::Reconnect(ReconnectResponse::default()))]);
    for word in ["say do not show [\"TR_a\"]", "say show [\"TR_b\"] in 320x192"] {
        assert!(story.said.iter().any(|said| said == word), "{word} in {:?}", story.said);
    }
}

#[test]
fn who_is_gone_is_not_asked_for_again() {
    let story = told(together(), vec![wants("TR_a", PictureWish::Unseen), elapses(Timer::Pictures)]);
    let story = told(story, vec![update(&[gone("PA_a", "a")]), socket_closes()]);
    let story = check(story, vec![], &[]);
    let story = told(story, vec![says(Message::Reconnect(ReconnectResponse::default()))]);
    assert!(!story.said.iter().any(|said| said.contains("TR_a")), "{:?}", story.said);
}
