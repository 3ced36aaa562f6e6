//! Journeys in real browsers: a real server, real Chromium, real media. This is the harness; the journeys stand in
//! `tests/`, one family per file.
//!
//! They hold on to the stable names of `wire::names` and to what arrives, never to wording or style classes. Nothing
//! sleeps for a fixed time: everything waits for a state, with a generous limit.

pub mod browser;
pub mod echo;
pub mod faults;
pub mod home;
pub mod house;
pub mod livekit;
pub mod media;
pub mod person;
pub mod socket;
pub mod watch;

use std::{
    net::IpAddr,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use tokio::net::TcpStream;

/// How long anything may take before a journey fails. Far longer than it takes; a slow machine is no fault.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// What somebody else says. Two who say the same at the same time are an echo of each other to a browser, and what it takes
/// away is no fault of either.
pub(crate) const OTHER_SPEECH: &[u8] = include_bytes!("../../../crates/signals/tests/data/frau.wav");

/// German words, as a WAV file; `crates/signals/tests/data/README.md` says where they come from.
pub(crate) const SPEECH: &[u8] = include_bytes!("../../../crates/signals/tests/data/herr.wav");

/// The name of the key that signs meeting tokens here.
pub const KEY: &str = "journeys";

/// Its secret, which is none.
pub const SECRET: &str = "journeys-on-this-machine-have-no-secrets";

/// Asks again and again until the answer is there.
///
/// # Errors
/// When it is not there after [`PATIENCE`], with `what` was waited for and the last error.
pub async fn until<T, F>(what: &str, ask: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    until_within(PATIENCE, what, ask).await
}

/// The same with another patience.
///
/// # Errors
/// When it is not there after that, with `what` was waited for and the last error.
pub async fn until_within<T, F>(patience: Duration, what: &str, mut ask: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let begin = Instant::now();
    let mut last = String::from("not yet");
    while begin.elapsed() < patience {
        match ask().await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => {}
            Err(error) => last = format!("{error:#}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("waited {} s for: {what} ({last})", patience.as_secs())
}

/// Waits until something listens on that port.
///
/// # Errors
/// When nothing does in time.
pub async fn until_listens(what: &str, address: (impl Into<IpAddr> + Copy, u16)) -> Result<()> {
    let address = (address.0.into(), address.1);
    until(what, || async { Ok(Some(TcpStream::connect(address).await?)) }).await.map(drop)
}

/// The environment variable of that name, or what stands in its place.
pub fn setting(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}
