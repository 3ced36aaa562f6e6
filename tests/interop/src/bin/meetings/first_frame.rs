//! The time from a click to the first frame that is presented of somebody's picture, taken in the page itself.

use std::time::Duration;

use anyhow::Result;
use e2e::{person::Person, until};
use serde_json::json;

/// From the next click on, waits for the first frame of that participant.
pub async fn awaits_first_frame(at: &Person, of: &str) -> Result<()> {
    at.driver().execute(AWAIT, vec![json!(of)]).await?;
    Ok(())
}

/// How long it took.
pub async fn first_frame(at: &Person) -> Result<Duration> {
    until("the first frame", || async {
        let took = at.driver().execute("return window.journeyFirst ?? null", vec![]).await?;
        Ok(took.json().as_f64().map(|took| Duration::from_secs_f64(took / 1000.0)))
    })
    .await
}

const AWAIT: &str = "
const [id] = arguments;
window.journeyFirst = undefined;
document.addEventListener('click', () => {
  const clicked = performance.now();
  let seen;
  const looking = setInterval(() => {
    const video = document.querySelector(`[data-participant='${id}'] video`);
    if (!video || video === seen) return;
    seen = video;
    video.requestVideoFrameCallback((now) => {
      window.journeyFirst ??= now - clicked;
      clearInterval(looking);
    });
  }, 4);
}, { capture: true, once: true });
";
