//! A meeting of two members at their homes, each behind a line of their own.

use anyhow::{Context, Result};
use e2e::{
    browser::{Browser, Devices, Kind, Wish},
    home::{Home, SERVER},
    house::{House, Meeting},
    person::Person,
    socket::Desk,
};
use wire::names::{Action, Screen};

/// The pitch of Ada's voice.
pub const ADA_HERTZ: f32 = 440.0;
/// The pitch of Ben's voice.
pub const BEN_HERTZ: f32 = 700.0;

const ADA: Devices = Devices::Fake { hertz: ADA_HERTZ, colour: (90, 220) };
const BEN: Devices = Devices::Fake { hertz: BEN_HERTZ, colour: (220, 90) };

/// Ada, whose line gets bad, and Ben, whose line is good.
pub struct Hall {
    /// The server.
    pub house: House,
    /// The meeting.
    pub meeting: Meeting,
    /// Ada's line.
    pub home: Home,
    /// Ada.
    pub ada: Person,
    /// Ben.
    pub ben: Person,
    _bens_home: Home,
}

impl Hall {
    /// Both are in the meeting, with microphone and camera; `prepare` may spoil Ada's line before she comes.
    ///
    /// # Errors
    /// When something on the way fails.
    pub async fn open(prepare: impl FnOnce(&Home)) -> Result<Self> {
        Self::open_with(Kind::Chromium, ADA, BEN, prepare).await
    }

    /// The same with another browser of Ada's, and other devices. Their voices are not listened for.
    ///
    /// # Errors
    /// When something on the way fails.
    pub async fn open_plainly(kind: Kind, prepare: impl FnOnce(&Home)) -> Result<Self> {
        Self::open_with(kind, Devices::Speaking, Devices::Answering, prepare).await
    }

    async fn open_with(
        kind: Kind,
        adas: Devices,
        bens: Devices,
        prepare: impl FnOnce(&Home),
    ) -> Result<Self> {
        let (home, bens_home) = (Home::build(1).await?, Home::build(2).await?);
        let house = House::open_at(SERVER.into()).await?;
        let meeting = house.invite(&["Ada", "Ben"]).await?;
        let ada = member(&house, &home, kind, adas, &[]);
        let ben = member(&house, &bens_home, Kind::Chromium, bens, bens_camera(bens));
        let (ada, ben) = tokio::try_join!(ada, ben)?;
        prepare(&home);
        ada.knocks_with_devices(meeting.link("Ada")).await?;
        ben.knocks_with_devices(meeting.link("Ben")).await?;
        Desk::open(&house, &meeting).await?.admits_all().await?;
        for person in [&ada, &ben] {
            person.sees_screen(Screen::Meeting).await?;
            person.press(Action::Mute).await?;
        }
        let hall = Self { house, meeting, home, ada, ben, _bens_home: bens_home };
        if matches!(bens, Devices::Fake { .. }) {
            hall.all_hear_each_other().await.context("at first")?;
        }
        hall.ada.sees_moving("Ben").await?;
        hall.ben.sees_moving("Ada").await?;
        Ok(hall)
    }

    /// Waits until each hears the other's tone.
    ///
    /// # Errors
    /// When they do not in time.
    pub async fn all_hear_each_other(&self) -> Result<()> {
        self.ben.hears("Ada", ADA_HERTZ).await?;
        self.ada.hears("Ben", BEN_HERTZ).await
    }

    /// Both go home.
    ///
    /// # Errors
    /// When a browser does not answer any more.
    pub async fn close(self) -> Result<()> {
        self.ada.goes().await?;
        self.ben.goes().await
    }
}

/// Both share a machine, and what it has is for Ada's browser: 15 pictures a second of Ben's are enough.
fn bens_camera(devices: Devices) -> &'static [&'static str] {
    match devices {
        Devices::Answering => &["--use-fake-device-for-media-stream=fps=15"],
        _ => &[],
    }
}

/// Somebody at a browser at home, which takes the server's address as a safe one: in life it has TLS.
///
/// # Errors
/// When the browser does not start.
pub async fn member(
    house: &House,
    home: &Home,
    kind: Kind,
    devices: Devices,
    camera: &[&str],
) -> Result<Person> {
    let safe = format!("--unsafely-treat-insecure-origin-as-secure={}", house.url(""));
    let mut arguments = camera.to_vec();
    match kind {
        Kind::Chromium => arguments.push(&safe),
        // It is told so by its preferences.
        Kind::Firefox => {}
    }
    let wish = Wish { kind, home: Some(home), arguments: &arguments, ..Wish::new(devices) };
    let person = Person::at(Browser::start_as(wish).await?);
    if kind == Kind::Chromium {
        person.watches_connections().await?;
    }
    Ok(person)
}
