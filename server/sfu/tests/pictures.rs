//! Pictures from the outside: layers by wish and by bandwidth, key frames, repair, and what publishers are told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::time::{Duration, Instant};

use livekit_protocol::{
    ConnectionQuality, StreamState, SubscribedQualityUpdate, UpdateTrackSettings, VideoQuality,
    signal_request::Message as Request, signal_response::Message as Response,
};
use support::{
    Meeting,
    client::{Camera, Client, Network, Seen, Way},
};

async fn join_through(meeting: &Meeting, identity: &str, network: Network) -> Client {
    let token = meeting.token("hall", identity);
    let mut client = Client::connect_through(network, Way::Udp, meeting.address, &token, "").await.unwrap();
    client.connected().await;
    client
}

async fn join(meeting: &Meeting, identity: &str) -> Client {
    join_through(meeting, identity, Network::default()).await
}

/// Waits until a client sees this layer, and returns whether it began with a key frame.
async fn sees(client: &mut Client, wanted: char) -> bool {
    let mut before = None;
    client
        .until(&format!("layer {wanted}"), |seen| match seen {
            Seen::Picture { layer, key, .. } if layer == wanted => Some(before == Some(wanted) || key),
            Seen::Picture { layer, .. } => {
                before = Some(layer);
                None
            }
            _ => None,
        })
        .await
}

/// Waits until a client has seen this layer and no other for so long.
async fn settles_on(client: &mut Client, wanted: char, how_long: Duration) {
    let mut since = None;
    client
        .until(&format!("nothing but layer {wanted}"), |seen| match seen {
            Seen::Picture { layer, .. } if layer == wanted => {
                (since.get_or_insert_with(Instant::now).elapsed() >= how_long).then_some(())
            }
            Seen::Picture { .. } => {
                since = None;
                None
            }
            _ => None,
        })
        .await;
}

fn shown_at(track: &str, width: u32, height: u32) -> Request {
    let track_sids = vec![track.to_owned()];
    Request::TrackSetting(UpdateTrackSettings { track_sids, width, height, ..Default::default() })
}

/// Which qualities the publisher is told to send.
async fn told(client: &mut Client, wanted: &[VideoQuality]) -> SubscribedQualityUpdate {
    client
        .message(&format!("being told that {wanted:?} is wanted"), |message| match message {
            Response::SubscribedQualityUpdate(update) => {
                let qualities = update.subscribed_codecs.iter().flat_map(|codec| &codec.qualities);
                let enabled: Vec<_> = qualities.filter(|q| q.enabled).map(|q| q.quality()).collect();
                (enabled == wanted).then_some(update)
            }
            _ => None,
        })
        .await
}

async fn stream_is(client: &mut Client, track: &str, wanted: StreamState) {
    client
        .message(&format!("the stream being {wanted:?}"), |message| match message {
            Response::StreamStateUpdate(update) => {
                let states = update.stream_states.iter();
                states.clone().any(|state| state.track_sid == track && state.state() == wanted).then_some(())
            }
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_gets_the_size_it_asks_for_and_every_change_begins_with_a_key_frame() {
    let meeting = Meeting::start().await;
    let mut anna = join(&meeting, "anna").await;
    let track = anna.publish_camera("a", Camera::Vp8).await;
    let _showing = anna.keep_showing();
    let mut ben = join(&meeting, "ben").await;
    assert!(sees(&mut ben, 'f').await);
    ben.ask(shown_at(&track.sid, 320, 180));
    assert!(sees(&mut ben, 'q').await);
    settles_on(&mut ben, 'q', Duration::from_secs(1)).await;
    ben.ask(shown_at(&track.sid, 640, 360));
    assert!(sees(&mut ben, 'h').await);
    settles_on(&mut ben, 'h', Duration::from_secs(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_connection_gets_a_smaller_picture_within_seconds_and_whole_sound() {
    let meeting = Meeting::start().await;
    let mut anna = join(&meeting, "anna").await;
    anna.publish_microphone("m").await;
    anna.publish_camera("c", Camera::Vp8).await;
    let showing = anna.keep_showing();
    let network = Network::default();
    let mut ben = join_through(&meeting, "ben", network.clone()).await;
    sees(&mut ben, 'f').await;

    network.widen(700_000);
    settles_on(&mut ben, 'h', Duration::from_secs(2)).await;
    // Sound by number. Measuring whether there is room for more may cost one now and then, which the next one repeats.
    let mut number = 0_u32;
    let mut heard = Vec::new();
    let mut every = tokio::time::interval(Duration::from_millis(20));
    while heard.len() < 150 {
        every.tick().await;
        anna.speak(&number.to_be_bytes());
        number += 1;
        heard.extend(ben.drain().into_iter().filter_map(|seen| match seen {
            Seen::Sound { data, .. } => Some(u32::from_be_bytes(data.try_into().unwrap())),
            _ => None,
        }));
        assert!(number < 1000, "sound is lost: {heard:?}");
    }
    let lost: u32 = heard.windows(2).map(|two| two[1].saturating_sub(two[0] + 1)).sum();
    assert!(lost <= 3, "{lost} lost of {}: {heard:?}", heard.len());

    network.widen(6_000_000);
    sees(&mut ben, 'f').await;
    drop(showing);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_does_not_fit_at_all_pauses_and_comes_back() {
    let meeting = Meeting::start().await;
    let mut anna = join(&meeting, "anna").await;
    anna.publish_microphone("m").await;
    let track = anna.publish_camera("c", Camera::Vp8).await;
    let _showing = anna.keep_showing();
    let _speaking = anna.keep_speaking(b"still to be heard");
    let network = Network::default();
    let mut ben = join_through(&meeting, "ben", network.clone()).await;
    sees(&mut ben, 'f').await;

    network.widen(120_000);
    stream_is(&mut ben, &track.sid, StreamState::Paused).await;
    ben.until("sound without a picture", |seen| match seen {
        Seen::Sound { data, .. } => (data == b"still to be heard").then_some(()),
        _ => None,
    })
    .await;
    network.widen(6_000_000);
    stream_is(&mut ben, &track.sid, StreamState::Active).await;
    assert!(sees(&mut ben, 'f').await);
}

#[tokio::test(flavor = "multi_thread")]
async fn publishers_are_told_which_layers_anybody_wants() {
    use VideoQuality::{High, Low, Medium};
    let meeting = Meeting::start().await;
    let mut anna = join(&meeting, "anna").await;
    let track = anna.publish_camera("c", Camera::Vp8).await;
    let _showing = anna.keep_showing();
    let nothing = told(&mut anna, &[]).await;
    assert_eq!(nothing.track_sid, track.sid);
    assert_eq!(nothing.subscribed_codecs[0].codec, "vp8");

    let mut ben = join(&meeting, "ben").await;
    told(&mut anna, &[Low, Medium, High]).await;
    sees(&mut ben, 'f').await;
    ben.ask(shown_at(&track.sid, 320, 180));
    told(&mut anna, &[Low]).await;
    settles_on(&mut ben, 'q', Duration::from_secs(1)).await;
    ben.ask(shown_at(&track.sid, 1280, 720));
    told(&mut anna, &[Low, Medium, High]).await;
    sees(&mut ben, 'f').await;
    ben.leave();
    told(&mut anna, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_only_some_layers_is_seen_in_the_best_of_them() {
    let meeting = Meeting::start().await;
    let mut anna = join(&meeting, "anna").await;
    anna.publish_camera("c", Camera::SmallVp8).await;
    let _showing = anna.keep_showing();
    let mut ben = join(&meeting, "ben").await;
    assert!(sees(&mut ben, 'h').await);
}

#[tokio::test(flavor = "multi_thread")]
async fn h264_begins_with_a_key_frame_too_and_a_newcomers_wish_reaches_its_publisher() {
    let meeting = Meeting::start().await;
    let mut anna = join(&meeting, "anna").await;
    let track = anna.publish_camera("c", Camera::H264).await;
    assert_eq!(track.mime_type, "video/H264");
    let _showing = anna.keep_showing();
    let mut ben = join(&meeting, "ben").await;
    assert!(sees(&mut ben, '-').await);
    anna.drain();
    let mut cem = join(&meeting, "cem").await;
    anna.until("a key frame being wanted", |seen| matches!(seen, Seen::KeyFrameWanted('-')).then_some(()))
        .await;
    assert!(sees(&mut cem, '-').await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_on_the_way_in_or_out_is_sent_again() {
    for (publishers, receivers) in
        [(Network::lossy(20), Network::default()), (Network::default(), Network::lossy(20))]
    {
        let meeting = Meeting::start().await;
        let mut anna = join_through(&meeting, "anna", publishers).await;
        anna.publish_camera("c", Camera::SmallVp8).await;
        let _showing = anna.keep_showing();
        let mut ben = join_through(&meeting, "ben", receivers).await;
        sees(&mut ben, 'h').await;
        is_repaired(&mut ben).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_of_a_picture_in_a_formers_section_is_sent_again_too() {
    let meeting = Meeting::start().await;
    let mut ben = join_through(&meeting, "ben", Network::lossy(20)).await;
    let mut cem = join(&meeting, "cem").await;
    cem.publish_camera("c", Camera::SmallVp8).await;
    let showing = cem.keep_showing();
    sees(&mut ben, 'h').await;
    drop(showing);
    cem.leave();
    ben.section_falls_idle().await;
    ben.drain();
    let mut anna = join(&meeting, "anna").await;
    anna.publish_camera("a", Camera::SmallVp8).await;
    let _showing = anna.keep_showing();
    sees(&mut ben, 'h').await;
    is_repaired(&mut ben).await;
}

/// Looks at many packets of a picture over a line that loses one in twenty.
async fn is_repaired(receiver: &mut Client) {
    let mut sequences = Vec::new();
    receiver
        .until("many packets", |seen| {
            if let Seen::Picture { sequence, .. } = seen {
                sequences.push(sequence);
            }
            (sequences.len() >= 400).then_some(())
        })
        .await;
    // What came last may still be repaired.
    let first = sequences[0];
    let mut places: Vec<u16> = sequences.iter().map(|sequence| sequence.wrapping_sub(first)).collect();
    places.retain(|place| *place < 300);
    places.sort_unstable();
    places.dedup();
    // One in twenty is lost, and one in twenty of the repairs.
    assert!(places.len() > 290, "{} of 300 arrived", places.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_told_how_good_everybodys_connection_is() {
    let meeting = Meeting::start().await;
    let mut anna = join(&meeting, "anna").await;
    anna.publish_microphone("m").await;
    let _speaking = anna.keep_speaking(b"hello");
    let mut ben = join(&meeting, "ben").await;
    let of_anna = anna.sid.clone();
    let mut becomes = async |wanted: ConnectionQuality| {
        ben.message(&format!("the connection being {wanted:?}"), |message| match message {
            Response::ConnectionQuality(update) => {
                let found = update.updates.into_iter().find(|info| info.participant_sid == of_anna);
                found.filter(|info| info.quality() == wanted)
            }
            _ => None,
        })
        .await
    };
    assert!(becomes(ConnectionQuality::Excellent).await.score > 4.0);
    anna.drop_signalling();
    becomes(ConnectionQuality::Lost).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lossy_connection_is_not_told_to_be_excellent() {
    let meeting = Meeting::start().await;
    let mut anna = join_through(&meeting, "anna", Network::lossy(6)).await;
    anna.publish_microphone("m").await;
    let _speaking = anna.keep_speaking(b"hello");
    let mut ben = join(&meeting, "ben").await;
    let of_anna = anna.sid.clone();
    ben.message("a poor connection", |message| match message {
        Response::ConnectionQuality(update) => update
            .updates
            .into_iter()
            .any(|info| info.participant_sid == of_anna && info.quality() == ConnectionQuality::Poor)
            .then_some(()),
        _ => None,
    })
    .await;
}
