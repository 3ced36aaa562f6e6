//! The same stories on the embedded engine, and on a deployment: another server of ours, which answers LiveKit's calls
//! over HTTP like any. The real LiveKit server has its turn in `tests/livekit`.
// A helper of a test that fails is a failed test: it may panic like the test itself.
#![allow(clippy::unwrap_used)]

#[path = "../../sfu/tests/support/client.rs"]
#[allow(dead_code, reason = "not every test uses everything")]
mod client;
#[path = "../server/common/mod.rs"]
mod common;
mod operator;
mod several;
mod stories;

use common::{House, KEY, SECRET, Server};
use stories::{Evening, PATIENCE};

/// A house whose meetings run on the embedded engine.
async fn embedded() -> Evening {
    Evening::begin(House::new(""), &[]).await
}

/// A server whose embedded engine others use.
async fn neighbour() -> (House, Server) {
    let house = House::new("");
    let server = house.serve().await;
    (house, server)
}

fn deployment(name: &str, server: &Server) -> String {
    let url = format!("ws://{}", server.address);
    format!("[[livekit]]\nname = \"{name}\"\nurl = \"{url}\"\nkey = \"{KEY}\"\nsecret = \"{SECRET}\"\n")
}

macro_rules! on_both {
    ($($story:ident)+) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::stories::$story(super::embedded().await).await;
            })+
        }
        mod deployed {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                let (_house, server) = super::neighbour().await;
                let house = super::House::on("livekit", &super::deployment("next", &server));
                super::stories::$story(super::Evening::begin(house, &[]).await).await;
                server.stop().await;
            })+
        }
    };
}

on_both! {
    the_desk_sees_who_is_in_the_meeting
    who_is_rejected_is_put_out_of_the_meeting
    the_end_is_the_end_for_everybody
    who_is_muted_by_the_desk_is_not_heard
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_elsewhere_outlives_our_restart() {
    let (_house, server) = neighbour().await;
    let house = House::on("livekit", &deployment("next", &server));
    stories::a_meeting_elsewhere_outlives_our_restart(Evening::begin(house, &[]).await).await;
    server.stop().await;
}
