//! axe finds nothing on any screen, in German and English, light and dark.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use e2e::{
    browser::{Browser, Devices},
    house::House,
    person::Person,
    setting,
};
use serde_json::{Value, json};
use wire::names::{Action, Screen};

struct Inspector {
    axe: String,
    seen: BTreeSet<Screen>,
}

impl Inspector {
    async fn looks_at(&mut self, person: &Person, screen: Screen) -> Result<()> {
        person.sees_screen(screen).await?;
        self.judges(person, screen.name()).await?;
        self.seen.insert(screen);
        Ok(())
    }

    /// Whatever the page is.
    async fn judges(&self, person: &Person, name: &str) -> Result<()> {
        let tools = person.driver().cdp();
        for scheme in ["light", "dark"] {
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            tools.send_raw("Emulation.setEmulatedMedia", media).await?;
            person.driver().execute(self.axe.as_str(), vec![]).await?;
            // Colours are judged when they have come to rest.
            let script = "const done = arguments[0];
                Promise.allSettled(document.getAnimations().map((one) => one.finished))
                    .then(() => axe.run()).then((found) => done(found.violations), (error) => done(String(error)))";
            let found = person.driver().execute_async(script, vec![]).await?.json().clone();
            let violations = found.as_array().with_context(|| format!("axe did not run: {found}"))?;
            ensure!(violations.is_empty(), "{name} ({scheme}): {}", told(violations));
        }
        Ok(())
    }
}

fn told(violations: &[Value]) -> String {
    let one = |violation: &Value| {
        let nodes = violation["nodes"].as_array().into_iter().flatten();
        let nodes: Vec<_> =
            nodes.map(|node| format!("{} ({})", node["html"], node["failureSummary"])).collect();
        format!("{}: {}", violation["id"], nodes.join("; "))
    };
    violations.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_screen_in_german() -> Result<()> {
    every_screen("de").await
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_screen_in_english() -> Result<()> {
    every_screen("en").await
}

async fn every_screen(language: &str) -> Result<()> {
    let path = setting("AXE_JS", "");
    let axe = std::fs::read_to_string(&path)
        .with_context(|| format!("AXE_JS must name axe.min.js, is “{path}”"))?;
    let mut axe = Inspector { axe, seen: BTreeSet::new() };
    let house = House::open().await?;
    let meeting = house.invite(&["Ada", "Ben", "Cem"]).await?;
    let desk = Person::at(Browser::start(Devices::Plain, language).await?);
    let ada = Person::at(Browser::start(Devices::Plain, language).await?);
    let ben = Person::at(Browser::start(Devices::Refused, language).await?);

    ada.open(&house.url("/")).await?;
    axe.looks_at(&ada, Screen::Refused).await?;
    ada.open(meeting.link("Ada")).await?;
    axe.looks_at(&ada, Screen::Arrival).await?;
    ada.press(Action::Enter).await?;
    axe.looks_at(&ada, Screen::Waiting).await?;
    ben.knock(meeting.link("Ben")).await?;
    axe.looks_at(&ben, Screen::Waiting).await?;
    desk.open(meeting.link("Dienst")).await?;
    axe.looks_at(&desk, Screen::Desk).await?;

    desk.press_for("Ben", Action::Reject).await?;
    axe.looks_at(&desk, Screen::Desk).await?;
    desk.press(Action::ConfirmReject).await?;
    axe.looks_at(&ben, Screen::Rejected).await?;

    desk.press_for("Ada", Action::Admit).await?;
    axe.looks_at(&ada, Screen::Meeting).await?;
    let second = Person::at(Browser::start(Devices::Plain, language).await?);
    second.open(meeting.link("Ada")).await?;
    second.press(Action::Enter).await?;
    axe.looks_at(&second, Screen::Elsewhere).await?;
    ada.press(Action::Leave).await?;
    axe.looks_at(&ada, Screen::Ended).await?;

    // `Joining` lasts for a moment only; it is held here by a meeting that cannot be reached.
    let held = "window.WebSocket = new Proxy(WebSocket, { construct: (real, [url]) =>
        new real(String(url).includes('/rtc') ? 'ws://127.0.0.1:9/' : url) })";
    second.driver().execute(held, vec![]).await?;
    second.press(Action::ContinueHere).await?;
    axe.looks_at(&second, Screen::Joining).await?;

    // The operator's page is made by the server alone.
    let printed: Value = serde_json::from_str(&house.run(&["operator", "link", "--json"]).await?)?;
    let link = printed["link"].as_str().context("a link to the operator's page")?;
    ben.driver().goto(link).await?;
    ben.waits_for("the operator's page", "main h1").await?;
    axe.judges(&ben, "the operator's page").await?;
    for path in ["/help", "/help/mic-permission-denied"] {
        ben.driver().goto(house.url(path)).await?;
        ben.waits_for("the help page", "main h1").await?;
        axe.judges(&ben, path).await?;
    }

    let missing: Vec<_> = Screen::ALL.iter().filter(|screen| !axe.seen.contains(screen)).collect();
    ensure!(missing.is_empty(), "not looked at: {missing:?}");
    for person in [desk, ada, ben, second] {
        person.goes().await?;
    }
    Ok(())
}
