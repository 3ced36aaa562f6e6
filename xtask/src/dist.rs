//! `cargo xtask dist`: a folder, and an archive of it, with everything that an installation needs.

use std::{fs, path::Path, process::Command, time::Instant};

use crate::{
    client,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::{self, Quiet},
    server,
};

/// Builds and packs.
pub fn dist(place: &Place) -> Outcome {
    client::build(place)?;
    let began = Instant::now();
    let server = server::build_for_release(place)?;
    println!("  server compiled for release ({})", run::span(began.elapsed()));

    let name = format!(
        "vorzimmer-{}-{}-{}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    let parent = place.target.join("dist");
    let folder = parent.join(&name);
    // Of the last time.
    let _ = fs::remove_dir_all(&folder);
    copy_directory(&place.dist(), &folder.join("client"))?;
    let program = format!("vorzimmer{}", std::env::consts::EXE_SUFFIX);
    copy(&server, &folder.join(&program))?;
    for file in ["LICENSE", "README.md", "CHANGELOG.md"] {
        copy(&place.root.join(file), &folder.join(file))?;
    }
    fs::write(folder.join("vorzimmer.toml"), configuration(place)?).doing("write the configuration")?;

    let archive = parent.join(format!("{name}.tar.gz"));
    Quiet { name: "archive", logs: &place.notes() }
        .run(Command::new("tar").arg("-czf").arg(&archive).arg("-C").arg(&parent).arg(&name))?;
    println!("{}\n{}", folder.display(), archive.display());
    Ok(())
}

/// The commented configuration, with the folders as they are in the archive.
fn configuration(place: &Place) -> Outcome<String> {
    let mut text =
        fs::read_to_string(place.root.join("server/vorzimmer.toml")).doing("read server/vorzimmer.toml")?;
    for (here, there) in [
        ("client_dir = \"../dist\"", "client_dir = \"client\""),
        ("data_dir = \"../data\"", "data_dir = \"data\""),
    ] {
        if !text.contains(here) {
            return Err(Problem::new(format!(
                "server/vorzimmer.toml has no line `{here}` any more; xtask/src/dist.rs needs it."
            )));
        }
        text = text.replace(here, there);
    }
    Ok(text)
}

fn copy_directory(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).doing(format_args!("make {}", to.display()))?;
    for entry in fs::read_dir(from).doing(format_args!("list {}", from.display()))? {
        let path = entry.doing(format_args!("list {}", from.display()))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() { copy_directory(&path, &target)? } else { copy(&path, &target)? }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).doing(format_args!("copy {} to {}", from.display(), to.display()))
}
