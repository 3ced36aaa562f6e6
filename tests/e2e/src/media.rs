//! What the browsers' fake devices show and say: a voice and a moving picture for each person, made here.

use std::{f32::consts::TAU, fs, io::Write, path::Path};

use anyhow::Result;

/// Samples per second of the sound.
const RATE: u32 = 48_000;
/// Seconds until the sound and the picture begin again.
const SECONDS: u32 = 4;
/// Frames per second of the picture.
const FRAMES: u32 = 15;
/// Width and height of the picture in pixels.
const SIZE: (usize, usize) = (320, 240);

/// The highest that a voice sings, in hertz (`crates/signals` knows none above 400).
const HIGHEST: f32 = 400.0;

/// Something like a voice, whose strongest part is a tone of that pitch: with others above and perhaps below it, as of
/// vocal cords that swing no faster than a person's, it swells and fades three times a second, as syllables do. A steady
/// tone would be taken for noise and removed by the browser, and nobody takes a single one for a voice.
///
/// # Errors
/// When the file cannot be written.
pub fn voice(path: &Path, hertz: f32) -> Result<()> {
    let cords = hertz / (hertz / HIGHEST).ceil();
    let samples: Vec<i16> = (0..RATE * SECONDS)
        .map(|n| {
            let t = n as f32 / RATE as f32;
            let syllable = (0.5 - 0.5 * (TAU * 3.0 * t).cos()).powi(2);
            let strongest = 0.5 * (TAU * hertz * t).sin();
            let others: f32 = (1..=6).map(|part| 0.1 * (TAU * cords * part as f32 * t).sin()).sum();
            ((strongest + others) * syllable * 0.8 * f32::from(i16::MAX)) as i16
        })
        .collect();
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let mut file = fs::File::create(path)?;
    file.write_all(b"RIFF")?;
    file.write_all(&(36 + bytes.len() as u32).to_le_bytes())?;
    file.write_all(b"WAVEfmt ")?;
    file.write_all(&16u32.to_le_bytes())?;
    file.write_all(&1u16.to_le_bytes())?; // PCM
    file.write_all(&1u16.to_le_bytes())?; // one channel
    file.write_all(&RATE.to_le_bytes())?;
    file.write_all(&(RATE * 2).to_le_bytes())?;
    file.write_all(&2u16.to_le_bytes())?;
    file.write_all(&16u16.to_le_bytes())?;
    file.write_all(b"data")?;
    file.write_all(&(bytes.len() as u32).to_le_bytes())?;
    file.write_all(&bytes)?;
    Ok(())
}

/// A picture of one colour (as `Cb`, `Cr`) with a bright bar that wanders through it, as a Y4M file.
///
/// # Errors
/// When the file cannot be written.
pub fn picture(path: &Path, (cb, cr): (u8, u8)) -> Result<()> {
    let (width, height) = SIZE;
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    writeln!(file, "YUV4MPEG2 W{width} H{height} F{FRAMES}:1 Ip A1:1 C420mpeg2")?;
    let frames = FRAMES * SECONDS;
    for frame in 0..frames {
        writeln!(file, "FRAME")?;
        let bar = width * frame as usize / frames as usize;
        let row: Vec<u8> = (0..width).map(|x| if x.abs_diff(bar) < 30 { 200 } else { 90 }).collect();
        for _ in 0..height {
            file.write_all(&row)?;
        }
        file.write_all(&vec![cb; width * height / 4])?;
        file.write_all(&vec![cr; width * height / 4])?;
    }
    file.flush()?;
    Ok(())
}
