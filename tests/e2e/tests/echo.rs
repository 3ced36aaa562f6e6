//! "You are heard": said when a voice went through the meeting's engine and came back, and at no other time.

use anyhow::Result;
use e2e::{
    browser::Kind,
    echo::{MUTE_ON_THE_WAY, NO_WAY, is_heard, tries},
    faults::Clinic,
};
use wire::names::FindingCode;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_heard_is_told_so_and_hears_herself() -> Result<()> {
    is_heard().await
}

/// Two things that packets and levels alone do not tell, each in a browser of its own at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_heard_is_told_so() -> Result<()> {
    let lost = async {
        let clinic = Clinic::open(Kind::Chromium).await?;
        tries(&clinic, MUTE_ON_THE_WAY, "lost").await?;
        clinic.close().await
    };
    let no_way = async {
        let clinic = Clinic::open(Kind::Chromium).await?;
        tries(&clinic, NO_WAY, "no-path").await?;
        clinic.patient().sees_finding(FindingCode::MediaBlocked).await?;
        clinic.patient().waits_for("the telephone", "[data-action=telephone][href$='99,,482913%23']").await?;
        clinic.close().await
    };
    tokio::try_join!(lost, no_way)?;
    Ok(())
}
