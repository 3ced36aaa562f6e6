//! Go, which compiles the participants and LiveKit's server.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    machine,
    place::Place,
    problem::{Outcome, Problem},
    run::Quiet,
};

/// LiveKit's server, at the version that is compared with.
const LIVEKIT_SERVER: &str = "github.com/livekit/livekit-server/cmd/server@v1.13.5";

/// The program `go`. `GOTOOLCHAIN` lets it fetch a newer one by itself where the module asks for that.
pub fn go() -> Outcome<PathBuf> {
    let usual = Path::new("/usr/local/go/bin/go");
    machine::find("go").or_else(|| usual.is_file().then(|| usual.to_owned())).ok_or_else(|| {
        Problem::new("There is no Go, which compiles the participants of the load test. Install it.")
    })
}

/// LiveKit's server: the one that `LIVEKIT_SERVER` names, or one that is compiled once and kept with the tools.
pub fn livekit_server(place: &Place) -> Outcome<PathBuf> {
    if let Some(given) = env::var_os("LIVEKIT_SERVER").filter(|given| !given.is_empty()) {
        return Ok(PathBuf::from(given));
    }
    let home = place.tools.join("livekit-server-1.13.5-for-load");
    let program = home.join("server");
    if !program.is_file() {
        println!("  compiling livekit-server (2 to 5 minutes, once)");
        Quiet { name: "livekit-server", logs: &place.notes() }
            .run(Command::new(go()?).args(["install", LIVEKIT_SERVER]).env("GOBIN", &home))?;
    }
    Ok(program)
}
