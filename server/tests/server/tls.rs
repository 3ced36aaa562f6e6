//! TLS by the server itself.

use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::{Certificate, Client, StatusCode};

use crate::common::{House, Server};

const NAME: &str = "sitzung.example";

/// Writes a new certificate and its key into the folder of a house.
fn certify(house: &House) -> String {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([NAME.to_owned()]).unwrap();
    // The key first: between the two the pair does not fit, and is not taken.
    std::fs::write(house.folder.path().join("key.pem"), signing_key.serialize_pem()).unwrap();
    std::fs::write(house.folder.path().join("certificate.pem"), cert.pem()).unwrap();
    cert.pem()
}

fn house() -> (House, String) {
    let house = House::new("tls_certificate = \"certificate.pem\"\ntls_key = \"key.pem\"");
    let certificate = certify(&house);
    (house, certificate)
}

/// Somebody who trusts this certificate alone.
fn visitor(server: &Server, trusted: &str) -> Client {
    let certificate = Certificate::from_pem(trusted.as_bytes()).unwrap();
    Client::builder()
        .tls_certs_only([certificate])
        .resolve(NAME, server.address.parse().unwrap())
        .build()
        .unwrap()
}

fn url(server: &Server, path: &str) -> String {
    let port = server.address.rsplit(':').next().unwrap();
    format!("https://{NAME}:{port}{path}")
}

#[tokio::test]
async fn pages_and_web_sockets_come_over_tls() {
    let (house, certificate) = house();
    let (ok, out, _) = house.run(&["config", "check"]).await;
    assert!(ok, "{out}");
    let meeting = house.meeting("2099-11-23 18:30", "name\nAnna\n").await;
    assert!(meeting.link(0).starts_with("https://127.0.0.1"), "{}", meeting.link(0));
    let server = house.serve().await;
    let visitor = visitor(&server, &certificate);
    let page = visitor.get(url(&server, "/")).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.headers().contains_key("strict-transport-security"));
    let origin = url(&server, "");
    let socket = visitor
        .get(url(&server, wire::WAITING_ROOM_PATH))
        .header("origin", &origin)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==");
    assert_eq!(socket.send().await.unwrap().status(), StatusCode::SWITCHING_PROTOCOLS);
    assert!(reqwest::get(format!("http://{}/", server.address)).await.is_err(), "plain HTTP is not spoken");
    server.stop().await;
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_without_a_restart() {
    let (house, former) = house();
    let server = house.serve().await;
    let page = url(&server, "/");
    assert!(visitor(&server, &former).get(&page).send().await.is_ok());
    let fresh = certify(&house);
    let taken = async {
        while visitor(&server, &fresh).get(&page).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), taken).await.expect("the new certificate is in use");
    assert!(visitor(&server, &former).get(&page).send().await.is_err());
    server.stop().await;
}

#[tokio::test]
async fn a_certificate_that_cannot_be_used_is_named_with_its_line() {
    let (house, _) = house();
    let other = generate_simple_self_signed([NAME.to_owned()]).unwrap();
    std::fs::write(house.folder.path().join("key.pem"), other.signing_key.serialize_pem()).unwrap();
    let (ok, out, _) = house.run(&["config", "check"]).await;
    assert!(!ok && out.contains("line 8: server.tls_certificate: the certificate and the key"), "{out}");
    std::fs::write(house.folder.path().join("key.pem"), "no key").unwrap();
    let (ok, out, _) = house.run(&["config", "check"]).await;
    assert!(!ok && out.contains("line 9: server.tls_key: the key "), "{out}");
    let (ok, _, error) = house.run(&["serve"]).await;
    assert!(!ok && error.contains("cannot be read"), "{error}");
}
