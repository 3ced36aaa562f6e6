//! From what Trunk made to what travels: the program in parts, and what runs beside it; each file made smaller, each
//! named after its content.
//!
//! Which function is in which part is decided here by the paths of modules; how a program is split is told in
//! [`crate::split`].

use std::{
    fs,
    hash::{DefaultHasher, Hasher as _},
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use serde_json::{Value, json};

use crate::{
    glue,
    place::Place,
    problem::{Doing, Outcome, Problem},
    run::Quiet,
    split::{self, EARLY, Part, Split},
    tools::{Smaller, WASM_TARGET},
};

/// What comes after the first screen. The names are those of `src/browser/part.rs`. Whoever adds a module that only
/// the meeting or only the desk needs, adds it here; what is only reached from these goes with them by itself. A single
/// method of a type is named as the compiler does, `module::Type>::method`, and must not be copied into its caller.
const PARTS: [Part; 3] = [
    Part {
        name: "meeting",
        modules: &[
            "rtc",
            "livekit_protocol",
            "prost",
            "client::shell::echo",
            "client::shell::meeting",
            "participant::echo",
            "participant::meeting::arrange",
            "participant::meeting::gallery",
            "participant::meeting::line",
            "participant::meeting::shed",
            "participant::session::Session>::line_read",
            "participant::session::Session>::meeting_view",
            "participant::session::Session>::share",
            "participant::session::Session>::tiles",
            "participant::session::Session>::use_all",
            "participant::session::Session>::use_less",
            "client::shell::meeting",
            "client::shell::line",
            "participant::ways",
            "client::browser::peer",
            "client::browser::peer_stats",
            "client::browser::data_channel",
            "client::ui::tiles",
            "client::views::meeting",
        ],
    },
    Part {
        name: "desk",
        // Not `client::app::Desk`: the compiler makes one function of what compares the properties of both pages' roots.
        modules: &["desk", "client::shell::desk", "client::views::desk"],
    },
    Part {
        name: "help",
        modules: &[
            // Not `diagnosis::fact`: the session compares and copies facts before anybody thinks about them.
            "diagnosis::advice",
            "diagnosis::facts",
            "diagnosis::known",
            "diagnosis::labels",
            "diagnosis::newest",
            "diagnosis::precedence",
            "diagnosis::rules",
            "diagnosis::verdict",
            "client::browser::abilities",
            // Whoever opens a device waits for this part before listening or looking.
            "client::browser::ear",
            "client::browser::echo",
            "client::browser::eye",
            "client::browser::frame_count",
            "client::browser::polled",
            "client::browser::senses",
            "client::browser::speed",
            "client::shell::observing",
            "client::views::echo",
            "client::shell::devices::listen",
            "client::shell::devices::look",
            "client::shell::others",
            "participant::searching",
            "participant::session::Session>::another",
            "participant::session::Session>::help_with",
            "participant::session::Session>::remedy",
            "participant::session::Session>::report",
            "participant::speed_test",
            "client::views::help",
            "client::views::report",
            "participant::report",
        ],
    },
];

/// The program that runs beside the page, and the JavaScript that runs it, without the endings of their files. The names
/// are those of `src/browser/senses.rs`.
const BESIDE: (&str, [&str; 3]) = ("senses", ["ear", "eye", "echo"]);

/// What JavaScript does for the parts.
const LOADER: &str = include_str!("split/parts.js");

/// What travels is what counts, and rustc has optimised for size already: `-Oz` and `-Os` take three times as long and
/// make files that are smaller on the disk but larger on the way (by 1 %). Without what only developers read. The
/// features are those that rustc uses without being asked.
const WASM_OPT_FLAGS: [&str; 10] = [
    "-O1",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Splits the program in `dist/`, makes its files smaller and names them after their content.
pub fn finish(place: &Place, smaller: Option<&Smaller>) -> Outcome {
    let dist = place.dist();
    let (wasm, javascript) = made_by_trunk(&dist)?;
    let code = fs::read(&wasm).doing("read the client's WebAssembly")?;
    let script = fs::read_to_string(&javascript).doing("read the client's JavaScript")?;
    fs::create_dir_all(place.notes()).doing("make the directory for notes")?;

    let split = split::split(&code, &PARTS, "./client_bg.js").map_err(|malformed| {
        Problem::new(format!("The client's WebAssembly could not be split into parts: {malformed}."))
    })?;
    fs::write(note(place), told(&split).to_string()).doing("note which function is in which part")?;
    let mut modules = vec![split.first];
    modules.extend(split.later);
    modules.push(beside(place)?);
    let mut script = with_loader(&script)?;

    if let Some(tools) = smaller {
        modules = optimise(place, tools, modules)?;
        (modules, script) = glue::shorten(&modules, &script)?;
    }
    let mut modules = modules.into_iter();
    let first = modules.next().unwrap_or_default();
    let mut files = Vec::new();
    for (name, code) in PARTS.iter().map(|part| part.name).chain([BESIDE.0]).zip(modules) {
        files.push(keep(&dist, name, "wasm", &code)?);
    }
    for name in BESIDE.1 {
        let mut script = place.root.join(format!("assets/{}/{name}.js", BESIDE.0));
        if let Some(tools) = smaller {
            let shorter = place.notes().join(format!("{name}.js"));
            shorten(place, tools, &script, &shorter)?;
            script = shorter;
        }
        let script = fs::read(&script).doing(format_args!("read {}", script.display()))?;
        files.push(keep(&dist, name, "js", &script)?);
    }
    files.push(keep(&dist, "texts", "txt", texts::late::file().as_bytes())?);
    script = script.replace("FILES", &format!("{{ {} }}", files.join(", ")));
    fs::write(&javascript, &script).doing("write the client's JavaScript")?;
    if let Some(tools) = smaller {
        shorten(place, tools, &javascript, &javascript)?;
    }

    let page = dist.join("index.html");
    let mut html = fs::read_to_string(&page).doing("read the page")?;
    let script = fs::read(&javascript).doing("read the client's JavaScript")?;
    for (old, new, content) in [
        (&wasm, named("client", "wasm", &first), &first),
        (&javascript, named("client", "js", &script), &script),
    ] {
        fs::remove_file(old).doing(format_args!("remove {}", old.display()))?;
        fs::write(dist.join(&new), content).doing(format_args!("write {new}"))?;
        html = html.replace(&*old.file_name().unwrap_or_default().to_string_lossy(), &new);
    }
    fs::write(page, html).doing("write the page")
}

/// Where it is told which function is in which part.
pub fn note(place: &Place) -> PathBuf {
    place.notes().join("parts.json")
}

/// Every function with its bytes, by the part it is in, and whether a part ought to have it.
fn told(split: &Split) -> Value {
    let of = |wanted: Option<usize>| {
        let functions = split.functions.iter().filter(|function| function.part == wanted);
        functions.map(|function| json!([function.name, function.bytes])).collect::<Vec<_>>()
    };
    let mut told = json!({ "first": of(None) });
    for (number, part) in PARTS.iter().enumerate() {
        told[part.name] = Value::Array(of(Some(number)));
    }
    told
}

/// The most bytes of code about a part's types that may stay in what comes first: how they are dropped, copied and
/// moved where the first screen holds them, and functions too short to be moved.
const ABOUT_A_PART: u64 = 13_000;

/// What is in the wrong part, as sentences.
pub fn breaches(place: &Place) -> Outcome<Vec<String>> {
    let told = fs::read_to_string(note(place)).map_err(|_| {
        Problem::new("It is not noted which function is in which part. `cargo xtask client` does so.")
    })?;
    let told: Value = serde_json::from_str(&told).doing("read which function is in which part")?;
    Ok(PARTS.iter().flat_map(|part| leaks(part, &told)).collect())
}

fn leaks(part: &Part, told: &Value) -> Vec<String> {
    let functions = |place: &str| {
        let functions = told[place].as_array().map(Vec::as_slice).unwrap_or_default();
        functions.iter().map(|function| {
            (function[0].as_str().unwrap_or_default(), function[1].as_u64().unwrap_or_default())
        })
    };
    let mut leaks = Vec::new();
    for module in part.modules {
        if !functions(part.name).any(|(name, _)| split::is_defined_in(name, module)) {
            leaks.push(format!(
                "The part {} has no function of {module}. Has it moved? xtask/src/program.rs names it.",
                part.name
            ));
        }
    }
    let mut left: Vec<_> = functions("first").filter(|(name, _)| part.is_named_in(name)).collect();
    let bytes: u64 = left.iter().map(|(_, bytes)| bytes).sum();
    if bytes > ABOUT_A_PART {
        left.sort_by_key(|&(_, bytes)| std::cmp::Reverse(bytes));
        let largest: String =
            left.iter().take(10).map(|(name, bytes)| format!("\n  {bytes:>6} {name}")).collect();
        leaks.push(format!(
            "What comes first has {bytes} bytes of code about the part {}; at most {ABOUT_A_PART} are allowed. Functions \
             that are called from the beginning need #[inline(never)]. The largest:{largest}",
            part.name
        ));
    }
    leaks
}

/// The JavaScript of wasm-bindgen, with what fetches the parts.
fn with_loader(script: &str) -> Outcome<String> {
    let imports = "const import0 = {\n        __proto__: null,\n";
    let exports = "export { initSync, __wbg_init as default };";
    for known in [imports, exports] {
        if script.matches(known).count() != 1 {
            return Err(Problem::new(format!(
                "wasm-bindgen's JavaScript has another form than xtask/src/program.rs knows: expected `{known}`."
            )));
        }
    }
    let early = format!("{imports}        {EARLY}: earlyPart,\n");
    // Without the other way to start it, which nobody takes.
    let script = script.replace(imports, &early).replace(exports, "export { __wbg_init as default };");
    Ok(format!("{script}\n{LOADER}"))
}

/// The modules, smaller; at the same time, for each waits for a process of its own.
fn optimise(place: &Place, tools: &Smaller, modules: Vec<Vec<u8>>) -> Outcome<Vec<Vec<u8>>> {
    thread::scope(|scope| {
        let work: Vec<_> = modules
            .into_iter()
            .enumerate()
            .map(|(number, code)| {
                scope.spawn(move || {
                    let file = place.notes().join(format!("part-{number}.wasm"));
                    fs::write(&file, code).doing(format_args!("write {}", file.display()))?;
                    let mut wasm_opt = Command::new(&tools.node);
                    wasm_opt.arg(&tools.wasm_opt).args(WASM_OPT_FLAGS).arg(&file).arg("--output").arg(&file);
                    let name = format!("wasm-opt {number}");
                    Quiet { name: &name, logs: &place.notes() }.run(&mut wasm_opt)?;
                    fs::read(&file).doing(format_args!("read {}", file.display()))
                })
            })
            .collect();
        let interrupted = |_| Problem::new("wasm-opt was interrupted.");
        work.into_iter().map(|one| one.join().map_err(interrupted)?).collect()
    })
}

/// The program that runs beside the page, as it was compiled.
fn beside(place: &Place) -> Outcome<Vec<u8>> {
    let file = place.target.join(WASM_TARGET).join("client").join(format!("{}.wasm", BESIDE.0));
    fs::read(&file).doing(format_args!("read {}", file.display()))
}

/// Makes JavaScript shorter. All of ours either is a module or has nothing that others could name.
fn shorten(place: &Place, tools: &Smaller, from: &Path, to: &Path) -> Outcome {
    let mut terser = Command::new(&tools.node);
    terser
        .arg(&tools.terser)
        .arg(from)
        .args(["--module", "--compress", "passes=2", "--mangle", "--output"])
        .arg(to);
    Quiet { name: "terser", logs: &place.notes() }.run(&mut terser).map(drop)
}

/// Writes a file that comes later, and tells JavaScript its address.
fn keep(dist: &Path, name: &str, ending: &str, content: &[u8]) -> Outcome<String> {
    let file = named(name, ending, content);
    fs::write(dist.join(&file), content).doing(format_args!("write {file}"))?;
    Ok(format!("{name}: \"/{file}\""))
}

/// A name that is another one for every other content: browsers keep these files for ever.
fn named(name: &str, ending: &str, content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    format!("{name}-{:016x}.{ending}", hasher.finish())
}

/// The WebAssembly in the page, and the JavaScript around it.
fn made_by_trunk(dist: &Path) -> Outcome<(PathBuf, PathBuf)> {
    for entry in fs::read_dir(dist).doing("list dist/")? {
        let path = entry.doing("list dist/")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(stem) = name.strip_suffix("_bg.wasm") {
            let javascript = dist.join(format!("{stem}.js"));
            return Ok((path, javascript));
        }
    }
    Err(Problem::new(
        "Trunk made a page without WebAssembly. Does index.html have <link data-trunk rel=\"rust\">?",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        assert_eq!(named("client", "js", b"1"), named("client", "js", b"1"));
        assert_ne!(named("client", "js", b"1"), named("client", "js", b"2"));
    }

    #[test]
    fn code_of_a_part_in_what_comes_first_is_a_leak() {
        let part = &PARTS[0];
        let its: Vec<_> = part.modules.iter().map(|module| json!([format!("{module}::f"), 200])).collect();
        let first = |name: &str, bytes: u64| json!({ "meeting": its, "first": [[name, bytes]] });
        assert_eq!(leaks(part, &first("client::app::App", 90_000)), [""; 0]);
        assert_eq!(leaks(part, &first("core::ptr::drop_in_place::<rtc::session::Session>", 900)), [""; 0]);
        assert_eq!(leaks(part, &first("<alloc::vec::Vec<rtc::effect::Effect>>::push", 90_000)).len(), 1);
        assert_eq!(leaks(part, &json!({ "meeting": its[1..], "first": [] })).len(), 1);
    }

    #[test]
    fn javascript_of_another_form_is_a_problem_and_not_a_page_that_does_not_start() {
        assert!(with_loader("export { init };").is_err());
    }
}
