//! What the machine itself must have: the WebAssembly target, Node.js, a browser. Installed where that is possible
//! without asking for a password in the middle of a build; otherwise it is said what to install.

use std::{
    env, fs,
    io::IsTerminal,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    time::Instant,
};

use crate::{
    problem::{Doing, Outcome, Problem},
    run,
    tools::WASM_TARGET,
};

/// The oldest Node.js that runs wasm-opt.
const NODE: u32 = 18;

/// A browser and the driver of the same version.
pub struct Browser {
    /// Chromium.
    pub program: PathBuf,
    /// Its driver.
    pub driver: PathBuf,
}

/// Makes sure that Rust can compile for the browser.
pub fn wasm_target() -> Outcome {
    // rustup adds it by itself, because rust-toolchain.toml names it; a Rust from elsewhere may or may not have it.
    let installed = || {
        run::probe(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))
            .is_some_and(|directory| Path::new(&directory).is_dir())
    };
    if installed() {
        return Ok(());
    }
    println!("  adding the target {WASM_TARGET} to Rust");
    let added = run::foreground(Command::new("rustup").args(["target", "add", WASM_TARGET]));
    if added.is_ok() && installed() {
        return Ok(());
    }
    Err(Problem::new(format!(
        "This Rust cannot compile for the browser, and rustup could not add that. Install the target {WASM_TARGET} \
         for the Rust that rust-toolchain.toml names."
    )))
}

/// The program `node`.
pub fn node() -> Outcome<PathBuf> {
    let found = || {
        let node = find("node")?;
        let version = run::probe(Command::new(&node).arg("--version"))?;
        (major(&version)? >= NODE).then_some(node)
    };
    found().map_or_else(
        || {
            apt(&["nodejs", "npm"], "Node.js, which runs wasm-opt")?;
            found().ok_or_else(|| Problem::new(format!("There is no Node.js {NODE} or newer. Install one.")))
        },
        Ok,
    )
}

/// The program `npm`.
pub fn npm() -> Outcome<PathBuf> {
    find("npm").map_or_else(
        || {
            apt(&["npm"], "npm, which fetches tools that are JavaScript")?;
            find("npm")
                .ok_or_else(|| Problem::new("There is no npm. Install the one that belongs to your Node.js."))
        },
        Ok,
    )
}

/// ffmpeg, which makes pictures and sound for tests.
pub fn ffmpeg() -> Outcome<PathBuf> {
    find("ffmpeg").map_or_else(
        || {
            apt(&["ffmpeg"], "ffmpeg, which makes pictures and sound for tests")?;
            find("ffmpeg").ok_or_else(|| Problem::new("There is no ffmpeg. Install it."))
        },
        Ok,
    )
}

/// Chromium and its driver.
pub fn browser() -> Outcome<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    apt(&["chromium", "chromium-driver"], "Chromium and its driver, in which the tests run")?;
    find_browser().ok_or_else(|| {
        Problem::new(
            "There is no Chromium with a chromedriver of the same version. Install both, for example the packages \
             chromium and chromium-driver of Debian.",
        )
    })
}

/// Firefox. Debian's is the one with long support.
pub fn firefox() -> Outcome<PathBuf> {
    if find("pulseaudio").is_none() {
        apt(&["pulseaudio"], "pulseaudio, whose loudspeaker Firefox needs where there is none")?;
    }
    let found = || ["firefox-esr", "firefox"].into_iter().find_map(find);
    found().map_or_else(
        || {
            apt(&["firefox-esr"], "Firefox, in which the tests run beside Chromium")?;
            found().ok_or_else(|| {
                Problem::new(
                    "There is no Firefox. Install one, for example the package firefox-esr of Debian.",
                )
            })
        },
        Ok,
    )
}

/// A Python that can make environments of its own.
pub fn python() -> Outcome<PathBuf> {
    let found = || {
        let python = find("python3")?;
        run::probe(Command::new(&python).args(["-c", "import venv, ensurepip"])).map(|_| python)
    };
    found().map_or_else(
        || {
            apt(&["python3", "python3-venv"], "Python, for LiveKit's own participant")?;
            found().ok_or_else(|| {
                Problem::new(
                    "There is no Python 3 with venv. Install one, for example python3 and python3-venv.",
                )
            })
        },
        Ok,
    )
}

/// Some Go, however old.
pub fn some_go() -> Outcome<PathBuf> {
    let usual = Path::new("/usr/local/go/bin/go");
    let found = || find("go").or_else(|| usual.is_file().then(|| usual.to_owned()));
    found().map_or_else(
        || {
            apt(&["golang-go"], "Go, with which LiveKit's server is compiled")?;
            found()
                .ok_or_else(|| Problem::new("There is no Go. Install one, for example golang-go of Debian."))
        },
        Ok,
    )
}

/// That one may make networks of one's own here, and has the programs for it.
pub fn networks() -> Outcome {
    if run::probe(Command::new("id").arg("-u")).as_deref() != Some("0") {
        return Err(Problem::new(
            "Bad networks are made of network namespaces, and only root may make those. Run this stage as root.",
        ));
    }
    if find("ip").is_none() {
        apt(&["iproute2"], "the program ip, with which networks are made")?;
    }
    if find("unshare").is_none() || find("nsenter").is_none() {
        apt(&["util-linux"], "the programs unshare and nsenter, with which networks are made")?;
    }
    if !Path::new("/dev/net/tun").exists() {
        return Err(Problem::new(
            "Bad networks need /dev/net/tun, and this system has none. `modprobe tun` may bring it.",
        ));
    }
    let separate = ["--net", "--pid", "--fork", "--kill-child", "--mount-proc", "true"];
    if run::probe(Command::new("unshare").args(separate)).is_none() {
        return Err(Problem::new(
            "Bad networks are made of network namespaces, and this system lets nobody make one (a container without \
             the right to?).",
        ));
    }
    Ok(())
}

fn find_browser() -> Option<Browser> {
    let driver = find("chromedriver")?;
    let wanted = run::probe(Command::new(&driver).arg("--version"))?;
    let program = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .into_iter()
        .filter_map(find)
        .find(|program| {
            run::probe(Command::new(program).arg("--version"))
                .is_some_and(|version| major(&version).is_some() && major(&version) == major(&wanted))
        })?;
    Some(Browser { program, driver })
}

/// Installs packages of a Debian or Ubuntu, if that may be done from here.
fn apt(packages: &[&str], what: &str) -> Outcome {
    apt_with(&[], packages, what)
}

/// Puts such packages, and what they need and is not here, into a directory and installs nothing: to be unpacked where
/// they start no service and listen on no port of this machine.
pub fn fetch_packages(packages: &[&str], into: &Path, what: &str) -> Outcome {
    fs::create_dir_all(into.join("partial")).doing(format_args!("make {}", into.display()))?;
    let archives = format!("Dir::Cache::archives={}", into.display());
    // Reinstalling: those that are here are fetched, too.
    let options = ["-o", &archives, "-o", "APT::Sandbox::User=root", "--download-only", "--reinstall"];
    apt_with(&options, packages, what)
}

fn apt_with(options: &[&str], packages: &[&str], what: &str) -> Outcome {
    // apt itself allows one at a time.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock();
    let list = packages.join(" ");
    let refuse = |why: &str| {
        Err(Problem::new(format!(
            "{what}, is missing, and {why}. Install it, for example with: apt-get install {list}"
        )))
    };
    if find("apt-get").is_none() {
        return refuse("this system has no apt-get to install it with");
    }
    let Some(become_root) = become_root() else {
        return refuse("it takes rights to install it that this user lacks");
    };
    println!("  installing {list} through apt ({what}; 1 to 3 minutes, once)");
    let began = Instant::now();
    let apt = |arguments: &[&str]| {
        let words =
            [&become_root[..], &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"], arguments]
                .concat();
        run::foreground(Command::new(words[0]).args(&words[1..]).stdout(std::io::stderr()))
    };
    let install = [&["install", "-y", "--no-install-recommends"], options, packages].concat();
    // The list of packages may be missing or old; asking for a new one is only worth the time when it has to be.
    if apt(&install).is_err() && (apt(&["update"]).is_err() || apt(&install).is_err()) {
        return refuse("apt-get could not install it");
    }
    println!("  installed {list} ({})", run::span(began.elapsed()));
    Ok(())
}

/// The words before a command that needs root, or nothing if it cannot be had.
fn become_root() -> Option<Vec<&'static str>> {
    if run::probe(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Some(Vec::new());
    }
    find("sudo")?;
    if run::probe(Command::new("sudo").args(["-n", "true"])).is_some() {
        return Some(vec!["sudo", "-n"]);
    }
    // Somebody sits there and can type the password.
    std::io::stdin().is_terminal().then(|| vec!["sudo"])
}

/// A program that a shell would find.
pub fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|directory| directory.join(program))
        .find(|path| path.is_file())
}

/// The first number in the answer to `--version`: 156 in "Chromium 156.0.8078.79 built on Debian".
fn major(version: &str) -> Option<u32> {
    let start = version.find(|letter: char| letter.is_ascii_digit())?;
    let digits = &version[start..];
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_of_a_version_is_read_from_whatever_a_program_says() {
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"), Some(156));
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("unknown"), None);
    }
}
