//! Every tool that is not Rust's own, at the one version that this source is built and tested with.
//!
//! This is the only place that names versions. How something gets onto the machine is told in [`crate::install`]
//! and [`crate::machine`].

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use crate::{
    install::{self, CargoTool, DebianSet, GoTool, NpmSet, NpmTool, PythonTool},
    machine,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::Quiet,
};

/// Where the client is compiled to.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes the JavaScript between the browser and the client. Of the version of the library in `Cargo.lock`.
const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    purpose: "connects the client with the browser",
    roughly: "1 to 3 minutes",
};

/// Drives `index.html`. The newest that compiles with the Rust of `rust-toolchain.toml`.
const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    purpose: "puts the page together",
    roughly: "2 to 5 minutes",
};

/// Looks through the dependencies for what must not be there.
const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    version: "0.20.2",
    programs: &["cargo-deny"],
    purpose: "checks licences and origins of the dependencies",
    roughly: "2 to 5 minutes",
};

/// `wasm-opt`: makes WebAssembly smaller.
const BINARYEN: NpmTool =
    NpmTool { package: "binaryen", version: "132.0.0", purpose: "makes the client smaller" };

/// Makes JavaScript smaller.
const TERSER: NpmTool =
    NpmTool { package: "terser", version: "5.51.2", purpose: "makes the client's JavaScript smaller" };

/// Finds barriers on a screen.
const AXE: NpmTool =
    NpmTool { package: "axe-core", version: "4.14.1", purpose: "finds barriers on the screens" };

/// Drives Firefox.
const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    version: "0.37.1",
    programs: &["geckodriver"],
    purpose: "drives Firefox in the tests",
    roughly: "2 to 4 minutes",
};

/// The oldest Go that compiles [`LIVEKIT_SERVER`], and the one that is fetched where there is none as new.
pub const GO: &str = "1.26.0";

/// The engine of large deployments, which the meetings are tried against.
const LIVEKIT_SERVER: GoTool = GoTool {
    package: "github.com/livekit/livekit-server/cmd/server",
    version: "1.13.5",
    program: "livekit-server",
    purpose: "the engine that meetings are tried against",
    roughly: "3 to 6 minutes",
};

/// LiveKit's own client for browsers.
const LIVEKIT_CLIENT: NpmTool =
    NpmTool { package: "livekit-client", version: "2.23.0", purpose: "joins our meetings in the tests" };

/// LiveKit's components for React, and what puts a page with them together. On the very client of [`LIVEKIT_CLIENT`].
const COMPONENTS: NpmSet = NpmSet {
    name: "livekit-components",
    packages: &[
        ("@livekit/components-react", "2.9.24"),
        ("@livekit/components-styles", "1.2.0"),
        (LIVEKIT_CLIENT.package, LIVEKIT_CLIENT.version),
        ("react", "19.3.1"),
        ("react-dom", "19.3.1"),
        ("tslib", "2.9.1"),
        ("esbuild", "0.28.2"),
    ],
    purpose: "is shown the faults that ours finds",
};

/// Who is shown the faults that our page finds: each by its name, its package and its version.
pub const PEERS: [(&str, &str, &str); 2] = [
    ("PreJoin", COMPONENTS.packages[0].0, COMPONENTS.packages[0].1),
    ("ConnectionCheck", LIVEKIT_CLIENT.package, LIVEKIT_CLIENT.version),
];

/// LiveKit's own participant without a browser.
const LIVEKIT_PYTHON: PythonTool = PythonTool {
    name: "livekit-python",
    packages: &[("livekit", "1.2.1"), ("livekit-api", "1.2.2")],
    purpose: "joins our meetings in the tests",
};

/// What a city puts before our server, and beside it.
const FRONT: DebianSet = DebianSet {
    name: "front",
    packages: &[
        ("nginx-light", "usr/sbin/nginx"),
        ("caddy", "usr/bin/caddy"),
        ("coturn", "usr/bin/turnserver"),
    ],
    purpose: "nginx, Caddy and coturn, which stand before our server in the tests",
};

/// What makes the client.
pub struct ClientTools {
    /// Trunk itself.
    pub trunk: PathBuf,
    /// The `PATH` with which it finds exactly our wasm-bindgen.
    pub path: OsString,
    /// What makes it smaller. Without it the client works and is larger.
    pub smaller: Option<Smaller>,
}

/// Programs for Node.js that make files smaller.
pub struct Smaller {
    /// Node.js.
    pub node: PathBuf,
    /// For WebAssembly.
    pub wasm_opt: PathBuf,
    /// For JavaScript.
    pub terser: PathBuf,
}

/// What the tests need beyond that.
pub struct TestTools {
    /// Runs tests of WebAssembly in a browser.
    pub wasm_test_runner: PathBuf,
    /// The browser.
    pub chromium: PathBuf,
    /// Its driver.
    pub chromedriver: PathBuf,
    /// The JavaScript file of axe.
    pub axe: PathBuf,
}

/// Installs what is missing for building the client.
pub fn for_client(place: &Place) -> Outcome<ClientTools> {
    machine::wasm_target()?;
    in_step_with_the_lock_file(&place.root)?;
    let (programs, smaller) = thread::scope(|scope| {
        // npm waits for the network while cargo computes.
        let smaller = scope.spawn(|| smaller(place));
        let programs = install::cargo_tools(place, &[WASM_BINDGEN, TRUNK]);
        (programs, smaller.join())
    });
    let programs = programs?;
    let smaller = match smaller {
        Ok(Ok(tools)) => Some(tools),
        Ok(Err(problem)) => {
            println!(
                "{problem}\nGoing on without wasm-opt and terser: the client works, but is larger and slower to load."
            );
            None
        }
        Err(_) => {
            return Err(Problem::new("The installation of wasm-opt was interrupted. Run the command again."));
        }
    };

    let trunk = programs.last().map(|directory| directory.join("trunk")).unwrap_or_default();
    let mut directories = programs;
    directories.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path = env::join_paths(directories).doing("put together the PATH for Trunk")?;
    Ok(ClientTools { trunk, path, smaller })
}

/// Installs what is missing for the tests in browsers.
pub fn for_tests(place: &Place) -> Outcome<TestTools> {
    let browser = machine::browser()?;
    let axe = install::npm_tool(place, &AXE)?.join("node_modules/axe-core/axe.min.js");
    let wasm_test_runner = install::cargo_tools(place, &[WASM_BINDGEN])?
        .pop()
        .map(|directory| directory.join("wasm-bindgen-test-runner"))
        .unwrap_or_default();
    Ok(TestTools { wasm_test_runner, chromium: browser.program, chromedriver: browser.driver, axe })
}

/// Firefox and its driver.
pub struct FirefoxTools {
    /// The browser.
    pub firefox: PathBuf,
    /// Its driver.
    pub geckodriver: PathBuf,
}

/// What others have written to join meetings.
pub struct ForeignTools {
    /// The JavaScript file of LiveKit's client.
    pub livekit_client: PathBuf,
    /// A Python that has LiveKit's packages.
    pub python: PathBuf,
}

/// Installs Firefox and its driver if they are missing.
pub fn firefox(place: &Place) -> Outcome<FirefoxTools> {
    let firefox = machine::firefox()?;
    let directory = install::cargo_tools(place, &[GECKODRIVER])?.pop().unwrap_or_default();
    Ok(FirefoxTools { firefox, geckodriver: directory.join("geckodriver") })
}

/// Installs LiveKit's clients if they are missing.
pub fn foreign(place: &Place) -> Outcome<ForeignTools> {
    let home = install::npm_tool(place, &LIVEKIT_CLIENT)?;
    Ok(ForeignTools {
        livekit_client: home.join("node_modules/livekit-client/dist/livekit-client.umd.js"),
        python: install::python_tool(place, &LIVEKIT_PYTHON)?,
    })
}

/// Installs LiveKit's components if they are missing, and puts the pages of `tests/interop/peers` together with them.
/// Returns the directory of those pages.
pub fn peers(place: &Place) -> Outcome<PathBuf> {
    let node = machine::node()?;
    let modules = install::npm_set(place, &COMPONENTS)?.join("node_modules");
    let pages = place.notes().join("peers");
    Quiet { name: "pages of others", logs: &place.notes() }.run(
        Command::new(node)
            .arg(modules.join("esbuild/bin/esbuild"))
            .args([
                "prejoin.jsx",
                "check.js",
                "--bundle",
                "--minify",
                "--jsx=automatic",
                "--log-level=warning",
            ])
            .arg("--define:process.env.NODE_ENV=\"production\"")
            .arg(format!("--outdir={}", pages.display()))
            .current_dir(place.root.join("tests/interop/peers"))
            // The sources are in the checkout, and the packages are not.
            .env("NODE_PATH", &modules),
    )?;
    Ok(pages)
}

/// Compiles LiveKit's server if it is missing.
pub fn livekit_server(place: &Place) -> Outcome<PathBuf> {
    install::go_tool(place, &LIVEKIT_SERVER)
}

/// Unpacks nginx, Caddy and coturn if they are missing, and returns the directory that is like a root to them.
pub fn front(place: &Place) -> Outcome<PathBuf> {
    install::debian_set(place, &FRONT)
}

/// Installs cargo-deny if it is missing.
pub fn cargo_deny(place: &Place) -> Outcome<PathBuf> {
    let directories = install::cargo_tools(place, &[CARGO_DENY])?;
    Ok(directories.into_iter().map(|directory| directory.join("cargo-deny")).next_back().unwrap_or_default())
}

/// Installs everything that any command needs.
pub fn all(place: &Place) -> Outcome {
    for_tests(place)?;
    foreign(place)?;
    peers(place)?;
    front(place)?;
    firefox(place)?;
    livekit_server(place)?;
    cargo_deny(place)?;
    Ok(())
}

fn smaller(place: &Place) -> Outcome<Smaller> {
    let node = machine::node()?;
    let wasm_opt = install::npm_tool(place, &BINARYEN)?.join("node_modules/binaryen/bin/wasm-opt");
    let terser = install::npm_tool(place, &TERSER)?.join("node_modules/terser/bin/terser");
    Ok(Smaller { node, wasm_opt, terser })
}

/// The tool and the library of wasm-bindgen speak a format that changes with every version.
fn in_step_with_the_lock_file(root: &Path) -> Outcome {
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).doing("read Cargo.lock")?;
    match locked_version(&lock, "wasm-bindgen") {
        // The client does not use it (yet).
        None => Ok(()),
        Some(locked) if locked == WASM_BINDGEN.version => Ok(()),
        Some(locked) => Err(Problem::new(format!(
            "Cargo.lock has wasm-bindgen {locked}, but xtask/src/tools.rs pins the tool of version {}. The two must be \
             equal: change the one in xtask/src/tools.rs.",
            WASM_BINDGEN.version
        ))),
    }
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| line.strip_prefix("name = ").is_some_and(|name| name.trim_matches('"') == package))?;
    lines.next()?.strip_prefix("version = ").map(|version| version.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "yew"), None);
    }
}
