//! `cargo xtask serve`: from a checkout to a page in which a meeting can be tried.
//!
//! What does not depend on each other is done at the same time: tools are installed while the client and then the
//! server are compiled. Only those two wait for each other, or a small machine would run out of memory.

use std::{
    fs,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::{
    client,
    demo::Demo,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run,
    server::{self, Running},
    tools,
};

/// How long the server may take to say goodbye to everybody.
const GOODBYE: Duration = Duration::from_secs(10);

/// What was asked for.
pub struct Options {
    /// The port of the page; the first free one when absent.
    pub port: Option<u16>,
    /// Whether to build at all.
    pub build: bool,
    /// Whether to forget the demo meeting of the last time.
    pub fresh: bool,
}

/// Builds what is not up to date, starts a server with a demo meeting, prints its links, and stays until it is told
/// to stop.
pub fn serve(place: &Place, options: &Options) -> Outcome {
    let began = Instant::now();
    if options.build {
        println!("Building");
        build(place)?;
    }
    let program = server::program(place);
    if !program.is_file() || !place.dist().join("index.html").is_file() {
        return Err(Problem::new("Nothing is built yet. Run `cargo xtask serve` without --no-build."));
    }
    let directory = place.root.join("data/demo");
    if options.fresh && directory.exists() {
        fs::remove_dir_all(&directory).doing(format_args!("remove {}", directory.display()))?;
    }
    let demo = Demo::prepare(&program, &directory, &place.dist(), options.port)?;
    let log = directory.join("server.log");
    let mut running = Running::start(&program, &demo.config, demo.port, &log)?;
    println!(
        "\nReady after {}. A meeting to try, each link in a window of its own:\n",
        run::span(began.elapsed())
    );
    for person in &demo.people {
        println!("  {:<26} {}", describe(&person.name, person.staff), person.link);
    }
    println!("\nThe server's log is in {}. Ctrl-C stops it.", log.display());
    until_told_to_stop(&mut running)
}

/// Brings client and server up to date.
fn build(place: &Place) -> Outcome {
    thread::scope(|scope| {
        let tools = scope.spawn(|| tools::for_client(place));
        client::compile(place)?;
        let server = scope.spawn(|| server::build(place));
        let interrupted = |_| Problem::new("The build was interrupted. Run the command again.");
        let tools = tools.join().map_err(interrupted)??;
        if client::is_current(place, &tools)? {
            println!("  page: unchanged");
        } else {
            client::bundle(place, &tools)?;
        }
        server.join().map_err(interrupted)?.map(drop)
    })
}

fn until_told_to_stop(running: &mut Running) -> Outcome {
    let (tell, told) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listens any more when the command has ended anyway.
        let _ = tell.send(());
    })
    .doing("listen for Ctrl-C")?;
    loop {
        match told.recv_timeout(Duration::from_millis(300)) {
            Ok(()) => break,
            Err(_) => {
                if let Some(ended) = running.ended()? {
                    return Err(Problem::new(format!(
                        "The server ended by itself ({ended}). Its log says why."
                    )));
                }
            }
        }
    }
    println!("\nStopping");
    // After Ctrl-C in a terminal the server has been told as well; once more does no harm.
    let _ = Command::new("kill").args(["-TERM", &running.id().to_string()]).stderr(Stdio::null()).status();
    let since = Instant::now();
    while since.elapsed() < GOODBYE && running.ended()?.is_none() {
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn describe(name: &str, staff: bool) -> String {
    if staff { format!("{name} (runs it)") } else { format!("{name} (member)") }
}
