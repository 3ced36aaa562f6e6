//! How many connections may be open, and what the next one is told.

use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, client::IntoClientRequest},
};

use crate::common::{House, Server};

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// Opens a page's WebSocket for somebody behind a proxy; the status when that is refused.
async fn open(server: &Server, path: &str, from: &str) -> Result<Socket, (u16, Option<String>)> {
    let mut request = format!("ws://{}{path}", server.address).into_client_request().unwrap();
    request.headers_mut().insert("origin", format!("http://{}", server.address).parse().unwrap());
    request.headers_mut().insert("x-forwarded-for", from.parse().unwrap());
    match connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(answer)) => {
            let again = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
            Err((answer.status().as_u16(), again))
        }
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_the_house_has_so_many() {
    let house = House::new("max_connections = 3\nmax_connections_per_address = 2");
    let server = house.serve().await;
    let again = Some("10".to_owned());
    let first = open(&server, wire::WAITING_ROOM_PATH, "192.0.2.1").await.unwrap();
    let _second = open(&server, wire::DESK_PATH, "192.0.2.1").await.unwrap();
    assert_eq!(open(&server, wire::WAITING_ROOM_PATH, "192.0.2.1").await.err(), Some((429, again.clone())));
    // The meeting's own connections count, too, before anybody looks at their token.
    assert_eq!(open(&server, "/rtc", "192.0.2.1").await.err(), Some((429, again.clone())));
    let _third = open(&server, wire::WAITING_ROOM_PATH, "192.0.2.2").await.unwrap();
    assert_eq!(open(&server, wire::WAITING_ROOM_PATH, "192.0.2.3").await.err(), Some((503, again)));
    assert_eq!(server.get("/", &[]).await.status(), 200, "pages are still served");
    drop(first);
    let place = async {
        while open(&server, wire::WAITING_ROOM_PATH, "192.0.2.1").await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), place).await.expect("the place is free again");
    server.stop().await;
}

#[tokio::test]
async fn a_token_that_opens_nothing_takes_no_place() {
    let house = House::new("max_connections_per_address = 1");
    let server = house.serve().await;
    for _ in 0..3 {
        assert_eq!(open(&server, "/rtc", "192.0.2.1").await.err().map(|(status, _)| status), Some(401));
    }
    server.stop().await;
}
