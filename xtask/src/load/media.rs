//! The pictures and the sound that people of a load test show and say, made once by ffmpeg.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    machine,
    place::Place,
    problem::{Doing, Outcome},
    run::Quiet,
};

/// How long the clip is, in seconds; it is shown again and again.
const SECONDS: &str = "10";

/// The three layers with the sizes and rates of LiveKit's own presets: file, size, kbit/s.
const LAYERS: [(&str, &str, &str); 3] =
    [("q.ivf", "320x180", "160k"), ("h.ivf", "640x360", "450k"), ("f.ivf", "1280x720", "1700k")];

/// The folder with the clip, made if it is missing.
pub fn clip(place: &Place) -> Outcome<PathBuf> {
    let folder = place.notes().join("clip");
    let done = folder.join("done");
    if done.is_file() {
        return Ok(folder);
    }
    fs::create_dir_all(&folder).doing("make the folder for the clip")?;
    let ffmpeg = machine::ffmpeg()?;
    for (file, size, rate) in LAYERS {
        // A moving test picture with noise on it: without noise it would compress far below the rate.
        let picture = format!("testsrc2=size={size}:rate=30,noise=alls=8:allf=t");
        let options = [
            "-c:v",
            "libvpx",
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-b:v",
            rate,
            "-minrate",
            rate,
            "-maxrate",
            rate,
            "-bufsize",
            rate,
            "-g",
            "150",
            "-error-resilient",
            "1",
        ];
        make(place, &ffmpeg, &picture, &options, &folder.join(file))?;
    }
    let sound = "sine=frequency=440:sample_rate=48000";
    let options = ["-c:a", "libopus", "-b:a", "32k", "-vbr", "off", "-frame_duration", "20", "-ac", "2"];
    make(place, &ffmpeg, sound, &options, &folder.join("sound.ogg"))?;
    fs::write(&done, "").doing("note that the clip is made")?;
    Ok(folder)
}

fn make(place: &Place, ffmpeg: &Path, source: &str, options: &[&str], file: &Path) -> Outcome {
    Quiet { name: "clip for the load test", logs: &place.notes() }
        .run(
            Command::new(ffmpeg)
                .args(["-y", "-loglevel", "error", "-f", "lavfi", "-i", source, "-t", SECONDS])
                .args(options)
                .arg(file),
        )
        .map(drop)
}
