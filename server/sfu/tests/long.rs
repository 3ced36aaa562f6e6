//! What must not grow while a meeting lasts, descriptions and memory, and what takes its time.

mod support;

use std::{fs, time::Duration};

use livekit_protocol::{
    MuteTrackRequest, signal_request::Message as Request, signal_response::Message as Response,
};
use support::{
    Meeting,
    client::{Client, Seen},
};
use tokio::sync::Mutex;

/// How often somebody comes and goes, and how often a track.
const CYCLES: u32 = 200;

/// One at a time: they look at the memory of the process that all of them are in.
static TURN: Mutex<()> = Mutex::const_new(());

/// Waits for sound of this track, and returns how many sections the latest offer had, if there was one.
async fn hears(client: &mut Client, track: &str) -> Option<usize> {
    let mut sections = None;
    client
        .until("sound", |seen| match seen {
            Seen::Sound { track: whose, .. } => (whose == track).then_some(()),
            Seen::Message(message) => {
                if let Response::Offer(offer) = *message {
                    sections = Some(offer.sdp.matches("\nm=").count());
                }
                None
            }
            _ => None,
        })
        .await;
    sections
}

fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}

/// Runs so many cycles, and looks whether memory at the end is what it was after a quarter of them.
async fn stays_flat(mut cycle: impl AsyncFnMut()) {
    let mut early = 0;
    for count in 0..CYCLES {
        if count == CYCLES / 4 {
            early = memory();
        }
        cycle().await;
    }
    let late = memory();
    // Server and clients together; a leak of 16 KB in each cycle would be seen.
    assert!(late <= early + 2_400, "{early} KB after a quarter, {late} KB at the end");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_tracks_that_come_and_go_use_the_same_sections() {
    let _turn = TURN.lock().await;
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    let mut ben = meeting.join("hall", "ben").await;
    ben.connected().await;
    let mut most = 0;
    stays_flat(async || {
        let track = ben.publish_microphone("b").await;
        let speaking = ben.keep_speaking(b"hello");
        most = hears(&mut anna, &track.sid).await.unwrap_or(0).max(most);
        drop(speaking);
        ben.unpublish_microphone().await;
        anna.section_falls_idle().await;
        anna.drain();
        ben.drain();
    })
    .await;
    assert_eq!(most, 2, "data and one section for sound");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_people_who_come_and_go_leave_nothing_behind() {
    let _turn = TURN.lock().await;
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    let mut most = 0;
    stays_flat(async || {
        let mut ben = meeting.join("hall", "ben").await;
        ben.connected().await;
        let track = ben.publish_microphone("b").await;
        let speaking = ben.keep_speaking(b"hello");
        most = hears(&mut anna, &track.sid).await.unwrap_or(0).max(most);
        drop(speaking);
        ben.leave();
        anna.section_falls_idle().await;
        anna.drain();
    })
    .await;
    assert_eq!(most, 2, "data and one section for sound");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_of_a_minute_takes_no_more_memory_at_its_end_and_has_let_go_of_who_was_silent() {
    let _turn = TURN.lock().await;
    let meeting = Meeting::start().await;
    let mut anna = meeting.join("hall", "anna").await;
    anna.connected().await;
    anna.publish_microphone("a").await;
    let _speaking = anna.keep_speaking(&[7; 80]);
    let mut listeners = Vec::new();
    for number in 0..5 {
        let mut listener = meeting.join("hall", &format!("listener {number}")).await;
        listener.connected().await;
        listeners.push(listener);
    }
    let switched = listeners[0].publish_microphone("l").await.sid;
    let mut silent = meeting.join("hall", "silent").await;
    silent.connected().await;
    silent.stop_pinging();
    let mut let_go = None;
    let mut early = 0;
    for second in 0..60 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        // However much is said to somebody, it is no sign that they are there.
        let mute = MuteTrackRequest { sid: switched.clone(), muted: second % 2 == 0 };
        listeners[0].ask(Request::Mute(mute));
        if silent.drain().iter().any(|seen| matches!(seen, Seen::Hangup)) {
            let_go = Some(second);
        }
        anna.drain();
        for listener in &mut listeners {
            let heard = listener.drain().iter().filter(|seen| matches!(seen, Seen::Sound { .. })).count();
            assert!(heard > 0, "silence in second {second}");
        }
        if second == 20 {
            early = memory();
        }
    }
    let late = memory();
    assert!(late <= early + 1_024, "{early} KB after twenty seconds, {late} KB after a minute");
    // 25 s, and some more for a slow machine.
    assert!(let_go.is_some_and(|second| second < 45), "{let_go:?}");
}
