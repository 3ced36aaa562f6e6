//! The stories of `tests/engines` on LiveKit's own server, as its authors ship it. `LIVEKIT_SERVER` names the program;
//! `cargo xtask test --only interop` builds it and sets that. Without it there is nothing to test against, and this
//! target is not part of `cargo test`.
// A helper of a test that fails is a failed test: it may panic like the test itself.
#![allow(clippy::unwrap_used)]

mod checked;
#[path = "../../sfu/tests/support/client.rs"]
#[allow(dead_code, reason = "not every test uses everything")]
mod client;
#[path = "../server/common/mod.rs"]
mod common;
mod livekit;
#[path = "../engines/stories.rs"]
mod stories;

use common::House;
use livekit::LiveKit;
use stories::{Evening, PATIENCE};

macro_rules! on_livekit {
    ($($story:ident)+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $story() {
            let livekit = LiveKit::start().await;
            let house = House::on("livekit", &livekit.section());
            stories::$story(Evening::begin(house, &[]).await).await;
        })+
    };
}

on_livekit! {
    the_desk_sees_who_is_in_the_meeting
    who_is_rejected_is_put_out_of_the_meeting
    the_end_is_the_end_for_everybody
    who_is_muted_by_the_desk_is_not_heard
    a_meeting_elsewhere_outlives_our_restart
}
