//! The operator's page, and the same for programs.

use serde_json::Value;

use crate::{
    common::{House, Server},
    deployment, neighbour,
};

async fn link(house: &House, arguments: &[&str]) -> String {
    let (ok, out, error) = house.run(&[&["operator", "link"], arguments].concat()).await;
    assert!(ok, "{error}");
    out.trim().to_owned()
}

/// The page behind a link, whatever port it was printed with.
async fn page(server: &Server, link: &str) -> (u16, String) {
    let path = &link[link.find("/operator/").unwrap()..];
    let answer = server.get(path, &[("accept-language", "en")]).await;
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn online(house: &House) -> (bool, Value) {
    let (ok, out, error) = house.run(&["config", "check", "--online", "--json"]).await;
    (ok, serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{error}")))
}

fn engine<'a>(said: &'a Value, name: &str) -> &'a Value {
    let items = said["online"]["items"].as_array().unwrap();
    items.iter().find(|item| item["about"]["engine"]["name"] == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_link_that_was_printed_opens_the_page() {
    let house = House::new("");
    let server = house.serve().await;
    assert_eq!(server.get("/operator/", &[]).await.status(), 404);
    assert_eq!(server.get("/operator/guess", &[]).await.status(), 404);
    let first = link(&house, &[]).await;
    assert_eq!(link(&house, &[]).await, first, "it stays the same until it is renewed");
    let (status, html) = page(&server, &first).await;
    assert_eq!(status, 200);
    assert!(html.contains("<html lang=\"en\">") && html.contains("Meeting room in this server"), "{html}");
    assert!(html.contains("It runs (version") && html.contains("127.0.0.1"), "{html}");
    assert!(!html.contains("<script"));
    let path = &first[first.find("/operator/").unwrap()..];
    let german = server.get(&format!("{path}?lang=de"), &[("accept-language", "en")]).await;
    let policy = german.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(german.text().await.unwrap().contains("Ist der Server in Ordnung?"));
    let second = link(&house, &["--renew"]).await;
    assert_eq!(page(&server, &first).await.0, 404);
    assert_eq!(page(&server, &second).await.0, 200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_in_which_a_deployment_can_be_wrong_has_its_own_words() {
    let (_house, next) = neighbour().await;
    let good = deployment("good", &next);
    let wrong_key = deployment("wrong-key", &next)
        .replace(crate::SECRET, "another secret of more than thirty-two characters");
    // A page of ours that knows nothing of LiveKit's calls.
    let strange = deployment("strange", &next)
        .replace("\nkey", &format!("\napi_url = \"http://{}/j\"\nkey", next.address));
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = deployment("gone", &next).replace(&next.address, &nobody.local_addr().unwrap().to_string());
    drop(nobody);
    let house = House::on("good", &[good, wrong_key, strange, gone].concat());
    let (ok, said) = online(&house).await;
    assert!(!ok);
    let version = env!("CARGO_PKG_VERSION");
    let found = serde_json::json!({"livekit_well": {"version": version, "protocol": 16}});
    assert_eq!(engine(&said, "good")["findings"][0], found);
    assert_eq!(engine(&said, "good")["status"], "well");
    assert_eq!(engine(&said, "wrong-key")["findings"][0], "livekit_key");
    assert!(engine(&said, "strange")["findings"][0].get("livekit_strange").is_some(), "{said:#}");
    assert!(engine(&said, "gone")["findings"][0].get("livekit_unreachable").is_some(), "{said:#}");
    let (_, out, _) = house.run(&["config", "check", "--online"]).await;
    assert!(
        out.contains("! Meeting room on LiveKit “wrong-key”\n    It does not accept key or secret"),
        "{out}"
    );
    // The page says the same.
    let server = house.serve().await;
    let (_, html) = page(&server, &link(&house, &[]).await).await;
    assert!(
        html.contains("data-troubles=\"4\""),
        "three engines, and links that are good here alone: {html}"
    );
    // What was tried is gone again.
    let rooms = next_rooms(&next).await;
    assert!(rooms.is_empty(), "{rooms:?}");
    server.stop().await;
    next.stop().await;
}

async fn next_rooms(next: &Server) -> Vec<Value> {
    let tokens = sfu::MeetingTokens::new(crate::KEY, crate::SECRET);
    let answer = reqwest::Client::new()
        .post(next.url("/twirp/livekit.RoomService/ListRooms"))
        .bearer_auth(tokens.issue_service("", std::time::Duration::from_secs(60)))
        .header("content-type", "application/json")
        .body("{}");
    let said: Value = serde_json::from_str(&answer.send().await.unwrap().text().await.unwrap()).unwrap();
    said["rooms"].as_array().cloned().unwrap_or_default()
}
