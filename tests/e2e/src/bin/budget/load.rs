//! One load of one page, in a fresh Chromium on a slow machine behind a slow line.

use std::{process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use e2e::{browser::free_port, setting, until};
use serde_json::{Value, json};
use thirtyfour::{
    CapabilitiesHelper, ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver,
};
use tokio::process::Command;

/// How many times slower the processor is made.
const CPU_SLOW_DOWN: u32 = 4;

/// The line to the member, in bytes per second: 1.6 Mbit/s.
const DOWN: u32 = 1_600_000 / 8;

/// The line from the member, in bytes per second: 750 kbit/s.
const UP: u32 = 750_000 / 8;

/// What a request waits for at least, in milliseconds.
const LATENCY: u32 = 150;

/// What is fetched so long after the page is usable belongs to it still: the parts of the program that come later.
const AFTERWARDS: Duration = Duration::from_secs(5);

/// Notes in the page itself when the arrival screen is drawn by the running client and can be pressed.
const WATCH: &str = r#"
    const look = () => {
        const enter = document.querySelector('[data-screen="arrival"] [data-action="enter"]');
        if (document.documentElement?.dataset.ready === "true" && enter && !enter.disabled) {
            window.usableAt ??= performance.now();
            watcher.disconnect();
        }
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document, { subtree: true, childList: true, attributes: true });
"#;

/// What a load goes on for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Until something is seen.
    Painted,
    /// Until the member can press the button.
    Usable,
}

/// What one load cost. Times are in milliseconds from the start of the navigation.
pub struct Load {
    /// Until the first content was seen.
    pub paint_ms: f64,
    /// Until it was what was wanted.
    pub usable_ms: f64,
    /// What was fetched from the page's own origin.
    pub files: Vec<File>,
    /// Addresses at other origins that were asked for.
    pub foreign: Vec<String>,
}

/// Something fetched.
pub struct File {
    /// Its path.
    pub name: String,
    /// What travelled of the answer before its body: the status and the headers.
    pub head: u64,
    /// What travelled of the body.
    pub body: u64,
    /// Whether it was asked for only after the page was usable.
    pub later: bool,
}

/// Loads a page once.
pub async fn once(address: &str, wanted: Wanted) -> Result<Load> {
    let profile = tempfile::tempdir()?;
    let port = free_port()?;
    let _chromedriver = Command::new(setting("CHROMEDRIVER", "chromedriver"))
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("chromedriver does not start")?;
    let url = format!("http://127.0.0.1:{port}");
    let capabilities = capabilities(profile.path())?;
    let driver =
        until("a browser session", || async { Ok(Some(WebDriver::new(&url, capabilities.clone()).await?)) })
            .await?;
    let load = measure(&driver, &url, address, wanted).await;
    driver.quit().await?;
    load
}

fn capabilities(profile: &std::path::Path) -> Result<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&setting("CHROMIUM", "/usr/bin/chromium"))?;
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=820,1180",
        "--lang=de",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    capabilities.set("goog:loggingPrefs", json!({ "performance": "ALL" }))?;
    Ok(capabilities)
}

async fn measure(driver: &WebDriver, chromedriver: &str, address: &str, wanted: Wanted) -> Result<Load> {
    let cdp = driver.cdp();
    cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    cdp.send_raw("Network.enable", json!({})).await?;
    let line =
        json!({ "offline": false, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP });
    cdp.send_raw("Network.emulateNetworkConditions", line).await?;
    cdp.send_raw("Emulation.setCPUThrottlingRate", json!({ "rate": CPU_SLOW_DOWN })).await?;
    driver.goto(address).await?;

    let paint_ms = moment(driver, PAINTED).await?;
    let usable_ms = match wanted {
        Wanted::Painted => paint_ms,
        Wanted::Usable => moment(driver, "return window.usableAt ?? null").await?,
    };
    tokio::time::sleep(AFTERWARDS).await;
    let (mut files, foreign) = requests(driver, chromedriver, address).await?;
    let later = driver.execute(LATER, Vec::new()).await?.json().clone();
    for file in &mut files {
        let is = |url: &Value| url.as_str().is_some_and(|url| url.ends_with(&format!("/{}", file.name)));
        file.later = later.as_array().is_some_and(|later| later.iter().any(is));
    }
    ensure!(!files.is_empty(), "the browser noted no request");
    Ok(Load { paint_ms, usable_ms, files, foreign })
}

const PAINTED: &str =
    r#"return performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null"#;

/// The addresses that were asked for after the page was usable.
const LATER: &str = r#"return performance.getEntriesByType("resource")
    .filter((entry) => entry.startTime > window.usableAt).map((entry) => entry.name)"#;

/// The answer of a script, once it has one.
async fn moment(driver: &WebDriver, script: &str) -> Result<f64> {
    until(script, || async { Ok(driver.execute(script, Vec::new()).await?.json().as_f64()) }).await
}

/// What went over the line, by the browser's own record: resource timing would leave out the icon and other origins.
async fn requests(driver: &WebDriver, chromedriver: &str, page: &str) -> Result<(Vec<File>, Vec<String>)> {
    let answer = reqwest::Client::new()
        .post(format!("{chromedriver}/session/{}/se/log", driver.session_id()))
        .body(json!({ "type": "performance" }).to_string())
        .send()
        .await?
        .text()
        .await?;
    let answer: Value = serde_json::from_str(&answer)?;
    let entries = answer["value"].as_array().context("the driver has no record of the network")?;
    let messages: Vec<Value> = entries
        .iter()
        .filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok())
        .map(|mut message| message["message"].take())
        .collect();
    Ok(sort_out(&messages, page))
}

/// Tells our own files from those of others in the browser's record.
fn sort_out(messages: &[Value], page: &str) -> (Vec<File>, Vec<String>) {
    let origin = origin(page);
    let (mut files, mut foreign) = (Vec::<(String, File)>::new(), Vec::new());
    for message in messages {
        let parameters = &message["params"];
        let request = parameters["requestId"].as_str().unwrap_or_default();
        match message["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" | "Network.webSocketCreated" => {
                let url =
                    parameters["request"]["url"].as_str().or(parameters["url"].as_str()).unwrap_or_default();
                if let Some(path) =
                    url.strip_prefix(origin).or(url.replace("ws:", "http:").strip_prefix(origin))
                {
                    files.push((
                        request.to_owned(),
                        File { name: name(path, page), head: 0, body: 0, later: false },
                    ));
                } else if url.contains("://") && !url.starts_with("chrome") {
                    foreign.push(url.to_owned());
                }
            }
            // Both count from the beginning of the answer. Whole bytes, as JSON numbers.
            "Network.responseReceived" => {
                if let Some((_, file)) = files.iter_mut().find(|(id, _)| id == request) {
                    file.head =
                        parameters["response"]["encodedDataLength"].as_f64().unwrap_or_default() as u64;
                }
            }
            "Network.loadingFinished" => {
                if let Some((_, file)) = files.iter_mut().find(|(id, _)| id == request) {
                    let all = parameters["encodedDataLength"].as_f64().unwrap_or_default() as u64;
                    file.body = all.saturating_sub(file.head);
                }
            }
            _ => {}
        }
    }
    (files.into_iter().map(|(_, file)| file).collect(), foreign)
}

/// The path, but not that of the page itself: a personal link is a secret.
fn name(path: &str, page: &str) -> String {
    if page.ends_with(path) { "the page".to_owned() } else { path.trim_start_matches('/').to_owned() }
}

/// `http://host:port` of an address.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    address[host..].find('/').map_or(address, |end| &address[..host + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_files_are_counted_and_other_origins_named() {
        let sent = |id: &str, url: &str| json!({ "method": "Network.requestWillBeSent", "params": { "requestId": id, "request": { "url": url } } });
        let began = |id: &str, bytes: f64| json!({ "method": "Network.responseReceived", "params": { "requestId": id, "response": { "encodedDataLength": bytes } } });
        let done = |id: &str, bytes: f64| json!({ "method": "Network.loadingFinished", "params": { "requestId": id, "encodedDataLength": bytes } });
        let page = "http://127.0.0.1:8080/j/secret";
        let (files, foreign) = sort_out(
            &[
                sent("1", page),
                sent("2", "http://127.0.0.1:8080/client.js"),
                sent("3", "data:image/png;base64,xx"),
                sent("4", "https://example.org/font"),
                began("1", 200.0),
                began("2", 100.0),
                done("2", 123.0),
                done("1", 900.0),
            ],
            page,
        );
        let files: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.head, file.body)).collect();
        assert_eq!(files, [("the page", 200, 700), ("client.js", 100, 23)]);
        assert_eq!(foreign, ["https://example.org/font"]);
    }
}
