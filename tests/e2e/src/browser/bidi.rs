//! WebDriver BiDi, as much of it as is needed to run scripts in a page's own realm: the scripts of WebDriver stand beside
//! the page in Firefox, so that events, promises and clocks that they make are none of the page's.
//! (w3c.github.io/webdriver-bidi, `script.callFunction` and `script.addPreloadScript`)

use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks on a connection of its own, which is quick on one machine and leaves nothing to be kept. `address`: that of the
/// session, `ws://host:port/session/id`.
pub(super) async fn ask(address: &str, method: &str, params: Value) -> Result<Value> {
    let (mut socket, _) = connect_async(address).await.context("the browser's BiDi does not answer")?;
    let question = json!({ "id": 1, "method": method, "params": params });
    socket.send(Message::text(question.to_string())).await?;
    loop {
        let message = timeout(PATIENCE, socket.next()).await?.context("closed")??;
        let Message::Text(text) = message else { continue };
        let answer: Value = serde_json::from_str(&text)?;
        // Events have no number.
        if answer["id"] == 1 {
            let _ = socket.close(None).await;
            match answer["type"].as_str() {
                Some("success") => return Ok(answer["result"].clone()),
                _ => bail!("{method}: {} {}", answer["error"], answer["message"]),
            }
        }
    }
}

/// Runs statements in the page's own realm.
pub(super) async fn run(address: &str, context: &str, script: &str) -> Result<()> {
    let params = json!({
        "functionDeclaration": format!("() => {{\n{script}\n}}"),
        "target": { "context": context },
        "awaitPromise": false,
        // As within a press.
        "userActivation": true,
    });
    let result = ask(address, "script.callFunction", params).await?;
    match result["type"].as_str() {
        Some("success") => Ok(()),
        _ => bail!("{}", result["exceptionDetails"]["text"]),
    }
}
