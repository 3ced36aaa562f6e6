//! What tests with browsers find in their environment.

use std::{path::PathBuf, process::Command};

use crate::{
    client,
    native::Native,
    place::Place,
    problem::Outcome,
    tools::{self, FirefoxTools, ForeignTools, TestTools},
};

/// Starts a program in a network of its own, which is gone with all its processes when the program ends.
pub const OWN_NETWORK: [&str; 7] =
    ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--"];

/// The programs and files that a test program needs.
pub struct Needs {
    server: PathBuf,
    client: PathBuf,
    tools: TestTools,
    firefox: Option<FirefoxTools>,
    foreign: Option<ForeignTools>,
    peers: Option<PathBuf>,
    livekit_server: Option<PathBuf>,
    front: Option<PathBuf>,
}

impl Needs {
    /// What all of them need; the client is built if there is none.
    pub fn new(place: &Place, native: &Native) -> Outcome<Self> {
        let client = place.dist();
        if !client.join("index.html").is_file() {
            client::build(place)?;
        }
        Ok(Self {
            server: native.program("vorzimmer")?.to_owned(),
            client,
            tools: tools::for_tests(place)?,
            firefox: None,
            foreign: None,
            peers: None,
            livekit_server: None,
            front: None,
        })
    }

    /// And Firefox.
    pub fn with_firefox(self, place: &Place) -> Outcome<Self> {
        Ok(Self { firefox: Some(tools::firefox(place)?), ..self })
    }

    /// And LiveKit's clients.
    pub fn with_foreign(self, place: &Place) -> Outcome<Self> {
        Ok(Self { foreign: Some(tools::foreign(place)?), ..self })
    }

    /// And the pages of others that are shown our faults.
    pub fn with_peers(self, place: &Place) -> Outcome<Self> {
        Ok(Self { peers: Some(tools::peers(place)?), ..self })
    }

    /// And LiveKit's server.
    pub fn with_livekit(self, place: &Place) -> Outcome<Self> {
        Ok(Self { livekit_server: Some(tools::livekit_server(place)?), ..self })
    }

    /// And what a city puts before our server.
    pub fn with_front(self, place: &Place) -> Outcome<Self> {
        Ok(Self { front: Some(tools::front(place)?), ..self })
    }

    /// Tells a program where they are.
    pub fn give(&self, command: &mut Command) {
        command
            .env("VORZIMMER_BIN", &self.server)
            .env("VORZIMMER_CLIENT", &self.client)
            .env("AXE_JS", &self.tools.axe)
            .env("CHROMIUM", &self.tools.chromium)
            .env("CHROMEDRIVER", &self.tools.chromedriver);
        if let Some(tools) = &self.firefox {
            command.env("FIREFOX", &tools.firefox).env("GECKODRIVER", &tools.geckodriver);
        }
        if let Some(tools) = &self.foreign {
            command.env("LIVEKIT_CLIENT", &tools.livekit_client).env("LIVEKIT_PYTHON", &tools.python);
        }
        if let Some(pages) = &self.peers {
            command.env("PEERS", pages);
        }
        if let Some(server) = &self.livekit_server {
            command.env("LIVEKIT_SERVER", server);
        }
        if let Some(root) = &self.front {
            command.env("FRONT", root);
        }
        if std::env::var_os("RUST_TEST_THREADS").is_none() {
            // Each journey has several browsers with real pictures. Two at once starve each other on a small machine.
            command.env("RUST_TEST_THREADS", "1");
        }
    }
}
