//! A network that lets no WebSocket through: the waiting room goes on over plain HTTP.

use anyhow::Result;
use e2e::{browser::Kind, faults::Clinic, socket::Desk};
use wire::names::{FindingCode, Screen};

#[tokio::test(flavor = "multi_thread")]
async fn without_websockets_the_place_is_kept_and_messages_come_and_a_better_network_is_noticed() -> Result<()>
{
    let clinic = Clinic::open(Kind::Chromium).await?;
    clinic.arrives("fault.connect('http')").await?;
    let member = clinic.patient();
    member.sees_finding(FindingCode::WebsocketBlocked).await?;
    member.waits_for("the telephone", "[data-action=telephone]").await?;
    member.waits_for("the connection over HTTP", "[data-link=live]").await?;
    let mut desk: Desk = clinic.desk().await?;
    desk.writes_to_all("Wir beginnen gleich.").await?;
    member.waits_to_read("Wir beginnen gleich.").await?;
    // Let in, the member is told that the meeting does not come this way.
    desk.admits_all().await?;
    member.sees_screen(Screen::Joining).await?;
    member.sees_finding(FindingCode::WebsocketBlocked).await?;
    member.driver().execute("fault.connect('fine')", vec![]).await?;
    member.sees_screen(Screen::Meeting).await?;
    clinic.close().await
}
