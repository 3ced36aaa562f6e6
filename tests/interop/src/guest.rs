//! Somebody who joins with LiveKit's own client for browsers.

use anyhow::{Result, bail, ensure};
use e2e::{
    browser::{Browser, Devices, Kind, Wish},
    person::Person,
    until,
};
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::By;

use crate::{page::Page, ticket::ticket};

/// A guest. Sees and hears like a [`Person`].
pub struct Guest {
    person: Person,
    name: String,
}

/// Something that LiveKit's client reported.
#[derive(Clone, Debug, Deserialize)]
pub struct Note {
    /// When, in milliseconds of the Unix clock.
    pub at: f64,
    /// What.
    pub name: String,
    /// About whom or what.
    #[serde(default)]
    pub detail: Option<String>,
}

impl Guest {
    /// Opens the page, and joins nothing yet.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn arrive(kind: Kind, name: &str, devices: Devices, page: &Page) -> Result<Self> {
        Self::arrive_as(Wish { kind, ..Wish::new(devices) }, name, page).await
    }

    /// The same with any browser.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn arrive_as(wish: Wish<'_>, name: &str, page: &Page) -> Result<Self> {
        let person = Person::at(Browser::start_as(wish).await?);
        person.open(&page.url()).await?;
        Ok(Self { person, name: name.to_owned() })
    }

    /// Joins a room of the server at that address (`ws://…`).
    ///
    /// # Errors
    /// When LiveKit's client says so.
    pub async fn joins(&self, server: &str, room: &str) -> Result<()> {
        self.joins_with(server, &ticket(room, &self.name)).await
    }

    /// The same with any ticket.
    ///
    /// # Errors
    /// When LiveKit's client says so.
    pub async fn joins_with(&self, server: &str, ticket: &str) -> Result<()> {
        self.call("arm", json!([server, ticket])).await?;
        self.person.driver().find(By::Id("join")).await?.click().await?;
        self.call("joined", json!([])).await.map(drop)
    }

    /// Switches the microphone on or off.
    ///
    /// # Errors
    /// When LiveKit's client says so.
    pub async fn microphone(&self, on: bool) -> Result<()> {
        self.call("publish", json!(["microphone", on])).await.map(drop)
    }

    /// Switches the camera on or off.
    ///
    /// # Errors
    /// When LiveKit's client says so.
    pub async fn camera(&self, on: bool) -> Result<()> {
        self.call("publish", json!(["camera", on])).await.map(drop)
    }

    /// Calls a function of the page (`client/guest.js`).
    ///
    /// # Errors
    /// When it throws.
    pub async fn call(&self, function: &str, arguments: Value) -> Result<Value> {
        let script = "const [name, given, done] = arguments;
            (async () => guest[name](...given))().then(
                (answer) => done({ answer: answer ?? null }), (error) => done({ error: String(error) }))";
        let driver = self.person.driver();
        let answer = driver.execute_async(script, vec![json!(function), arguments]).await?.json().clone();
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => bail!("{} cannot {function}: {error}", self.name),
            None => Ok(answer.get("answer").cloned().unwrap_or_default()),
        }
    }

    /// Everything that LiveKit's client has reported.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn log(&self) -> Result<Vec<Note>> {
        let log = self.person.driver().execute("return guest.log", vec![]).await?;
        Ok(serde_json::from_value(log.json().clone())?)
    }

    /// Waits until it has reported that.
    ///
    /// # Errors
    /// When it has not in time, with what it reported instead.
    pub async fn reports(&self, name: &str, detail: &str) -> Result<Note> {
        until(&format!("“{name}” of {detail} at {}", self.name), || async {
            let log = self.log().await?;
            let found = log.iter().find(|note| {
                note.name == name && note.detail.as_deref().unwrap_or_default().contains(detail)
            });
            let told: Vec<_> = log.iter().map(|note| (&note.name, note.detail.as_deref())).collect();
            ensure!(found.is_some(), "reported so far: {told:?}");
            Ok(found.cloned())
        })
        .await
    }

    /// Whom LiveKit's client knows in the room.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn people(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.call("people", json!([])).await?)?)
    }

    /// The one at the browser.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Leaves the room and shuts the browser.
    ///
    /// # Errors
    /// When it does not answer any more.
    pub async fn goes(self) -> Result<()> {
        self.call("leave", json!([])).await?;
        self.person.goes().await
    }
}
