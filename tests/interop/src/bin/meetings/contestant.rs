//! Who takes part: a member on our page, and a guest on LiveKit's client. Both join by a click on a page that is open.

use std::{pin::Pin, time::Duration};

use anyhow::Result;
use e2e::{
    browser::{Browser, Wish},
    house::{House, Meeting},
    person::Person,
    socket::Desk,
};
use interop::{guest::Guest, page::Page, ticket::ticket};
use serde_json::json;
use thirtyfour::By;
use wire::names::{Action, Screen};

use crate::first_frame::{awaits_first_frame, first_frame};

/// The one in the room whose picture and sound are waited for.
pub const HOST: &str = "host";

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// One of the two.
pub trait Contestant {
    /// Joins by a click, and says how long it took from there to the first frame of the host.
    fn joins(&self) -> Answer<'_, Duration>;
    /// Leaves the room, and is ready to join again.
    fn leaves(&self) -> Answer<'_, ()>;
    /// At the browser.
    fn person(&self) -> &Person;
}

/// A member on our page.
pub struct Ours(Person);

impl Ours {
    /// Has been admitted, and has left.
    pub async fn arrive(wish: Wish<'_>, house: &House, meeting: &Meeting) -> Result<Self> {
        let ours = Self(Person::at(Browser::start_as(wish).await?));
        ours.0.knocks_with_devices(meeting.link("Ada")).await?;
        Desk::open(house, meeting).await?.admits_all().await?;
        ours.0.sees_screen(Screen::Meeting).await?;
        ours.0.sees_moving(HOST).await?;
        ours.leaves().await?;
        Ok(ours)
    }

    pub async fn goes(self) -> Result<()> {
        self.0.goes().await
    }
}

impl Contestant for Ours {
    fn joins(&self) -> Answer<'_, Duration> {
        Box::pin(async {
            awaits_first_frame(&self.0, HOST).await?;
            self.0.press(Action::Rejoin).await?;
            first_frame(&self.0).await
        })
    }

    fn leaves(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.0.press(Action::Leave).await?;
            self.0.sees_screen(Screen::Ended).await
        })
    }

    fn person(&self) -> &Person {
        &self.0
    }
}

/// A guest on LiveKit's client.
pub struct Theirs {
    guest: Guest,
    server: String,
    room: String,
}

impl Theirs {
    /// Has opened the page.
    pub async fn arrive(wish: Wish<'_>, house: &House, meeting: &Meeting, page: &Page) -> Result<Self> {
        let guest = Guest::arrive_as(wish, "guest", page).await?;
        Ok(Self { guest, server: house.meeting_url(), room: meeting.meeting.id.clone() })
    }

    pub async fn goes(self) -> Result<()> {
        self.guest.goes().await
    }
}

impl Contestant for Theirs {
    fn joins(&self) -> Answer<'_, Duration> {
        Box::pin(async {
            awaits_first_frame(self.person(), HOST).await?;
            // It publishes microphone and camera as ours does.
            let ticket = ticket(&self.room, "guest");
            self.guest.call("arm", json!([self.server, ticket, true])).await?;
            self.person().driver().find(By::Id("join")).await?.click().await?;
            self.guest.call("joined", json!([])).await?;
            first_frame(self.person()).await
        })
    }

    fn leaves(&self) -> Answer<'_, ()> {
        Box::pin(async { self.guest.call("leave", json!([])).await.map(drop) })
    }

    fn person(&self) -> &Person {
        self.guest.person()
    }
}
