//! Two peer connections of one page.

use std::rc::Rc;

use client::browser::{
    media::{CaptureKind, Choice},
    peer::{Peer, PeerEvent},
    peer_stats::PeerStats,
    track::Track,
};
use rtc::{DataChannel, Encoding, PeerState, Sdp, TrackKind, VideoCodec};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{Reports, open, pause};

const PLAIN: Encoding =
    Encoding { rid: None, max_bitrate: 300_000, max_framerate: None, scale_down_by: None, active: true };
const HALF: Encoding = Encoding { max_framerate: Some(15), scale_down_by: Some(2.0), ..PLAIN };

/// One side, with what it reported.
struct Side {
    peer: Rc<Peer>,
    reports: Rc<Reports<PeerEvent>>,
}

impl Side {
    fn new() -> Self {
        let reports = Rc::new(Reports::new());
        let peer = Peer::open(&[], false, reports.listener()).expect("a peer connection");
        Self { peer: Rc::new(peer), reports }
    }

    async fn connected(&self) {
        let connected = PeerEvent::StateChanged(PeerState::Connected);
        self.reports.wait_for("connected", |event| (*event == connected).then_some(())).await;
    }

    async fn track(&self, wanted: TrackKind) -> (Track, String, String) {
        self.reports
            .wait_for("a track", |event| match event {
                PeerEvent::TrackArrived { track, stream_id, mid, kind } if *kind == wanted => {
                    Some((track.clone(), stream_id.clone(), mid.clone()))
                }
                _ => None,
            })
            .await
    }

    fn hand_candidates_to(&self, other: &Self) {
        for event in self.reports.all().iter() {
            if let PeerEvent::CandidateGathered(candidate) = event {
                assert!(candidate.reveal().starts_with("{\"candidate\":\"candidate:"), "JSON of a candidate");
                other.peer.add_candidate(candidate);
            }
        }
    }

    async fn stats_until(&self, what: &str, enough: impl Fn(&PeerStats) -> bool) -> PeerStats {
        for _ in 0..200 {
            let stats = self.peer.stats().await;
            if enough(&stats) {
                return stats;
            }
            pause(50).await;
        }
        panic!("waited in vain: {what}");
    }
}

/// `a` offers, `b` answers. The candidates go over when both descriptions are there, as the session does it.
async fn negotiate(a: &Side, b: &Side, ice_restart: bool) -> Sdp {
    let offer = a.peer.offer(ice_restart).await.expect("an offer");
    let answer = b.peer.answer(offer.clone()).await.expect("an answer");
    a.peer.apply_answer(answer).await.expect("the answer is taken");
    for _ in 0..10 {
        a.hand_candidates_to(b);
        b.hand_candidates_to(a);
        pause(50).await;
    }
    offer
}

#[wasm_bindgen_test]
async fn sound_and_picture_go_from_one_to_the_other() {
    let microphone = open(CaptureKind::Microphone, Choice::Any).await.expect("a microphone");
    let camera = open(CaptureKind::Camera, Choice::Any).await.expect("a camera");
    let (a, b) = (Side::new(), Side::new());
    a.peer.publish(&microphone.track(), &[PLAIN], None).expect("sound is published");
    let picture =
        a.peer.publish(&camera.track(), &[HALF], Some(VideoCodec::Vp8)).expect("a picture is published");
    let offer = negotiate(&a, &b, false).await;
    a.connected().await;
    b.connected().await;

    // What a server goes by: the ids of the tracks are in the offer, and VP8 is first.
    for track in [microphone.track(), camera.track()] {
        assert!(offer.reveal().contains(&track.id()));
    }
    let video = offer.reveal().split("m=video").nth(1).expect("a section for the picture");
    let first = video.split_whitespace().nth(2).expect("a payload type");
    assert!(video.contains(&format!("a=rtpmap:{first} VP8/90000")));

    let (sound, ..) = b.track(TrackKind::Audio).await;
    let (seen, stream_id, mid) = b.track(TrackKind::Video).await;
    assert!(!sound.ended() && !stream_id.is_empty() && mid == "1");
    let of = |track: &Track, stats: &PeerStats| {
        stats.inbound.iter().find(|inbound| inbound.track_id == track.id()).cloned().unwrap_or_default()
    };
    let stats = b
        .stats_until("frames and packets", |stats| {
            of(&seen, stats).frames_decoded > 10.0 && of(&sound, stats).packets > 20.0
        })
        .await;
    let path = stats.path.expect("a pair of addresses");
    assert!(!path.relayed && !path.tcp && path.udp_offered);
    assert!(path.round_trip.is_some_and(|seconds| seconds < 1.0), "{path:?}");

    // Without its track a sender sends nothing, and needs no new offer for that.
    picture.replace(None).await.expect("nothing in place of the picture");
    pause(300).await;
    let encoded =
        |stats: &PeerStats| stats.outbound.iter().map(|outbound| outbound.frames_encoded).sum::<f64>();
    let before = encoded(&a.peer.stats().await);
    assert!(before > 0.0);
    pause(500).await;
    assert_eq!(encoded(&a.peer.stats().await), before);
    picture.replace(Some(&camera.track())).await.expect("the picture again");
    a.stats_until("the picture goes on", |stats| encoded(stats) > before + 3.0).await;
}

#[wasm_bindgen_test]
async fn a_picture_is_offered_in_layers_and_sound_with_its_redundant_copy() {
    let microphone = open(CaptureKind::Microphone, Choice::Any).await.expect("a microphone");
    let camera = open(CaptureKind::Camera, Choice::Any).await.expect("a camera");
    let side = Side::new();
    let layers = ["q", "h", "f"].map(|rid| Encoding { rid: Some(rid), ..HALF });
    side.peer.publish(&microphone.track(), &[PLAIN], None).expect("sound is published");
    side.peer.publish(&camera.track(), &layers, Some(VideoCodec::Vp8)).expect("a picture is published");
    let offer = side.peer.offer(false).await.expect("an offer");
    assert!(offer.reveal().contains("a=simulcast:send q;h;f"), "{}", offer.reveal());
    let sound = offer.reveal().split("m=audio").nth(1).expect("a section for sound");
    let first = sound.split_whitespace().nth(2).expect("a payload type");
    assert!(sound.contains(&format!("a=rtpmap:{first} red/48000/2")), "{sound}");
}

#[wasm_bindgen_test]
async fn an_encoding_that_is_switched_off_sends_nothing_until_it_is_on_again() {
    let camera = open(CaptureKind::Camera, Choice::Any).await.expect("a camera");
    let (a, b) = (Side::new(), Side::new());
    let sender =
        a.peer.publish(&camera.track(), &[HALF], Some(VideoCodec::Vp8)).expect("a picture is published");
    negotiate(&a, &b, false).await;
    let encoded =
        |stats: &PeerStats| stats.outbound.iter().map(|outbound| outbound.frames_encoded).sum::<f64>();
    a.stats_until("frames", |stats| encoded(stats) > 3.0).await;
    sender.set_encodings(&[Encoding { active: false, ..HALF }]).await;
    pause(300).await;
    let before = encoded(&a.peer.stats().await);
    pause(500).await;
    assert_eq!(encoded(&a.peer.stats().await), before);
    sender.set_encodings(&[HALF]).await;
    a.stats_until("frames again", |stats| encoded(stats) > before + 3.0).await;
}

#[wasm_bindgen_test]
async fn data_channels_open_on_both_sides_and_carry_bytes() {
    let (a, b) = (Side::new(), Side::new());
    a.peer.open_channels();
    assert!(!a.peer.send(DataChannel::Reliable, b"too early"));
    negotiate(&a, &b, false).await;
    for side in [&a, &b] {
        for wanted in DataChannel::ALL {
            side.reports
                .wait_for("a channel", |event| match event {
                    PeerEvent::ChannelOpened { channel, .. } if *channel == wanted => Some(()),
                    _ => None,
                })
                .await;
        }
    }
    assert!(a.peer.send(DataChannel::Reliable, b"hello"));
    let arrived = |event: &PeerEvent| match event {
        PeerEvent::DataArrived { bytes } => Some(bytes.clone()),
        _ => None,
    };
    assert_eq!(b.reports.wait_for("bytes", arrived).await, b"hello");
    assert!(b.peer.send(DataChannel::Lossy, b"and back"));
    assert_eq!(a.reports.wait_for("bytes", arrived).await, b"and back");
}

#[wasm_bindgen_test]
async fn an_ice_restart_offers_new_credentials_and_another_offer_does_not() {
    let (a, b) = (Side::new(), Side::new());
    a.peer.open_channels();
    let ufrag = |sdp: &Sdp| {
        let line = sdp.reveal().lines().find(|line| line.starts_with("a=ice-ufrag:"));
        line.expect("credentials").to_owned()
    };
    let first = ufrag(&negotiate(&a, &b, false).await);
    assert_eq!(ufrag(&negotiate(&a, &b, false).await), first);
    assert_ne!(ufrag(&negotiate(&a, &b, true).await), first);
}

#[wasm_bindgen_test]
async fn a_description_that_is_none_is_refused() {
    let side = Side::new();
    assert!(side.peer.answer(Sdp::new("no description")).await.is_err());
    assert!(side.peer.apply_answer(Sdp::new("v=0")).await.is_err());
}

#[wasm_bindgen_test]
async fn a_connection_that_is_dropped_is_closed_and_says_nothing_any_more() {
    let (a, b) = (Side::new(), Side::new());
    a.peer.open_channels();
    negotiate(&a, &b, false).await;
    a.connected().await;
    let offer = a.peer.offer(true);
    let Side { peer, reports } = a;
    drop(peer);
    let before = reports.count();
    assert!(offer.await.is_err());
    pause(200).await;
    assert_eq!(reports.count(), before);
}
