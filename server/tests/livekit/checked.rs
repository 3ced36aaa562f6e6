//! What the operator is told of LiveKit's own server.

use serde_json::Value;

use crate::{common::House, livekit::LiveKit};

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_is_told_its_version_and_that_the_key_is_accepted() {
    let livekit = LiveKit::start().await;
    let wrong =
        livekit.section().replace("a secret of LiveKit's", "another secret of mine").replace("real", "wrong");
    let house = House::on("livekit", &format!("{}{wrong}", livekit.section()));
    let (_, out, error) = house.run(&["config", "check", "--online", "--json"]).await;
    let said: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{error}"));
    let items = said["online"]["items"].as_array().unwrap();
    let of =
        |name: &str| &items.iter().find(|item| item["about"]["engine"]["name"] == name).unwrap()["findings"];
    let well = &of("real")[0]["livekit_well"];
    assert!(well["version"].as_str().unwrap().starts_with("1."), "{said:#}");
    assert!(well["protocol"].as_i64().unwrap() >= 16, "{said:#}");
    assert_eq!(of("wrong")[0], "livekit_key", "{said:#}");
}
